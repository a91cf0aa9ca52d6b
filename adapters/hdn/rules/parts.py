"""The parts that rules are made of: when a rule speaks, what it demands, and the words for both.

A rule reads as one sentence: FIELD demand als WHEN, like `VerkoopPrijs is verplicht als VerkochtJN J is`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml import etree

from schemas.hdn.codes import number
from schemas.hdn.messages import message_type

_NUMBERED = re.compile(r"-[0-9]+$")
Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type of an element


class Here:
    """One entity of a message while the rules look at it: its children by tag (text, `None` for an entity).

    `seen` is for rules about all entities inside this one; it is as old as the walk.
    """

    __slots__ = ("element", "parent", "seen", "values")

    def __init__(self, element: Element, values: dict[str, str | None], parent: "Here | None" = None) -> None:
        self.element = element
        self.values = values
        self.parent = parent
        self.seen: set[str | None] = set()

    def code(self, name: str) -> str:
        """The number of a code field; empty when the field is absent."""
        value = self.values.get(name)
        return number(value) if value else ""

    def below(self, child: str, name: str) -> str:
        """The text of a field of a child entity; empty when either is absent."""
        return (self.element.findtext(f"{child}/{name}") or "") if child in self.values else ""

    def root(self) -> Element:
        here = self
        while here.parent is not None:
            here = here.parent
        return here.element


@dataclass(frozen=True, slots=True)
class When:
    """A circumstance, with its words after "als" and "when"; `nl` is empty for a rule that always speaks."""

    holds: Callable[[Here], bool]
    nl: str = ""
    en: str = ""


ALWAYS = When(lambda _: True)


@dataclass(frozen=True, slots=True)
class Must:
    """A demand on a field, with its words after the name of the field; `expected` is short."""

    holds: Callable[[Here, str], bool]
    nl: str
    en: str
    expected: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of `conditions.csv` as code.

    `id` is that of the row; a `field` in brackets means that the rule is about the entity.
    `inferred` rules only flag: the standard does not say them in so many words.
    """

    id: str
    must: Must
    when: When = ALWAYS
    message: str = "*"
    inferred: bool = False

    @property
    def entity(self) -> str:
        return self.id.partition(".")[0]

    @property
    def field(self) -> str:
        return _NUMBERED.sub("", self.id.partition(".")[2])

    @property
    def subject(self) -> str:
        """What the sentence is about: the field, or the entity for a rule about the whole of it."""
        return self.entity if self.field.startswith("(") else self.field

    def broken_by(self, here: Here) -> bool:
        return self.when.holds(here) and not self.must.holds(here, self.field)

    @property
    def nl(self) -> str:
        return f"{self.subject} {self.must.nl}{f' als {self.when.nl}' if self.when.nl else ''}."

    @property
    def en(self) -> str:
        return f"{self.subject} {self.must.en}{f' when {self.when.en}' if self.when.en else ''}."


def is_(name: str, *codes: str) -> When:
    """The code field of this entity is one of `codes`."""
    return When(lambda here: here.code(name) in codes, *_words(name, codes))


def is_other_than(name: str, *codes: str) -> When:
    """The code field of this entity is given, and none of `codes`."""
    nl = f"{name} iets anders is dan {_or(codes, 'of')}"
    return When(
        lambda here: name in here.values and here.code(name) not in codes,
        nl,
        f"{name} is other than {_or(codes, 'or')}",
    )


def parent_is(parent: str, name: str, *codes: str) -> When:
    """The code field of the entity around this one is one of `codes`."""
    return When(
        lambda here: here.parent is not None and here.parent.element.tag == parent and here.parent.code(name) in codes,
        *_words(f"{parent}/{name}", codes),
    )


def child_is(child: str, name: str, *codes: str) -> When:
    """The code field of an entity inside this one is one of `codes`."""
    return When(lambda here: number(here.below(child, name)) in codes, *_words(f"{child}/{name}", codes))


def somewhere(path: str, *codes: str) -> When:
    """Some element at `path` from the root has one of `codes`."""
    return When(
        lambda here: any(number(found.text or "") in codes for found in here.root().iterfind(path)),
        *_words(path, codes),
    )


def both(one: When, other: When) -> When:
    return When(
        lambda here: one.holds(here) and other.holds(here), f"{one.nl} en {other.nl}", f"{one.en} and {other.en}"
    )


def answers(name: str, *roots: str) -> When:
    """The answered message is one of `roots`, written as `AX OfferteAanvraag` or as `OfferteAanvraag`."""
    return When(lambda here: answered(here.values.get(name)) in roots, *_words(name, roots))


def answered(value: str | None) -> str:
    """The root of the message that a ResponsOpBerichtSoort names; empty for one that nobody knows."""
    row = message_type(value or "") or message_type(number(value or ""))
    return row.root if row else ""


GIVEN = Must(lambda here, name: name in here.values, "is verplicht", "is required", "een waarde / a value")
ABSENT = Must(lambda here, name: name not in here.values, "mag niet voorkomen", "must be left out", "niets / nothing")


DISCOURAGED = Must(
    lambda _here, _name: False, "hoort niet meer in een bericht", "no longer belongs in a message", "niets / nothing"
)


def one_of(*codes: str) -> Must:
    """The code is one of `codes`, when it is given."""
    return Must(
        lambda here, name: name not in here.values or here.code(name) in codes,
        f"moet {_or(codes, 'of')} zijn",
        f"must be {_or(codes, 'or')}",
        _or(codes, "of / or"),
    )


def none_of(*codes: str) -> Must:
    """The code is none of `codes`, when it is given."""
    return Must(
        lambda here, name: here.code(name) not in codes,
        f"mag niet {_or(codes, 'of')} zijn",
        f"must not be {_or(codes, 'or')}",
        f"iets anders dan / other than {_or(codes, ',')}",
    )


def amount(value: str | None) -> Decimal | None:
    """A number as the standard writes it; `None` when it is absent or no number."""
    try:
        return Decimal((value or "").strip())
    except InvalidOperation:
        return None


def above(bound: int) -> Must:
    """The number is above `bound`, when it is given."""
    return Must(
        lambda here, name: (found := amount(here.values.get(name))) is None or found > bound,
        f"moet hoger zijn dan {bound}",
        f"must be above {bound}",
        f"> {bound}",
    )


def at_least(bound: int) -> Must:
    """The number is `bound` or more, when it is given."""
    return Must(
        lambda here, name: (found := amount(here.values.get(name))) is None or found >= bound,
        f"moet {bound} of hoger zijn",
        f"must be {bound} or more",
        f">= {bound}",
    )


def other_number_than(bound: int) -> Must:
    """The number is not `bound`, when it is given."""
    return Must(
        lambda here, name: amount(here.values.get(name)) != bound,
        f"hoort alleen te worden meegegeven als het afwijkt van {bound}",
        f"belongs in the message only when it differs from {bound}",
        f"iets anders dan / other than {bound}",
    )


def _words(name: str, codes: tuple[str, ...]) -> tuple[str, str]:
    return f"{name} {_or(codes, 'of')} is", f"{name} is {_or(codes, 'or')}"


def _or(codes: tuple[str, ...], word: str) -> str:
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} {word} {codes[-1]}"
