"""Builders of traces: an office (package), a station and a lender write to each other, minute by minute."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from schemas.hdn.agreements.trace import Exchanged, Line, Trace

OFFICE, STATION, LENDER = "100001", "200001", "300001"
NAMES = {OFFICE: "office", STATION: "station", LENDER: "lender"}
TO_LENDER, TO_OFFICE = (OFFICE, LENDER), (LENDER, OFFICE)
OFFICE_TO_STATION, STATION_TO_LENDER = (OFFICE, STATION), (STATION, LENDER)
LENDER_TO_STATION, STATION_TO_OFFICE = (LENDER, STATION), (STATION, OFFICE)
NINE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DAY = 24 * 60


@dataclass(frozen=True)
class Cases:
    """What one agreement lets pass, and what breaks it: each trace with `id who` of every breach, in order."""

    lawful: dict[str, Trace]
    broken: dict[str, tuple[Trace, list[str]]]


def trace(*messages, until=None, ours=()):
    """The messages get the ids 1, 2, … ; `until` in minutes after nine."""
    numbered = tuple(replace(message, id=str(number)) for number, message in enumerate(messages, 1))
    return Trace(numbered, None if until is None else moment(until), frozenset(ours))


def told(breaches):
    return [f"{breach.message_id} {NAMES[breach.who]}" for breach in breaches]


def moment(minutes):
    return NINE + timedelta(minutes=minutes)


def apply(at, version=1, code="AX", way=TO_LENDER, content="", **facts):
    hashed = content or f"{code} {version}"
    return made(at, code, way, request_version=version, content_hash=hashed, **facts)


def sx(at, status, domain="AX", version=1, way=TO_OFFICE, **facts):
    return made(at, "SX", way, status=status, answers=domain, request_version=version, **facts)


def ox(at, kind="indicative", domain="AX", version=1, way=TO_OFFICE, **facts):
    flags = {"indicative": kind in {"indicative", "both"}, "binding": kind in {"binding", "both"}}
    return made(at, "OX", way, answers=domain, request_version=version, **flags, **facts)


def da(at, *lines, domain="AX", version=1, way=TO_OFFICE, **facts):
    """Lines are `number status reason`, or made by `line`."""
    read = tuple(line(*each.split(" ", 2)) if isinstance(each, str) else each for each in lines)
    return made(at, "DA", way, lines=read, answers=domain, request_version=version, **facts)


def line(number, status="01", reason="", moment="", source=False):
    return Line(number=number, status=status, reason=reason, moment=moment, from_source=source)


def dx(at, *numbers, version=1, way=TO_LENDER, **facts):
    return made(at, "DX", way, numbers=numbers, answers="DA", request_version=version, **facts)


def made(at, code, way, **facts):
    sender, receiver = way
    facts = {"schema_version": "24.0", **facts}
    return Exchanged(id="", code=code, sender=sender, receiver=receiver, at=moment(at), **facts)
