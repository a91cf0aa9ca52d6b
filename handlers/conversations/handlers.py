"""Keeps what is said, who read it and what is taken back; who should know is told in `telling.py`."""

from handlers.action_points.views import asked_in
from handlers.conversations import rules
from handlers.conversations.rules import Reading, Saying
from handlers.conversations.tables import READINGS, SAYINGS
from handlers.conversations.telling import tell_other_side
from handlers.customers.views import AdmittedCustomer, admitted_as
from handlers.dossiers.views import check_there
from hub.work import Work
from schemas.conversations import MarkSayingsRead, Say, TakeBackSaying
from schemas.errors import NotFound


def say(command: Say, work: Work) -> None:
    """Raises `NotFound`, `Refused` (`saying-length`), `Conflict` (`saying-pace`)."""
    check_there(work, command.dossier_id)
    speaker, before = admitted_as(work, command.dossier_id, work.cause.actor), work.find(SAYINGS, command.dossier_id)
    person = _person(work, command, speaker)
    rules.check_pace(before, work.cause.actor, work.cause.at)
    said = _said(command, work, person, "customer" if speaker else "office", len(before) + 1)
    tell_other_side(work, said, before)
    work.put(SAYINGS, said)
    # What is said stays with the office and its customers: a sub-agent reads the timeline.
    work.tell(f"said-by-{said.side}", about=said.id)


def take_back_saying(command: TakeBackSaying, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`saying-not-yours`, `saying-withdrawn`), `Refused` (`request-invalid`)."""
    check_there(work, command.dossier_id)
    before = work.get(SAYINGS, command.dossier_id, command.saying_id)
    if before is None:
        raise _nowhere(command.saying_id)
    work.put(SAYINGS, rules.taken_back(before, command.reason, work.cause.actor, work.cause.at))
    work.tell("saying-withdrawn", about=before.id)


def mark_sayings_read(command: MarkSayingsRead, work: Work) -> None:
    """What the reader's own side said is left out, and so is what he may not see."""
    check_there(work, command.dossier_id)
    reader = admitted_as(work, command.dossier_id, work.cause.actor)
    side = "office" if reader else "customer"
    for each in work.find(SAYINGS, command.dossier_id):
        if each.id in command.sayings and each.side == side and not (reader and not reader.is_his(each.person)):
            _read(work, each)


def _read(work: Work, saying: Saying) -> None:
    reading = Reading(saying.dossier_id, saying.id, work.cause.actor, work.cause.at)
    if work.get(READINGS, *READINGS.key(reading)) is None:
        work.put(READINGS, reading)
        work.put(SAYINGS, rules.seen(saying, work.cause.at))


def _said(command: Say, work: Work, person: str, side: rules.Side, number: int) -> Saying:
    return Saying(
        dossier_id=command.dossier_id,
        id=work.new_id("saying"),
        number=number,
        about=command.about,
        person=person,
        side=side,
        text=rules.wording(command.text, command.enclosures),
        enclosures=[each.model_dump() for each in command.enclosures],
        said_by=work.cause.actor,
        said_at=work.cause.at,
    )


def _person(work: Work, command: Say, speaker: AdmittedCustomer | None) -> str:
    """Whom it is about; raises `NotFound` for an action point that customers, or this one, do not have."""
    if not command.about:
        return ""
    person = asked_in(work, command.dossier_id).get(command.about)
    if person is None or (speaker and not speaker.is_his(person)):
        expected = "een actiepunt van de klant / an action point of the customer"
        raise NotFound("not-found", path="about", came=command.about, expected=expected)
    return person


def _nowhere(saying_id: str) -> NotFound:
    return NotFound("not-found", path="saying_id", came=saying_id, expected="een bericht / something that was said")
