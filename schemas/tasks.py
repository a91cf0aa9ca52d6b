"""Tasks (taken): what a member of staff has to do about a dossier, by when."""

from datetime import date
from typing import Literal

from schemas.commands import Command

Ending = Literal["done", "dropped"]
"""done: it was done. dropped: it need not be done any more."""


class AddTask(Command):
    """Somebody of the office has something to do; nobody yet when `assignee` is empty. `about` is what it is about."""

    dossier_id: str
    subject: str
    due: date
    assignee: str = ""
    remark: str = ""
    about: str = ""


class ChangeTask(Command):
    """Another day or another person, or other words."""

    dossier_id: str
    task_id: str
    subject: str
    due: date
    assignee: str = ""
    remark: str = ""


class GiveTask(Command):
    """A member of staff does it from here on, whatever else is changed about it meanwhile."""

    dossier_id: str
    task_id: str
    assignee: str


class EndTask(Command):
    """It is done, or dropped with a reason; `outcome` says what came of it."""

    dossier_id: str
    task_id: str
    ending: Ending
    outcome: str = ""


class ReopenTask(Command):
    """It was ended by mistake."""

    dossier_id: str
    task_id: str
