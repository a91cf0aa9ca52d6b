"""The play: partners say what is due, the hub does what is due, advisers act, and only then time moves on."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.simulator.package import Seat
from adapters.simulator.station import HubAwayError, Station
from hub.cli.once.advisers import Advisers
from hub.cli.once.cast import BEGIN, Story
from hub.cli.once.company import Company
from hub.cli.once.stage import Theatre

_PATIENCE_S = 20.0
_PAUSE_S = 0.01
_LONGEST = timedelta(days=120)
_STEP = timedelta(minutes=10)
"""Less than the quarter of an hour within which an application must be confirmed."""
_NEXT_TRIES = (
    "SELECT min(next_try_at) FROM outgoing WHERE state = 'queued' UNION ALL "
    "SELECT min(p.out_open_until) FROM partners p WHERE EXISTS "
    "(SELECT 1 FROM outgoing o WHERE o.state = 'queued' AND o.receiver = p.node)"
)


def play(stage: Theatre, cast: Company, advisers: Advisers, told: Sequence[Story]) -> None:
    """Everything, until nobody has anything to say; raises `TimeoutError` when a story does not end."""
    begin(cast, told)
    while True:
        settle(stage, cast, advisers)
        moment = _next(stage, cast)
        if moment is None:
            return
        if moment > BEGIN + _LONGEST:
            raise TimeoutError(f"the chain did not end within {_LONGEST.days} days; it stands at {moment.isoformat()}")
        stage.clock.move_to(_rounded(moment))


def begin(cast: Company, told: Sequence[Story]) -> None:
    """Every application waits in its package for its moment."""
    for story in told:
        receiver = story.lender.lender.node if story.way == "carried" else story.office.node
        seat = Seat(receiver, story.lender.lender.code, story.office.agent_number)
        at = BEGIN + timedelta(minutes=story.minutes)
        cast.packages[story.package].export(story.number, story.household, seat, at)


def settle(stage: Theatre, cast: Company, advisers: Advisers) -> None:
    """All that can be done without time moving on."""
    while _moved(stage, cast, advisers):
        pass


def _moved(stage: Theatre, cast: Company, advisers: Advisers) -> int:
    """One turn of everybody; returns how much moved."""
    moved = sum(_turn(station) for station in cast.stations.values())
    _hear(stage, cast)
    applied = stage.work()
    acted = advisers.act()
    prepared = stage.prepare() if acted else 0
    return moved + applied + acted + prepared + stage.deliver()


def _turn(station: Station) -> int:
    """One round of a partner; what the hub does not take now stays with the partner."""
    try:
        return station.round()
    except HubAwayError:
        return 0


def _hear(stage: Theatre, cast: Company) -> None:
    """Waits for the receipts that do not come with the answer; raises `TimeoutError`."""
    stage.take()
    deadline = time.monotonic() + _PATIENCE_S
    while silent := [node for node, station in cast.stations.items() if _is_waiting(station)]:
        if time.monotonic() > deadline:
            raise TimeoutError(f"no receipt came for what {', '.join(silent)} handed in")
        if not sum(_turn(cast.stations[node]) for node in silent) + stage.take():
            time.sleep(_PAUSE_S)


def _is_waiting(station: Station) -> bool:
    return station.is_waiting or any(not each.outcome for each in station.desk.gave.values())


def _next(stage: Theatre, cast: Company) -> datetime | None:
    """The next moment at which somebody has something to do."""
    moments = [station.desk.next_at for station in cast.stations.values()]
    moments += [_moment(row[0]) for row in stage.sql(_NEXT_TRIES)]
    now = stage.clock.now()
    later = [moment for moment in moments if moment is not None and moment > now]
    return min(later, default=None)


def _rounded(moment: datetime) -> datetime:
    """The end of the step that the moment lies in: what happens within one step happens together."""
    return BEGIN + _STEP * -((BEGIN - moment) // _STEP)


def _moment(cell: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(cell) if isinstance(cell, str) else cell
