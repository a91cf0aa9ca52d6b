"""The channel of the operator: files and folders, with an envelope in `NAME.json` beside `NAME.xml`."""

import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from adapters.channels.envelopes import Understood, from_facts, from_file
from adapters.handed import Handed
from schemas.envelope import Envelope
from schemas.errors import Busy, Refused

CHANNEL = "ingest"
_XML, _JSON = ".xml", ".json"


@dataclass(frozen=True, slots=True)
class Found:
    """The files to hand in, in order, and what lay in the folders and is no message."""

    files: tuple[Path, ...]
    skipped: tuple[Path, ...]


def found_in(paths: Iterable[Path]) -> Found:
    """A file is handed in as it is named; of a folder its XML files are, in the order of their names."""
    files: list[Path] = []
    skipped: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files += [] if _is_envelope(path) else [path]
            continue
        inside = sorted(path.iterdir(), key=lambda each: each.name)
        messages = [each for each in inside if each.is_file() and each.suffix.lower() == _XML]
        beside = {each.with_suffix(_JSON) for each in messages}
        files += messages
        skipped += [each for each in inside if each not in messages and each not in beside]
    return Found(tuple(files), tuple(skipped))


def read(path: Path, options: Mapping[str, str], limit: int, received_at: datetime) -> Handed:
    """One file with the envelope beside it; `options` are facts of the command line, which must not disagree.

    Raises `Busy` for a file that cannot be read.
    """
    envelope, refusal = _envelope(path, options)
    size = _size(path)
    if size > limit:
        refusal = Refused("message-too-large", path="body", came=size, expected=limit)
    return Handed(
        body=b"" if size > limit else _bytes(path),
        channel=CHANNEL,
        received_at=received_at,
        envelope=envelope,
        identity=envelope.message_id,
        refusal=refusal,
        unread=size if size > limit else 0,
    )


def _is_envelope(path: Path) -> bool:
    """A JSON file with an XML file beside it, as a shell names it for `folder/*`."""
    return path.suffix.lower() == _JSON and path.with_suffix(_XML).is_file()


def _envelope(path: Path, options: Mapping[str, str]) -> Understood:
    beside = path.with_suffix(_JSON)
    is_beside = path.suffix.lower() == _XML and beside.is_file()
    envelope, refusal = from_file(_bytes(beside)) if is_beside else (Envelope(), None)
    given, wrong = from_facts(options)
    for name, value in given.model_dump(exclude_none=True).items():
        inside = getattr(envelope, name)
        if inside not in {None, value} and refusal is None:
            refusal = Refused("envelope-mismatch", path=name, came=value, expected=inside)
    return envelope.model_copy(update=given.model_dump(exclude_none=True)), wrong or refusal


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> Busy:
    return Busy("file", f"{path}: {error.strerror or errno.errorcode.get(error.errno or 0, 'unreadable')}")
