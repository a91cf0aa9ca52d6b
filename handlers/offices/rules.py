"""Offices: who an office is, to itself and to those who receive its messages. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from schemas.letters import ServiceProviderFacts

NodeKind = Literal["office", "lender", "package"]


@dataclass(frozen=True, slots=True)
class Office:
    id: str
    name: str
    created_at: datetime


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


@dataclass(frozen=True, slots=True)
class AgentNumber:
    """`lender` is its code of two letters, empty for every lender without a number of its own."""

    office_id: str
    lender: str
    number: str


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
