"""Keeps what an office fills in itself when an application is sent."""

from dataclasses import replace

from handlers.applications import additions
from handlers.applications.additions import KeptAddition
from handlers.applications.handlers import application_of
from handlers.applications.tables import ADDITIONS
from hub.work import Work
from schemas.applications import ApplicationMoved
from schemas.errors import NotFound
from schemas.sending import DropAddition, SetAddition


def set_addition(command: SetAddition, work: Work) -> None:
    """Raises `NotFound`, `Refused` (`request-invalid`). Whether the field is there, the composer says."""
    known = _known(work, command.dossier_id, command.application_id)
    work.put(ADDITIONS, additions.made(command, known, by=work.cause.actor, at=work.cause.at))
    work.tell("addition-set", about=command.application_id, facts={"place": command.place})


def drop_addition(command: DropAddition, work: Work) -> None:
    """Raises `NotFound`."""
    known = _known(work, command.dossier_id, command.application_id)
    work.remove(ADDITIONS, additions.found(known, command.place))
    work.tell("addition-dropped", about=command.application_id, facts={"place": command.place})


def move_additions(event: ApplicationMoved, work: Work) -> None:
    """What the office fills in goes along with its application."""
    for each in kept_additions(work, event.from_dossier_id, event.from_application_id):
        work.remove(ADDITIONS, each)
        work.put(ADDITIONS, replace(each, dossier_id=event.dossier_id, application_id=event.application_id))


def kept_additions(work: Work, dossier_id: str, application_id: str) -> list[KeptAddition]:
    """What the office fills in for one application of a locked dossier."""
    return [each for each in work.find(ADDITIONS, dossier_id) if each.application_id == application_id]


def _known(work: Work, dossier_id: str, application_id: str) -> list[KeptAddition]:
    """Raises `NotFound` for an application that is not there."""
    if application_of(work, dossier_id, application_id) is None:
        raise NotFound("not-found", path="application_id", came=application_id, expected="an application")
    return kept_additions(work, dossier_id, application_id)
