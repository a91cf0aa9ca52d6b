"""Keeps how an office looks, and who it is to those who receive its messages."""

from dataclasses import replace

from handlers.offices import rules
from handlers.offices.rules import AgentNumber, Brand, Profile
from handlers.offices.tables import AGENT_NUMBERS, BRANDS, PROFILES
from hub.work import Work
from schemas.offices import SetAgentNumber, SetBrandColour, SetBrandLogo, SetOfficeProfile


def set_brand_colour(command: SetBrandColour, work: Work) -> None:
    """Raises `Refused` (`stale`) when the brand moved since it was seen."""
    work.put(BRANDS, rules.coloured(_before(work, command.office_id), command, work.cause.actor, work.cause.at))


def set_brand_logo(command: SetBrandLogo, work: Work) -> None:
    """As `set_brand_colour`."""
    work.put(BRANDS, rules.with_logo(_before(work, command.office_id), command, work.cause.actor, work.cause.at))


def set_office_profile(command: SetOfficeProfile, work: Work) -> None:
    """What goes along from the next message on; what was sent stays as it went."""
    said = command.model_dump(exclude={"office_id", "postcode"})
    before = next(iter(work.find(PROFILES, command.office_id)), Profile(command.office_id))
    after = replace(before, **said, postcode=command.postcode.replace(" ", "").upper())
    work.put(PROFILES, replace(after, set_by=work.cause.actor, set_at=work.cause.at))


def set_agent_number(command: SetAgentNumber, work: Work) -> None:
    """Without a number, the one that was there goes. That it is no other office's, `check_number_is_free` says."""
    made = AgentNumber(command.office_id, command.lender, command.number, work.cause.actor, work.cause.at)
    if command.number:
        work.put(AGENT_NUMBERS, made)
        return
    for each in work.find(AGENT_NUMBERS, command.office_id):
        if each.lender == command.lender:
            work.remove(AGENT_NUMBERS, each)


def _before(work: Work, office_id: str) -> Brand:
    found = work.find(BRANDS, office_id)
    return found[0] if found else Brand(office_id)
