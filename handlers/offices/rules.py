"""Offices: who an office is, to itself and to those who receive its messages. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from schemas.errors import Refused
from schemas.letters import ServiceProviderFacts
from schemas.offices import SetBrandColour, SetBrandLogo

ASKED = ("company", "phone", "afm_number", "street", "house_number", "postcode", "city")
"""What a lender asks of the station that forwards (ServiceProvider), beside its number."""

NodeKind = Literal["office", "lender", "package"]
AdvisersSee = Literal["office", "own"]
OrganisationKind = Literal["intermediary", "sub-agent"]


@dataclass(frozen=True, slots=True)
class Office:
    """`advisers_see`: every dossier of the office, or each only his own."""

    id: str
    name: str
    created_at: datetime
    advisers_see: str = "office"


@dataclass(frozen=True, slots=True)
class Organisation:
    """The intermediary itself (its id is the office's) or one of its sub-agents (subagent)."""

    id: str
    office_id: str
    kind: str
    code: str
    name: str
    email: str | None
    created_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """Who the office is as a service provider; what a receiver requires and this lacks stops what is sent."""

    office_id: str
    company: str = ""
    phone: str = ""
    email: str = ""
    afm_number: str = ""
    website: str = ""
    street: str = ""
    house_number: str = ""
    house_number_suffix: str = ""
    postcode: str = ""
    city: str = ""
    kvk_number: str = ""
    set_by: str = ""
    set_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AgentNumber:
    """`lender` is its code of two letters, empty for every lender without a number of its own."""

    office_id: str
    lender: str
    number: str
    set_by: str = ""
    set_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Brand:
    """How an office looks: a colour `#rrggbb` and the SHA-256 of its logo, each empty for the hub's own.

    Width and height are pixels, size is bytes; `version` counts the changes.
    """

    office_id: str
    colour: str = ""
    logo: str = ""
    width: int = 0
    height: int = 0
    size: int = 0
    version: int = 0
    set_by: str = ""
    set_at: datetime | None = None


def described(before: Profile, facts: Mapping[str, str]) -> Profile:
    """The office with these facts instead; what is not named stays. Raises `Refused` (`request-invalid`)."""
    said: dict[str, Any] = {name: _tidy(name, value) for name, value in facts.items()}
    for name, (shape, expected) in _SHAPES.items():
        if said.get(name) and not shape.fullmatch(said[name]):
            raise Refused("request-invalid", path=name, came=said[name], expected=expected)
    return replace(before, **said)


def _tidy(name: str, value: str) -> str:
    """On one line; a postcode and a number without their blanks."""
    line = " ".join(value.split())
    if name == "postcode":
        return line.replace(" ", "").upper()
    return line.replace(" ", "") if name in {"kvk_number", "afm_number", "phone"} else line


_SHAPES = {
    "kvk_number": (re.compile(r"\d{8}"), "acht cijfers / eight digits"),
    "afm_number": (re.compile(r"\d{8}"), "acht cijfers / eight digits"),
    "phone": (re.compile(r"(\+31|0)[\d-]{9,11}"), "een telefoonnummer als 0301234567 / a number like 0301234567"),
    "house_number": (re.compile(r"\d{1,5}"), "een huisnummer / a house number"),
    "postcode": (re.compile(r"\d{4}[A-Z]{2}"), "een postcode als 3511AB / a postcode like 3511AB"),
}
"""What a fact of an office looks like, and how that is said."""


def coloured(before: Brand, command: SetBrandColour, by: str, at: datetime) -> Brand:
    """Raises `Refused` (`stale`)."""
    _check_seen(before, command.seen)
    return replace(before, colour=command.colour, version=before.version + 1, set_by=by, set_at=at)


def with_logo(before: Brand, command: SetBrandLogo, by: str, at: datetime) -> Brand:
    """Raises `Refused` (`stale`)."""
    _check_seen(before, command.seen)
    said = command.model_dump(include={"logo", "width", "height", "size"})
    return replace(before, **said, version=before.version + 1, set_by=by, set_at=at)


def _check_seen(before: Brand, seen: int | None) -> None:
    if seen is not None and seen != before.version:
        raise Refused("stale", path="office", came=before.version, expected=seen)


def sub_agents(organisations: Iterable[Organisation]) -> tuple[Organisation, ...]:
    """The sub-agents; an office without any is its own (design §8)."""
    known = tuple(organisations)
    return tuple(each for each in known if each.kind == "sub-agent") or known


def service_provider(
    profile: Profile | None, numbers: Iterable[AgentNumber], lender: str, name: str
) -> ServiceProviderFacts:
    """The office as the station that forwards to this lender; what nobody filled in is left empty."""
    known = {each.lender: each.number for each in numbers}
    who = profile or Profile("")
    return ServiceProviderFacts(
        number=known.get(lender) or known.get("", ""),
        company=who.company or name,
        phone=who.phone,
        email=who.email,
        afm_number=who.afm_number,
        website=who.website,
        street=who.street,
        house_number=who.house_number,
        house_number_suffix=who.house_number_suffix,
        postcode=who.postcode,
        city=who.city,
    )
