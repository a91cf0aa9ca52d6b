"""Values of AMQP: the node behind a user, and headers that pika cannot read and that must not end the process.

RabbitMQ passes on what pika raises on: not-a-number, a moment beyond the calendar, tables within tables without end.
Such a value becomes its bytes, so that the message is refused like any other whose envelope is wrong.
"""

import re
import struct
from typing import Any

import pika
from pika import data

_HEARTBEAT_S = 60
_CONNECT_S = 5.0
_SIZES = {b"f": 4, b"d": 8, b"T": 8}
_WITH_LENGTH = frozenset({b"A", b"F"})
_UNREADABLE = (ValueError, OverflowError, OSError, RecursionError)
_read = data.decode_value
_USER = re.compile(r"(?:node-)?([0-9]{6})")


def node_of(user: str | None) -> str | None:
    """The node of an AMQP user, `NNNNNN` or `node-NNNNNN`; `None` for any other and for nobody."""
    found = _USER.fullmatch(user or "")
    return found.group(1) if found else None


def patient(url: str) -> pika.URLParameters:
    """How to reach the broker of this URL; a line that is gone without a word is noticed, whatever the broker asks."""
    made = pika.URLParameters(url)
    made.heartbeat = _HEARTBEAT_S if made.heartbeat is None else made.heartbeat
    made.socket_timeout, made.stack_timeout = _CONNECT_S, 2 * _CONNECT_S
    return made


def harden() -> None:
    """Makes pika read every value of a header, once per process or more often."""
    data.decode_value = _decode_value


def _decode_value(encoded: bytes, offset: int) -> tuple[Any, int]:
    """As pika reads it, else the bytes of the value and the place where the next one begins."""
    try:
        found: tuple[Any, int] = _read(encoded, offset)
    except _UNREADABLE:
        kind, start = encoded[offset : offset + 1], offset + 1
        if kind in _SIZES:
            end = start + _SIZES[kind]
        elif kind in _WITH_LENGTH:
            end = start + 4 + int(struct.unpack_from(">I", encoded, start)[0])
        else:
            raise
        return bytes(encoded[start:end]), end
    return found
