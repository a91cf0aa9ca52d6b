"""The child's side of `hub/confinement.py`: takes its limits, runs one function, writes its answer and ends.

It imports little, because it starts anew for every file.
"""

import importlib
import json
import resource
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from schemas.errors import Refused

Confined = Callable[[Mapping[str, Any], Sequence[Path], Path], dict[str, Any]]
"""A function that may be confined: arguments, one file per body, and the file that it may write."""


def main(folder: Path) -> int:
    task = json.loads((folder / "task").read_bytes())
    _limit(task)
    module, _, name = task["function"].partition(":")
    function: Confined = getattr(importlib.import_module(module), name)
    bodies = [folder / f"in-{number}" for number in range(task["bodies"])]
    (folder / "begun").touch()
    said = _outcome(function, task["arguments"], bodies, folder / "out")
    (folder / "answer").write_text(json.dumps(said), encoding="utf-8")
    return 0 if "broke" not in said else 1


def _limit(task: Mapping[str, Any]) -> None:
    seconds = int(task["seconds"]) + 1
    for what, most in (
        (resource.RLIMIT_AS, task["memory"]),
        (resource.RLIMIT_FSIZE, task["written"]),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _outcome(function: Confined, arguments: Mapping[str, Any], bodies: Sequence[Path], out: Path) -> dict[str, Any]:
    try:
        return {"facts": function(arguments, bodies, out)}
    except Refused as refused:
        return {"refused": refused.as_dict()}
    except Exception as error:  # noqa: BLE001 - a library that breaks on a file of a stranger breaks in its own way
        return {"broke": f"{type(error).__name__} {_where(error)}"}


def _where(error: BaseException) -> str:
    """The last line of our own code that the failure passed; never what it says, which may quote the file."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
