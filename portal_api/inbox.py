"""The HDN inbox, for a page and a program alike: what has no dossier, what a message opened, what was placed lately.

Where each may belong is proposed with its grounds, and what placing it would make is shown before it is made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.engine import Connection

from handlers.action_points.views import action_points_in
from handlers.applications.views import application_linked, link_change_for, placed_for
from handlers.dossiers.views import (
    Arrived,
    DossierView,
    Match,
    Sought,
    arrived_count_for,
    arrived_for,
    dossier_for,
    matches_for,
    people_of,
    product_names,
    titles_for,
    visible,
)
from hub import rows as statements
from hub.ids import derived_id
from hub.records import LANES, MESSAGES, TIMELINE, Lane, Outcome, TimelineEntry
from hub.trying import try_out
from hub.views import lane_for, outcome_of
from portal_api.exchanges import Unlinked, lender_name, unlinked, unlinked_count
from portal_api.looking import note_look
from portal_api.who import Asking
from portal_api.writes import write
from schemas.applications import LinkExchange, MoveExchange, OpenForExchange, UndoLink, UnlinkExchange
from schemas.commands import Command
from schemas.errors import NotFound, Refused
from schemas.looks import Glance, LookKind
from schemas.viewer import VisibleDossier

Act = Literal["link", "open", "move", "unlink", "undo"]
LATELY = timedelta(hours=24)
"""How long something that was placed is shown, which is how long it is taken back with one click."""
_BREACH: LookKind = "breach"


@dataclass(frozen=True, slots=True)
class Came:
    """A dossier that a message opened and nobody took on, with the others in which its people may already be."""

    arrived: Arrived
    lender: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """What a person placed lately: the exchange, where it is now, and what it made there."""

    lane_id: str
    dossier_id: str
    title: str
    at: datetime
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inbox:
    """`unlinked` waits for a dossier, `came` opened one that is nobody's, `placed` was placed within a day."""

    unlinked: tuple[Unlinked, ...]
    unlinked_count: int
    came: tuple[Came, ...]
    came_count: int
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would make; nothing of it is written.

    `dossier` is how the dossier would be, `None` for what takes an exchange out of one; `application_id` is what the
    exchange would speak about. `states` counts what becomes of its messages (`applied`, `rejected`, `waiting`,
    `superseded`), `entries` is what would stand on the timeline. `points` is how many action points of the customer
    would vanish from the dossier that it leaves.
    """

    act: Act
    dossier: DossierView | None
    is_new: bool
    application_id: str
    states: dict[str, int]
    entries: tuple[TimelineEntry, ...]
    points: int


def inbox(asking: Asking, *, limit: int = 25) -> Inbox:
    """The head of each of the three, the newest first."""
    since = asking.counter.runtime.clock.now() - LATELY
    found = unlinked(asking, limit=limit)
    with asking.reading() as connection:
        came = tuple(_came(asking, connection, limit))
        placed = tuple(_placed(asking, connection, since, limit))
        came_count = arrived_count_for(asking.viewer, connection)
    return Inbox(found, unlinked_count(asking), came, came_count, placed)


def inbox_count(asking: Asking) -> int:
    """How many messages wait for somebody: exchanges without a dossier."""
    return unlinked_count(asking)


def command_of(
    asking: Asking, act: Act, lane_id: str, dossier_id: str = "", application_id: str = "", reason: str = ""
) -> Command:
    """What an act asks for; raises `NotFound` for a dossier outside the scope, `Refused` (`request-invalid`)."""
    if act == "open":
        own = derived_id(lane_id, "dossier")
        return OpenForExchange(lane_id=lane_id, dossier_id=own, adviser=_himself(asking), reason=reason)
    if act == "unlink":
        return UnlinkExchange(lane_id=lane_id, reason=reason)
    if act == "undo":
        with asking.reading() as connection:
            change = link_change_for(asking.viewer, connection, lane_id)
        return UndoLink(lane_id=lane_id, dossier_id=change.from_dossier_id if change else None, reason=reason)
    if not dossier_id:
        raise Refused("request-invalid", path="dossier_id", came="", expected="een dossier / a dossier")
    with asking.reading() as connection:
        if visible(asking.viewer, connection, dossier_id) is None:
            raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="een dossier / a dossier")
    kind = LinkExchange if act == "link" else MoveExchange
    return kind(lane_id=lane_id, dossier_id=dossier_id, application_id=application_id or None, reason=reason)


def undoable(asking: Asking, lane_id: str) -> bool:
    """Whether the last change of where it belongs can still be taken back."""
    with asking.reading() as connection:
        change = link_change_for(asking.viewer, connection, lane_id)
    return change is not None and asking.counter.runtime.clock.now() - change.at <= LATELY


def lane_of(asking: Asking, lane_id: str) -> Lane:
    """The exchange; raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        lane = lane_for(asking.viewer, connection, lane_id)
    if lane is None:
        raise NotFound("not-found", path="lane_id", came=lane_id, expected="een uitwisseling / an exchange")
    return lane


def previewed(asking: Asking, act: Act, lane: Lane, command: Command) -> Preview:
    """Tried and undone; raises what the command refuses, and `Busy`."""
    runtime, before = asking.counter.runtime, lane.dossier_id
    with asking.reading() as connection:
        units = _units(connection, lane)
        points = _open_points(asking, connection, before)
        wanted: str = getattr(command, "dossier_id", None) or ""
        is_new = bool(wanted) and visible(asking.viewer, connection, wanted) is None

    def look(connection: Connection, unit_id: str) -> Preview:
        after = statements.select(connection, LANES, "id", [lane.id])[0].dossier_id
        dossier = dossier_for(asking.viewer, connection, after) if after else None
        about = application_linked(connection, VisibleDossier(after, asking.viewer), lane.id) if after else ""
        left = points - _open_points(asking, connection, before) if before and before != after else 0
        return Preview(
            act,
            dossier,
            is_new,
            about,
            _states(connection, units),
            _entries(connection, units, unit_id, after or before),
            left,
        )

    return try_out(
        runtime.database, runtime.registry, command, actor=asking.viewer.actor, at=runtime.clock.now(), look=look
    )


def carry_out(
    asking: Asking,
    key: str | None,
    given: dict[str, Any],
    command: Callable[[], Command],
    seen: tuple[str | None, str | None] = (None, None),
) -> tuple[Outcome, str]:
    """Once per key. What leaves a dossier was there for others to see: it is written down as a possible breach."""
    before = lane_of(asking, str(given["lane_id"])).dossier_id
    outcome, name = write(asking, key, given, command, seen=seen)
    after = lane_of(asking, str(given["lane_id"])).dossier_id
    if before and before != after:
        place = {"dossier_id": before, "lane_id": str(given["lane_id"])}
        note_look(asking, Glance(_BREACH, "exchanges", place, {}, str(given.get("reason") or "")))
    return outcome, name


def matches_of(asking: Asking, lane: Lane, waiting: Unlinked | None) -> tuple[Match, ...]:
    """Where one exchange may belong: by what waits in it, or by the people of the dossier that it is in."""
    if waiting is not None:
        return waiting.matches
    with asking.reading() as connection:
        if lane.dossier_id is None or visible(asking.viewer, connection, lane.dossier_id) is None:
            return ()
        here = VisibleDossier(lane.dossier_id, asking.viewer)
        sought = Sought(people_of(connection, [here])[here.id], but=here.id)
        return matches_for(asking.viewer, connection, [sought])[0]


def _came(asking: Asking, connection: Connection, limit: int) -> list[Came]:
    found = arrived_for(asking.viewer, connection, limit=limit)
    people = people_of(connection, [VisibleDossier(each.id, asking.viewer) for each in found])
    matches = matches_for(asking.viewer, connection, [Sought(people[each.id], but=each.id) for each in found])
    return [Came(each, lender_name(each.partner), own) for each, own in zip(found, matches, strict=True)]


def _placed(asking: Asking, connection: Connection, since: datetime, limit: int) -> list[Placed]:
    changes = placed_for(asking.viewer, connection, since, limit=limit)
    titles = titles_for(asking.viewer, connection, {str(each.to_dossier_id) for each in changes})
    dossiers = {key: VisibleDossier(key, asking.viewer) for key in titles}
    named = product_names(connection, dossiers.values())
    return [
        Placed(each.lane_id, here.id, titles[here.id], each.at, named.get((here.id, about), ()))
        for each in changes
        if (here := dossiers.get(str(each.to_dossier_id)))
        for about in [application_linked(connection, here, each.lane_id)]
    ]


def _units(connection: Connection, lane: Lane) -> list[str]:
    """The messages of an exchange, in its order."""
    messages = MESSAGES.table.c
    query = select(messages.id).where(messages.lane_id == lane.id).order_by(messages.position)
    return [row[0] for row in connection.execute(query)]


def _states(connection: Connection, units: list[str]) -> dict[str, int]:
    found = [outcome.state for unit in units if (outcome := outcome_of(connection, unit))]
    return {state: found.count(state) for state in dict.fromkeys(found)}


def _entries(
    connection: Connection, units: list[str], unit_id: str, dossier_id: str | None
) -> tuple[TimelineEntry, ...]:
    """What the dossier would tell that it comes to, else the one that it leaves; a move is told in both."""
    told = statements.select(connection, TIMELINE, "unit_id", [unit_id, *units])
    found = [each for each in told if each.dossier_id == dossier_id]
    order = {unit: place for place, unit in enumerate([unit_id, *units])}
    return tuple(sorted(found, key=lambda each: (order[each.unit_id], each.n)))


def _open_points(asking: Asking, connection: Connection, dossier_id: str | None) -> int:
    if dossier_id is None:
        return 0
    points = action_points_in(VisibleDossier(dossier_id, asking.viewer), connection)
    return sum(each.state == "open" and bool(each.released_by) for each in points)


def _himself(asking: Asking) -> str:
    kind, _, identity = asking.viewer.actor.partition(":")
    return identity if kind == "user" and not asking.viewer.is_operator else ""
