"""Action points that staff make themselves: what one says, and what becomes of it. Pure but for the unit of work."""

from handlers.action_points.checklists import checklist
from handlers.action_points.rules import ActionPoint, asked_of, changed, judged, made, taken_back
from handlers.action_points.tables import ACTION_POINTS
from handlers.dossiers.views import check_there, names_and_addresses_of
from hub.work import Work
from schemas.action_points import (
    ChangeActionPoint,
    JudgeActionPoint,
    MakeActionPoint,
    PointTerms,
    StartChecklist,
    WithdrawActionPoint,
)
from schemas.errors import Conflict, NotFound, Refused


def make_action_point(command: MakeActionPoint, work: Work) -> None:
    """The customer sees it at once. Raises `NotFound`, `Refused` (`request-invalid`)."""
    check_there(work, command.dossier_id)
    person = _person(work, command.dossier_id, command.terms)
    place = (command.dossier_id, work.new_id("action point"))
    _kept(work, made(place, command.terms, person, by=work.cause.actor, at=work.cause.at), "made")


def start_checklist(command: StartChecklist, work: Work) -> None:
    """Each stuk of the profile that this customer is not asked already.

    Raises `NotFound`, `Refused` (`request-invalid`), `Conflict` (`checklist-there`) when all of it is asked already.
    """
    check_there(work, command.dossier_id)
    wanted = checklist(command.profile)
    asked = asked_of(work.find(ACTION_POINTS, command.dossier_id), command.party)
    missing = [each for each in wanted.items if each.subject not in asked]
    if not missing:
        raise Conflict("checklist-there", path="profile", came=wanted.nl, expected="-")
    for item in missing:
        terms = PointTerms(subject=item.subject, due=command.due, party=command.party, document=item.document)
        person = _person(work, command.dossier_id, terms)
        place = (command.dossier_id, work.new_id("action point", item.document, item.subject))
        work.put(ACTION_POINTS, made(place, terms, person, by=work.cause.actor, at=work.cause.at))
    profile = {"nl": wanted.nl, "en": wanted.en}
    work.tell("checklist-started", facts={"state": profile, "files": [each.document for each in missing]})


def change_action_point(command: ChangeActionPoint, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`action-point-follows`, `action-point-state`), `Refused` (`request-invalid`)."""
    before = _there(work, command.dossier_id, command.action_point_id)
    after = changed(before, command.terms, _person(work, command.dossier_id, command.terms), work.cause.at)
    if after != before:
        _kept(work, after, "changed")


def withdraw_action_point(command: WithdrawActionPoint, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`action-point-follows`, `action-point-state`)."""
    before = _there(work, command.dossier_id, command.action_point_id)
    _kept(work, taken_back(before, command.reason, work.cause.at), "withdrawn")


def judge_action_point(command: JudgeActionPoint, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`action-point-follows`, `action-point-state`), `Refused` (`request-invalid`)."""
    before = _there(work, command.dossier_id, command.action_point_id)
    _kept(work, judged(before, command.verdict, command.reason, work.cause.at), command.verdict)


def _kept(work: Work, point: ActionPoint, what: str) -> None:
    """What it asks stays with the office and the customer: a sub-agent reads the timeline."""
    work.put(ACTION_POINTS, point)
    work.tell(f"action-point-{what}", about=point.application_id, facts={"round": point.round})


def _there(work: Work, dossier_id: str, point_id: str) -> ActionPoint:
    check_there(work, dossier_id)
    found = work.get(ACTION_POINTS, dossier_id, point_id)
    if found is None:
        expected = "een actiepunt / an action point"
        raise NotFound("not-found", path="action_point_id", came=point_id, expected=expected)
    return found


def _person(work: Work, dossier_id: str, terms: PointTerms) -> str:
    """How the party is called whom it is for; empty for everybody. Raises `Refused` (`request-invalid`)."""
    known = names_and_addresses_of(work, dossier_id)
    if terms.party and terms.party not in known:
        raise Refused("request-invalid", path="party", came=terms.party, expected=", ".join(sorted(known)) or "-")
    return known[terms.party][0] if terms.party else ""
