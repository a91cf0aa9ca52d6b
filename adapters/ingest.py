"""Handing in files: batches of a hundred, a line per file, and what to do next."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.progress import Progress

from adapters.channels.files import found_in, read
from adapters.channels.role import intake_of
from adapters.handed import Handed
from adapters.intake import bells
from hub import rows as statements
from hub.journal import Recorded
from hub.records import LANES
from hub.relay import ring
from hub.roles import drain
from hub.runtime import Runtime
from schemas.errors import Busy

_BATCH = 100
_BATCH_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file; without a receipt it could not be read and nothing is journaled."""

    path: Path
    receipt: dict[str, Any]
    is_copy: bool = False
    unreadable: str = ""

    @property
    def is_accepted(self) -> bool:
        return self.receipt.get("outcome") == "accepted"

    def as_dict(self) -> dict[str, Any]:
        told = {"file": str(self.path), "copy": self.is_copy, "receipt": self.receipt}
        return told | ({"unreadable": self.unreadable} if self.unreadable else {})

    def __str__(self) -> str:
        if self.unreadable:
            return f"unread    {self.unreadable}"
        kind = self.receipt["envelope"].get("message_type", "-")
        copy = " (copy)" if self.is_copy else ""
        line = f"{self.receipt['outcome']:<9} {self.receipt['id']} {kind} {self.path.name}{copy}"
        refusal = self.receipt.get("refusal")
        return f"{line} {refusal['slug']}: {refusal['nl']}" if refusal else line


class Ingest:
    """One run of `hub ingest`: hands in, applies or rings, and says what to do next on standard error."""

    def __init__(self, runtime: Runtime, options: Mapping[str, str]) -> None:
        self._runtime = runtime
        self._options = options
        self._intake = intake_of(runtime)
        self._recorded: list[Recorded] = []

    def hand_in(self, paths: Sequence[Path], tell: Callable[[Line], None]) -> list[Line]:
        """Journals the files in order, a hundred in a transaction, and tells each line as soon as it is true."""
        found = found_in(paths)
        for path in found.skipped:
            _say(f"skipped   {path}: no message; a message is an XML file, its envelope a JSON file of the same name")
        if not found.files:
            _say("nothing   no message was named; expected were XML files, or folders with XML files directly in them")
        lines: list[Line] = []
        with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
            task = progress.add_task("ingest", total=len(found.files))
            for files in _batches(found.files):
                for line in self._take(files):
                    tell(line)
                    lines.append(line)
                progress.update(task, advance=len(files))
        return lines

    def apply(self) -> None:
        """Embedded, everything that is due is applied here and now; else the workers are told."""
        if self._runtime.settings.is_embedded:
            drain(self._runtime)
            return
        bus = self._runtime.open_bus()
        with suppress(Busy):  # the relay rings what is due when the broker is back
            ring(bus, bells(self._recorded))
        bus.close()

    def tell_what_is_next(self) -> None:
        lanes = [answer.lane_id for answer in self._recorded if answer.accepted and answer.lane_id]
        with self._runtime.database.reading() as connection:
            found = statements.select(connection, LANES, "id", lanes)
        for node in sorted({lane.node for lane in found if lane.office_id is None}):
            whose = f"node {node} has no office yet" if node else "it names no node, so the first office takes it"
            _say(f"next      {whose}; `hub offices add --node {node or 'NNNNNN'} --name NAME` applies what waits")

    def _take(self, files: Sequence[Path]) -> Iterator[Line]:
        handed: list[Handed | Line] = [self._read(path) for path in files]
        recorded = iter(self._intake.take([each for each in handed if isinstance(each, Handed)]))
        for path, each in zip(files, handed, strict=True):
            if isinstance(each, Line):
                yield each
                continue
            answer = next(recorded)
            self._recorded.append(answer)
            yield Line(path, orjson.loads(answer.receipt), answer.is_copy)

    def _read(self, path: Path) -> Handed | Line:
        try:
            return read(path, self._options, self._intake.limit, self._runtime.clock.now())
        except Busy as busy:
            return Line(path, {}, unreadable=busy.why)


def _batches(files: Sequence[Path]) -> Iterator[list[Path]]:
    """The files in pieces that fit in memory."""
    batch: list[Path] = []
    size = 0
    for path in files:
        batch.append(path)
        size += path.stat().st_size if path.is_file() else 0
        if len(batch) == _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
