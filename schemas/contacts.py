"""Contact with the people of a dossier (klantcontact), and the follow-up that each asks while they are prospects."""

from datetime import date
from typing import Literal

from schemas.commands import Command, Event
from schemas.values import Moment, Value

Means = Literal["phone", "email", "visit", "video", "letter", "message"]
Direction = Literal["out", "in"]


class FollowUp(Value):
    """What is done next (opvolging), by whom and when; nobody yet when `assignee` is empty."""

    subject: str
    due: date
    assignee: str = ""


class RecordContact(Command):
    """Somebody of the office spoke or wrote with somebody of the dossier.

    Each contact has a follow-up, or says in `no_follow_up` why there is none; a prospect's must have one or the other.
    """

    dossier_id: str
    means: Means
    direction: Direction = "out"
    at: Moment
    party: str = ""
    summary: str
    follow_up: FollowUp | None = None
    no_follow_up: str = ""


class ContactRecorded(Event):
    """Contact was recorded; its follow-up becomes a task named by `task_id`."""

    dossier_id: str
    contact_id: str
    task_id: str
    follow_up: FollowUp
