"""Keeps how an office looks."""

from handlers.offices import rules
from handlers.offices.rules import Brand
from handlers.offices.tables import BRANDS
from hub.work import Work
from schemas.offices import SetBrandColour, SetBrandLogo


def set_brand_colour(command: SetBrandColour, work: Work) -> None:
    """Raises `Refused` (`stale`) when the brand moved since it was seen."""
    work.put(BRANDS, rules.coloured(_before(work, command.office_id), command, work.cause.actor, work.cause.at))


def set_brand_logo(command: SetBrandLogo, work: Work) -> None:
    """As `set_brand_colour`."""
    work.put(BRANDS, rules.with_logo(_before(work, command.office_id), command, work.cause.actor, work.cause.at))


def _before(work: Work, office_id: str) -> Brand:
    found = work.find(BRANDS, office_id)
    return found[0] if found else Brand(office_id)
