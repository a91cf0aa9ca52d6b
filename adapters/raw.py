"""The exact bytes of a journaled message: what the journal keeps, with the files that were cut out put back."""

import hashlib

from sqlalchemy.engine import Connection

from adapters.hdn.payloads import Layout, Payload, restore
from adapters.understanding import NOT_KEPT
from hub.blobs import Store, read_blob
from hub.records import Message
from schemas.errors import NotFound


def original(connection: Connection, store: Store, message: Message) -> bytes:
    """The message byte for byte as it came.

    Raises `NotFound` when its bytes were too many to keep, or when what is kept does not give them back.
    """
    if NOT_KEPT in message.flags:
        raise _absent(message)
    payloads = [_payload(facts) for facts in message.payloads]
    body = restore(message.body, payloads, lambda digest: read_blob(connection, store, digest))
    if hashlib.sha256(body).hexdigest() != message.content_hash:
        raise _absent(message)
    return body


def _payload(facts: dict[str, object]) -> Payload:
    layout = facts.get("layout")
    return Payload(**{**facts, "layout": Layout(**layout) if isinstance(layout, dict) else None})  # type: ignore[arg-type]


def _absent(message: Message) -> NotFound:
    return NotFound("not-found", path="body", came=message.id, expected="de bytes / the bytes")
