"""What the office fills in itself: one field at one place, never over what stands there unless it says so.

A place is written as refusals write it: `OfferteAanvraag/Lening/Leningdeel[2]/RenteAfspraak`.
Whether the value fits the place is for the schema to say.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.hdn.writers.elements import document, fill, insert, mark, next_number, next_reference
from adapters.hdn.writers.spelling import text, whole_code
from adapters.hdn.xml import Element
from adapters.hdn.xml import text as text_of
from schemas.errors import Finding
from schemas.hdn.dictionary import Field, children, entity
from schemas.letters import Addition

RULE = "addition"
_STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_.-]*)(?:\[([1-9][0-9]{0,2})\])?")


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of a place: a tag, and which of several; none means the only one."""

    tag: str
    number: int | None


class _Wrong(Exception):  # noqa: N818 - it becomes a finding, never a failure
    """Why an addition cannot be made: what came, what was expected, and both sentences."""

    def __init__(self, came: str, expected: str, nl: str, en: str) -> None:
        super().__init__(en)
        self.told = (came, expected, nl, en)


def add_all(root: Element, message: str, additions: Sequence[Addition], *, ours: Sequence[str] = ()) -> list[Finding]:
    """Makes every addition that can be made, and says why not of the others.

    `ours` are the entities under the root that an addition may not touch.
    """
    findings = []
    for addition in additions:
        try:
            _add(root, message, addition, ours)
        except _Wrong as wrong:
            findings.append(Finding(RULE, addition.place, *wrong.told))
    return findings


def _add(root: Element, message: str, addition: Addition, ours: Sequence[str]) -> None:
    steps = list(_steps(addition.place))
    if not steps or steps[0].tag != root.tag or len(steps) == 1:
        raise _unknown(addition.place, str(root.tag))
    if steps[1].tag in ours:
        raise _not_yours(steps[1].tag)
    parent = root
    for step in steps[1:-1]:
        parent = _entered(parent, step, message)
    _set(parent, steps[-1], message, addition)


def _steps(place: str) -> Iterator[_Step]:
    for part in place.split("/"):
        found = _STEP.fullmatch(part)
        if found is None:
            raise _unknown(place, place.partition("/")[0])
        yield _Step(found[1], int(found[2]) if found[2] else None)


def _entered(parent: Element, step: _Step, message: str) -> Element:
    """The entity of a step, made when it is the next of its kind and the schema has it there."""
    there = list(parent.iterchildren(step.tag))
    if step.number is None and len(there) > 1:
        raise _several(step.tag, len(there))
    place = step.number or 1
    if place <= len(there):
        return there[place - 1]
    if place > len(there) + 1 or not _has_child(message, str(parent.tag), step.tag):
        raise _unknown(step.tag, str(parent.tag))
    return _made(parent, step.tag, message)


def _made(parent: Element, tag: str, message: str) -> Element:
    attributes = {field.name for field in entity(message, tag).fields if field.is_attribute}
    made = document(tag)
    if "@Volgnummer" in attributes:
        made.set("Volgnummer", str(next_number(parent, tag)))
    if "@ID" in attributes:
        made.set("ID", next_reference(parent))
    insert(parent, made, message)
    return made


def _set(parent: Element, step: _Step, message: str, addition: Addition) -> None:
    if _has_child(message, str(parent.tag), step.tag) or step.number not in {None, 1}:
        raise _unknown(step.tag, str(parent.tag))
    field = _field(message, str(parent.tag), step.tag)
    held = parent.find(step.tag)
    if held is not None and _content(held) and not addition.replaces:
        raise _occupied(step.tag, _content(held))
    if held is None:
        held = document(step.tag)
        insert(parent, held, message)
    _fill(held, field, addition.value)


def _fill(element: Element, field: Field | None, value: str) -> None:
    if field is not None and field.type == "IDREF":
        mark(element, "IDREF", text(value))
        return
    codelist = field.codelist if field is not None and field.type in {"code", "boolean"} else ""
    fill(element, whole_code(text(value), codelist))


def _content(element: Element) -> str:
    return text_of(element) or element.get("IDREF", "")


def _field(message: str, parent: str, tag: str) -> Field | None:
    try:
        return next((field for field in entity(message, parent).fields if field.name == tag), None)
    except KeyError:
        return None


def _has_child(message: str, parent: str, tag: str) -> bool:
    return any(child.name == tag for child in children(message, parent))


def _unknown(came: str, where: str) -> _Wrong:
    nl = f"{came} is geen plaats van een veld in {where}; neem de plaats over zoals de hub hem noemt."
    en = f"{came} is no place of a field in {where}; take the place as the hub names it."
    return _Wrong(came, "een veld van het schema / a field of the schema", nl, en)


def _several(tag: str, count: int) -> _Wrong:
    nl = f"{tag} komt {count} keer voor; noem welke, zoals {tag}[1]."
    en = f"{tag} occurs {count} times; say which one, like {tag}[1]."
    return _Wrong(tag, f"{tag}[1] … {tag}[{count}]", nl, en)


def _occupied(tag: str, held: str) -> _Wrong:
    nl = f"{tag} is al ingevuld ({held}); vervangen gebeurt alleen als dat erbij staat."
    en = f"{tag} is filled in already ({held}); it is replaced only when that is said."
    return _Wrong(held, "een leeg veld / an empty field", nl, en)


def _not_yours(tag: str) -> _Wrong:
    nl = f"{tag} mag niet met de hand worden aangevuld: wie doorstuurt, laat TussenPersoon zoals hij kwam."
    en = f"{tag} cannot be filled in by hand: who forwards leaves TussenPersoon as it came."
    if tag != "TussenPersoon":
        nl = f"{tag} schrijft de hub zelf; vul dit aan bij de gegevens van het kantoor."
        en = f"{tag} is written by the hub itself; fill this in with the data of the office."
    return _Wrong(tag, "een andere plaats / another place", nl, en)
