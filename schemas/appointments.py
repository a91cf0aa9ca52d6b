"""Appointments (afspraken) with people of a dossier: made, moved, cancelled, held.

Whoever makes or moves one says moments; what else there is about it is in its terms, so that a customer who moves his
own appointment gives the moments alone.
"""

from datetime import datetime
from typing import Literal

from schemas.commands import Command, Event
from schemas.contacts import FollowUp, Means
from schemas.notifications import Form, LanguageCode
from schemas.values import Moment, Value

Place = Literal["office", "customer", "phone", "video"]
"""Where people meet: at the office, at the customer's, by telephone, by video."""


class AppointmentTerms(Value):
    """What an appointment is besides its time.

    `location` is an address, a number or a link. `assignee` is somebody of the office; empty is the dossier's adviser.
    `invited` are parties of the dossier (`application/reference`); `remark` is for them. `language` and `form` are how
    they are written to.
    """

    place: Place
    location: str = ""
    assignee: str = ""
    invited: tuple[str, ...] = ()
    subject: str
    remark: str = ""
    language: LanguageCode = "nl"
    form: Form = "u"


class MakeAppointment(Command):
    """People meet from `starts` until `ends`, and those who are invited hear of it; `held` when it is over already."""

    dossier_id: str
    starts: Moment
    ends: Moment
    terms: AppointmentTerms
    held: bool = False


class MoveAppointment(Command):
    """Another time; with `terms` also something else about it."""

    dossier_id: str
    appointment_id: str
    starts: Moment
    ends: Moment
    terms: AppointmentTerms | None = None


class CancelAppointment(Command):
    """It does not take place; `reason` is told to those who were invited."""

    dossier_id: str
    appointment_id: str
    reason: str


class Talk(Value):
    """What was said at an appointment, for the contact log, and what follows."""

    summary: str
    follow_up: FollowUp | None = None
    no_follow_up: str = ""


class HoldAppointment(Command):
    """It took place; with `talk` the contact log has it too."""

    dossier_id: str
    appointment_id: str
    talk: Talk | None = None


class AppointmentHeld(Event):
    """People met and it is to stand in the contact log."""

    dossier_id: str
    appointment_id: str
    means: Means
    at: datetime
    party: str
    talk: Talk
