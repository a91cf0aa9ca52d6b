"""Sending on: what a person has sent, what is carried between others, and what goes back to a package."""

from typing import Annotated

from pydantic import StringConstraints

from schemas.commands import Command, Event
from schemas.letters import Addition
from schemas.values import Node


class SendApplication(Command):
    """A person sends the newest version of an application to its lender (`receiver`, a node).

    `additions` are what the office fills in this once; what it keeps filling in (`SetAddition`) goes along.
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


class SetAddition(Command):
    """The office fills in one field of an application itself, each time that it is sent, until it is taken back.

    `place`, `value` and `replaces` are those of an `Addition`.
    """

    dossier_id: str
    application_id: str
    place: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[A-Za-z0-9_\-\[\]/.]+$")]
    value: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    replaces: bool = False


class DropAddition(Command):
    """The office no longer fills in this field."""

    dossier_id: str
    application_id: str
    place: str


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
