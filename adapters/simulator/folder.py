"""The folder end of a partner: reads what the hub lays down, answers beside it, and uses the hot folder.

What was read goes to `read`, so that a partner that starts again reads nothing twice.
"""

from collections.abc import Iterator
from pathlib import Path

import orjson

from adapters.simulator.desk import Desk
from adapters.simulator.post import Came, Said
from adapters.simulator.station import HubAwayError

RECEIPT = ".receipt.json"
READ = "read"


class FolderEnd:
    """`inbox` is where the hub writes, `outbox` the hot folder that the hub reads."""

    def __init__(self, desk: Desk, *, inbox: Path, outbox: Path) -> None:
        self._desk = desk
        self._inbox = inbox
        self._outbox = outbox
        self._read: set[str] = set()
        self._laid = 0
        for folder in (inbox, inbox / READ, outbox):
            folder.mkdir(parents=True, exist_ok=True)

    def collect(self) -> int:
        """Each message in the order of the names, and its receipt beside it."""
        found = sorted(self._inbox.glob("*.xml"))
        for place in found:
            beside = place.with_suffix(".json")
            envelope = orjson.loads(beside.read_bytes()) if beside.exists() else {}
            message_id = envelope.pop("message_id", place.stem)
            facts = {name: str(value) for name, value in envelope.items()}
            answer = self._desk.take(Came(id=message_id, body=place.read_bytes(), facts=facts))
            _write(self._inbox / f"{place.stem}{RECEIPT}", answer)
            for each in (place, beside):
                if each.exists():
                    each.replace(self._inbox / READ / each.name)
        return len(found)

    def hand_in(self, said: Said) -> None:
        """The envelope first, so that the message is never there without it."""
        self._laid += 1
        name = f"{said.at:%Y%m%dT%H%M%S}-{self._laid:06d}-{said.id}"
        try:
            _write(self._outbox / f"{name}.json", orjson.dumps({**said.facts, "message_id": said.id}))
            _write(self._outbox / f"{name}.xml", said.body)
        except OSError as error:
            raise HubAwayError(str(error)) from error

    def receipts(self) -> Iterator[tuple[str, bytes]]:
        """The hub's receipts, each once."""
        for place in sorted(self._outbox.rglob(f"*{RECEIPT}")):
            if place.name not in self._read:
                self._read.add(place.name)
                body = place.read_bytes()
                yield str(orjson.loads(body)["envelope"].get("message_id", "")), body

    def close(self) -> None:
        """A folder is not open."""


def _write(place: Path, content: bytes) -> None:
    """The file appears under its name when it is whole."""
    hidden = place.with_name(f".{place.name}.part")
    hidden.write_bytes(content)
    hidden.replace(place)
