"""What commands of a person would do, without doing it: the same handlers and the same composer, and nothing is kept.

A rehearsal only reads, so it takes no lock; what it says is true of the moment at which it looked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.composing import Composed
from hub.ids import new_id
from hub.outgoing import sent_in, sent_of
from hub.records import LANES, Lane, Outgoing
from hub.registry import Registry
from hub.shelf import Shelf
from hub.work import Cause, Work
from schemas.commands import Command
from schemas.errors import NotFound, Refused
from schemas.letters import Letter


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would go out, or what stands in the way; `flags` are what was noticed and refuses nothing."""

    letters: tuple[Outgoing, ...] = ()
    refused: Refused | None = None
    flags: tuple[str, ...] = ()


def rehearse(
    connection: Connection, registry: Registry, commands: Sequence[Command], *, actor: str, at: datetime
) -> list[Rehearsed]:
    """What each of these commands would do by itself, in a dossier that its caller has in scope.

    Raises `NotFound` for an exchange that is not there, and `Busy` when files are away.
    """
    shelf = Shelf(connection)
    lanes = {each: _lane(connection, each) for each in {_of(command, "lane_id") for command in commands} if each}
    return [_rehearsed(connection, registry, shelf, command, lanes, (actor, at)) for command in commands]


def _rehearsed(
    connection: Connection,
    registry: Registry,
    shelf: Shelf,
    command: Command,
    lanes: dict[str, Lane],
    by: tuple[str, datetime],
) -> Rehearsed:
    lane, dossier_id = lanes.get(_of(command, "lane_id")), _of(command, "dossier_id")
    sent = partial(_sent_over, connection)
    made: list[Composed] = []
    work = Work(shelf, registry.reactions, partial(_noted, registry, connection, made), sent)
    handler = registry.handlers[type(command)]
    for rows in handler.needs:
        scope = lane.office_id if lane and rows.scope == "office_id" else dossier_id
        shelf.load(rows, [scope or ""])
    work.start(Cause(new_id(), "command", *by), lane, dossier_id, frozenset({dossier_id}))
    mark = shelf.mark()
    try:
        handler.handle(command, work)
    except Refused as refused:
        return Rehearsed(refused=refused, flags=refused.flags)
    finally:
        shelf.undo_to(mark)
    return Rehearsed(tuple(work.letters), flags=tuple(flag for each in made for flag in each.flags))


def _noted(
    registry: Registry, connection: Connection, made: list[Composed], letter: Letter, lane: Lane | None
) -> Composed:
    """As the composer of the registry, which says what it noticed."""
    made.append(registry.compose(connection, letter, lane))
    return made[-1]


def _sent_over(connection: Connection, lane_id: str, made: Sequence[Outgoing]) -> list[Any]:
    return sent_in(connection, lane_id) + [sent_of(each) for each in made]


def _lane(connection: Connection, lane_id: str) -> Lane:
    found = statements.select(connection, LANES, "id", [lane_id])
    if not found:
        raise NotFound("not-found", path="lane_id", came=lane_id, expected="an exchange")
    return found[0]


def _of(command: Command, name: str) -> str:
    return str(getattr(command, name, None) or "")
