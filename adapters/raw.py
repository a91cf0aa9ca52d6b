"""The exact bytes of a message: what is kept of it, with the files that were cut out put back."""

import hashlib

from sqlalchemy.engine import Connection

from adapters.hdn.payloads import Layout, Payload, restore
from adapters.understanding import NOT_KEPT
from hub.blobs import Store, read_blob
from hub.records import Message, Outgoing
from schemas.errors import NotFound


def original(connection: Connection, store: Store, message: Message) -> bytes:
    """The message byte for byte as it came.

    Raises `NotFound` when its bytes were too many to keep, or when what is kept does not give them back.
    """
    if NOT_KEPT in message.flags:
        raise _absent(message)
    return _whole(connection, store, message)


def outgoing_bytes(connection: Connection, store: Store, outgoing: Outgoing) -> bytes:
    """What goes out, byte for byte as it was made; raises `NotFound` when a file of it is gone."""
    return _whole(connection, store, outgoing)


def _whole(connection: Connection, store: Store, kept: Message | Outgoing) -> bytes:
    payloads = [_payload(facts) for facts in kept.payloads]
    body = restore(kept.body, payloads, lambda digest: read_blob(connection, store, digest))
    if hashlib.sha256(body).hexdigest() != kept.content_hash:
        raise _absent(kept)
    return body


def _payload(facts: dict[str, object]) -> Payload:
    layout = facts.get("layout")
    return Payload(**{**facts, "layout": Layout(**layout) if isinstance(layout, dict) else None})  # type: ignore[arg-type]


def _absent(message: Message | Outgoing) -> NotFound:
    return NotFound("not-found", path="body", came=message.id, expected="de bytes / the bytes")
