"""Why the XSD refuses a message: path, rule, what came, what was expected, in words an adviser understands.

libxml2 has decided already; xmlschema walks the same tree only to find the place and the rule.
It is given a parsed tree and may fetch nothing; at most fifty findings, and no new one after half a second.
"""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from lxml import etree
from xmlschema import XMLResource, XMLSchemaException
from xmlschema.validators import XMLSchemaChildrenValidationError, XMLSchemaValidationError

from adapters.hdn.findings import MOST_FINDINGS, Finding
from adapters.hdn.schemas import Schema, messages_of
from adapters.hdn.xml import path, text
from schemas.hdn.dictionary import Field, children, entity
from schemas.hdn.messages import MessageType

SECONDS = 0.5
MOST_ELEMENTS = 20_000
"""Elements that xmlschema walks in about 0.2 s."""
Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type of an element
_ATTRIBUTES = {
    "Volgnummer": "1, 2, 3, …",
    "ID": "een ID als / an ID like NA01",
    "IDREF": "een ID als / an ID like NA01",
}
_EXPECTED = {
    "date": ("een datum als 2026-11-21", "a date like 2026-11-21"),
    "time": ("een tijd als 14:30:00", "a time like 14:30:00"),
    "boolean": ("J Ja of N Nee", "J Ja or N Nee"),
}
_ATTRIBUTE = re.compile(r"attribute ([\w.-]+)=")
_QUOTED = re.compile(r"'([^']+)'")


def explain(schema: Schema, root: Element, message: MessageType) -> list[Finding]:
    """The findings, never empty; each element is named once, with its first error.

    A very large message, or an XSD that xmlschema cannot read, is explained in the words of libxml2.
    """
    found: list[Finding] = []
    if next(islice(root.iter(), MOST_ELEMENTS, None), None) is None:
        with suppress(XMLSchemaException):
            found = _from_xmlschema(schema, root, message)
    return found or list(_from_libxml2(schema, root))


def _from_xmlschema(schema: Schema, root: Element, message: MessageType) -> list[Finding]:
    ends = time.monotonic() + SECONDS
    found: dict[str, Finding] = {}
    for error in schema.explainer.iter_errors(XMLResource(root, allow="none")):
        finding = _finding(error, root, message)
        found.setdefault(finding.path, finding)
        if len(found) == MOST_FINDINGS or time.monotonic() > ends:
            break
    return list(found.values())


def _from_libxml2(schema: Schema, root: Element) -> Iterator[Finding]:
    schema.compiled.validate(root)
    for entry in islice(messages_of(schema.compiled), MOST_FINDINGS):
        place = str(entry.path or "").strip("/")
        nl, en = (
            f"{place}: dit past niet in het schema ({entry.message}).",
            f"{place}: the schema refuses ({entry.message}).",
        )
        named = _QUOTED.search(str(entry.message))
        came = named.group(1) if named else place.rpartition("/")[2]
        yield Finding("schema", place, came, "wat het schema zegt / what the schema says", nl, en)


def _finding(error: XMLSchemaValidationError, root: Element, message: MessageType) -> Finding:
    element = error.elem if isinstance(error.elem, etree._Element) else root  # noqa: SLF001 - see above
    if isinstance(error, XMLSchemaChildrenValidationError):
        return _children(error, element, message)
    reason = error.reason or ""
    if "not found for Xsd" in reason or "duplicated value" in reason:
        return _reference(reason, element)
    if "attribute" in reason:
        return _attribute(reason, element)
    if len(element) or "character data" in reason:
        return _content(element)
    return _value(element, message, reason)


def _children(error: XMLSchemaChildrenValidationError, element: Element, message: MessageType) -> Finding:
    came = error.invalid_tag
    wanted = [str(particle.name) for particle in error.expected or () if getattr(particle, "name", None)]
    name = str(element.tag)
    where = path(element)
    if came is not None and came not in _known(message, name):
        return Finding(
            "unknown-element",
            f"{where}/{came}",
            came,
            f"geen {came} / no {came}",
            f"{came} hoort niet in {name}.",
            f"{came} does not belong in {name}.",
        )
    missing = next((tag for tag in wanted if element.find(tag) is None), None)
    if missing:
        return Finding(
            "required",
            f"{where}/{missing}",
            "niets / nothing",
            missing,
            f"In {name} ontbreekt {missing}.",
            f"{missing} is missing in {name}.",
        )
    return Finding(
        "occurs",
        f"{where}/{came}",
        str(came),
        f"minder vaak {came} / fewer of {came}",
        f"{came} staat te vaak of op de verkeerde plaats in {name}.",
        f"{came} stands too often or in the wrong place in {name}.",
    )


def _known(message: MessageType, name: str) -> set[str]:
    try:
        fields = {field.name for field in entity(message.code, name).fields}
    except KeyError:
        return set()
    return fields | {child.name for child in children(message.code, name)}


def _reference(reason: str, element: Element) -> Finding:
    names = ", ".join(_QUOTED.findall(reason)[:1])
    where = path(element)
    if "duplicated" in reason:
        nl, en = f"Het ID {names} komt twee keer voor.", f"The ID {names} occurs twice."
        return Finding("unique-id", where, names, "een eigen ID / an ID of its own", nl, en)
    pointing = next((found for found in element.iter("*") if found.get("IDREF") == names), element)
    return Finding(
        "reference",
        path(pointing),
        names,
        "het ID van een PartijNAWData / the ID of a PartijNAWData",
        f"{pointing.tag} verwijst naar {names}, maar er is geen partij met dat ID.",
        f"{pointing.tag} points to {names}, but no party has that ID.",
    )


def _attribute(reason: str, element: Element) -> Finding:
    given = _ATTRIBUTE.search(reason)
    name = given.group(1) if given else next(iter(_QUOTED.findall(reason)), "")
    where = f"{path(element)}/@{name}"
    if "missing" in reason:
        nl, en = f"Bij {element.tag} ontbreekt het attribuut {name}.", f"{element.tag} lacks the attribute {name}."
        return Finding("required", where, "niets / nothing", name, nl, en)
    came = element.get(name, "")
    nl = f"Het attribuut {name} van {element.tag} past niet."
    en = f"The attribute {name} of {element.tag} does not fit."
    return Finding("attribute", where, came, _ATTRIBUTES.get(name, "geen / none"), nl, en)


def _content(element: Element) -> Finding:
    nl = f"In {element.tag} staan tekst en elementen door elkaar."
    en = f"{element.tag} mixes text and elements."
    return Finding("content", path(element), (element.text or "").strip(), "alleen elementen / elements only", nl, en)


def _value(element: Element, message: MessageType, reason: str) -> Finding:
    came = text(element)
    nl, en = _expected(_field(element, message), reason)
    shown = f"‘{came[:80]}’" if came else "niets"
    shown_en = f"‘{came[:80]}’" if came else "nothing"
    return Finding(
        "value",
        path(element),
        came,
        nl if nl == en else f"{nl} / {en}",
        f"{element.tag} is {shown}; verwacht wordt {nl}.",
        f"{element.tag} is {shown_en}; {en} is expected.",
    )


def _field(element: Element, message: MessageType) -> Field | None:
    parent = element.getparent()
    if parent is None or not _known(message, str(parent.tag)):
        return None
    fields = entity(message.code, str(parent.tag)).fields
    return next((field for field in fields if field.name == element.tag), None)


def _expected(field: Field | None, reason: str) -> tuple[str, str]:
    if field is None:
        return reason, reason
    if field.type in _EXPECTED:
        return _EXPECTED[field.type]
    if field.type == "code":
        return f"een code uit de lijst {field.codelist}, met tekst", f"a code of the list {field.codelist}, with text"
    return _number(field.length) if field.type == "decimal" else _text(field)


_SHAPES = {
    "[A-Za-z0": ("een e-mailadres zoals naam@voorbeeld.nl", "an e-mail address like name@example.nl"),
    "[A-Z]{2}": ("een IBAN in hoofdletters, zoals NL91ABNA0417164300", "an IBAN in capitals, like NL91ABNA0417164300"),
    "[0-9]+": ("alleen cijfers", "digits only"),
    "[0-9]{8}": ("8 cijfers", "8 digits"),
    "[0-9]{9}": ("9 cijfers", "9 digits"),
    "[0-9]{12": ("12 cijfers", "12 digits"),
    "[0-9]{8,": ("8 of 9 cijfers", "8 or 9 digits"),
}
"""The patterns of the dictionary by their first eight characters, in words that an adviser reads."""


def _text(field: Field) -> tuple[str, str]:
    if field.pattern:
        return _SHAPES.get(field.pattern[:8], (f"een tekst zoals {field.pattern}", f"a text like {field.pattern}"))
    longest = field.length.lstrip("AN") or "255"
    return f"een tekst van 1 tot {longest} tekens", f"a text of 1 to {longest} characters"


def _number(length: str) -> tuple[str, str]:
    if length == "N12/2":
        return "een bedrag met een punt en twee decimalen, zoals 1250.00", "an amount like 1250.00"
    if length == "N11/3":
        return "een percentage zoals 2.40", "a percentage like 2.40"
    digits = length.removeprefix("N")
    return f"een geheel getal van hoogstens {digits} cijfers", f"a whole number of at most {digits} digits"
