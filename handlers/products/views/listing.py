"""The list of all products of an office: what fits, the newest first, a page at a time, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.applications.views import numbers_in_each, sent_to
from handlers.dossiers.views import dossiers_in_scope, found_by, loans_in_each, titles_for
from handlers.products.rules import CARDS, Product, keeping, missing
from handlers.products.tables import KEPT_PRODUCTS
from hub.counting import counted
from schemas.products import Kind
from schemas.viewer import Viewer, VisibleDossier


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; what is empty is not asked.

    `search` is what finds a dossier, `kind` and `state` are those of the product, `lender` the code of the lender of
    its application.
    """

    search: str = ""
    kind: str = ""
    state: str = ""
    lender: str = ""


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product in a list; `amount` is a text in euros with a point, `missing` how many fields nobody says."""

    id: str
    dossier_id: str
    dossier: str
    kind: Kind
    lender: str
    amount: str
    state: str
    application: str
    missing: int
    made_by: str
    made_at: datetime
    ended_at: datetime | None


def products_for(
    viewer: Viewer,
    connection: Connection,
    wanted: Wanted = Wanted(),
    *,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> tuple[ProductLine, ...]:
    """The viewer's products that fit, the newest first; `after` is the moment and id of the last one shown."""
    table = KEPT_PRODUCTS.table.c
    query = _fitting(viewer, wanted).order_by(table.made_at.desc(), table.id.desc()).limit(limit)
    if after:
        at, last = after
        query = query.where(or_(table.made_at < at, and_(table.made_at == at, table.id < last)))
    found = [Product(*row) for row in connection.execute(query)]
    own = [VisibleDossier(each, viewer) for each in sorted({one.dossier_id for one in found})]
    titles = titles_for(viewer, connection, [each.id for each in own])
    numbers, loans = numbers_in_each(connection, own), loans_in_each(connection, own)
    names = names_of(connection, [each.made_by for each in found if each.made_by])
    return tuple(
        _line(
            each,
            titles.get(each.dossier_id, ""),
            numbers.get(each.application_id, ("", ""))[0],
            loans.get(each.application_id, {}),
            names.get(each.made_by, ""),
        )
        for each in found
    )


def count_for(viewer: Viewer, connection: Connection, wanted: Wanted) -> int:
    """How many `products_for` would list."""
    return connection.execute(select(func.count()).select_from(_fitting(viewer, wanted).subquery())).scalar_one()


def counts_for(viewer: Viewer, connection: Connection, wanted: Sequence[Wanted]) -> tuple[int, ...]:
    """How many fit each of these; see `hub.counting`."""
    return counted(connection, [_fitting(viewer, each) for each in wanted])


def _fitting(viewer: Viewer, wanted: Wanted) -> Select[Any]:
    table, words = KEPT_PRODUCTS.table.c, wanted.search.strip()
    own = found_by(viewer, words) if words else dossiers_in_scope(viewer)
    query = select(KEPT_PRODUCTS.table).where(table.dossier_id.in_(own))
    if wanted.kind:
        query = query.where(table.kind == wanted.kind)
    if wanted.state:
        query = query.where(table.state == wanted.state)
    if wanted.lender:
        query = query.where(table.application_id.in_(sent_to(wanted.lender)))
    return query


def _line(product: Product, dossier: str, application: str, loan: dict[str, Any], who: str) -> ProductLine:
    facts = {**product.card, **keeping.said_of(loan or None, None)}
    return ProductLine(
        id=product.id,
        dossier_id=product.dossier_id,
        dossier=dossier,
        kind=product.kind,
        lender=str(facts.get("lender") or facts.get("insurer") or ""),
        amount=str(facts.get("amount") or ""),
        state=product.state,
        application=application,
        missing=len(missing(CARDS[product.kind].fields, facts)),
        made_by=who,
        made_at=product.made_at,
        ended_at=product.ended_at,
    )
