"""The reading side of merges and splits: what was merged with a dossier, and what of it is still there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.dossiers.views import numbers_of
from handlers.merging import rules
from handlers.merging.rules import SHOWN, TABLES, DossierMove
from handlers.merging.tables import MOVES
from hub import rows as statements
from schemas.dossiers import OWN
from schemas.merging import Chosen
from schemas.viewer import VisibleDossier

__all__ = ["SHOWN", "TABLES", "MoveView", "came_with", "figures_of_unit", "moves_in"]


@dataclass(frozen=True, slots=True)
class MoveView:
    """A merge or split; `figures` count what went, by table, `undone_at` says that a merge was taken back."""

    id: str
    kind: str
    other_id: str
    other_number: str
    at: datetime
    who: str
    reason: str
    figures: dict[str, int]
    undone_at: datetime | None


def moves_in(dossier: VisibleDossier, connection: Connection) -> tuple[MoveView, ...]:
    """What was merged with this dossier and split from it, the newest first."""
    found = statements.select(connection, MOVES, "dossier_id", [dossier.id])
    numbers = numbers_of(connection, [each.other_id for each in found])
    names = names_of(connection, [each.by for each in found])
    shown = [_view(each, numbers.get(each.other_id, ""), names.get(each.by, "")) for each in found]
    return tuple(sorted(shown, key=lambda each: (each.at, each.id), reverse=True))


def figures_of_unit(connection: Connection, unit_id: str) -> dict[str, int]:
    """How much went with this merge or split, by table, for a counter that tries it; empty for none."""
    found = statements.select(connection, MOVES, "id", [unit_id])
    return dict(found[0].figures) if found else {}


def came_with(dossier: VisibleDossier, connection: Connection, move_id: str) -> tuple[str, Chosen] | None:
    """The dossier that was merged, and what came from it; `None` for a merge that is none, or was undone."""
    found = statements.select(connection, MOVES, "dossier_id", [dossier.id])
    move = next((each for each in found if each.id == move_id and each.kind == "merge" and not each.undone_at), None)
    return (move.other_id, _chosen(move.carried)) if move else None


def _chosen(carried: dict[str, Any]) -> Chosen:
    def first(table: str) -> tuple[str, ...]:
        return tuple(key[0] for key in carried.get(table, ()))

    return Chosen(
        applications=first("applications"),
        products=first("kept_products"),
        parties=tuple(key[1] for key in carried.get("parties", ()) if key[0] == OWN),
        things=tuple(f"{kind}:{each}" for kind, table in TABLES.items() for each in first(table)),
    )


def _view(move: DossierMove, number: str, who: str) -> MoveView:
    figures = {name: move.figures[name] for name in rules.SHOWN if name in move.figures}
    return MoveView(move.id, move.kind, move.other_id, number, move.at, who, move.reason, figures, move.undone_at)
