"""Attachments inside a message: cut out of the bytes before parsing, decoded strictly, put back byte for byte.

Works on bytes only and parses no XML.
Cutting before parsing keeps text nodes small (libxml2 stops at 10 MB), and keeps the exact range of every payload,
which a parser cannot give: it normalises line ends and forgets positions.
"""

import binascii
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from schemas.errors import Refused

MARKER = "payload:"
_OPEN = b"<EncodedData"
_CLOSE = b"</EncodedData"
_BLANKS = b" \t\r\n"
_LINE_END_REFERENCES = re.compile(rb"&#(?:x0?[dDaA]|1[03]);")
_CHUNK = 1 << 20


class Sink(Protocol):
    """Where the bytes of one payload go; `close` returns their SHA-256 as hex."""

    def write(self, data: bytes, /) -> object: ...

    def close(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Span:
    """The range of a payload's text in the bytes as they came."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How the base64 text was written: blanks before and after, characters per line (0 for one line), line end."""

    lead: str
    width: int
    line_end: str
    tail: str


ONE_LINE = Layout("", 0, "", "")


@dataclass(frozen=True, slots=True)
class Payload:
    """One attachment: path of its element, SHA-256 and size of the decoded bytes, and its place in the message.

    `start` is -1 when the payload stays inside the kept XML.
    `exact` is the SHA-256 of the text as it came, kept by itself when decoding and encoding would not give it back.
    """

    path: str
    sha256: str
    size: int
    start: int = -1
    length: int = 0
    layout: Layout | None = None
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Decoded:
    sha256: str
    size: int
    canonical: bool


class MemorySink:
    """Keeps a payload in memory, by hash, in the dictionary it was given."""

    def __init__(self, contents: dict[str, bytes]) -> None:
        self._contents = contents
        self._parts: list[bytes] = []

    def write(self, data: bytes, /) -> None:
        self._parts.append(data)

    def close(self) -> str:
        content = b"".join(self._parts)
        digest = hashlib.sha256(content).hexdigest()
        self._contents[digest] = content
        return digest


def spans(body: bytes) -> list[Span]:
    """The range of the text of every plain `EncodedData` element, in the order of the bytes."""
    return list(_spans(body)) if _OPEN in body else []


def _spans(body: bytes) -> Iterator[Span]:
    at = body.find(_OPEN)
    while at >= 0:
        start = body.find(b">", at) + 1
        end = body.find(b"<", start)
        named = body[at + len(_OPEN) : at + len(_OPEN) + 1] in (b">", b" ", b"\t", b"\r", b"\n")
        if start and end > start and named and body.startswith(_CLOSE, end) and body[start - 2 : start - 1] != b"/":
            yield Span(start, end)
        at = body.find(_OPEN, max(at + 1, start))


def cut(body: bytes, found: Sequence[Span], replacements: Sequence[str]) -> bytes:
    """The bytes with the text of every span replaced."""
    parts = []
    at = 0
    for span, replacement in zip(found, replacements, strict=True):
        parts += [body[at : span.start], replacement.encode()]
        at = span.end
    return b"".join([*parts, body[at:]])


def decode(text: bytes, path: str, sink: Sink) -> Decoded:
    """Writes the decoded bytes to the sink; raises `Refused` (`base64-invalid`) naming the element.

    Strict: only the alphabet, blanks and line ends, padding at the end and nothing after it, and not empty.
    """
    plain = _LINE_END_REFERENCES.sub(b"", text) if b"&" in text else text
    size = 0
    canonical = True
    ended = False
    for part in _quads(plain):
        if ended:
            raise _invalid(path, "tekst na het einde / text after the end")
        data = _decoded(part, path)
        ended = part.endswith(b"=")
        canonical = canonical and binascii.b2a_base64(data, newline=False) == part
        size += len(data)
        sink.write(data)
    if not size:
        raise _invalid(path, "niets / nothing")
    return Decoded(sink.close(), size, canonical and plain is text)


def _quads(text: bytes) -> Iterator[bytes]:
    """The text without blanks, in pieces of a multiple of four characters; the last piece is given as it is."""
    rest = b""
    for at in range(0, len(text), _CHUNK):
        rest += text[at : at + _CHUNK].translate(None, _BLANKS)
        whole = len(rest) // 4 * 4
        if whole and at + _CHUNK < len(text):
            yield rest[:whole]
            rest = rest[whole:]
    if rest:
        yield rest


def _decoded(part: bytes, path: str) -> bytes:
    try:
        return binascii.a2b_base64(part, strict_mode=True)
    except binascii.Error as error:
        raise _invalid(path, str(error)) from None


def _invalid(path: str, came: str) -> Refused:
    return Refused("base64-invalid", path=path, came=came, expected="base64")


def layout_of(text: bytes) -> Layout | None:
    """How canonical base64 was laid out in lines, or `None` when its lines are not regular."""
    body = text.strip(_BLANKS)
    at = text.find(body)
    lead, tail = text[:at].decode(), text[at + len(body) :].decode()
    first = re.search(rb"[ \t\r\n]+", body)
    if first is None:
        return Layout(lead, 0, "", tail)
    lines = body.split(first.group())
    regular = {len(line) for line in lines[:-1]} == {first.start()} and 0 < len(lines[-1]) <= first.start()
    if not regular or any(
        body.count(blank) > first.group().count(blank) * (len(lines) - 1) for blank in _each(_BLANKS)
    ):
        return None
    return Layout(lead, first.start(), first.group().decode(), tail)


def _each(characters: bytes) -> Iterator[bytes]:
    return (characters[at : at + 1] for at in range(len(characters)))


def restore(stripped: bytes, payloads: Sequence[Payload], read: Callable[[str], bytes]) -> bytes:
    """The message as it came: `read` gives the bytes behind a SHA-256."""
    parts = []
    at = shift = 0
    for payload in payloads:
        if payload.start < 0:
            continue
        start = payload.start - shift
        parts += [stripped[at:start], _text(payload, read)]
        at = start + len(reference(payload.sha256))
        shift += payload.length - len(reference(payload.sha256))
    return b"".join([*parts, stripped[at:]])


def _text(payload: Payload, read: Callable[[str], bytes]) -> bytes:
    if payload.layout is None:
        return read(payload.exact)
    layout = payload.layout
    text = binascii.b2a_base64(read(payload.sha256), newline=False)
    if layout.width:
        text = layout.line_end.encode().join(text[at : at + layout.width] for at in range(0, len(text), layout.width))
    return layout.lead.encode() + text + layout.tail.encode()


def reference(sha256: str) -> str:
    """What stands in the tree and in the kept XML in place of a payload."""
    return f"sha256:{sha256}"
