"""Action points: one per thing for ever, opened and closed by how much the customer is needed for it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from schemas.action_points import ActionNeeded, PointTerms, Verdict
from schemas.errors import Conflict, Refused

State = Literal["held", "open", "done", "closed", "withdrawn"]
"""held: the adviser has to look first. open: the customer has to act. done: he did. closed: what he did is right.
withdrawn: it was asked and is not any more, before he did anything."""

HANDLED: frozenset[str] = frozenset({"done", "closed"})
"""Afgehandeld: delivered, approved or done; not merely seen."""
OPEN: frozenset[str] = frozenset({"held", "open"})
BY_HAND = "hand"
LAST = date(2200, 1, 1)
_SUBJECT_MAX, _REMARK_MAX, _REASON_MAX = 200, 2000, 500


@dataclass(frozen=True, slots=True)
class ActionPoint:
    """What a customer has to do about one thing (`about` its kind, `about_id` which one).

    `round` counts how often it was asked, from 1. `released_by` is who let it through to the customer, `office` when
    the office lets all of them through at once, empty as long as nobody did.
    `about` is `BY_HAND` for one that staff made; `document` is its SoortDocument, empty for what is none.
    """

    dossier_id: str
    id: str
    application_id: str
    about: str
    about_id: str
    state: str
    round: int
    subject: str
    reason: str
    person: str
    due: date | None
    opened_at: datetime
    changed_at: datetime
    released_by: str = ""
    released_at: datetime | None = None
    kind: str = "upload"
    remark: str = ""
    party: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class ActionPointPolicy:
    """What an office decided: `at_once` lets action points reach its customers before an adviser looked."""

    office_id: str
    at_once: bool
    set_by: str
    set_at: datetime


def is_at_once(policies: Iterable[ActionPointPolicy]) -> bool:
    """The office's decision; the adviser looks first as long as it made none."""
    return any(each.at_once for each in policies)


def after(
    before: ActionPoint | None, news: ActionNeeded, point_id: str, at: datetime, *, at_once: bool
) -> ActionPoint | None:
    """The action point after this news; `None` when there is none to have.

    What nobody ever saw goes with a thing that is gone; what somebody saw is withdrawn and kept.
    """
    asked = news.needed and news.need == "asked"
    if before is None:
        return _opened(news, point_id, at, at_once=at_once) if asked else None
    if news.need == "gone":
        return _withdrawn(before, at) if before.released_by else None
    told = _told(before, news)
    if not news.needed or news.need == "withdrawn":
        return _withdrawn(told, at)
    if news.need == "closed":
        return _moved(told, "closed", at)
    if news.need == "handed_in":
        return _moved(told, "done", at)
    return _asked(told, at, at_once=at_once)


def released(point: ActionPoint, by: str, at: datetime) -> ActionPoint:
    """Let through to the customer; once is enough, and it stays so in later rounds."""
    if point.released_by:
        return point
    let = replace(point, released_by=by, released_at=at)
    return _moved(let, "open", at) if point.state == "held" else let


def withheld(point: ActionPoint, at: datetime) -> ActionPoint:
    """An adviser looks first again, because others than before could see it now."""
    unseen = replace(point, released_by="", released_at=None)
    return _moved(unseen, "held", at) if point.state == "open" else unseen


def _opened(news: ActionNeeded, point_id: str, at: datetime, *, at_once: bool) -> ActionPoint:
    held = ActionPoint(
        dossier_id=news.dossier_id,
        id=point_id,
        application_id=news.application_id,
        about=news.about,
        about_id=news.about_id,
        state="held",
        round=1,
        subject=news.subject,
        reason=news.reason,
        person=news.person,
        due=news.due,
        opened_at=at,
        changed_at=at,
        document=news.document,
    )
    return released(held, "office", at) if at_once else held


def _asked(point: ActionPoint, at: datetime, *, at_once: bool) -> ActionPoint:
    """Asked for: the next round of the same point when it was done or closed before."""
    if point.state in OPEN:
        return point
    state: State = "open" if point.released_by else "held"
    again = _moved(replace(point, round=point.round + 1), state, at)
    return released(again, "office", at) if at_once else again


@dataclass(frozen=True, slots=True)
class Progress:
    """Voortgang: how many of all points are handled. `percent` is whole, rounded down."""

    handled: int
    total: int

    @property
    def percent(self) -> int:
        """0 without any point; 100 only when none is open."""
        return 100 * self.handled // self.total if self.total else 0

    @property
    def open(self) -> int:
        return self.total - self.handled


def progress(points: Iterable[ActionPoint]) -> Progress:
    """Over the points that somebody may see and that were not withdrawn."""
    counted = [each for each in points if each.released_by and each.state in HANDLED | {"open"}]
    return Progress(sum(each.state in HANDLED for each in counted), len(counted))


def _withdrawn(point: ActionPoint, at: datetime) -> ActionPoint:
    """What was handled stays so: a customer who did his part does not see it undone."""
    return _moved(point, "closed" if point.state in HANDLED else "withdrawn", at)


def _told(point: ActionPoint, news: ActionNeeded) -> ActionPoint:
    """With what it is called now."""
    said = news.model_dump(include={"subject", "reason", "person", "due"})
    return replace(point, **said, document=news.document or point.document)


def _moved(point: ActionPoint, state: State, at: datetime) -> ActionPoint:
    return point if point.state == state else replace(point, state=state, changed_at=at)


def asked_of(points: Iterable[ActionPoint], party: str) -> set[str]:
    """What one party, or everybody, is asked by hand and was not taken back, by its subject."""
    return {
        each.subject for each in points if each.about == BY_HAND and each.party == party and each.state != "withdrawn"
    }


def made(place: tuple[str, str], terms: PointTerms, person: str, *, by: str, at: datetime) -> ActionPoint:
    """One that staff make at `place` (dossier, id) for `person` (a name); raises `Refused` (`request-invalid`)."""
    subject, remark = _checked(terms, at.date())
    return ActionPoint(
        dossier_id=place[0],
        id=place[1],
        application_id=terms.application_id,
        about=BY_HAND,
        about_id=place[1],
        state="open",
        round=1,
        subject=subject,
        reason="",
        person=person,
        due=terms.due,
        opened_at=at,
        changed_at=at,
        released_by=by,
        released_at=at,
        kind=terms.kind,
        remark=remark,
        party=terms.party,
        document=terms.document,
    )


def changed(point: ActionPoint, terms: PointTerms, person: str, at: datetime) -> ActionPoint:
    """Raises `Conflict` (`action-point-follows`, `action-point-state`), `Refused` (`request-invalid`)."""
    _check_own(point, "open")
    subject, remark = _checked(terms, at.date() if terms.due != point.due else None)
    after = replace(point, subject=subject, remark=remark, kind=terms.kind, person=person, party=terms.party)
    document = terms.document or point.document
    after = replace(after, due=terms.due, application_id=terms.application_id, document=document)
    return point if after == point else replace(after, changed_at=at)


def taken_back(point: ActionPoint, reason: str, at: datetime) -> ActionPoint:
    """Raises `Conflict` (`action-point-follows`, `action-point-state`), `Refused` (`request-invalid`)."""
    _check_own(point, "open")
    return _moved(replace(point, reason=_reason(reason)), "withdrawn", at)


def judged(point: ActionPoint, verdict: Verdict, reason: str, at: datetime) -> ActionPoint:
    """What staff say of it; rejected is the next round of the same point.

    Raises `Conflict` (`action-point-follows`, `action-point-state`), `Refused` (`request-invalid`) without a reason
    for what is rejected.
    """
    said = _reason(reason)
    if verdict == "done":
        _check_own(point, "open")
        return _moved(replace(point, reason=""), "done", at)
    if verdict == "approved":
        _check_own(point, "open", "done")
        return _moved(replace(point, reason=""), "closed", at)
    _check_own(point, "done", "closed")
    if not said:
        raise Refused("request-invalid", path="reason", came="", expected="een reden / a reason")
    return _moved(replace(point, round=point.round + 1, reason=said), "open", at)


def _check_own(point: ActionPoint, *states: str) -> None:
    if point.about != BY_HAND:
        raise Conflict("action-point-follows", path="action_point_id", came=point.about)
    if point.state not in states:
        raise Conflict("action-point-state", path="action_point_id", came=point.state, expected=", ".join(states))


def _checked(terms: PointTerms, today: date | None) -> tuple[str, str]:
    """Subject and remark as they are kept; a day that passed cannot be asked from `today` on."""
    subject, remark = " ".join(terms.subject.split()), terms.remark.strip()
    if not subject or len(subject) > _SUBJECT_MAX:
        raise Refused("request-invalid", path="subject", came=len(subject), expected=f"1–{_SUBJECT_MAX}")
    if len(remark) > _REMARK_MAX:
        raise Refused("request-invalid", path="remark", came=len(remark), expected=f"<= {_REMARK_MAX}")
    if terms.due and not (today or date.min) <= terms.due <= LAST:
        raise Refused("request-invalid", path="due", came=terms.due.isoformat(), expected=f"{today} – {LAST}")
    return subject, remark


def _reason(reason: str) -> str:
    said = " ".join(reason.split())
    if len(said) > _REASON_MAX:
        raise Refused("request-invalid", path="reason", came=len(said), expected=f"<= {_REASON_MAX}")
    return said
