"""The rows of the lists of all products and of all stukken, a page at a time, for pages, programs and files."""

from collections.abc import Iterable
from datetime import date

from handlers.documents.views import listing as stukken
from handlers.documents.views.listing import Place, StukLine
from handlers.products.views import listing as products
from handlers.products.views.listing import ProductLine
from handlers.workflows.views import State, stages_in_each
from portal_api import paging
from portal_api.lists import wanted_products, wanted_stukken
from portal_api.shapes.lists import ProductsQuery, StukkenQuery
from portal_api.who import Asking
from schemas.errors import Refused
from schemas.viewer import VisibleDossier

_PLACE = 4


def products_of_all(
    asking: Asking, query: ProductsQuery, cursor: str | None, limit: int
) -> tuple[tuple[ProductLine, ...], int, str | None]:
    """One page, how many fit, and the cursor of the next; raises `Refused` (`request-invalid`)."""
    wanted, after = wanted_products(asking, query), paging.moment_and_id(cursor)
    with asking.reading() as connection:
        found = products.products_for(asking.viewer, connection, wanted, after=after, limit=limit + 1)
        count = products.count_for(asking.viewer, connection, wanted)
    shown, following = paging.cut(found, limit, lambda each: (each.made_at.isoformat(), each.id))
    return shown, count, following


def stukken_of_all(
    asking: Asking, query: StukkenQuery, cursor: str | None, limit: int
) -> tuple[tuple[StukLine, ...], int, str | None]:
    """As `products_of_all`, of stukken."""
    wanted, after = wanted_stukken(asking, query), _place(cursor)
    with asking.reading() as connection:
        found = stukken.stukken_for(asking.viewer, connection, wanted, after=after, limit=limit + 1)
        count = stukken.count_for(asking.viewer, connection, wanted)
    shown, following = paging.cut(found, limit, lambda each: (each.place[0].isoformat(), *each.place[1:]))
    return shown, count, following


def stages_of(asking: Asking, lines: Iterable[ProductLine]) -> dict[str, State]:
    """Product id → where it stands in its workflow, of products that the viewer sees."""
    own = [VisibleDossier(each, asking.viewer) for each in sorted({one.dossier_id for one in lines})]
    with asking.reading() as connection:
        return stages_in_each(connection, own)


def _place(cursor: str | None) -> Place | None:
    """Where a page begins; raises `Refused` (`request-invalid`)."""
    key = paging.after(cursor, _PLACE)
    if key is None:
        return None
    try:
        return date.fromisoformat(key[0]), key[1], key[2], key[3]
    except ValueError:
        expected = "`next` of an earlier page"
        raise Refused("request-invalid", path="cursor", came=str(cursor), expected=expected) from None
