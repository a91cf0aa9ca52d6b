"""Registers what a lender says, sets what a person says, and gives up what came through an exchange that left."""

from handlers.applications.views import application_id_of, domain_of, lane_of
from handlers.statuses import rules
from handlers.statuses.rules import CurrentStatus, StatusEntry
from handlers.statuses.tables import CURRENT_STATUSES, STATUS_HISTORY
from hub.work import Work
from schemas.applications import ExchangeUnlinked
from schemas.documents import DocumentJudged
from schemas.statuses import RegisterStatus, SetStatus


def register_status(command: RegisterStatus, work: Work) -> None:
    """A status of the lane's application; raises `Waiting` when the lane has none yet."""
    about = (application_id_of(work), lane_of(work).id)
    entry = rules.entry_of(command, work.dossier_id or "", work.cause.unit_id, about, work.cause.at)
    work.add(STATUS_HISTORY, entry)
    if rules.moves(entry.domain):
        _move(work, entry, command)
    else:
        _tell(work, entry, [], None)
        _judge_document(work, entry, command)
    work.publish(rules.answer_of(entry, command))


def set_status(command: SetStatus, work: Work) -> None:
    """A person says where the application stands, until the lender's next message. Raises `status-unknown`."""
    domain = domain_of(work, command.application_id)
    current = work.get(CURRENT_STATUSES, command.dossier_id, command.application_id)
    new = rules.set_by_hand(current, command, domain, work.cause.actor, work.cause.at)
    work.put(CURRENT_STATUSES, new)
    work.add(STATUS_HISTORY, rules.hand_entry(new, work.cause.unit_id))
    change = {"field": "status", "old": current.shown if current else None, "new": new.shown, "path": ""}
    work.tell("status-set-by-hand", about=command.application_id, facts={"note": command.note}, changes=[change])
    work.publish(rules.moved(new))


def give_up_statuses(event: ExchangeUnlinked, work: Work) -> None:
    """Removes what the lane brought; what other lanes said about the same application counts again."""
    history = work.find(STATUS_HISTORY, event.dossier_id)
    gone = [entry for entry in history if entry.lane_id == event.lane_id]
    for entry in gone:
        work.remove(STATUS_HISTORY, entry)
    for application_id in {entry.application_id for entry in gone}:
        left = [e for e in history if e.application_id == application_id and e.lane_id != event.lane_id]
        _replace_current(work, event.dossier_id, application_id, rules.newest_of(left))


def _move(work: Work, entry: StatusEntry, command: RegisterStatus) -> None:
    current = work.get(CURRENT_STATUSES, entry.dossier_id, entry.application_id)
    new = rules.after(current, entry)
    if new != current:
        work.put(CURRENT_STATUSES, new)
    if rules.is_outdated(current, entry):
        work.superseded()
    _tell(work, entry, rules.changes(current, new, command), current)
    if new != current:
        work.publish(rules.moved(new))


def _tell(work: Work, entry: StatusEntry, changes: list[dict[str, object]], current: CurrentStatus | None) -> None:
    facts = {
        "domain": entry.domain,
        "status": f"{entry.code} {entry.text}".strip(),
        "moment": entry.moment,
        "request_version": entry.request_version,
        "lines": entry.lines,
        "flags": rules.flags(entry, current),
    }
    work.tell("status-registered", about=entry.application_id, facts=facts, changes=changes)


def _judge_document(work: Work, entry: StatusEntry, command: RegisterStatus) -> None:
    if not command.document_number:
        return
    work.publish(
        DocumentJudged(
            dossier_id=entry.dossier_id,
            application_id=entry.application_id,
            lane_id=entry.lane_id,
            line_number=command.document_number,
            rank=entry.rank,
            moment=command.moment,
            status=command.status,
            lines=command.lines,
        )
    )


def _replace_current(work: Work, dossier_id: str, application_id: str, new: CurrentStatus | None) -> None:
    found = (each for each in work.find(CURRENT_STATUSES, dossier_id) if each.application_id == application_id)
    current = next(found, None)
    if current is None:
        return
    if new is None:
        work.remove(CURRENT_STATUSES, current)
    else:
        work.put(CURRENT_STATUSES, rules.with_hand_of(new, current))
