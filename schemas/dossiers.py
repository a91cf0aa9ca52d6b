"""Dossiers that an office opens and keeps by hand: its parties, what it is to them, and where they came from."""

from typing import Literal

from schemas.applications import PartyFacts
from schemas.commands import Command, Event
from schemas.values import Environment

Standing = Literal["prospect", "customer", "former", "declined"]
"""What the people of a dossier are to the office: prospect, klant, oud, afgewezen."""
OWN = "dossier"
"""Stands where a row names its application, for what the office keeps itself and no message says."""


class OpenDossier(Command):
    """A dossier for people who are no customer yet (prospect); its first parties, and who takes it on.

    `kantoor` is the office, because `office_id` is what a command about an office itself locks.
    """

    dossier_id: str
    kantoor: str
    environment: Environment
    parties: tuple[PartyFacts, ...]
    lead_source: str = ""
    adviser: str = ""


class KeepParty(Command):
    """A party that the office keeps is so from here on; the same reference replaces what was there."""

    dossier_id: str
    party: PartyFacts


class DropParty(Command):
    """A party that the office kept is none of the dossier any more."""

    dossier_id: str
    reference: str
    reason: str


class JoinPeople(Command):
    """A person says that somebody of an application is who the office keeps as `own`.

    What the office says of him counts, and what it does not say comes from the application; of the fields in `follows`
    what the application says counts.
    """

    dossier_id: str
    own: str
    application_id: str
    reference: str
    follows: tuple[str, ...] = ()
    reason: str = ""


class PartPeople(Command):
    """Somebody of an application is not who the office keeps, after all."""

    dossier_id: str
    application_id: str
    reference: str
    reason: str = ""


class SetStanding(Command):
    """A person says what the people of the dossier are to the office; `former` and `declined` close it."""

    dossier_id: str
    standing: Standing
    reason: str = ""


class SetLeadSource(Command):
    """How the people of the dossier came to the office."""

    dossier_id: str
    lead_source: str


class DossierOpened(Event):
    """A person opened a dossier; `adviser` is who takes it on, empty for nobody."""

    dossier_id: str
    adviser: str


class StandingChanged(Event):
    """What the people of the dossier are to the office changed."""

    dossier_id: str
    before: Standing
    after: Standing
