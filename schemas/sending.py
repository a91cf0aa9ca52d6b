"""Sending on: what a person has sent, what is carried between others, and what goes back to a package."""

from schemas.commands import Command, Event
from schemas.letters import Addition
from schemas.values import Node


class SendApplication(Command):
    """A person sends the newest version of an application to its lender (`receiver`, a node).

    `additions` are what the office fills in for this lender.
    """

    dossier_id: str
    lane_id: str
    application_id: str
    receiver: Node
    receiver_code: str = ""
    receiver_name: str = ""
    additions: tuple[Addition, ...] = ()
    reason: str = ""


class ApplicationSent(Event):
    """A version of an application is on its way to its lender."""

    dossier_id: str
    application_id: str
    request_version: int


class CarryMessage(Command):
    """A message that came for another party goes on to it (`receiver`), unchanged but for our ServiceProvider.

    `opens` says that it is an application: what is answered to it goes back to whom it came from.
    """

    code: str
    receiver: Node
    receiver_code: str = ""
    dossier: str | None = None
    number: str | None = None
    request_version: int = 1
    schema_version: str
    opens: bool = False


class WatchAnswer(Command):
    """Looks whether the lender answered an application that went out (`outgoing_id`); sets its own next look."""

    dossier_id: str
    lane_id: str
    application_id: str
    outgoing_id: str


class LenderSilent(Event):
    """No status came within half an hour after the application was delivered (`receiver`, a node)."""

    dossier_id: str
    application_id: str
    outgoing_id: str
    lender: str
    number: str
    request_version: int


class AnswerRegistered(Event):
    """The other party of a lane answered (SX, OX, DA); `status` is the code of an SX, `domain` what it answers."""

    dossier_id: str
    lane_id: str
    code: str
    domain: str
    status: str = ""
    lender_reference: str = ""
    line_number: str = ""
    number: str | None = None
    request_version: int = 1
    lines: tuple[str, ...] = ()
