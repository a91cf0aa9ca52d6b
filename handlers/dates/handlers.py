"""Sets, moves and ends dates, follows what lenders say, and tells who has to know."""

from handlers.dates import planning
from handlers.dates.rules import watching
from handlers.dates.rules.watching import DateChange, WatchedDate
from handlers.dates.tables import DATE_CHANGES, WATCHED_DATES
from handlers.dates.telling import tell_people
from handlers.dates.weighing import follow, weigh_documents
from handlers.dossiers.views import check_there
from handlers.offers.views import standing_offer_of
from handlers.statuses.views import is_over_in
from handlers.stock_lists.views import lines_of
from hub.work import Work, change
from schemas.applications import ExchangeUnlinked
from schemas.dates import DateSettled, EndDate, ExtendDate, SetDeedDate, SetResolutiveCondition, TellOfDate
from schemas.errors import NotFound, Refused
from schemas.offers import OfferRegistered
from schemas.statuses import StatusMoved
from schemas.stock_lists import LinesChanged


def set_resolutive_condition(command: SetResolutiveCondition, work: Work) -> None:
    """Raises `Refused("date-past")`, and `request-invalid` for a correction without a reason."""
    new = watching.condition(planning.place_of(work), command.kind, command.terms, planning.today(work))
    _set(work, new, command.reason)


def set_deed_date(command: SetDeedDate, work: Work) -> None:
    """Every document is held against it. Raises as `set_resolutive_condition`."""
    _set(work, watching.deed(planning.place_of(work), command.day, planning.today(work)), command.reason)
    weigh_documents(work, work.dossier_id or "")


def extend_date(command: ExtendDate, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`date-ended`), `Refused` (`date-not-later`)."""
    before = _watched(work, command.date_id)
    after = watching.extended(before, command, planning.today(work), (work.cause.actor, work.cause.at))
    _changed(work, before, after, "extended", command.reason)
    weigh_documents(work, work.dossier_id or "")


def end_date(command: EndDate, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`date-ended`, `rejections-missing`)."""
    before = _watched(work, command.date_id)
    after = watching.ended(before, command, (work.cause.actor, work.cause.at))
    _changed(work, before, after, command.ending, command.reason)
    weigh_documents(work, work.dossier_id or "")


def tell_of_date(command: TellOfDate, work: Work) -> None:
    """The moment of a date has come; one that ended or moved meanwhile is told no more."""
    watched = work.get(WATCHED_DATES, command.dossier_id, command.date_id)
    if watched is None or (watched.state, watched.ends_on) != (watching.OPEN, command.ends_on):
        work.superseded()
    elif watched.application_id and is_over_in(work, watched.application_id):
        planning.keep(work, watching.closed(watched, watching.OVER, (work.cause.actor, work.cause.at)))
    else:
        planning.keep(work, tell_people(work, watched))


def watch_offer(event: OfferRegistered, work: Work) -> None:
    """How long the offer that counts holds, its extension included."""
    _weigh_offer(work, event.dossier_id, event.application_id)


def watch_documents(event: LinesChanged, work: Work) -> None:
    """Documents that somebody judged are held against the deed."""
    lines = lines_of(work, event.dossier_id, event.application_id)
    follow(work, event.dossier_id, "document", event.application_id, planning.horizon(work, event.dossier_id, lines))


def watch_status(event: StatusMoved, work: Work) -> None:
    """Nothing of an application that is over passes any more; one that goes on again is watched as before."""
    for each in planning.of_application(work, event.dossier_id, event.application_id):
        if event.is_over and each.state == watching.OPEN:
            planning.keep(work, watching.closed(each, watching.OVER, (work.cause.actor, work.cause.at)))
        elif not event.is_over and each.state == watching.OVER:
            planning.keep(work, watching.reopened(each))


def give_up_dates(event: ExchangeUnlinked, work: Work) -> None:
    """What followed from the exchange goes with it."""
    found = planning.of_lenders(work, event.dossier_id)
    for application_id in {each.application_id for each in found}:
        _weigh_offer(work, event.dossier_id, application_id)
        lines = lines_of(work, event.dossier_id, application_id)
        wanted = planning.horizon(work, event.dossier_id, lines)
        follow(work, event.dossier_id, "document", application_id, wanted)


def _set(work: Work, new: WatchedDate, reason: str) -> None:
    before = work.get(WATCHED_DATES, new.dossier_id, new.id)
    if before and before.state == watching.OPEN:
        if not reason:
            raise Refused("request-invalid", path="reason", came="", expected="een reden / a reason")
        _changed(work, before, watching.after_setting(before, new), "corrected", reason)
    else:
        _changed(work, before, new, "set", reason)


def _changed(work: Work, before: WatchedDate | None, after: WatchedDate, what: str, reason: str) -> None:
    """Keeps the date with a line of its history, and what was planned for it is planned anew."""
    was = before.day if before and before.state == watching.OPEN else None
    becomes = after.day if after.state == watching.OPEN else None
    cause = work.cause
    line = DateChange(after.dossier_id, after.id, cause.unit_id, what, was, becomes, reason, cause.actor, cause.at)
    work.add(DATE_CHANGES, line)
    planning.keep(work, after)
    if before:
        work.publish(DateSettled(dossier_id=after.dossier_id, date_id=after.id))
    facts = {"date": planning.key_of(after), "reason": reason}
    changes = [] if was == becomes else [change(planning.field_of(after), was, becomes)]
    work.tell(f"date-{what}", about=after.id, facts=facts, changes=changes)


def _watched(work: Work, date_id: str) -> WatchedDate:
    dossier_id = work.dossier_id or ""
    check_there(work, dossier_id)
    found = work.get(WATCHED_DATES, dossier_id, date_id)
    if found is None:
        raise NotFound("not-found", path="date_id", came=date_id, expected="een termijn / a date of the dossier")
    return found


def _weigh_offer(work: Work, dossier_id: str, application_id: str) -> None:
    offer = standing_offer_of(work, dossier_id, application_id)
    until = offer.holds_until if offer else None
    place = planning.place_of(work, dossier_id)
    made = watching.offer(place, application_id, until, offer.lender_reference) if offer and until else None
    follow(work, dossier_id, "offer", application_id, {made.id: made} if made else {})
