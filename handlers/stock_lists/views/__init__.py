"""The reading side of stock lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.engine import Connection

from handlers.documents.views import DocumentView
from handlers.stock_lists.comparing import LineDifference as LineDifference
from handlers.stock_lists.comparing import Step as Step
from handlers.stock_lists.comparing import counted as counted
from handlers.stock_lists.comparing import steps
from handlers.stock_lists.folding import is_open
from handlers.stock_lists.rules import StockLine, StockList, stand_as_seen
from handlers.stock_lists.tables import LIST_VERSIONS, STOCK_LINES, STOCK_LISTS
from hub import rows as statements
from hub.work import Work
from schemas.stock_lists import LineStand, ListStand
from schemas.viewer import VisibleDossier


@dataclass(frozen=True, slots=True)
class StockLineView:
    """A required document. `is_open`: somebody has to deliver it; `on_list`: the newest request still carries it."""

    number: str
    document: str
    document_text: str
    description: str
    status: str
    status_text: str
    note: str
    moment: str
    is_open: bool
    on_list: bool
    from_source: bool
    deliver_before: date | None
    valid_until: date | None
    chain_status: str
    chain_note: str
    person: str
    property_number: int | None
    details: dict[str, Any]
    flags: tuple[str, ...]
    documents: tuple[DocumentView, ...]


@dataclass(frozen=True, slots=True)
class StockListView:
    """The list of one application; `open_actions` counts the lines that somebody has to deliver."""

    lender_reference: str
    moment: str
    request_version: int
    open_actions: int
    lines: tuple[StockLineView, ...]


def list_of(work: Work, application_id: str) -> ListStand | None:
    """The list of an application of the locked dossier, for another capability; `None` before its first DA."""
    found = (each for each in work.find(STOCK_LISTS) if each.application_id == application_id and each.rank)
    made = (ListStand(each.application_id, each.rank, each.lender_reference, each.request_version) for each in found)
    return next(made, None)


def lines_of(work: Work, dossier_id: str, application_id: str) -> dict[str, LineStand]:
    """Number → line of an application of a locked dossier, for another capability."""
    lines = (line for line in work.find(STOCK_LINES, dossier_id) if line.application_id == application_id)
    return {line.number: stand_as_seen(line) for line in lines}


def all_lines_of(work: Work, dossier_id: str) -> dict[str, dict[str, LineStand]]:
    """Application id → number → line of a locked dossier, for another capability."""
    made: dict[str, dict[str, LineStand]] = {}
    for line in work.find(STOCK_LINES, dossier_id):
        made.setdefault(line.application_id, {})[line.number] = stand_as_seen(line)
    return made


def lines_in(connection: Connection, dossier_id: str) -> tuple[LineStand, ...]:
    """Every line of a dossier that the caller has in scope, by application and number."""
    return tuple(stand_as_seen(line) for line in statements.select(connection, STOCK_LINES, "dossier_id", [dossier_id]))


def exchanges_in(connection: Connection, dossier_id: str) -> dict[str, str]:
    """Application id → the exchange that brought its newest DA, over which its documents go."""
    versions = statements.select(connection, LIST_VERSIONS, "dossier_id", [dossier_id])
    return {each.application_id: each.lane_id for each in sorted(versions, key=lambda each: each.rank)}


def stock_lists_in(
    dossier: VisibleDossier, connection: Connection, documents: Mapping[str, tuple[DocumentView, ...]]
) -> dict[str, StockListView]:
    """Application id → its stock list, lines by number; `documents` are the delivered files by application id."""
    lines = statements.select(connection, STOCK_LINES, "dossier_id", [dossier.id])
    return {
        stock_list.application_id: _view(
            stock_list,
            [line for line in lines if line.application_id == stock_list.application_id],
            documents.get(stock_list.application_id, ()),
        )
        for stock_list in statements.select(connection, STOCK_LISTS, "dossier_id", [dossier.id])
        if stock_list.rank
    }


def steps_in(dossier: VisibleDossier, connection: Connection, application_id: str) -> tuple[Step, ...]:
    """Every DA of an application, the newest first, with what it changed."""
    versions = statements.select(connection, LIST_VERSIONS, "dossier_id", [dossier.id])
    own = [each for each in versions if each.application_id == application_id]
    lists = statements.select(connection, STOCK_LISTS, "dossier_id", [dossier.id])
    found = next((each for each in lists if each.application_id == application_id), None)
    return steps(found, own) if found else ()


def open_actions_for_list(connection: Connection, dossiers: tuple[VisibleDossier, ...]) -> dict[str, int]:
    """Dossier id → how many lines somebody has to deliver, for a list of dossiers."""
    counted: dict[str, int] = {}
    for line in statements.select(connection, STOCK_LINES, "dossier_id", [each.id for each in dossiers]):
        counted[line.dossier_id] = counted.get(line.dossier_id, 0) + _is_open(line)
    return counted


def facts_part(connection: Connection, dossier_id: str) -> dict[str, dict[str, Any]]:
    """Application id → its lines and open action points, whatever the order of arrival."""
    left_out = {"dossier_id", "application_id", "approved_at", "asked_rank", "asked_moment"}
    made: dict[str, dict[str, Any]] = {}
    for line in statements.select(connection, STOCK_LINES, "dossier_id", [dossier_id]):
        part = made.setdefault(line.application_id, {"stock_list": [], "open_actions": []})
        part["stock_list"].append({name: getattr(line, name) for name in STOCK_LINES.columns if name not in left_out})
        if _is_open(line):
            part["open_actions"].append(line.number)
    return made


def _is_open(line: StockLine) -> bool:
    return is_open(line.status, from_source=line.from_source, on_list=line.on_list)


def _view(stock_list: StockList, lines: list[StockLine], documents: tuple[DocumentView, ...]) -> StockListView:
    return StockListView(
        lender_reference=stock_list.lender_reference,
        moment=stock_list.moment,
        request_version=stock_list.request_version,
        open_actions=sum(_is_open(line) for line in lines),
        lines=tuple(_line(line, tuple(d for d in documents if d.line_number == line.number)) for line in lines),
    )


def _line(line: StockLine, documents: tuple[DocumentView, ...]) -> StockLineView:
    return StockLineView(
        number=line.number,
        document=line.document,
        document_text=line.document_text,
        description=line.description,
        status=line.status,
        status_text=line.status_text,
        note=line.note,
        moment=line.moment,
        is_open=_is_open(line),
        on_list=line.on_list,
        from_source=line.from_source,
        deliver_before=line.deliver_before,
        valid_until=line.valid_until,
        chain_status=line.chain_status,
        chain_note=line.chain_note,
        person=line.person,
        property_number=line.property_number,
        details=line.details,
        flags=tuple(line.flags),
        documents=documents,
    )
