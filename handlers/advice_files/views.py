"""The reading side of advice files: how each item of a product stands, and what is missing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.advice_files import rules
from handlers.advice_files.rules import AdviceLine
from handlers.advice_files.tables import ADVICE_LINES, ADVICE_POLICIES
from handlers.dossiers.views import office_of, office_of_dossier
from handlers.products.views import KIND_OF, product_in, sent_for
from hub import rows as statements
from hub.work import Work
from schemas.advice_files import SAID_MAX, Item, Standing
from schemas.products import Kind
from schemas.viewer import VisibleDossier

__all__ = [
    "SAID_MAX",
    "AdviceFile",
    "ItemView",
    "LineView",
    "PolicyView",
    "advice_file_of",
    "blocks_for",
    "check_advised",
    "facts_part",
    "is_whole",
    "lines_in",
    "policies_of",
]


@dataclass(frozen=True, slots=True)
class LineView:
    """What was recorded: `said` is where it is kept, or why it is not; `who` is a name, empty for a program."""

    number: int
    standing: Standing
    said: str
    who: str
    at: datetime
    proof: str


@dataclass(frozen=True, slots=True)
class PolicyView:
    """Whether gaps in the advice files of this kind stop what is sent; nobody said so yet without `at`."""

    kind: Kind
    blocks: bool
    who: str
    at: datetime | None


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


def check_advised(work: Work, dossier_id: str, application_id: str) -> None:
    """Before an application of a locked dossier goes out.

    Raises `Refused` (`advice-file-incomplete`) when its product has gaps and its office decided that those stop it.
    """
    product = sent_for(work, dossier_id, application_id)
    if product is None:
        return
    own = work.consult(ADVICE_POLICIES, office_of(work, dossier_id))
    missing = rules.lacking(product.kind, lines_in(work, dossier_id, product.id))
    if missing and any(each.blocks and each.kind == product.kind for each in own):
        raise rules.incomplete(product.id, missing)


def policies_of(connection: Connection, office_id: str) -> tuple[PolicyView, ...]:
    """What an office decided, for each kind that an application is sent for."""
    own = {each.kind: each for each in statements.select(connection, ADVICE_POLICIES, "office_id", [office_id])}
    names = names_of(connection, {each.set_by for each in own.values()}) if own else {}
    kinds = (kind for kind in KIND_OF.values() if rules.ASKED[kind])
    return tuple(
        PolicyView(kind, own[kind].blocks, names.get(own[kind].set_by, ""), own[kind].set_at)
        if kind in own
        else PolicyView(kind, blocks=False, who="", at=None)
        for kind in kinds
    )


def blocks_for(dossier: VisibleDossier, connection: Connection, kind: Kind) -> bool:
    """Whether gaps in the advice file of this kind stop what the office of the dossier sends."""
    office_id = office_of_dossier(connection, dossier.id)
    return any(each.blocks for each in policies_of(connection, office_id) if each.kind == kind)


def facts_part(connection: Connection, dossier_id: str) -> list[dict[str, Any]]:
    """What is true of the advice files, for replay."""
    found = statements.select(connection, ADVICE_LINES, "dossier_id", [dossier_id])
    found.sort(key=lambda each: (each.product_id, each.number))
    return [{name: getattr(each, name) for name in ("number", "item", "standing", "said", "proof")} for each in found]


def _line(line: AdviceLine, names: dict[str, str]) -> LineView:
    return LineView(line.number, line.standing, line.said, names.get(line.made_by, ""), line.made_at, line.proof)
