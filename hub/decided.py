"""What people decided, read back from the journal: about which thing, who, when and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.engine import Connection

from hub.dispatch import COMMAND
from hub.records import COMMANDS, OUTCOMES


@dataclass(frozen=True, slots=True)
class Decision:
    """One command of a person that asked for a reason; `about` is what its outcome was kept under."""

    unit_id: str
    command: str
    about: str
    actor: str
    at: datetime
    reason: str
    arguments: dict[str, Any]


def decisions_about(
    connection: Connection, about: str, commands: Sequence[str], *, limit: int = 20
) -> tuple[Decision, ...]:
    """The latest first. `about` is a message that goes out, a node, or what a worker locks for a parked message."""
    outcomes, given = OUTCOMES.table.c, COMMANDS.table.c
    query = (
        select(given.unit_id, given.name, outcomes.key, given.actor, given.given_at, given.arguments)
        .join_from(OUTCOMES.table, COMMANDS.table, given.unit_id == outcomes.unit_id)
        .where(outcomes.key == about, outcomes.kind == COMMAND, given.name.in_(commands))
        .order_by(given.given_at.desc(), given.unit_id.desc())
        .limit(limit)
    )
    return tuple(_decision(*row) for row in connection.execute(query))


def _decision(unit_id: str, command: str, about: str, actor: str, at: datetime, arguments: str) -> Decision:
    said = orjson.loads(arguments)
    return Decision(unit_id, command, about, actor, at, str(said.get("reason", "")), said)
