"""The reading side of advice files: how each item of a product stands, and what is missing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.advice_files import rules
from handlers.advice_files.rules import AdviceLine
from handlers.advice_files.tables import ADVICE_LINES
from handlers.products.views import product_in
from hub import rows as statements
from hub.work import Work
from schemas.advice_files import SAID_MAX, Item, Standing
from schemas.products import Kind
from schemas.viewer import VisibleDossier

__all__ = ["SAID_MAX", "AdviceFile", "ItemView", "LineView", "advice_file_of", "facts_part", "is_whole", "lines_in"]


@dataclass(frozen=True, slots=True)
class LineView:
    """What was recorded: `said` is where it is kept, or why it is not; `who` is a name, empty for a program."""

    number: int
    standing: Standing
    said: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item that is asked; `seen` is the number of the line that counts, 0 for none. `lines`: the newest first."""

    item: Item
    standing: Standing
    seen: int
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class AdviceFile:
    """The items that the kind of product asks, in their order; none for what nobody is advised on."""

    product_id: str
    kind: Kind
    items: tuple[ItemView, ...]
    missing: tuple[Item, ...]


def advice_file_of(dossier: VisibleDossier, connection: Connection, product_id: str, kind: Kind) -> AdviceFile:
    """The advice file of a product of this kind, which the caller knows to be in the dossier."""
    found = statements.select(connection, ADVICE_LINES, "dossier_id", [dossier.id])
    lines = [each for each in found if each.product_id == product_id]
    names = names_of(connection, {each.made_by for each in lines}) if lines else {}
    items = tuple(
        ItemView(each.item, each.standing, each.seen, tuple(_line(line, names) for line in each.lines))
        for each in rules.states(kind, lines)
    )
    return AdviceFile(product_id, kind, items, rules.lacking(kind, lines))


def lines_in(work: Work, dossier_id: str, product_id: str) -> tuple[AdviceLine, ...]:
    """What was recorded of a product of a locked dossier, for a handler."""
    return tuple(each for each in work.find(ADVICE_LINES, dossier_id) if each.product_id == product_id)


def is_whole(work: Work, dossier_id: str, product_id: str) -> bool:
    """Whether nothing is missing that the advice file of a product of a locked dossier asks."""
    product = product_in(work, dossier_id, product_id)
    return product is not None and not rules.lacking(product.kind, lines_in(work, dossier_id, product_id))


def facts_part(connection: Connection, dossier_id: str) -> list[dict[str, Any]]:
    """What is true of the advice files, for replay."""
    found = statements.select(connection, ADVICE_LINES, "dossier_id", [dossier_id])
    found.sort(key=lambda each: (each.product_id, each.number))
    return [{name: getattr(each, name) for name in ("number", "item", "standing", "said")} for each in found]


def _line(line: AdviceLine, names: dict[str, str]) -> LineView:
    return LineView(line.number, line.standing, line.said, names.get(line.made_by, ""), line.made_at)
