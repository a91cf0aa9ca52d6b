"""One function in a child process with limits of time, memory and file size.

What reads the files of strangers runs here, so that a hostile file ends its child and nothing else.
The child has an empty environment, so no secret; bytes go in and out as files of a folder that is removed afterwards,
everything else as JSON, because what a child says is read and never executed.
Not here: the side of the child (`hub/confined.py`), and what the functions do.
They are named as `module:function`, so that the parent imports none of their libraries.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from hub.logs import log
from schemas.errors import Busy, Refused
from schemas.refusals import SENTENCES

Facts = dict[str, Any]
"""What a confined function answers; it goes through JSON."""

_COMMAND = (sys.executable, "-I", "-m", "hub.confined")
_AT_ONCE = 2
_LONGEST_WAIT_S = 300.0
_LARGEST_ANSWER = 1024 * 1024
_MEGABYTE = 1024 * 1024

_places = threading.BoundedSemaphore(_AT_ONCE)
"""So many children of this process at once; forty files wait for each other instead of taking all memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds, and bytes of address space and of the written file; a child that wants more ends."""

    seconds: float = 60.0
    memory: int = 2048 * _MEGABYTE
    written: int = 512 * _MEGABYTE


@dataclass(frozen=True, slots=True)
class Answer:
    """What the function said and, when it wrote its file, the bytes."""

    facts: Facts
    body: bytes


class PerishedError(Exception):
    """The child crashed, ran into a limit, or broke; `why` is one word of our own, never text of the file."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def confined(
    function: str, arguments: Mapping[str, Any], bodies: Sequence[bytes], limits: Limits | None = None
) -> Answer:
    """Runs `module:function` in a child and returns its answer.

    Raises the `Refused` that the function raised, `PerishedError` when the child did not come to an answer,
    and `Busy` when no child could begin.
    """
    if not _places.acquire(timeout=_LONGEST_WAIT_S):
        raise Busy("child", "no place came free")
    try:
        with tempfile.TemporaryDirectory(prefix="hub-confined-") as folder:
            return _run(Path(folder), function, arguments, bodies, limits or Limits())
    except OSError as error:
        raise Busy("child", error.strerror or type(error).__name__) from error
    finally:
        _places.release()


def _run(folder: Path, function: str, arguments: Mapping[str, Any], bodies: Sequence[bytes], limits: Limits) -> Answer:
    for number, body in enumerate(bodies):
        (folder / f"in-{number}").write_bytes(body)
    task = {
        "function": function,
        "arguments": dict(arguments),
        "bodies": len(bodies),
        "seconds": limits.seconds,
        "memory": limits.memory,
        "written": limits.written,
    }
    (folder / "task").write_bytes(orjson.dumps(task))
    ended = _await([*_COMMAND, str(folder)], limits.seconds)
    return _answer(folder, function, ended)


def _await(command: Sequence[str], seconds: float) -> int | None:
    """The exit code of the child; None when its time was over, and then it and what it started are gone."""
    child = subprocess.Popen(  # noqa: S603 - our own command
        command,
        env={"LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _answer(folder: Path, function: str, ended: int | None) -> Answer:
    if not (folder / "begun").exists():
        raise Busy("child", "it did not begin")
    said = _said(folder / "answer")
    if refusal := said.get("refused"):
        raise Refused(**{name: str(value) for name, value in refusal.items()})
    if ended != 0 or "facts" not in said:
        why = "time" if ended is None else str(said.get("broke") or f"exit {ended}")
        log.warning("confined-child-perished", code=function, why=why)
        raise PerishedError("memory" if why.startswith("MemoryError") else why)
    out = folder / "out"
    return Answer(said["facts"], out.read_bytes() if out.exists() else b"")


def _said(path: Path) -> dict[str, Any]:
    """What the child wrote; what is no answer of ours counts as none."""
    with suppress(OSError, ValueError):
        with path.open("rb") as file:
            said = orjson.loads(file.read(_LARGEST_ANSWER))
        if isinstance(said, dict) and said.get("refused", {"slug": ""}).get("slug") in {"", *SENTENCES}:
            return said
    return {}
