"""The folder out: `NAME.xml` with its envelope in `NAME.json`, whole or not there; `NAME.receipt.json` is the answer.

A name sorts as its queue does and ends with the id, so that what comes twice replaces itself.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import orjson

from hub.delivery import steps
from hub.delivery.channel import Acknowledged, Answer, Delivered, NotNow, Parcel, RefusedByPartner, Result
from hub.delivery.receipts import MOST_BYTES, read_receipt
from hub.logs import log
from hub.records import Outgoing

RECEIPT = ".receipt.json"
TAKEN = "taken"
"""The folder beside the messages that receipts go to when they are taken up."""
_AT_ONCE = 20
_ID = 36
_MOST_ANSWERS = 200
_SETTLED_S = 30.0
"""A receipt that cannot be read may still be being written for so long."""


class FolderChannel:
    """One partner's folder, which must be there: a folder that is not mounted is no empty folder."""

    def __init__(self, folder: Path, reached: steps.Reached = steps.unwatched) -> None:
        self._folder = folder
        self._reached = reached
        self.at_once = _AT_ONCE

    def deliver(self, parcels: Sequence[Parcel]) -> Mapping[str, Result]:
        """Writes each message; what follows a file that cannot be written is not tried."""
        results: dict[str, Result] = {}
        for parcel in parcels:
            try:
                self._write(parcel)
            except OSError as error:
                log.warning("folder-unwritable", message=parcel.id, why=error.strerror or type(error).__name__)
                return results | {parcel.id: NotNow("folder-unwritable")}
            results[parcel.id] = Delivered()
            self._reached(steps.SENT)
        return results

    def answers(self) -> Sequence[Answer]:
        """Receipts that lie beside the messages; at most some at a time, and none while the folder is away."""
        try:
            with os.scandir(self._folder) as entries:
                found = sorted(each.name for each in entries if _is_receipt(each))[:_MOST_ANSWERS]
        except OSError:
            return []
        return list(self._read(found))

    def settle(self, answers: Sequence[Answer]) -> None:
        """Moves what was taken up aside, so that a message that is sent again waits for a new answer."""
        with suppress(OSError):
            (self._folder / TAKEN).mkdir(exist_ok=True)
            for each in answers:
                (self._folder / each.place).replace(self._folder / TAKEN / each.place)

    def close(self) -> None:
        """A folder is not open."""

    def _write(self, parcel: Parcel) -> None:
        name = name_of(parcel.row)
        write_whole(self._folder / f"{name}.json", orjson.dumps(parcel.row.envelope, option=orjson.OPT_INDENT_2))
        write_whole(self._folder / f"{name}.xml", parcel.body)

    def _read(self, names: Sequence[str]) -> Iterator[Answer]:
        """What can be read, and what cannot once nobody writes it any more."""
        for name in names:
            place = self._folder / name
            with suppress(OSError):
                said = _said(_beginning(place), _id_of(name))
                if said is not None or time.time() - place.stat().st_mtime > _SETTLED_S:
                    yield Answer(_id_of(name), said, name)


def name_of(row: Outgoing) -> str:
    """The name of the files of a message: number, moment and place decide the order, the id makes it its own."""
    return f"{row.number:012d}-{row.made_at:%Y%m%dT%H%M%S.%f}-{row.n + 1:03d}-{row.id}"


def write_whole(place: Path, content: bytes) -> None:
    """The file appears under its name when it is whole and synced, or not at all; raises `OSError`."""
    hidden = place.with_name(f".{place.name}.part")
    with hidden.open("wb") as made:
        made.write(content)
        made.flush()
        os.fsync(made.fileno())
    hidden.replace(place)
    _sync(place.parent)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _is_receipt(entry: os.DirEntry[str]) -> bool:
    is_named = entry.name.endswith(RECEIPT) and not entry.name.startswith(".")
    return is_named and entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_size > 0


def _beginning(place: Path) -> bytes:
    with place.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _id_of(name: str) -> str:
    return name.removesuffix(RECEIPT)[-_ID:]


def _said(body: bytes, about: str) -> Acknowledged | RefusedByPartner | None:
    """What the receipt says, unless it is about another message than its name is."""
    named, said = read_receipt(body)
    return said if named in {"", about} else None
