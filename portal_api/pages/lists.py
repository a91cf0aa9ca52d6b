"""The pages *Alle producten* and *Alle stukken*: what the office has over all its dossiers."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from handlers.preferences.views import normal
from handlers.products.views import kinds
from hub.counting import MOST_COUNTED
from hub.directory import all_nodes
from portal_api import paging
from portal_api.dossiers import lenders
from portal_api.exchanges import lender_name
from portal_api.listing import products_of_all, stages_of, stukken_of_all
from portal_api.lists import LISTS, STATES, address, chosen, narrowed, said, views_of
from portal_api.pages.rendering import page
from portal_api.pages.sentences import shown
from portal_api.shapes.lists import ProductsPageQuery, StukkenPageQuery
from portal_api.texts import text
from portal_api.who import Asking, DossierReader
from schemas.hdn.codes import texts

_A_PAGE = 25


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/products")(products)
    router.get("/stukken")(stukken)
    return router


def products(
    asking: DossierReader,
    request: Request,
    query: Annotated[ProductsPageQuery, Query()],
    cursor: paging.Cursor = None,
) -> Response:
    """The newest first, with where each stands."""
    frame = _frame(asking, "products", query)
    found, count, following = products_of_all(asking, query, cursor, _A_PAGE)
    return page(
        asking,
        request,
        "products/all.html",
        lines=found,
        count=count,
        **_ways(query, "products", cursor, following),
        **frame,
        stages=stages_of(asking, found) if "stage" in frame["columns"] else {},
        kinds=[(each, text(asking.language, f"product_kind.{each}")) for each in kinds()],
        states_of=[(each, text(asking.language, f"all_products.state_{each}")) for each in STATES],
        lenders=_lenders(asking, query.lender),
        shown=lambda name, value: shown(name, value, asking.language),
    )


def stukken(
    asking: DossierReader,
    request: Request,
    query: Annotated[StukkenPageQuery, Query()],
    cursor: paging.Cursor = None,
) -> Response:
    """What somebody still has to deliver, the earliest day first; what is late stands out."""
    frame = _frame(asking, "stukken", query)
    found, count, following = stukken_of_all(asking, query, cursor, _A_PAGE)
    return page(
        asking,
        request,
        "dossiers/all_stukken.html",
        lines=found,
        count=count,
        **_ways(query, "stukken", cursor, following),
        **frame,
        today=asking.counter.runtime.clock.business_date(),
        statuses=[(code, f"{code} {words}") for code, words in texts("DocumentStatus").items()],
        lenders=_lenders(asking, query.lender),
        lender_name=lender_name,
    )


def _frame(asking: Asking, which: str, query: Any) -> dict[str, Any]:
    """What every list shows besides its rows."""
    columns = chosen(which, query.columns)
    with asking.reading() as connection:
        saved, counts = views_of(asking, connection, which)
    return {
        "columns": columns,
        "choice": LISTS[which],
        "saved": saved,
        "counts": counts,
        "most": MOST_COUNTED,
        "said": said(query),
        "view": normal(urlencode(said(query))),
        "typed": _blank(query) | narrowed(query),
        "is_narrowed": bool(narrowed(query)),
    }


def _blank(query: BaseModel) -> dict[str, str]:
    usual = {name: field.default for name, field in type(query).model_fields.items() if name != "columns"}
    return {name: value if isinstance(value, str) else "" for name, value in usual.items()}


def _ways(query: BaseModel, which: str, cursor: str | None, following: str | None) -> dict[str, Any]:
    """To the beginning and further on."""
    return {
        "first": address(which, query) if cursor else "",
        "next": address(which, query, cursor=following) if following else "",
    }


def _lenders(asking: Asking, named: str) -> list[tuple[str, str]]:
    with asking.reading() as connection:
        return lenders([*(each.code for each in all_nodes(connection)), named])
