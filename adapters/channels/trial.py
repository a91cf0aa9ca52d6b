"""The trial: a message that may kill its process is first understood in a child, so that it takes no other with it.

The child is `hub understand-alone`: a line of JSON and the bytes in, one word per message out.
"""

import select
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import IO, Protocol

import orjson

from adapters.handed import Handed
from adapters.intake import Intake
from hub.logs import log
from schemas.envelope import Envelope
from schemas.errors import Busy

_COMMAND = (sys.executable, "-m", "hub.cli", "understand-alone")
_PATIENCE_S = 30.0
_LIVED, _BUSY = b"lived\n", b"busy\n"


class Trial(Protocol):
    """Tries a message where its crash harms nobody."""

    def survives(self, handed: Handed) -> bool:
        """Whether the process that understood it lived; raises `Busy` when that cannot be found out now."""

    def close(self) -> None: ...


class ChildTrial:
    """Keeps one child for many messages and starts another when it died."""

    def __init__(self, command: Sequence[str] = _COMMAND, *, patience: float = _PATIENCE_S) -> None:
        self._command = list(command)
        self._patience = patience
        self._child: subprocess.Popen[bytes] | None = None

    def survives(self, handed: Handed) -> bool:
        if self._child is None or self._child.poll() is not None:
            self._start()
        answer = self._ask(handed)
        if answer == _BUSY:
            raise Busy("database", "the child could not read it")
        if answer != _LIVED:
            self.close()
            log.error("message-kills-intake", key=handed.identity or "", size=len(handed.body), channel=handed.channel)
        return answer == _LIVED

    def close(self) -> None:
        """Ends the child."""
        child, self._child = self._child, None
        if child:
            child.kill()
            with suppress(BrokenPipeError):
                child.communicate()

    def _start(self) -> None:
        """Starts a child and waits until it is ready, so that a child that cannot start condemns no message."""
        self.close()
        self._child = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own command
        if self._answer() != _LIVED:
            self.close()
            raise Busy("child", "it did not start")

    def _ask(self, handed: Handed) -> bytes:
        facts = {
            "size": len(handed.body),
            "channel": handed.channel,
            "received_at": handed.received_at,
            "identity": handed.identity,
            "bound_to": handed.bound_to,
            "charset": handed.charset,
            "envelope": handed.envelope.model_dump(mode="json", exclude_none=True),
        }
        try:
            stdin = _pipe(self._child.stdin if self._child else None)
            stdin.write(orjson.dumps(facts) + b"\n" + handed.body)
            stdin.flush()
        except BrokenPipeError:
            return b""
        return self._answer()

    def _answer(self) -> bytes:
        stdout = _pipe(self._child.stdout if self._child else None)
        ready, _, _ = select.select([stdout], [], [], self._patience)
        return stdout.readline() if ready else b""


def serve(intake: Intake, source: IO[bytes], answers: IO[bytes]) -> None:
    """What the child does: says that it is ready, then understands one message after the other and journals none."""
    _say(answers, _LIVED)
    while line := source.readline():
        facts = orjson.loads(line)
        body = source.read(facts.pop("size"))
        received_at = datetime.fromisoformat(facts.pop("received_at"))
        envelope = Envelope.model_validate(facts.pop("envelope"))
        try:
            intake.understand(Handed(body=body, received_at=received_at, envelope=envelope, **facts))
        except Busy:
            _say(answers, _BUSY)
        else:
            _say(answers, _LIVED)


def _say(answers: IO[bytes], word: bytes) -> None:
    answers.write(word)
    answers.flush()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise AssertionError("a child without pipes")
    return pipe
