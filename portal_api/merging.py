"""What pages and API do alike about merging and splitting dossiers: what clashes, what would go, and the act itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.engine import Connection

from handlers.dates.views import dates_in
from handlers.dossiers.views import DossierView, SamePerson, dossier_for, same_people
from handlers.involvements.views import InvolvementView, involved_in
from handlers.merging.views import SHOWN, figures_of_unit
from handlers.products.views import products_of
from hub.ids import derived_id
from hub.records import Outcome
from hub.trying import try_out
from hub.views import outcome_of
from portal_api.counter import DOSSIERS_WRITE
from portal_api.looking import note_look
from portal_api.who import Asking
from portal_api.writes import write
from schemas.errors import NotFound, Refused
from schemas.looks import Glance, LookKind
from schemas.merging import MergeChoices, MergeDossiers, SplitDossier
from schemas.viewer import VisibleDossier

T = TypeVar("T")
_BREACH: LookKind = "breach"
_STAFF = ("adviser", "handler")


@dataclass(frozen=True, slots=True)
class Clash:
    """Something of which there can be one and both have one: `what` it is, and what each has."""

    what: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What would go from `there` to `here`; `figures` by table, as `handlers.merging.views.SHOWN`.

    `people` may be the same person twice; `customers` and `sub_agents` open that dossier and lose it unless somebody
    says that they open this one. `running` are open products on both sides.
    `withheld`: action points of that dossier wait until somebody lets them through again.
    """

    here: DossierView
    there: DossierView
    clashes: tuple[Clash, ...]
    people: tuple[SamePerson, ...]
    customers: tuple[InvolvementView, ...]
    sub_agents: tuple[InvolvementView, ...]
    running: tuple[int, int]
    withheld: bool
    figures: dict[str, int]


def merge_plan(asking: Asking, dossier_id: str, other_id: str, choices: MergeChoices) -> MergePlan:
    """Tried and undone; raises what the command refuses, and `NotFound` for a dossier outside the scope."""
    check_may(asking)
    with asking.reading() as connection:
        here, there = (whole(asking, connection, each) for each in (dossier_id, other_id))
        ours, theirs = (involved_in(VisibleDossier(each.id, asking.viewer), connection) for each in (here, there))
        places = (VisibleDossier(here.id, asking.viewer), VisibleDossier(there.id, asking.viewer))
        clashes = (*_clashes(here, there, ours, theirs), *_dates(asking, connection, *places))
        people = same_people(*places, connection)
        open_ones = [sum(each.state == "open" for each in products_of(place, connection)) for place in places]
    guests = {each.id for each in ours if each.part == "customer"}
    made = MergeDossiers(dossier_id=dossier_id, with_dossier_id=other_id, reason="–", choices=choices)
    return MergePlan(
        here=here,
        there=there,
        clashes=clashes,
        people=people,
        customers=tuple(each for each in theirs if each.part == "customer" and each.id not in guests),
        sub_agents=_others(ours, theirs),
        running=(open_ones[0], open_ones[1]),
        withheld=bool(guests - {each.id for each in theirs if each.part == "customer"}),
        figures=tried(asking, made),
    )


def merge(asking: Asking, key: str | None, made: MergeDossiers) -> tuple[Outcome, str]:
    """Once per key. What was there for others to see is written down as a possible breach."""
    check_may(asking)
    seen_before = was_given(asking, key)
    if not seen_before:
        with asking.reading() as connection:
            for each in (made.dossier_id, made.with_dossier_id):
                whole(asking, connection, each)
    outcome, name = write_once(asking, key, made)
    if not seen_before:
        note_breach(asking, made.with_dossier_id, made.reason)
    return outcome, name


def write_once(asking: Asking, key: str | None, made: MergeDossiers | SplitDossier) -> tuple[Outcome, str]:
    given: dict[str, Any] = {"command": type(made).__name__, **made.model_dump(mode="json")}
    return write(asking, key, given, lambda: made)


def was_given(asking: Asking, key: str | None) -> bool:
    """Whether this key was used: what it did is not checked against what became of it."""
    if key is None:
        return False
    with asking.reading() as connection:
        return outcome_of(connection, derived_id("request", asking.viewer.actor, key)) is not None


def tried(asking: Asking, made: MergeDossiers | SplitDossier) -> dict[str, int]:
    def look(connection: Connection, unit_id: str) -> dict[str, int]:
        found = figures_of_unit(connection, unit_id)
        return {name: found[name] for name in SHOWN if name in found}

    return _try(asking, made, look)


def _try(asking: Asking, made: MergeDossiers | SplitDossier, look: Callable[[Connection, str], T]) -> T:
    runtime = asking.counter.runtime
    actor, at = asking.viewer.actor, runtime.clock.now()
    return try_out(runtime.database, runtime.registry, made, actor=actor, at=at, look=look)


def check_may(asking: Asking) -> None:
    """It decides who sees what, and it changes both; raises `Refused` (`not-allowed`)."""
    if DOSSIERS_WRITE not in asking.who.scopes:
        raise Refused("not-allowed", expected=DOSSIERS_WRITE)


def whole(asking: Asking, connection: Connection, dossier_id: str) -> DossierView:
    found = dossier_for(asking.viewer, connection, dossier_id)
    if found is None:
        raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="een dossier / a dossier")
    return found


def _clashes(
    here: DossierView, there: DossierView, ours: tuple[InvolvementView, ...], theirs: tuple[InvolvementView, ...]
) -> list[Clash]:
    """Adviser, case handler, standing and source, where both have one and it is another."""
    holders = [{each.part: each.who or each.id for each in side if each.part in _STAFF} for side in (ours, theirs)]
    pairs = [(part, holders[0].get(part, ""), holders[1].get(part, "")) for part in _STAFF]
    pairs += [("standing", here.standing, there.standing), ("lead_source", here.lead_source, there.lead_source)]
    return [Clash(*pair) for pair in pairs if pair[1] and pair[2] and pair[1] != pair[2]]


def _dates(asking: Asking, connection: Connection, here: VisibleDossier, there: VisibleDossier) -> list[Clash]:
    """Dates of one name that are open on both sides, and fall on another day."""
    now = asking.counter.runtime.clock.now()
    ours = {each.id: each for each in dates_in(here, connection, now) if each.state == "open"}
    both = [
        (each, ours[each.id]) for each in dates_in(there, connection, now) if each.state == "open" and each.id in ours
    ]
    return [
        Clash(f"date.{theirs.id}", mine.ends_on.isoformat(), theirs.ends_on.isoformat())
        for theirs, mine in both
        if mine.ends_on != theirs.ends_on
    ]


def _others(ours: tuple[InvolvementView, ...], theirs: tuple[InvolvementView, ...]) -> tuple[InvolvementView, ...]:
    known = {each.id for each in ours if each.part == "sub-agent"}
    return tuple(each for each in theirs if each.part == "sub-agent" and each.id not in known)


def note_breach(asking: Asking, dossier_id: str, reason: str) -> None:
    note_look(asking, Glance(_BREACH, "dossiers", {"dossier_id": dossier_id}, {}, reason[:200]))
