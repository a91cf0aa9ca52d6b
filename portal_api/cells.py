"""The rows of a list as text, for a file: the name of each row and the columns that were chosen."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from handlers.dossiers.views import DossierLine, dossiers_for
from handlers.involvements.views import Holder, holders_in_each
from handlers.tasks.views import tasks_for
from hub.clock import AMSTERDAM
from portal_api.exchanges import lender_name
from portal_api.listing import products_of_all, stages_of, stukken_of_all
from portal_api.lists import LISTS, chosen
from portal_api.texts import text, told_in
from portal_api.who import Asking
from schemas.viewer import VisibleDossier

Rows = list[tuple[str, ...]]
_NAMES = {"dossiers": "dossier", "tasks": "subject", "products": "kind", "stukken": "stuk"}
_OF_A_FILE = {"dossiers": ("number", "dossier", "standing", "opened", "status", "open")}
"""The columns of a file for which nobody chose any, where they are others than those of the page."""


def rows_of(asking: Asking, which: str, query: Any, limit: int) -> tuple[tuple[str, ...], Rows]:
    """The columns, and at most so many rows; raises `Refused` (`request-invalid`)."""
    shown = chosen(which, query.columns)
    columns = (_NAMES[which], *shown)
    if not query.columns:
        columns = _OF_A_FILE.get(which, columns)
    cells = _CELLS[which](asking, query, limit)
    return columns, [tuple(row[each] for each in columns) for row in cells]


def _dossiers(asking: Asking, query: Any, limit: int) -> list[Mapping[str, str]]:
    wanted = LISTS["dossiers"].wanted(asking, query)
    with asking.reading() as connection:
        lines = dossiers_for(asking.viewer, connection, wanted, limit=limit).lines
        held = {"adviser", "handler"} & set(query.columns)
        own = [VisibleDossier(each.id, asking.viewer) for each in lines]
        holders = holders_in_each(connection, own) if held else {}
    return [_dossier(asking, each, holders.get(each.id, {})) for each in lines]


def _dossier(asking: Asking, line: DossierLine, holders: Mapping[str, Holder]) -> dict[str, str]:
    offer = line.offer
    return {
        "dossier": line.title,
        "number": line.number,
        "standing": text(asking.language, f"standing.{line.standing}"),
        "opened": _day(line.opened_at),
        "status": f"{line.latest.code} {line.latest.text}" if line.latest else "",
        "offer": f"{offer.amount or ''} {offer.valid_until or ''}".strip() if offer else "",
        "open": str(line.open_actions),
        "lead_source": line.lead_source,
        **{part: holders[part].who if part in holders else "" for part in ("adviser", "handler")},
    }


def _tasks(asking: Asking, query: Any, limit: int) -> list[Mapping[str, str]]:
    wanted = LISTS["tasks"].wanted(asking, query)
    with asking.reading() as connection:
        found = tasks_for(asking.viewer, connection, wanted, limit=limit)
    return [
        {
            "subject": each.subject,
            "due": each.due.isoformat(),
            "assignee": each.who,
            "dossier": each.dossier,
            "remark": each.remark,
            "made_at": _day(each.made_at),
        }
        for each in found
    ]


def _products(asking: Asking, query: Any, limit: int) -> list[Mapping[str, str]]:
    found, _, _ = products_of_all(asking, query, None, limit)
    stages, told = stages_of(asking, found), told_in(asking.language)
    return [
        {
            "kind": text(asking.language, f"product_kind.{each.kind}"),
            "dossier": each.dossier,
            "lender": each.lender,
            "amount": each.amount,
            "stage": text(asking.language, f"products.state_{each.state}")
            if each.state != "open"
            else getattr(stages.get(each.id), told, ""),
            "application": each.application,
            "missing": str(each.missing),
            "made_at": _day(each.made_at),
            "made_by": each.made_by,
            "ended_at": _day(each.ended_at),
        }
        for each in found
    ]


def _stukken(asking: Asking, query: Any, limit: int) -> list[Mapping[str, str]]:
    found, _, _ = stukken_of_all(asking, query, None, limit)
    return [
        {
            "stuk": each.title,
            "dossier": each.dossier,
            "due": _day(each.due),
            "deliverer": text(asking.language, f"stuk.by_{each.deliverer}"),
            "where": text(asking.language, f"stuk.{each.state}"),
            "lender_says": f"{each.status} {each.status_text}".strip(),
            "lender": lender_name(each.lender),
            "application": each.application,
            "person": each.person,
            "document": f"{each.document} {each.document_text}".strip(),
        }
        for each in found
    ]


_CELLS: Mapping[str, Callable[[Asking, Any, int], Sequence[Mapping[str, str]]]] = {
    "dossiers": _dossiers,
    "tasks": _tasks,
    "products": _products,
    "stukken": _stukken,
}


def _day(at: datetime | date | None) -> str:
    if at is None:
        return ""
    return (at.astimezone(AMSTERDAM).date() if isinstance(at, datetime) else at).isoformat()
