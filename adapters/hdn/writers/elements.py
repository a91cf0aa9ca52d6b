"""Elements as they are made: only what has something to say, in the order in which it is given.

Parsing stands in `adapters/hdn/xml.py`.
"""

import binascii
from collections.abc import Mapping

from lxml import etree

from adapters.hdn.payloads import cut, spans
from adapters.hdn.writers.spelling import Spelling
from adapters.hdn.xml import Element
from schemas.errors import Refused
from schemas.hdn.dictionary import children, entity
from schemas.values import Value

Fields = tuple[tuple[str, str, Spelling], ...]
"""Rows of tag, field of the facts, how it is spelled; in the order of the dictionary."""
_DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'
_LONGEST_SHOWN = 60


def leaf(tag: str, text: str | None) -> Element | None:
    """A field, or nothing; raises `Refused` (`invalid-value`) for characters that XML does not have."""
    if not text:
        return None
    made = etree.Element(tag)
    fill(made, text)
    return made


def fill(element: Element, text: str) -> None:
    """Gives an element its text; raises `Refused` (`invalid-value`) for characters that XML does not have."""
    try:
        element.text = text
    except ValueError:
        raise _unwritable(str(element.tag), text) from None


def mark(element: Element, name: str, value: str) -> None:
    """Gives an element an attribute; raises `Refused` as `fill` does."""
    try:
        element.set(name, value)
    except ValueError:
        raise _unwritable(f"{element.tag}/@{name}", value) from None


def pointer(tag: str, reference: str) -> Element | None:
    """An empty element that points at a party, or nothing when there is no party to point at."""
    if not reference:
        return None
    made = etree.Element(tag)
    mark(made, "IDREF", reference)
    return made


def fields(facts: Value, table: Fields) -> list[Element]:
    """The fields of a table that the facts have."""
    given = ((tag, getattr(facts, name), spell) for tag, name, spell in table)
    made = (leaf(tag, spell(value)) for tag, value, spell in given if value is not None and value != "")
    return [element for element in made if element is not None]


def made_of(tag: str, *content: Element | None, number: int | None = None, reference: str = "") -> Element | None:
    """An entity around what there is, or nothing: `number` is its Volgnummer, `reference` its ID."""
    return document(tag, *content, number=number, reference=reference) if any(c is not None for c in content) else None


def document(tag: str, *content: Element | None, number: int | None = None, reference: str = "") -> Element:
    """An entity that is there even when it is empty, which the schema then says."""
    made = etree.Element(tag)
    made.extend([element for element in content if element is not None])
    if number is not None:
        made.set("Volgnummer", str(number))
    if reference:
        mark(made, "ID", reference)
    return made


def laid_out(root: Element) -> Element:
    """A message that was made here, in lines; one that came in keeps the lines it came in."""
    etree.indent(root, space="\t")
    return root


def insert(parent: Element, child: Element, message: str) -> None:
    """Puts a new child where the dictionary has it, laid out as its neighbours; what it does not know goes last."""
    order = _order(message, str(parent.tag))
    own = order.get(str(child.tag), len(order))
    before = [other for other in parent if order.get(str(other.tag), len(order)) <= own]
    place = parent.index(before[-1]) + 1 if before else 0
    _lay_out(parent, child, place)
    parent.insert(place, child)


def next_number(parent: Element, tag: str) -> int:
    """The Volgnummer after the highest of its kind."""
    taken = [int(found.get("Volgnummer", "0")) for found in parent.iterchildren(tag) if _is_number(found)]
    return max(taken, default=0) + 1


def next_reference(root: Element) -> str:
    """The first ID like `NA04` that no party of the message has."""
    taken = {party.get("ID") for party in root.iter("PartijNAWData")}
    return next(name for name in (f"NA{place:02d}" for place in range(1, len(taken) + 2)) if name not in taken)


def serialised(root: Element, files: Mapping[str, bytes]) -> bytes:
    """The bytes of a message in UTF-8; `files` are the contents of each `EncodedData` by what stands there."""
    xml = _DECLARATION + etree.tostring(root, encoding="utf-8") + b"\n"
    found = spans(xml)
    held = [xml[span.start : span.end].decode() for span in found]
    return cut(xml, found, [_base64(files[name]) if name in files else name for name in held]) if files else xml


def _unwritable(path: str, value: str) -> Refused:
    shown = value[:_LONGEST_SHOWN].encode("unicode_escape").decode()
    expected = "tekst zonder stuurtekens / text without control characters"
    return Refused("invalid-value", path=path, came=shown, expected=expected)


def _base64(content: bytes) -> str:
    return binascii.b2a_base64(content, newline=False).decode("ascii")


def _order(message: str, name: str) -> dict[str, int]:
    try:
        names = [field.name for field in entity(message, name).fields]
    except KeyError:
        names = []
    names += [child.name for child in children(message, name)]
    return {tag: place for place, tag in enumerate(names)}


def _is_number(element: Element) -> bool:
    return element.get("Volgnummer", "").isdecimal()


def _lay_out(parent: Element, child: Element, place: int) -> None:
    """Begins the new child on a line of its own when its parent is laid out in lines."""
    lead = parent.text or ""
    if "\n" not in lead or lead.strip():
        return
    etree.indent(child, space="\t", level=lead.count("\t"))
    if place == len(parent) and place:
        child.tail, parent[-1].tail = parent[-1].tail, lead
    else:
        child.tail = lead
