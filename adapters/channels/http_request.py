"""The request of the HTTP channel: JSON with an envelope and base64, or XML with `Hub-…` headers."""

import binascii
from dataclasses import dataclass
from datetime import datetime
from email.message import Message

import orjson
from fastapi import Request

from adapters.channels.envelopes import from_http, from_json
from adapters.handed import Handed
from hub.settings import as_base64
from schemas.errors import Refused

CHANNEL = "http"
KEY = "idempotency-key"
_JSON = "application/json"
_ENVELOPE_ROOM = 64 * 1024
_BLANKS = b" \t\r\n"
_KNOWN = frozenset({"envelope", "data"})


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of a request; `size` without `content` when there were more than may be read."""

    content: bytes
    size: int
    most: int

    @property
    def is_too_large(self) -> bool:
        return self.size > self.most


async def read_body(request: Request, limit: int) -> Body:
    """Reads at most what a message of `limit` bytes needs, and stops reading at the first byte too many."""
    most = as_base64(limit) + _ENVELOPE_ROOM if _is_json(request) else limit
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        return Body(b"", int(declared), most)
    parts = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            return Body(b"", size, most)
        parts.append(part)
    return Body(b"".join(parts), size, most)


def handed_of(request: Request, body: Body, sender: str, received_at: datetime) -> Handed:
    """What intake gets; what is wrong with the request stands in `refusal`."""
    key = request.headers.get(KEY)
    if body.is_too_large:
        envelope, _ = from_http(request.headers.items(), key)
        refusal: Refused | None = Refused("message-too-large", path="body", came=body.size, expected=body.most)
        content = b""
    elif _is_json(request):
        return _from_json(body.content, key, sender, received_at)
    else:
        envelope, refusal = from_http(request.headers.items(), key)
        content = body.content
    return Handed(
        body=content,
        channel=CHANNEL,
        received_at=received_at,
        envelope=envelope,
        identity=envelope.message_id,
        bound_to=sender,
        charset=_charset(request),
        refusal=refusal,
        unread=body.size if body.is_too_large else 0,
    )


def _from_json(content: bytes, key: str | None, sender: str, received_at: datetime) -> Handed:
    """A body that is no such JSON is journaled as it came."""
    value, wrong = _parsed(content)
    envelope, refusal = from_json(value.get("envelope"), key)
    data = b""
    if wrong is None:
        data, wrong = _decoded(value.get("data", ""))
    return Handed(
        body=content if wrong else data,
        channel=CHANNEL,
        received_at=received_at,
        envelope=envelope,
        identity=envelope.message_id,
        bound_to=sender,
        refusal=wrong or refusal,
    )


def _parsed(content: bytes) -> tuple[dict[str, object], Refused | None]:
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        return {}, _wrong("body", str(error))
    if not isinstance(value, dict):
        return {}, _wrong("body", type(value).__name__)
    strange = sorted(set(value) - _KNOWN)
    return value, _wrong(strange[0], ", ".join(strange)) if strange else None


def _decoded(data: object) -> tuple[bytes, Refused | None]:
    if not isinstance(data, str):
        return b"", Refused("base64-invalid", path="data", came=type(data).__name__, expected="base64")
    try:
        return binascii.a2b_base64(data.encode().translate(None, _BLANKS), strict_mode=True), None
    except (binascii.Error, UnicodeEncodeError) as error:
        return b"", Refused("base64-invalid", path="data", came=str(error), expected="base64")


def _wrong(path: str, came: str) -> Refused:
    return Refused("envelope-invalid", path=path, came=came, expected='JSON {"envelope": {…}, "data": "base64"}')


def _is_json(request: Request) -> bool:
    return _content_type(request).get_content_type() == _JSON


def _charset(request: Request) -> str | None:
    charset = _content_type(request).get_param("charset")
    return charset if isinstance(charset, str) else None


def _content_type(request: Request) -> Message:
    parsed = Message()
    parsed["Content-Type"] = request.headers.get("content-type", "application/xml")
    return parsed
