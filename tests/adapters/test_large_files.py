"""An attachment of 25 MB: accepted, streamed to the store, and given back byte for byte."""

import base64
import time
import tracemalloc

import pytest

from adapters.raw import original
from adapters.simulator import messages
from hub.records import MESSAGES
from hub.rows import select
from schemas.errors import NotFound
from tests.builders.bad_input import AT
from tests.builders.hub import LENDER, OFFICE

LARGEST = 26_214_400
MARK = b"REPLACED"


def offer(content, width=0):
    """An offer with this PDF, its base64 in one line or in lines of `width`."""
    text = base64.b64encode(content)
    if width:
        text = b"\r\n".join(text[at : at + width] for at in range(0, len(text), width))
    body = messages.ox(at=AT, number="A-1", pdf=MARK)
    assert body.count(base64.b64encode(MARK)) == 1
    return body.replace(base64.b64encode(MARK), text)


def stored(hub, message_id):
    with hub.database.reading() as connection:
        (message,) = select(connection, MESSAGES, "id", [message_id])
        return message, original(connection, hub.runtime.store, message)


def test_the_largest_attachment_in_lines_of_76_is_taken_streamed_and_given_back(hub):
    hub.hand_in(messages.ax(at=AT, number="A-1"), bound_to=OFFICE)
    body = offer((b"%PDF-1.4" + bytes(range(256)) * 102_400)[:LARGEST], 76)
    began = time.monotonic()
    (recorded,) = hub.hand_in(body, bound_to=LENDER)
    taken = time.monotonic() - began
    message, again = stored(hub, recorded.message_id)
    assert recorded.accepted
    assert len(message.body) < 10_000
    assert again == body
    assert taken < 10
    hub.work()
    assert hub.states() == {"applied": 2}


def test_taking_the_largest_attachment_needs_little_memory_beside_the_message(hub):
    body = offer((b"%PDF-1.4" + bytes(range(256)) * 102_400)[:LARGEST])
    tracemalloc.start()
    (recorded,) = hub.hand_in(body, bound_to=LENDER)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert recorded.accepted
    assert peak < 3 * len(body)


@pytest.mark.parametrize("size", [10, 64 * 1024, 64 * 1024 + 1, 900_000])
def test_an_attachment_of_any_size_is_given_back(hub, size):
    body = offer(b"%PDF-1.4" + b"x" * size)
    (recorded,) = hub.hand_in(body, bound_to=LENDER)
    assert stored(hub, recorded.message_id)[1] == body


@pytest.mark.parametrize("body", [b"<broken", b"", b"\x00\x01"])
def test_what_was_refused_unread_is_given_back_too(hub, body):
    (recorded,) = hub.hand_in(body, bound_to=LENDER)
    assert stored(hub, recorded.message_id)[1] == body


def test_a_message_that_was_too_large_to_keep_has_no_bytes_to_give(hub):
    hub.intake.limit = 100
    (recorded,) = hub.hand_in(b"<a>" + b"x" * 200 + b"</a>", bound_to=LENDER)
    with pytest.raises(NotFound):
        stored(hub, recorded.message_id)


def test_bytes_that_were_changed_in_the_store_are_never_given_as_the_original(hub):
    (recorded,) = hub.hand_in(messages.ax(at=AT, number="A-1"), bound_to=OFFICE)
    with hub.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE messages SET body = ?", (b"<other/>",))
    with pytest.raises(NotFound):
        stored(hub, recorded.message_id)
