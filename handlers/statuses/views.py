"""The reading side of statuses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.engine import Connection

from handlers.statuses import rules
from handlers.statuses.rules import CurrentStatus, StatusEntry
from handlers.statuses.tables import CURRENT_STATUSES, STATUS_HISTORY
from hub import rows as statements
from hub.work import Work
from schemas.viewer import VisibleDossier


@dataclass(frozen=True, slots=True)
class StatusView:
    """A line of history; `moment` is the lender's own, local. `flags` say what is strange about it."""

    code: str
    text: str
    domain: str
    moment: str
    request_version: int
    lender_reference: str
    lines: tuple[str, ...]
    details: dict[str, Any]
    flags: tuple[str, ...]
    by_hand: bool
    actor: str
    at: datetime
    unit_id: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class CurrentStatusView:
    """Where an application stands; by hand until the lender's next message, with the lender's own beside it."""

    code: str
    text: str
    moment: str
    lender_reference: str
    by_hand: bool
    note: str
    hand_by: str
    hand_at: datetime | None
    lender_code: str
    lender_text: str
    history: tuple[StatusView, ...]


@dataclass(frozen=True, slots=True)
class LatestStatus:
    """The status that a list shows; `moment` is the lender's own, local."""

    code: str
    text: str
    moment: str
    by_hand: bool


def statuses_in(dossier: VisibleDossier, connection: Connection) -> dict[str, CurrentStatusView]:
    """Application id → its status with its history, in the order of the messages."""
    history = statements.select(connection, STATUS_HISTORY, "dossier_id", [dossier.id])
    return {
        current.application_id: _view(current, [e for e in history if e.application_id == current.application_id])
        for current in statements.select(connection, CURRENT_STATUSES, "dossier_id", [dossier.id])
    }


def current_for_list(connection: Connection, dossiers: tuple[VisibleDossier, ...]) -> dict[str, list[str]]:
    """Dossier id → the shown statuses of its applications, for a list of dossiers."""
    shown: dict[str, list[str]] = {}
    for current in statements.select(connection, CURRENT_STATUSES, "dossier_id", [each.id for each in dossiers]):
        shown.setdefault(current.dossier_id, []).append(current.shown)
    return shown


def is_over_in(work: Work, application_id: str) -> bool:
    """Whether an application of the locked dossier has a status that ends it, for another capability."""
    current = work.get(CURRENT_STATUSES, work.dossier_id or "", application_id)
    return current is not None and rules.is_over(current)


def code_in(work: Work, dossier_id: str, application_id: str) -> str:
    """What the lender said last of an application of a locked dossier, for a handler; empty for nothing yet."""
    found = (each for each in work.find(CURRENT_STATUSES, dossier_id) if each.application_id == application_id)
    current = next(found, None)
    return current.code if current else ""


def with_status(code: str) -> Select[tuple[str]]:
    """The dossiers that have an application with this code as it is shown, for use inside another query."""
    current = CURRENT_STATUSES.table.c
    is_shown = or_(current.hand_code == code, and_(current.hand_code == "", current.code == code))
    return select(current.dossier_id).where(is_shown)


def known_by_reference(connection: Connection, kenmerken: Iterable[str]) -> set[tuple[str, str]]:
    """Each Kenmerk with the dossiers that a lender calls so, in any office."""
    table = CURRENT_STATUSES.table.c
    query = select(table.lender_reference, table.dossier_id).where(table.lender_reference.in_(set(kenmerken)))
    return {(row[0], row[1]) for row in connection.execute(query)}


def referred(kenmerk: str) -> Select[tuple[str]]:
    """The dossiers that a lender calls by this Kenmerk in a status, for use inside another query."""
    current = CURRENT_STATUSES.table.c
    return select(current.dossier_id).where(current.lender_reference == kenmerk)


def latest_for_list(connection: Connection, dossiers: tuple[VisibleDossier, ...]) -> dict[str, LatestStatus]:
    """Dossier id → the status with the latest moment among its applications, for a list of dossiers."""
    latest: dict[str, LatestStatus] = {}
    for current in statements.select(connection, CURRENT_STATUSES, "dossier_id", [each.id for each in dossiers]):
        by_hand = bool(current.hand_code)
        code, text = (current.hand_code, current.hand_text) if by_hand else (current.code, current.text)
        said = LatestStatus(code, text, current.moment, by_hand)
        if said.moment >= latest.get(current.dossier_id, said).moment:
            latest[current.dossier_id] = said
    return latest


def choices_for(domain: str) -> dict[str, str]:
    """Code → text of what a person may set on an application of this domain."""
    return rules.choices(domain)


def facts_part(connection: Connection, dossier_id: str) -> dict[str, str]:
    """Application id → the code that it has, whatever the order of arrival."""
    return {
        current.application_id: current.hand_code or current.code
        for current in statements.select(connection, CURRENT_STATUSES, "dossier_id", [dossier_id])
    }


def _view(current: CurrentStatus, history: list[StatusEntry]) -> CurrentStatusView:
    by_hand = bool(current.hand_code)
    return CurrentStatusView(
        code=current.hand_code or current.code,
        text=current.hand_text or current.text,
        moment=current.moment,
        lender_reference=current.lender_reference,
        by_hand=by_hand,
        note=current.hand_note,
        hand_by=current.hand_by,
        hand_at=current.hand_at,
        lender_code=current.code,
        lender_text=current.text,
        history=tuple(_line(entry, flags, current) for entry, flags in rules.flagged(history)),
    )


def _line(entry: StatusEntry, flags: list[str], current: CurrentStatus) -> StatusView:
    counts = not entry.by_hand and rules.moves(entry.domain) and rules.standing(entry) == current.standing
    return StatusView(
        code=entry.code,
        text=entry.text,
        domain=entry.domain,
        moment=entry.moment,
        request_version=entry.request_version,
        lender_reference=entry.lender_reference,
        lines=tuple(entry.lines),
        details=entry.details,
        flags=tuple(flags),
        by_hand=entry.by_hand,
        actor=entry.actor,
        at=entry.at,
        unit_id=entry.unit_id,
        is_current=counts and not current.hand_code,
    )
