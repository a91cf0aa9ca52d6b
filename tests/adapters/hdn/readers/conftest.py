"""Reads messages the way intake does: parse, then the reader of the message."""

import hashlib
from pathlib import Path

import pytest

from adapters.hdn import xml
from adapters.hdn.readers.header import read_header
from adapters.hdn.readers.reading import Origin
from adapters.hdn.readers.table import READERS

DATA = Path(__file__).parents[3] / "data" / "hdn"
CONTENT_HASH = "c0ffee" + "00" * 29


@pytest.fixture
def official() -> bytes:
    return (DATA / "ax-24.0-official.xml").read_bytes()


@pytest.fixture
def recorded():
    def of(code):
        return (DATA / "recorded" / code.lower() / "message.xml").read_text(encoding="utf-8")

    return of


@pytest.fixture
def kept() -> dict[str, bytes]:
    """The files that a reader handed over, by blob."""
    return {}


@pytest.fixture
def read(kept):
    """Reads a message with the facts of its own Header around it."""

    def keep(content):
        blob = f"sha256:{hashlib.sha256(content).hexdigest()}"
        kept[blob] = content
        return blob

    def of(code, body):
        parsed = xml.parse(body.encode() if isinstance(body, str) else body, limit=10_000_000)
        header = read_header(parsed.root)
        origin = Origin(
            request_version=header.request_version or 1,
            sent_at=header.sent_at,
            content_hash=CONTENT_HASH,
            number=header.number,
            keep=keep,
            payloads=parsed.payloads,
            contents=parsed.contents,
        )
        return READERS[code](parsed.root, origin)

    return of
