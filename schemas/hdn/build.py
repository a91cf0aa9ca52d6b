"""Builds the XSDs of version 24.0 from the dictionary: `python -m schemas.hdn.build`.

Per entity: its fields in row order, then its child entities in row order, a Header first.
A code is checked on its shape only, so that an unknown code never refuses a message; lists are checked as flags.
A Volgnummer is required where the 24.0 sample proves it, and allowed where it is inferred.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from schemas.hdn.dictionary import FOLDER, Bounds, Child, Field, children, entity, reachable
from schemas.hdn.messages import HANDLED, MessageType

VERSION = "24.0"
LONGEST_CODE = 200
REFERENCE = "sha256:[0-9a-f]{64}"
PARTY_REFERENCES = ".//RefPartijNAWData|.//RefContactPersoonData|.//RefDebiteurNAWData|.//AanvragerBestaandeHypotheek"
UNREADABLE = {"BedragLopendeDekkingOverlijdenBijGemen_gd"}
"""Fields whose name is damaged in the source: allowed, never required, because nobody can write the true name."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_DATE = "(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_CODE = r"\S+( .+)?"
_YES_NO = "(J|N)( .+)?"


def main() -> None:
    """Writes every XSD of the version into its folder and says which."""
    for path, text in built():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(FOLDER))  # noqa: T201 - a script says what it wrote


def built() -> Iterator[tuple[Path, str]]:
    """Path and text of every XSD; the same dictionary gives the same bytes."""
    for message in HANDLED:
        yield FOLDER / VERSION / f"{message.code}.xsd", schema(message)


def schema(message: MessageType) -> str:
    """The whole XSD of one message type."""
    names = reachable(message.code, message.root)
    simple: dict[str, str] = {}
    bodies = [_entity(message.code, name, simple) for name in names]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="unqualified">',
        "<xs:annotation><xs:documentation>",
        f"{message.name}, HDN {VERSION}. Built from the dictionary by schemas/hdn/build.py; do not edit.",
        "</xs:documentation></xs:annotation>",
        *_root(message, names),
        *(line for body in bodies for line in body),
        *(simple[name] for name in sorted(simple)),
        "</xs:schema>",
    ]
    return "\n".join(lines) + "\n"


def _root(message: MessageType, names: tuple[str, ...]) -> list[str]:
    element = f"<xs:element name={quoteattr(message.root)} type={quoteattr(message.root)}"
    if "PartijNAWData" not in names:
        return [f"{element}/>"]
    return [f"{element}>", *(f"\t{line}" for line in _KEYS), "</xs:element>"]


def _entity(message: str, name: str, simple: dict[str, str]) -> list[str]:
    fields = [field for field in entity(message, name).fields if _NAME.fullmatch(field.name.lstrip("@"))]
    elements = [_element(field, simple) for field in fields if not field.is_attribute]
    elements += [_child(child) for child in children(message, name)]
    return [
        f"<xs:complexType name={quoteattr(name)}>",
        "\t<xs:sequence>",
        *(f"\t\t{element}" for element in elements),
        "\t</xs:sequence>",
        *(f"\t{_attribute(field, simple)}" for field in fields if field.is_attribute),
        "</xs:complexType>",
    ]


def _child(child: Child) -> str:
    return f"<xs:element name={quoteattr(child.name)} type={quoteattr(child.name)}{_occurs(child.bounds)}/>"


def _element(field: Field, simple: dict[str, str]) -> str:
    bounds = Bounds(0, field.bounds.high) if field.name in UNREADABLE else field.bounds
    return f"<xs:element name={quoteattr(field.name)} type={quoteattr(_type(field, simple))}{_occurs(bounds)}/>"


def _attribute(field: Field, simple: dict[str, str]) -> str:
    use = ' use="required"' if field.proven else ""
    kind = "Id" if field.type == "ID" else "Volgnummer"
    simple.setdefault("Id", _simple("Id", "xs:string", 'pattern value="[A-Za-z_][A-Za-z0-9_.\\-]{0,34}"'))
    simple.setdefault("Volgnummer", _simple("Volgnummer", "xs:string", 'pattern value="[1-9][0-9]{0,8}"'))
    return f'<xs:attribute name="{field.name.lstrip("@")}" type="{kind}"{use}/>'


def _occurs(bounds: Bounds) -> str:
    low = "" if bounds.low == 1 else f' minOccurs="{bounds.low}"'
    high = "" if bounds.high == 1 else f' maxOccurs="{bounds.high or "unbounded"}"'
    return low + high


def _type(field: Field, simple: dict[str, str]) -> str:
    """The name of the simple type of a field; the type itself is added to `simple`."""
    name, text = _named_type(field)
    simple[name] = text
    return name


def _named_type(field: Field) -> tuple[str, str]:
    if field.type in _FIXED_TYPES:
        return _FIXED_TYPES[field.type]
    return _decimal(field) if field.type == "decimal" else _text(field)


def _decimal(field: Field) -> tuple[str, str]:
    name = {"N12/2": "Bedrag", "N11/3": "Percentage"}.get(field.length, f"Getal{field.length.removeprefix('N')}")
    primitive = "xs:decimal" if "/" in field.length else "xs:integer"
    return name, _simple(name, primitive, f"pattern value={quoteattr(field.pattern)}")


def _text(field: Field) -> tuple[str, str]:
    longest = field.length.lstrip("AN") or "255"
    kind = _PATTERN_NAMES.get(field.pattern, "")
    name = f"{kind or 'Tekst'}{longest}"
    pattern = [f"pattern value={quoteattr(field.pattern)}"] if kind else []
    return name, _simple(name, "xs:string", *pattern, 'minLength value="1"', f'maxLength value="{longest}"')


def _simple(name: str, primitive: str, *facets: str) -> str:
    inside = "".join(f"<xs:{facet}/>" for facet in facets)
    return f'<xs:simpleType name="{name}"><xs:restriction base="{primitive}">{inside}</xs:restriction></xs:simpleType>'


_PATTERN_NAMES = {
    "[0-9]+": "Cijfers",
    "[0-9]{8}": "Nummer",
    "[0-9]{9}": "Nummer",
    "[0-9]{12}": "Nummer",
    "[0-9]{8,9}": "BSN",
    "[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}": "IBAN",
    r"[A-Za-z0-9_!#$&'*+\\/=\?`\{\}~\^\.-]{1,190}@[A-Za-z0-9.-]{1,63}": "Mail",
}
_REFERENCE_TYPE = (
    '<xs:complexType name="Verwijzing"><xs:attribute name="IDREF" type="Id" use="required"/></xs:complexType>'
)
_FILE_TYPE = (
    '<xs:simpleType name="Bestand"><xs:annotation><xs:documentation>Base64, or the hash of a payload that intake '
    "has taken out.</xs:documentation></xs:annotation>"
    '<xs:union memberTypes="Hash"><xs:simpleType><xs:restriction base="xs:base64Binary"><xs:minLength value="1"/>'
    "</xs:restriction></xs:simpleType></xs:union></xs:simpleType>\n"
    f'<xs:simpleType name="Hash"><xs:restriction base="xs:string"><xs:pattern value="{REFERENCE}"/>'
    "</xs:restriction></xs:simpleType>"
)
_KEYS = (
    '<xs:key name="Partij"><xs:selector xpath=".//PartijNAWData"/><xs:field xpath="@ID"/></xs:key>',
    '<xs:keyref name="RefPartij" refer="Partij">',
    f'\t<xs:selector xpath="{PARTY_REFERENCES}"/><xs:field xpath="@IDREF"/>',
    "</xs:keyref>",
)
_FIXED_TYPES = {
    "date": ("Datum", _simple("Datum", "xs:date", f'pattern value="{_DATE}"')),
    "time": ("Tijd", _simple("Tijd", "xs:time", f'pattern value="{_TIME}"')),
    "boolean": ("JaNee", _simple("JaNee", "xs:string", f'pattern value="{_YES_NO}"', 'maxLength value="20"')),
    "code": ("Code", _simple("Code", "xs:string", f'pattern value="{_CODE}"', f'maxLength value="{LONGEST_CODE}"')),
    "IDREF": ("Verwijzing", _REFERENCE_TYPE),
    "base64": ("Bestand", _FILE_TYPE),
}


if __name__ == "__main__":
    main()
