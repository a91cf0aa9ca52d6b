"""A person links, unlinks and moves an exchange, and takes the last such change back within a day."""

from handlers.applications import rules
from handlers.applications.handlers import application_of, open_application, put_link
from handlers.applications.rules import ApplicationLink, LinkChange
from handlers.applications.tables import LINK_CHANGES, LINKS
from handlers.applications.views import lane_of, link_of
from handlers.dossiers.views import place_of
from hub.ids import derived_id
from hub.records import Lane
from hub.work import Work
from schemas.applications import (
    ApplicationMoved,
    ExchangeTaken,
    ExchangeUnlinked,
    LinkExchange,
    MoveExchange,
    OpenForExchange,
    UndoLink,
    UnlinkExchange,
)


def link_exchange(command: LinkExchange, work: Work) -> None:
    """The exchange belongs to that dossier; what waited in it is tried again. Raises `already-linked`, `not-found`."""
    lane = lane_of(work)
    rules.check_unlinked(lane.dossier_id)
    _attach(work, lane, command.dossier_id, _joined(work, command) if command.joins else command.application_id)
    _remember(work, lane, None, command.reason)
    work.tell("exchange-linked", about=lane.id, facts={"reason": command.reason})


def open_for_exchange(command: OpenForExchange, work: Work) -> None:
    """A dossier of its own for the exchange. Raises `already-linked`, `not-found`."""
    lane = lane_of(work)
    rules.check_unlinked(lane.dossier_id)
    rules.check_own_dossier(command.dossier_id, derived_id(lane.id, "dossier"))
    work.publish(ExchangeTaken(dossier_id=command.dossier_id, adviser=command.adviser))
    _attach(work, lane, command.dossier_id, None)
    _remember(work, lane, None, command.reason)
    work.tell("exchange-opened", about=lane.id, facts={"reason": command.reason})


def unlink_exchange(command: UnlinkExchange, work: Work) -> None:
    """The exchange belongs to no dossier and waits for a person. Raises `not-linked`."""
    lane = lane_of(work)
    before = _detach(work, lane)
    _remember(work, lane, before, command.reason)
    work.tell("exchange-unlinked", about=lane.id, facts={"reason": command.reason}, dossier_id=before.dossier_id)


def move_exchange(command: MoveExchange, work: Work) -> None:
    """The exchange and its facts go to another dossier of the office. Raises `not-linked`, `not-found`."""
    lane = lane_of(work)
    before = _detach(work, lane)
    _attach(work, lane, command.dossier_id, command.application_id)
    _remember(work, lane, before, command.reason)
    _say_moved(work, before)
    facts = {"reason": command.reason, "from": before.dossier_id, "to": command.dossier_id}
    for dossier_id in dict.fromkeys((before.dossier_id, command.dossier_id)):
        work.tell("exchange-moved", about=lane.id, facts=facts, dossier_id=dossier_id)


def undo_link(command: UndoLink, work: Work) -> None:
    """Takes the last link, unlink or move back. Raises `undo-too-late`, `not-found`."""
    lane = lane_of(work)
    changes = work.find(LINK_CHANGES, lane.dossier_id) if lane.dossier_id or work.dossier_id else ()
    last = next((each for each in changes if each.lane_id == lane.id), None)
    change = rules.check_undoable(last, command.dossier_id, work.cause.at)
    work.remove(LINK_CHANGES, change)
    facts = {"reason": command.reason, "from": lane.dossier_id, "to": change.from_dossier_id}
    before = _detach(work, lane) if lane.dossier_id else None
    if change.from_dossier_id:
        _attach(work, lane, change.from_dossier_id, change.from_application_id)
    if before:
        _say_moved(work, before)
    work.tell("link-undone", about=lane.id, facts=facts, dossier_id=change.from_dossier_id or lane.dossier_id)


def _say_moved(work: Work, before: ApplicationLink) -> None:
    """The application went with its last exchange, when that is in another dossier now."""
    lane = lane_of(work)
    is_left = not any(each.application_id == before.application_id for each in work.find(LINKS, before.dossier_id))
    link = link_of(work, lane.dossier_id) if lane.dossier_id else None
    if is_left and link:
        work.publish(
            ApplicationMoved(
                from_dossier_id=before.dossier_id,
                from_application_id=before.application_id,
                dossier_id=link.dossier_id,
                application_id=link.application_id,
            )
        )


def _joined(work: Work, command: LinkExchange) -> str:
    """The application of the exchange that this one turned out to be; raises `NotFound` when it left the dossier."""
    links = work.find(LINKS, command.dossier_id)
    return rules.check_joined(next((link for link in links if link.lane_id == command.joins), None))


def _attach(work: Work, lane: Lane, dossier_id: str, application_id: str | None) -> None:
    rules.check_same_place((lane.office_id, lane.environment), place_of(work, dossier_id))
    if application_id in {None, derived_id(lane.id, "application")}:
        open_application(work, lane, dossier_id)
    else:
        application = application_of(work, dossier_id, str(application_id))
        rules.check_same_lender(lane.partner, application)
        put_link(work, ApplicationLink(dossier_id, lane.id, str(application_id)))
    work.link(dossier_id)


def _detach(work: Work, lane: Lane) -> ApplicationLink:
    dossier_id = rules.check_linked(lane.dossier_id)
    link = link_of(work, dossier_id)
    if link is None:
        raise LookupError(f"exchange {lane.id} is linked to dossier {dossier_id} without an application")
    work.publish(ExchangeUnlinked(lane_id=lane.id, dossier_id=dossier_id))
    work.unlink()
    return link


def _remember(work: Work, lane: Lane, before: ApplicationLink | None, reason: str) -> None:
    """Keeps the change for a day of undo, in place of an earlier one of this lane."""
    now = lane_of(work).dossier_id
    change = LinkChange(
        dossier_id=now or (before.dossier_id if before else ""),
        lane_id=lane.id,
        at=work.cause.at,
        actor=work.cause.actor,
        reason=reason,
        from_dossier_id=before.dossier_id if before else None,
        from_application_id=before.application_id if before else None,
        to_dossier_id=now,
    )
    work.put(LINK_CHANGES, change)
