"""What every page of operations shows around its own: the way to the others, what was just done, and who did what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import orjson
from fastapi import Query, Request
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from handlers.accounts.views import api_keys_for, users_for
from hub.decided import Decision
from hub.records import JournaledCommand
from hub.views import journaled_command
from portal_api.pages.messages import Names
from portal_api.pages.rendering import page
from portal_api.texts import text
from portal_api.who import Asking

PLACES = ("start", "messages", "parked", "ledger", "partners", "outgoing", "doctor")
"""The pages in the order of the navigation; each is a word of the catalogue."""

Done = Annotated[str, Query(pattern=r"^[0-9a-f-]{0,36}$")]
"""The unit of a decision that was just taken, which the page repeats from the journal."""


@dataclass(frozen=True, slots=True)
class Told:
    """One decision in words: what, by whom, when and why."""

    command: str
    who: str
    at: datetime
    reason: str


def framed(
    asking: Asking, request: Request, place: str, template: str, facts: Mapping[str, Any], status: int = 200
) -> Response:
    """A page of operations; `place` is the one that the navigation marks."""
    names = Names(asking.counter.runtime.directory)
    known = {"place": place, "places": PLACES, "node_name": names.get, "done": None}
    return page(asking, request, f"operations/{template}", status, **{**known, **facts})


def told(asking: Asking, connection: Connection, decisions: Iterable[Decision | JournaledCommand]) -> list[Told]:
    """The decisions with the names of those who took them, in the order given."""
    listed = list(decisions)
    names = names_of(asking, connection, (each.actor for each in listed))
    return [_told(each, names[each.actor]) for each in listed]


def done_of(asking: Asking, connection: Connection, unit_id: str) -> Told | None:
    """What was just decided, when this names a decision."""
    found = journaled_command(connection, unit_id) if unit_id else None
    return told(asking, connection, [found])[0] if found and "reason" in orjson.loads(found.arguments) else None


def names_of(asking: Asking, connection: Connection, actors: Iterable[str]) -> dict[str, str]:
    """Actor → how a person of operations calls it: a name, a key by its name, or who sat at the shell."""
    wanted = set(actors)
    named: dict[str, str] = {}
    if any(each.startswith("user:") for each in wanted):
        named |= {f"user:{user.id}": user.name for user in users_for(asking.viewer, connection)}
    if any(each.startswith("key:") for each in wanted):
        keys = api_keys_for(asking.viewer, connection)
        named |= {f"key:{key.id}": text(asking.language, "operate.key", name=key.name) for key in keys}
    return {each: named.get(each) or _kind(asking, each) for each in wanted}


def _kind(asking: Asking, actor: str) -> str:
    kind, _, name = actor.partition(":")
    return text(asking.language, "operate.shell", name=name) if kind == "operator" else actor


def _told(each: Decision | JournaledCommand, who: str) -> Told:
    if isinstance(each, Decision):
        return Told(_word(each.command, each.arguments), who, each.at, each.reason)
    said = orjson.loads(each.arguments)
    return Told(_word(each.name, said), who, each.given_at, said["reason"])


def _word(command: str, arguments: dict[str, Any]) -> str:
    """The word of the catalogue for a command: `SendAgain` as new is another thing to a reader."""
    more = "New" if arguments.get("as_new") else arguments.get("direction", "").capitalize()
    return f"{command}{more}"
