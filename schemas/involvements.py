"""Who has a part in a dossier (betrokkenen): its adviser and case handler, a sub-agent, the customers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from schemas.commands import Command, Event

Part = Literal["adviser", "handler", "sub-agent", "customer"]
"""adviser and handler (dossierbehandelaar): one each, of the office. sub-agent: an organisation. customer: a party."""
StaffPart = Literal["adviser", "handler"]


@dataclass(frozen=True, slots=True)
class Involvement:
    """Somebody's part in a dossier: `name` is `user:…` or `organisation:…`, `part` one of `Part`.

    `party` is the reference of the party that a customer is, `start_point` where a sub-agent may begin.
    """

    dossier_id: str
    part: str
    name: str
    since: datetime
    party: str = ""
    start_point: str = ""


class AssignDossier(Command):
    """A member of staff becomes the adviser or case handler of a dossier; nobody when `person_id` is empty.

    With `instead_of` only when that person still has the part: what somebody else changed meanwhile stays.
    """

    dossier_id: str
    part: StaffPart
    person_id: str
    instead_of: str | None = None
    reason: str = ""


class LinkSubAgent(Command):
    """A sub-agent sees this dossier from here on, and may begin at its start point (startpunt)."""

    dossier_id: str
    organisation_id: str
    start_point: str = ""


class UnlinkSubAgent(Command):
    """The sub-agent sees this dossier no more."""

    dossier_id: str
    organisation_id: str
    reason: str = ""


class AdmitCustomer(Command):
    """A person with a customer's account is this party of the dossier: `application/reference`, as `NA01` of one."""

    dossier_id: str
    person_id: str
    party: str


class DismissCustomer(Command):
    """The customer's account opens this dossier no more."""

    dossier_id: str
    person_id: str
    reason: str = ""


class MoveDossiers(Command):
    """What one colleague has of these dossiers becomes another's; each dossier changes in a transaction of its own."""

    office_id: str
    from_person: str
    to_person: str
    dossiers: tuple[str, ...]
    reason: str = ""


class DossierAssigned(Event):
    """A part of a dossier changed hands; what is his to do in it follows. Empty for nobody."""

    dossier_id: str
    part: StaffPart
    before: str
    after: str
