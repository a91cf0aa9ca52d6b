"""Which dossiers may become one or two, what was seen beforehand, and what is kept of it. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.errors import Conflict, NotFound, Refused
from schemas.merging import THINGS, Chosen, Side

_REASON_MAX = 500
_CLOSED = frozenset({"former", "declined"})
TABLES = {
    "task": "tasks",
    "contact": "contacts",
    "appointment": "appointments",
    "report": "meeting_reports",
    "agreement": "service_agreements",
    "export": "advice_exports",
    "date": "watched_dates",
    "point": "action_points",
}
"""In which table each kind of thing stands."""
SHOWN = (
    *("applications", "offers", "stock_lists", "stock_lines", "attachments", "documents", "kept_products"),
    *("advice_lines", "parties", "tasks", "contacts", "appointments", "meeting_reports", "service_agreements"),
    *("advice_exports", "watched_dates", "action_points", "involvements"),
)
"""What a person is told of beforehand, by table; the rest is how the hub keeps these."""

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class DossierMove:
    """What went from `other_id` to `dossier_id` (`merge`) or the other way (`split`).

    `carried` has per table the keys where they went; `left` what did not go along: parties who were there already
    and who had a part in it.
    """

    dossier_id: str
    id: str
    other_id: str
    kind: str
    at: datetime
    by: str
    reason: str
    figures: dict[str, Any]
    carried: dict[str, Any]
    left: dict[str, Any]
    undone_at: datetime | None = None


def checked_reason(reason: str) -> str:
    """One line; raises `Refused` (`request-invalid`) for none, and for one that is too long."""
    said = " ".join(reason.split())
    if not said:
        raise Refused("request-invalid", path="reason", came="", expected="een reden / a reason")
    if len(said) > _REASON_MAX:
        raise Refused("request-invalid", path="reason", came=len(said), expected=f"<= {_REASON_MAX}")
    return said


def check_two(here: str, there: str) -> None:
    """Raises `Refused` (`same-dossier`)."""
    if here == there:
        raise Refused("same-dossier", path="with_dossier_id", came=there)


def check_together(here: tuple[str, str] | None, there: tuple[str, str] | None, other_id: str) -> None:
    """Office and environment are the same; raises `NotFound`, because another office's dossier is not told of."""
    if here is None or here != there:
        raise NotFound("not-found", path="with_dossier_id", came=other_id, expected="een dossier / a dossier")


def check_open(here: str, there: str, chosen: Side) -> None:
    """What goes on does not end up in what was closed; raises `Conflict` (`merge-closed`)."""
    standing, other = (here, there) if chosen == "here" else (there, here)
    if standing in _CLOSED and other not in _CLOSED:
        raise Conflict("merge-closed", path="choices.standing", came=standing, expected=other)


def check_chosen(chosen: Chosen) -> None:
    """Raises `Refused` (`request-invalid`) when nothing goes, and for a thing of no known kind."""
    if not (chosen.applications or chosen.products or chosen.parties or chosen.things):
        raise Refused("request-invalid", path="chosen", came=0, expected=">= 1")
    for each in chosen.things:
        kind, _, identity = each.partition(":")
        if kind not in THINGS or not identity:
            raise Refused("request-invalid", path="chosen.things", came=each, expected=", ".join(THINGS))


def check_went(chosen: Chosen, carried: Iterable[tuple[str, Key]]) -> None:
    """Everything that was chosen was there; raises `Conflict` (`split-changed`) with what was not."""
    gone = {f"{table}:{part}" for table, key in carried for part in key[1:] if isinstance(part, str)}
    asked = [
        *(f"applications:{each}" for each in chosen.applications),
        *(f"kept_products:{each}" for each in chosen.products),
        *(f"{TABLES[kind]}:{name}" for kind, _, name in (each.partition(":") for each in chosen.things)),
    ]
    missing = [each for each in asked if each not in gone and not each.startswith(("watched_dates:", "action_points:"))]
    if missing:
        raise Conflict("split-changed", path="chosen", came=", ".join(missing))


def check_parties(chosen: Collection[str], known: Collection[str]) -> None:
    """Raises `NotFound` for a party that the office does not keep here."""
    for each in chosen:
        if each not in known:
            raise NotFound("not-found", path="chosen.parties", came=each, expected=", ".join(sorted(known)) or "-")


def figures_of(carried: Iterable[tuple[str, Key]]) -> dict[str, int]:
    """How much goes, by table."""
    return dict(sorted(Counter(table for table, _ in carried).items()))


def check_seen(seen: Mapping[str, int] | None, figures: Mapping[str, int]) -> None:
    """What a person saw beforehand is what goes; raises `Conflict` (`merge-changed`) with what differs."""
    if seen is None:
        return
    names = [name for name in SHOWN if seen.get(name, 0) != figures.get(name, 0)]
    if names:
        came, expected = (", ".join(f"{name} {of.get(name, 0)}" for name in names) for of in (figures, seen))
        raise Conflict("merge-changed", path="seen", came=came, expected=expected)


def grouped(carried: Iterable[tuple[str, Key]]) -> dict[str, list[list[str]]]:
    """Keys per table, without the dossier, as JSON."""
    made: dict[str, list[list[str]]] = {}
    for table, key in carried:
        made.setdefault(table, []).append([str(part) for part in key[1:]])
    return made


def undoable(move: DossierMove | None, move_id: str, other_id: str) -> DossierMove:
    """Raises `NotFound` for a merge that is none of this dossier, `Conflict` (`merge-undone`)."""
    if move is None or move.kind != "merge" or move.other_id != other_id:
        raise NotFound("not-found", path="undoes", came=move_id, expected="een samenvoeging / a merge")
    if move.undone_at:
        raise Conflict("merge-undone", path="undoes", came=move.undone_at.isoformat())
    return move


def closed_over(chosen: Chosen, tied: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    """Applications and products that go: a product goes with its application, and the other way round.

    `tied` is product → application, empty for none.
    """
    applications, products = set(chosen.applications), set(chosen.products)
    for product, application in tied.items():
        if application and (product in products or application in applications):
            products.add(product)
            applications.add(application)
    return frozenset(applications), frozenset(products)


def things_of(chosen: Chosen, linked: Sequence[tuple[str, str]]) -> frozenset[str]:
    """With what hangs below: `linked` are pairs of a thing and the one that goes with it."""
    found = set(chosen.things)
    return frozenset(found | {after for before, after in linked if before in found})
