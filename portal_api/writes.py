"""Writes: a key that makes once enough, a version that must still be the one that was seen, and one road to the hub.

The unit of a write is derived from who asks and his key, and the hub answers a unit that it has handled with its first
outcome; the command in the journal says whether it was the same request.
"""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import orjson
from fastapi import Header
from fastapi.responses import Response

from handlers.dossiers.views import version_for
from hub.delivery.decisions import decide
from hub.ids import derived_id
from hub.records import JournaledCommand, Outcome
from hub.views import journaled_command, outcome_of
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.outgoing import DecidedShape
from portal_api.who import Asking
from schemas.commands import Command
from schemas.errors import Conflict, Refused

IdempotencyKey = Annotated[
    str | None,
    Header(
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="Your own unique name of this request; the same key and request give the same answer.",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(max_length=100, description="The ETag of the dossier as you saw it; 412 when it has moved since."),
]
IfNoneMatch = Annotated[
    str | None, Header(max_length=400, description="The ETag that you have; 304 when it is still the newest.")
]


def etag(version: int) -> str:
    return f'"{version}"'


def is_among(tag: str, header: str | None) -> bool:
    """Whether an If-Match or If-None-Match header names this tag; a weak tag of a proxy counts as ours."""
    named = [each.strip().removeprefix("W/") for each in (header or "").split(",")]
    return tag in named or "*" in named


def write(
    asking: Asking,
    key: str | None,
    given: dict[str, Any],
    command: Callable[[], Command],
    *,
    seen: tuple[str | None, str | None] = (None, None),
    by: Callable[..., Outcome] | None = None,
) -> tuple[Outcome, str]:
    """Runs the command that `given` asks for, once per key; returns its outcome and name.

    `given` is everything that the caller decides; `command` is asked only when the key is new.
    `seen` is a dossier and the If-Match header about it; `by` is who carries it out, else the registry's handler.
    Raises `idempotency-key-missing`, `idempotency-key-reused`, `stale`, and what the command refuses.
    """
    if key is None:
        raise Refused("idempotency-key-missing", path="Idempotency-Key")
    unit_id = derived_id("request", asking.viewer.actor, key)
    name = str(given["command"])
    before = _before(asking, unit_id)
    if before is None:
        version = _version_seen(asking, *seen)
        made = command()
        carry_out = by or asking.counter.runtime.execute
        carry_out(made, actor=asking.viewer.actor, unit_id=unit_id, seen=version)
        before = _before(asking, unit_id)
    if before is None:
        raise LookupError(f"unit {unit_id} was handled and is not in the journal")
    outcome, journaled = before
    if not _is_same(journaled, name, given):
        raise Conflict("idempotency-key-reused", path="Idempotency-Key", came=key, expected="a key of its own")
    return outcome, name


def was_written(asking: Asking, key: str) -> bool:
    """Whether a write with this key was handled."""
    return _before(asking, derived_id("request", asking.viewer.actor, key)) is not None


def decided(asking: Asking, key: str | None, command: Command) -> DecidedShape:
    """Runs a decision about what goes out or about a partner, once per key; raises as `write` does."""
    runtime, name = asking.counter.runtime, type(command).__name__
    given = {"command": name, **command.model_dump(mode="json")}
    by = partial(decide, runtime.database, at=runtime.clock.now())
    outcome, _ = write(asking, key, given, lambda: command, by=by)
    return DecidedShape(unit_id=outcome.unit_id, command=name, state=outcome.state, at=outcome.at, about=outcome.key)


def done(outcome: Outcome, name: str, response: Response) -> DoneShape:
    """The answer to a write, with the ETag of the dossier afterwards."""
    response.headers["ETag"] = etag(outcome.seq)
    return DoneShape(
        unit_id=outcome.unit_id,
        command=name,
        state=outcome.state,
        at=outcome.at,
        key=outcome.key,
        version=outcome.seq,
    )


def _before(asking: Asking, unit_id: str) -> tuple[Outcome, JournaledCommand] | None:
    with asking.reading() as connection:
        outcome, journaled = outcome_of(connection, unit_id), journaled_command(connection, unit_id)
    return (outcome, journaled) if outcome and journaled else None


def _version_seen(asking: Asking, dossier_id: str | None, header: str | None) -> int | None:
    """The version that the caller saw; the hub looks again under its lock. Raises `stale`."""
    if dossier_id is None or header is None:
        return None
    with asking.reading() as connection:
        version = version_for(asking.viewer, connection, dossier_id)
    if version is not None and not is_among(etag(version), header):
        raise Refused("stale", path="If-Match", came=etag(version), expected=header)
    return version


def _is_same(journaled: JournaledCommand, name: str, given: dict[str, Any]) -> bool:
    arguments = orjson.loads(journaled.arguments)
    asked = {field: value for field, value in given.items() if field != "command"}
    return journaled.name == name and all(arguments.get(field) == value for field, value in asked.items())
