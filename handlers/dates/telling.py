"""Tells people that a date is near: the adviser and his substitute, and at the end the office's administrators."""

from dataclasses import replace

from handlers.accounts.views import Colleague, administrators_of, colleague_and_substitutes
from handlers.dates import planning
from handlers.dates.rules import alerts, wording
from handlers.dates.rules.watching import WatchedDate
from handlers.dossiers.views.scope import title_in
from hub.records import INVOLVEMENTS
from hub.work import Work
from schemas.dates import DateEscalated, DateNear
from schemas.notifications import Addressee, SendNotification

NEAR, ESCALATED = "date-near", "date-escalated"
_RESPONSIBLE = ("adviser", "handler")
"""Whose date it is: the adviser's, else the case handler's, else the administrators'."""


def tell_people(work: Work, watched: WatchedDate) -> WatchedDate:
    """The date after everybody who has to know was told, each of them once."""
    day = planning.today(work)
    left = alerts.left(day, watched.ends_on)
    escalates = not watched.is_escalated and alerts.is_escalation(watched.kind, left)
    own = _responsible(work, watched)
    others = administrators_of(work, watched.office_id) if escalates or not own else ()
    letters = {each.id: (each, ESCALATED if escalates else NEAR) for each in others}
    letters |= {each.id: (each, NEAR) for each in own}
    told = [_send(work, watched, user, template) for user, template in letters.values() if user.email]
    facts = {"date": planning.key_of(watched), "note": wording.near(watched, day), "told": ", ".join(told)}
    kind = "date-told" if told else "date-told-nobody"
    work.tell(kind, about=watched.id, facts=facts)
    _publish(work, watched, left, escalates=escalates)
    return replace(watched, told_on=day, is_escalated=watched.is_escalated or escalates)


def _publish(work: Work, watched: WatchedDate, left: int, *, escalates: bool) -> None:
    near = DateNear(
        dossier_id=watched.dossier_id,
        date_id=watched.id,
        kind=watched.kind,
        subject=watched.subject,
        application_id=watched.application_id,
        ends_on=watched.ends_on,
        working_days_left=left,
    )
    work.publish(near)
    if escalates:
        work.publish(DateEscalated(**near.model_dump(exclude={"application_id"})))


def _responsible(work: Work, watched: WatchedDate) -> tuple[Colleague, ...]:
    """Who has the dossier and who does his work today; nobody when it is nobody's, or none of them has an address."""
    involved = {each.part: each.name.partition(":")[2] for each in work.find(INVOLVEMENTS, watched.dossier_id)}
    for part in _RESPONSIBLE:
        found = colleague_and_substitutes(work, watched.office_id, involved.get(part, ""), planning.today(work))
        if any(each.email for each in found):
            return found
    return ()


def _send(work: Work, watched: WatchedDate, user: Colleague, template: str) -> str:
    """Orders the letter, which is made in a transaction of its own; returns whom it goes to."""
    day = planning.today(work)
    fields = {
        "what": wording.what(watched),
        "day": wording.in_words(watched.ends_on),
        "near": wording.near(watched, day),
        "todo": wording.todo(watched),
        "dossier": title_in(work, watched.dossier_id) or watched.dossier_id,
    }
    addressee = Addressee(reference=user.actor, name=user.name, email=user.email)
    about = f"dossier/{watched.dossier_id}"
    letter = SendNotification(
        office_id=watched.office_id, template=template, addressee=addressee, channel="email", fields=fields, about=about
    )
    work.order(letter)
    return user.name
