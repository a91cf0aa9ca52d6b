"""What goes out is put together again byte for byte, and never with other bytes than were decided."""

import hashlib
from dataclasses import asdict, replace

import pytest

from adapters.hdn.xml import parse
from adapters.raw import outgoing_bytes
from adapters.simulator import messages
from hub.blobs import StoreSink
from schemas.errors import NotFound
from tests.builders.bad_input import AT
from tests.builders.delivery import letter

LARGE = messages.ox(at=AT, number="A-1", pdf=b"%PDF-1.4\n" + bytes(range(256)) * 8_192)


@pytest.fixture
def row(hub):
    """A large offer as the composer keeps it: its file in the store."""
    kept = parse(LARGE, limit=len(LARGE), open_sink=lambda: StoreSink(hub.runtime.store))
    assert kept.streamed
    return letter(
        1,
        body=kept.stripped,
        payloads=[asdict(payload) for payload in kept.payloads],
        content_hash=hashlib.sha256(LARGE).hexdigest(),
        size=len(LARGE),
    )


def restored(hub, row):
    with hub.database.reading() as connection:
        return outgoing_bytes(connection, hub.runtime.store, row)


def test_a_file_that_was_cut_out_is_put_back(hub, row):
    assert len(row.body) < 20_000
    assert restored(hub, row) == LARGE


def test_a_small_message_is_as_it_is(hub):
    assert restored(hub, letter(1)) == b"<out>1</out>"


def test_other_bytes_than_were_decided_never_go(hub, row):
    with pytest.raises(NotFound):
        restored(hub, replace(row, content_hash="0" * 64))


def test_a_file_that_is_gone_is_missed(hub, row):
    digest = row.payloads[0]["sha256"]
    (hub.runtime.store._folder / digest[:2] / digest).unlink()
    with pytest.raises(NotFound):
        restored(hub, row)
