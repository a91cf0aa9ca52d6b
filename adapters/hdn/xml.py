"""The one place where XML is parsed: bytes in, a tree out that is safe to read.

Only UTF-8, no DOCTYPE or entity, no XInclude, comments and instructions dropped, bounded in size, depth, elements and
attributes; nothing is ever fetched.
The cheap checks run on the bytes before the parser sees them, the exact ones on the tree.
The text of every `EncodedData` is taken out before parsing and stands in the tree as `sha256:<hex>`.
"""

import re
import threading
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache, cached_property

from lxml import etree

from adapters.hdn.payloads import (
    MARKER,
    MemorySink,
    Payload,
    Sink,
    Span,
    cut,
    decode,
    layout_of,
    reference,
    spans,
)
from schemas.errors import Refused

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type of an element

DEEPEST = 64
MOST_ATTRIBUTES = 64
MOST_ELEMENTS = 200_000
LARGEST_XML = 10_000_000
"""Bytes of a message without its payloads; libxml2 stops at text nodes of this size anyway."""
STREAM_ABOVE = 1_000_000
"""Bytes of a message above which its payloads go to the sink instead of memory."""

_MOST_EQUAL_SIGNS = 500_000
_SMALL = MOST_ELEMENTS * len(b"<a/>")
"""Bytes up to which there can be neither too many elements nor too many equal signs."""
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_XINCLUDE = "http://www.w3.org/2001/XInclude"
_OTHER_ENCODINGS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"<\x00", "UTF-16"), (b"\x00", "UTF-16/32"))
_ALLOWED = frozenset({"utf-8", "utf8"})


@dataclass(frozen=True)
class Parsed:
    """A message as a tree; `contents` holds the payloads that were kept in memory, by SHA-256."""

    root: Element
    body: bytes
    payloads: tuple[Payload, ...] = ()
    contents: dict[str, bytes] = field(default_factory=dict)
    streamed: bool = False

    @property
    def sizes(self) -> dict[str, int]:
        """Every payload as it stands in the tree (`sha256:<hex>`), with its size in bytes."""
        return {reference(payload.sha256): payload.size for payload in self.payloads}

    @cached_property
    def stripped(self) -> bytes:
        """What the journal keeps: the bytes as they came, payloads that went to the sink replaced by their hashes."""
        if not self.streamed:
            return self.body
        cuts = [payload for payload in self.payloads if payload.start >= 0]
        places = [Span(payload.start, payload.start + payload.length) for payload in cuts]
        return cut(self.body, places, [reference(payload.sha256) for payload in cuts])


def parse(
    body: bytes, *, limit: int, charset: str | None = None, open_sink: Callable[[], Sink] | None = None
) -> Parsed:
    """The tree of a message; raises `Refused` with one of the `message-…`, `xml-…` and `base64-…` slugs.

    `limit` is the most bytes allowed, `charset` what the channel says about the encoding.
    Above `STREAM_ABOVE` bytes the payloads are written to sinks from `open_sink`; nothing is written for malformed XML.
    """
    if len(body) > limit:
        raise Refused("message-too-large", came=len(body), expected=limit)
    found = spans(body)
    xml = cut(body, found, [f"{MARKER}{at}" for at in range(len(found))]) if found else body
    _check_encoding(xml, charset)
    _check_size(xml)
    root = _parsed(xml)
    _check_tree(root, xml)
    if b"EncodedData" not in xml:
        return Parsed(root, body)
    if open_sink is not None and len(body) > STREAM_ABOVE:
        return Parsed(root, body, _payloads(root, body, found, open_sink, streamed=True), streamed=True)
    contents: dict[str, bytes] = {}
    kept = _payloads(root, body, found, lambda: MemorySink(contents), streamed=False)
    return Parsed(root, body, kept, contents)


def reread(kept: bytes) -> Element:
    """The tree of what was kept, its files cut out already; raises `Refused` for what is no XML (`xml-…`)."""
    _check_size(kept)
    return _parsed(kept)


def text(element: Element) -> str:
    """The whole text of an element, blanks around it dropped; never `.text`, which stops at the first child."""
    found = element.text or "" if len(element) == 0 else "".join(str(part) for part in element.itertext())
    return found.strip(" \t\r\n")


def path(element: Element) -> str:
    """A path for people, like `DocumentAanvraagBericht/DocumentKenmerk[3]/DocumentStatus`."""
    parent = element.getparent()
    name = str(element.tag)
    if parent is None:
        return name
    same = list(parent.iterchildren(element.tag))
    place = f"[{same.index(element) + 1}]" if len(same) > 1 else ""
    return f"{path(parent)}/{name}{place}"


def canonical(element: Element) -> bytes:
    """The element for comparing: C14N without namespaces that it does not use and without blanks around texts."""
    bare = deepcopy(element)
    bare.tail = None
    for each in bare.iter("*"):
        each.text = (each.text or "").strip(" \t\r\n") or None
        each.tail = None
    return etree.tostring(bare, method="c14n", exclusive=True)


def _check_encoding(xml: bytes, charset: str | None) -> None:
    if not xml.strip():
        raise Refused("message-empty")
    if charset and charset.strip().lower() not in _ALLOWED:
        raise _encoding(charset)
    for start, name in _OTHER_ENCODINGS:
        if xml.startswith(start):
            raise _encoding(name)
    declared = _DECLARED.match(xml)
    if declared and declared.group(1).decode("ascii", "replace").lower() not in _ALLOWED:
        raise _encoding(declared.group(1).decode("ascii", "replace"))
    if not xml.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise Refused("xml-malformed", came="het begint niet met < / it does not begin with <", expected="XML")
    if not xml.isascii():
        _check_utf8(xml)


def _check_utf8(xml: bytes) -> None:
    try:
        xml.decode()
    except UnicodeDecodeError as error:
        raise _encoding(f"byte {xml[error.start]:#04x} op/at {error.start}") from None


def _encoding(came: str) -> Refused:
    return Refused("xml-encoding", came=came, expected="UTF-8")


def _check_size(xml: bytes) -> None:
    if len(xml) > LARGEST_XML:
        raise Refused("message-too-large", came=len(xml), expected=LARGEST_XML)
    if b"<!" in xml and _DOCTYPE.search(xml):
        raise _doctype()
    if len(xml) > _SMALL:
        _check_counts(xml)


def _check_counts(xml: bytes) -> None:
    elements = xml.count(b"<") - xml.count(b"</") - xml.count(b"<!") - xml.count(b"<?")
    if elements > MOST_ELEMENTS:
        raise Refused("xml-too-many-elements", came=elements, expected=MOST_ELEMENTS)
    if xml.count(b"=") > _MOST_EQUAL_SIGNS:
        raise Refused("xml-too-many-attributes", came=xml.count(b"="), expected=MOST_ATTRIBUTES)


def _doctype() -> Refused:
    return Refused("xml-doctype", came="DOCTYPE", expected="geen DOCTYPE / no DOCTYPE")


_local = threading.local()


def _parser() -> etree.XMLParser:
    """One parser per thread: making one costs as much as reading a small message, sharing one makes threads wait."""
    found: etree.XMLParser | None = getattr(_local, "parser", None)
    if found is None:
        found = _local.parser = etree.XMLParser(
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            collect_ids=False,
        )
    return found


def _parsed(xml: bytes) -> Element:
    try:
        return etree.fromstring(xml, _parser())
    except etree.XMLSyntaxError as error:
        if "Excessive depth" in str(error):
            raise _too_deep() from None
        raise Refused(
            "xml-malformed", came=" ".join((error.msg or "").split()).replace(" ,", ","), expected="XML"
        ) from None


def _too_deep() -> Refused:
    return Refused("xml-too-deep", came=f"> {DEEPEST}", expected=DEEPEST)


def _check_tree(root: Element, xml: bytes) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype()
    # Who has too many of something has many of its sign; most messages have few.
    if xml.count(b"<") > DEEPEST and _find(f"boolean(/*{'/*' * DEEPEST})")(root):
        raise _too_deep()
    if xml.count(b"=") > MOST_ATTRIBUTES and _find(f"boolean(//@*[{MOST_ATTRIBUTES + 1}])")(root):
        element = max(root.iter("*"), key=lambda each: len(each.attrib))
        raise Refused("xml-too-many-attributes", path=path(element), came=len(element.attrib), expected=MOST_ATTRIBUTES)
    if b"xmlns" in xml and next(root.iter(f"{{{_XINCLUDE}}}*"), None) is not None:
        raise Refused("xml-xinclude", came=_XINCLUDE, expected="de inhoud zelf / the content itself")


@cache
def _find(expression: str) -> etree.XPath:
    return etree.XPath(expression)


def _payloads(
    root: Element, body: bytes, found: Sequence[Span], open_sink: Callable[[], Sink], *, streamed: bool
) -> tuple[Payload, ...]:
    elements = list(root.iter("EncodedData"))
    marked = [str(element.text) for element in elements if (element.text or "").startswith(MARKER)]
    if marked != [f"{MARKER}{at}" for at in range(len(found))]:
        # A payload inside a comment or CDATA: the bytes and the tree would disagree about what the message says.
        raise Refused("xml-malformed", path="EncodedData", came="EncodedData in commentaar/CDATA", expected="element")
    places = iter(found)
    payloads = []
    for element in elements:
        span = next(places) if (element.text or "").startswith(MARKER) else None
        payload = _payload(element, body, span, open_sink, streamed=streamed)
        element.text = reference(payload.sha256)
        payloads.append(payload)
    return tuple(payloads)


def _payload(
    element: Element, body: bytes, span: Span | None, open_sink: Callable[[], Sink], *, streamed: bool
) -> Payload:
    """Decodes one payload; its place and layout are only kept when it leaves the kept XML."""
    where = path(element)
    coded = body[span.start : span.end] if span else text(element).encode()
    done = decode(coded, where, open_sink())
    if span is None or not streamed:
        return Payload(where, done.sha256, done.size)
    layout = layout_of(coded) if done.canonical else None
    exact = "" if layout else _kept(coded, open_sink())
    return Payload(where, done.sha256, done.size, span.start, span.end - span.start, layout, exact)


def _kept(coded: bytes, sink: Sink) -> str:
    sink.write(coded)
    return sink.close()
