"""Parking: a unit that our own mistake stopped. It blocks its own lane until an operator decides."""

import traceback
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.lanes import Unit
from hub.logs import log
from hub.metrics import METRICS
from hub.records import LANES, OUTCOMES, Lane, Outcome

_FRAMES = 8
KILLS = "kills its process"
"""How the group of a unit begins that ended the process which handled it."""


def park(
    connection: Connection, lane: Lane, unit: Unit, error: BaseException | str, attempts: int, at: datetime
) -> None:
    """Sets the unit aside as parked and blocks its lane; followers stay due and wait."""
    outcome = parked_outcome(lane, unit, error, attempts, at)
    statements.write(connection, OUTCOMES, [outcome], "replace")
    statements.write(
        connection, LANES, [replace(lane, blocked_by=unit.id, attempts=attempts, retry_at=None)], "replace"
    )
    announce(unit, outcome)


def parked_outcome(lane: Lane, unit: Unit, error: BaseException | str, attempts: int, at: datetime) -> Outcome:
    """The outcome of a unit that is parked; its slug is the group of failures that it belongs to."""
    detail = _detail(error)
    return Outcome(
        unit_id=unit.id,
        kind="message",
        lane_id=lane.id,
        key=lane.key,
        seq=0,
        number=0,
        state="parked",
        slug=str(detail["group"]),
        at=at,
        effects=0,
        outgoing=0,
        attempts=attempts,
        detail=detail,
    )


def announce(unit: Unit, outcome: Outcome) -> None:
    """Says in the metrics and in the log that a unit was parked."""
    METRICS.parked.labels(unit.commands[0].name).inc()
    log.error(
        "unit-parked",
        unit=unit.id,
        lane=outcome.lane_id,
        attempt=outcome.attempts,
        reason=outcome.slug,
        why="its lane waits until an operator retries or discards it; other dossiers go on",
    )


def group_of(error: BaseException) -> str:
    """The group of failures that this error belongs to: its type and where it was raised."""
    return str(_detail(error)["group"])


def _detail(error: BaseException | str) -> dict[str, object]:
    """What operations need and nothing that a message said: the type of the error and where it was raised."""
    if isinstance(error, str):
        return {"group": error, "error": error, "where": []}
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    last = frames[-1] if frames else None
    place = f"{Path(last.filename).stem}.{last.name}" if last else "unknown"
    return {"group": f"{type(error).__name__} in {place}", "error": type(error).__name__, "where": where}
