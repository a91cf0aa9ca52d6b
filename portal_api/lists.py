"""The lists of an office: the columns that each may show, its addresses, and what its saved views ask.

A choice of columns is part of the address, so that it is kept with a saved view and taken along in a file.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from pydantic import BaseModel, ValidationError
from sqlalchemy.engine import Connection

from handlers.documents.views.listing import Wanted as WantedStukken
from handlers.documents.views.listing import counts_for as stukken_counts
from handlers.dossiers.views import counts_for as dossier_counts
from handlers.preferences.views import SavedView, saved_views_for
from handlers.products.views import kinds
from handlers.products.views.listing import Wanted as WantedProducts
from handlers.products.views.listing import counts_for as product_counts
from handlers.tasks.views import Wanted as WantedTasks
from handlers.tasks.views import counts_for as task_counts
from portal_api.dossiers import wanted_of as wanted_dossiers
from portal_api.shapes.lists import (
    DossiersPageQuery,
    ProductsPageQuery,
    ProductsQuery,
    StukkenPageQuery,
    StukkenQuery,
    TasksPageQuery,
)
from portal_api.shapes.tasks import TasksQuery
from portal_api.who import Asking
from schemas.errors import Refused
from schemas.hdn.codes import texts

Q = TypeVar("Q", bound=BaseModel)
MOST_SHOWN = 6
"""Columns beside the one that names the row; more go beyond a screen."""
STATES = ("open", "done", "withdrawn")


@dataclass(frozen=True, slots=True)
class Listing:
    """`columns` are those that may be shown beside the name of a row, `shown` those that are until somebody chooses.

    `query` reads an address, `wanted` what it asks, and `counts` says how many fit each.
    """

    here: str
    columns: tuple[str, ...]
    shown: tuple[str, ...]
    query: type[BaseModel]
    wanted: Callable[[Asking, Any], Any]
    counts: Callable[[Any, Connection, Sequence[Any]], tuple[int, ...]]


def wanted_tasks(asking: Asking, query: TasksQuery) -> WantedTasks:
    """`me` is who asks, `nobody` what is nobody's yet."""
    who = asking.viewer.actor.rpartition(":")[2] if query.assignee == "me" else query.assignee
    nobodys = who == "nobody"
    return WantedTasks("" if nobodys else who, nobodys, query.until, search=query.q)


def wanted_products(_: Asking, query: ProductsQuery) -> WantedProducts:
    """Raises `Refused` (`request-invalid`) for a code that nothing has."""
    _check("kind", query.kind, kinds())
    _check("state", query.state, STATES)
    _check("lender", query.lender, texts("Maatschappij"))
    return WantedProducts(query.q, query.kind, query.state, query.lender)


def wanted_stukken(_: Asking, query: StukkenQuery) -> WantedStukken:
    """Raises `Refused` (`request-invalid`) for a code that nothing has."""
    _check("status", query.status, texts("DocumentStatus"))
    _check("document", query.document, texts("SoortDocument"))
    _check("lender", query.lender, texts("Maatschappij"))
    return WantedStukken(query.q, query.which, query.status, query.document, query.lender, query.until)


LISTS: Mapping[str, Listing] = {
    "dossiers": Listing(
        "/dossiers",
        ("opened", "status", "offer", "open", "number", "standing", "adviser", "handler", "lead_source"),
        ("opened", "status", "offer", "open"),
        DossiersPageQuery,
        lambda _, query: wanted_dossiers(query),
        dossier_counts,
    ),
    "tasks": Listing(
        "/tasks",
        ("due", "assignee", "dossier", "remark", "made_at"),
        ("due", "assignee", "dossier"),
        TasksPageQuery,
        wanted_tasks,
        task_counts,
    ),
    "products": Listing(
        "/products",
        ("dossier", "lender", "amount", "stage", "application", "missing", "made_at", "made_by", "ended_at"),
        ("dossier", "lender", "amount", "stage", "made_at"),
        ProductsPageQuery,
        wanted_products,
        product_counts,
    ),
    "stukken": Listing(
        "/stukken",
        (*("dossier", "due", "deliverer", "where", "lender_says"), *("lender", "application", "person", "document")),
        ("dossier", "due", "deliverer", "where", "lender_says"),
        StukkenPageQuery,
        wanted_stukken,
        stukken_counts,
    ),
}


def chosen(which: str, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns to show, in order; raises `Refused` (`request-invalid`) for one that the list has not."""
    known = LISTS[which].columns
    for each in columns:
        if each not in known:
            raise Refused("request-invalid", path="columns", came=each, expected=", ".join(known))
    return tuple(columns) or LISTS[which].shown


def said(query: BaseModel) -> dict[str, str]:
    """What a query asks besides what it would by itself, as it stands in an address; no cursor."""
    given = query.model_dump(mode="json", exclude_defaults=True, exclude={"cursor", "limit"})
    plain = {name: ",".join(value) if isinstance(value, list) else str(value) for name, value in given.items()}
    return {name: value for name, value in plain.items() if value not in {"", "None"}}


def narrowed(query: BaseModel) -> dict[str, str]:
    """The filters in force."""
    return {name: value for name, value in said(query).items() if name not in {"columns", "sort"}}


def address(which: str, query: BaseModel, **more: str) -> str:
    """The page with these filters and columns, and what is named besides, like a cursor."""
    usual = {name: field.default for name, field in type(query).model_fields.items()}
    shown = said(query) | more
    shown = {name: value for name, value in shown.items() if value and value != usual.get(name)}
    return f"{LISTS[which].here}?{urlencode(shown)}" if shown else LISTS[which].here


def read(shape: type[Q], query: str) -> Q:
    """An address without its page; raises `Refused` (`request-invalid`) for a filter that the list does not know."""
    try:
        return shape.model_validate(dict(parse_qsl(query)))
    except ValidationError:
        raise Refused("request-invalid", path="query", came=query[:80], expected="een filter / a filter") from None


def views_of(asking: Asking, connection: Connection, which: str) -> tuple[tuple[SavedView, ...], dict[str, int]]:
    """The saved views of whoever asks, and how many fit each, by its id.

    A view that the list does not know any more has no count.
    """
    listing = LISTS[which]
    saved = saved_views_for(asking.viewer, connection, listing.here)
    known = {each.id: wanted for each in saved if (wanted := _wanted(asking, listing, each.query)) is not None}
    counts = listing.counts(asking.viewer, connection, list(known.values()))
    return saved, dict(zip(known, counts, strict=True))


def _wanted(asking: Asking, listing: Listing, query: str) -> Any:
    try:
        return listing.wanted(asking, read(listing.query, query))
    except Refused:
        return None


def _check(path: str, came: str, known: Iterable[str]) -> None:
    if came and came not in known:
        raise Refused("request-invalid", path=path, came=came, expected=", ".join(sorted(known)[:20]))
