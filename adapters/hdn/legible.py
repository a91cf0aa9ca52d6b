"""A message that was kept, as a person reads it: in groups with words and code texts, and laid out as XML.

A citizen service number is masked in both; files stand as hash and size.
"""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from lxml import etree

from adapters.hdn.payloads import MemorySink, cut, decode, reference, spans
from adapters.hdn.xml import Element, path, reread, text
from schemas.hdn import codes
from schemas.hdn.dictionary import Field as DictionaryField
from schemas.hdn.dictionary import entity
from schemas.hdn.messages import message_type
from schemas.legible import Field, Group, Kind, Legible

MASK = "•••••••••"
_FILE = "EncodedData"
_MASKED = re.compile(r"bsn|sofi|burgerservice", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z][a-z]*|[a-z]+|\d+")
_KINDS: dict[str, Kind] = {"code": "code", "boolean": "boolean", "date": "date", "decimal": "amount"}
_ABBREVIATIONS: dict[str, str] = {
    "Nr": "nummer",
    "Dt": "datum",
    "Mnd": "maanden",
    "Pct": "percentage",
    "Perc": "percentage",
    "Mij": "maatschappij",
    "Ref": "verwijzing",
    "Encoded": "bestand",
}
_JOINED = frozenset(
    {
        *("naam", "namen", "letters", "nummer", "datum", "bedrag", "vorm", "plaats", "land", "achternaam", "waarde"),
        *("som", "termijn", "afspraak", "deel", "orde", "jaar", "soort", "versie", "tijd", "salaris", "toeslag"),
        *("persoon", "aanduiding", "status", "kenmerk", "moment", "betrekking", "reden"),
    }
)
"""Ends of Dutch compounds, which are one word with what stands before."""


def legible(kept: bytes, payloads: Iterable[Mapping[str, Any]]) -> Legible:
    """The message as it is kept (`payloads` are its files that were cut out); raises `Refused` for what is no XML."""
    sizes = {reference(str(each["sha256"])): int(each["size"]) for each in payloads}
    root = reread(_without_files(kept, sizes))
    message = message_type(str(root.tag))
    return Legible(_group(root, message.code if message else "", sizes, 0), _raw(root, sizes))


def words(name: str) -> str:
    """The name of an element as words: `AanvraagVolgNr` is `Aanvraag volgnummer`, `VerzenderNrHDN` keeps its HDN."""
    parts: list[str] = _WORD.findall(name.lstrip("@").removesuffix("JN")) or [name]
    found = [_ABBREVIATIONS.get(each, each) for each in parts]
    said = found[0]
    for each in found[1:]:
        is_short = each.isupper() and len(each) > 1
        word = each if is_short else each.lower()
        said += word if word in _JOINED and not said[-1:].isupper() else f"-{word}" if said == "E" else f" {word}"
    return said[:1].upper() + said[1:]


def _without_files(kept: bytes, sizes: dict[str, int]) -> bytes:
    """The bytes with the text of every file replaced by its hash; adds the sizes of those that were kept inside."""
    found, named = spans(kept), []
    for each in found:
        inside = kept[each.start : each.end].strip()
        if not inside.startswith(b"sha256:"):
            done = decode(inside, _FILE, MemorySink({}))
            sizes[reference(done.sha256)] = done.size
            inside = reference(done.sha256).encode()
        named.append(inside.decode())
    return cut(kept, found, named)


def _group(element: Element, code: str, sizes: Mapping[str, int], place: int) -> Group:
    name = str(element.tag)
    known = _fields_of(code, name)
    fields = [_attribute(element, str(each), str(value)) for each, value in element.attrib.items()]
    groups, counted = [], _counted(element)
    for child in element.iterchildren("*"):
        if len(child) or child.attrib:
            nth = counted.get(str(child.tag), [])
            groups.append(_group(child, code, sizes, nth.index(child) + 1 if len(nth) > 1 else 0))
        else:
            fields.append(_field(child, known.get(str(child.tag)), sizes))
    return Group(path(element), words(name), place, tuple(fields), tuple(groups))


def _counted(element: Element) -> dict[str, list[Element]]:
    made: dict[str, list[Element]] = {}
    for child in element.iterchildren("*"):
        made.setdefault(str(child.tag), []).append(child)
    return made


def _attribute(element: Element, name: str, value: str) -> Field:
    return Field(f"{path(element)}/@{name}", words(name), value, "text")


def _field(element: Element, known: DictionaryField | None, sizes: Mapping[str, int]) -> Field:
    name, value = str(element.tag), text(element)
    where = path(element)
    if name == _FILE:
        return Field(where, words(name), value, "file", sizes.get(value, 0))
    if _MASKED.search(name):
        return Field(where, words(name), MASK, "masked")
    kind = _KINDS.get(known.type, "text") if known else "text"
    return Field(where, words(name), _with_text(value, known) if kind == "code" else value, kind)


def _with_text(value: str, known: DictionaryField | None) -> str:
    """A code with the text of its list, when the message left that out."""
    if known is None or " " in value.strip():
        return value
    return f"{value} {codes.texts(known.codelist).get(value, '')}".strip()


@cache
def _fields_of(code: str, name: str) -> Mapping[str, DictionaryField]:
    try:
        return {each.name: each for each in entity(code, name).fields}
    except KeyError:
        return {}


def _raw(root: Element, sizes: Mapping[str, int]) -> str:
    shown = deepcopy(root)
    for each in shown.iter("*"):
        if _MASKED.search(str(each.tag)) and not len(each):
            each.text = MASK
        elif each.tag == _FILE:
            each.text = f"{text(each)} ({sizes.get(text(each), 0)} bytes)"
        elif len(each):
            each.text = None
        each.tail = None
    etree.indent(shown, space="  ")
    return str(etree.tostring(shown, encoding="unicode"))
