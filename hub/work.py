"""The unit of work: the only thing that a handler touches.

A handler finds and puts frozen values, tells the timeline, publishes events and orders commands.
Everything it does concerns the dossier that is locked for it; anything else is our own mistake and raises `OutOfScope`.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar, cast

from hub.composing import Composed
from hub.ids import derived_id
from hub.outgoing import Answered, Sent, outgoing_of
from hub.readdressing import Readdressed
from hub.records import TIMELINE, TIMERS, Lane, Outgoing, TimelineEntry, Timer
from hub.rows import Rows
from hub.shelf import Shelf
from schemas.commands import Command, Event
from schemas.letters import Letter
from schemas.values import Provenance

T = TypeVar("T")
Reaction = Callable[[Any, "Work"], None]
Reactions = Mapping[type[Event], tuple[Reaction, ...]]


class OutOfScope(Exception):  # noqa: N818 - it says what happened; it is a defect of a handler, never of a sender
    """A handler reached for rows of a dossier that is not locked for it."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a handler runs: the unit (a message, or one command of a person or timer), by whom and when.

    `actor` is the sender's node for a message and `user:…`, `key:…` or `timer` otherwise.
    `at` is the moment of receipt or of the command; handlers take time from here.
    """

    unit_id: str
    kind: str
    actor: str
    at: datetime
    position: int = 0


class Work:
    """What handlers see. One `Work` serves a batch; `start` points it at the next unit."""

    def __init__(
        self,
        shelf: Shelf,
        reactions: Reactions,
        compose: Callable[[Letter, Lane], Composed],
        sent_over: Callable[[str, Sequence[Outgoing]], list[Sent]],
    ) -> None:
        self._shelf = shelf
        self._reactions = reactions
        self._compose = compose
        self._sent_over = sent_over
        self._sent_before = 0
        self._scopes: frozenset[str] = frozenset()
        self.cause: Cause
        self.lane: Lane | None = None
        self.dossier_id: str | None = None
        self.state = "applied"
        self.effects = 0
        self.outgoing = 0
        self.orders: list[Command] = []
        self.relinked: list[Lane] = []
        self.letters: list[Outgoing] = []
        self.answers: list[Answered] = []
        self.carried: list[tuple[str, tuple[Any, ...]]] = []
        self.left: list[tuple[str, tuple[Any, ...]]] = []
        self.readdressed: list[Readdressed] = []
        self.led: dict[str, str] = {}

    def start(
        self, cause: Cause, lane: Lane | None, dossier_id: str | None, scopes: frozenset[str], sent_before: int = 0
    ) -> None:
        """Points at the next unit; `scopes` are the dossiers that are locked for it.

        `sent_before` is how much it sent when it was applied before.
        """
        self.cause, self.lane, self.dossier_id, self._scopes = cause, lane, dossier_id, scopes
        self.restart(sent_before)

    def restart(self, sent_before: int) -> None:
        """Forgets what the unit gave so far."""
        self.state, self.effects, self.outgoing = "applied", 0, 0
        self.orders, self.relinked, self.letters, self.answers = [], [], [], []
        self.carried, self.left, self.readdressed, self.led = [], [], [], {}
        self._sent_before = sent_before

    # Reading and changing rows

    def find(self, rows: Rows[T], dossier_id: str | None = None) -> tuple[T, ...]:
        """All rows of the dossier in this table, in key order, with what was put so far."""
        return self._shelf.find(rows, self._scope(dossier_id))

    def get(self, rows: Rows[T], *key: Any) -> T | None:
        return self._shelf.get(rows, self._scope(None), key)

    def consult(self, rows: Rows[T], scope: str) -> tuple[T, ...]:
        """Rows that belong to no dossier, like the settings of an office; they are read and never put."""
        return self._shelf.find(rows, scope)

    def put(self, rows: Rows[T], value: T) -> None:
        """Inserts or replaces the row with this key."""
        self._shelf.put(rows, self._scope(rows.scope_of(value)), value)

    def keep(self, rows: Rows[T], value: T) -> None:
        """As `put`, without reading the table first: for history that is written each time and seldom read."""
        self._shelf.keep(rows, self._scope(rows.scope_of(value)), value)

    def add(self, rows: Rows[T], value: T) -> None:
        """Inserts a row that is not read back in this transaction, like a line of history."""
        self._scope(rows.scope_of(value))
        self._shelf.add(rows, value)

    def remove(self, rows: Rows[T], value: T) -> None:
        self._shelf.remove(rows, self._scope(rows.scope_of(value)), value)

    # From one locked dossier to the other

    def carry(self, rows: Rows[T], value: T, carried: T) -> None:
        """The row goes to the other locked dossier; `carried` is how it stands there, and `self.carried` lists it."""
        self.remove(rows, value)
        self.put(rows, carried)
        self.carried.append((rows.table.name, rows.key(carried)))

    def leave(self, rows: Rows[T], value: T) -> None:
        """The row does not go along and is gone: the other dossier has what it says; `self.left` lists it."""
        self.remove(rows, value)
        self.left.append((rows.table.name, rows.key(value)))

    def carry_rows(self, rows: Rows[T], from_id: str, to_id: str, goes: Callable[[T], bool]) -> None:
        """Every row of the one that goes, as it is."""
        for each in self.find(rows, from_id):
            if goes(each):
                self.carry(rows, each, replace(cast("Any", each), dossier_id=to_id))

    def readdress(
        self, rows: Rows[Any], from_id: str, to_id: str, *, handled_in: str = "", **having: Iterable[str]
    ) -> None:
        """As `carry` for rows that are not in hand: all of the dossier, or those with one of these values.

        `handled_in` adds what units told that were handled in that dossier.
        """
        named = {column: frozenset(values) for column, values in having.items()}
        moved = Readdressed(rows, self._scope(from_id), self._scope(to_id), named, handled_in)
        self.readdressed.append(moved)

    def carry_timers(self, from_id: str, to_id: str, about: frozenset[str] | None = None) -> None:
        """What is still to be given to the one is given to the other; with `about` only what names one of these."""
        for timer in self.find(TIMERS, from_id):
            said = json.loads(timer.arguments)
            if timer.done_at is None and (about is None or not about.isdisjoint(_texts(said))):
                arguments = json.dumps({**said, "dossier_id": to_id})
                self.remove(TIMERS, timer)
                self.put(TIMERS, replace(timer, dossier_id=self._scope(to_id), arguments=arguments))

    def lead(self, from_id: str, to_id: str) -> None:
        """Who gives a command to the one dossier is told that it is the other; nothing when it has its own again."""
        self.led[self._scope(from_id)] = to_id

    # Saying what happened

    def tell(
        self,
        kind: str,
        *,
        about: str = "",
        facts: Mapping[str, Any] | None = None,
        changes: Sequence[Mapping[str, Any]] = (),
        dossier_id: str | None = None,
    ) -> None:
        """One line on the dossier's timeline; `changes` has per field the old and new value and its element."""
        scope = self._scope(dossier_id)
        entry = TimelineEntry(
            id=f"{self.cause.unit_id}:{self.effects}",
            dossier_id=scope,
            lane_id=self.lane.id if self.lane else None,
            unit_id=self.cause.unit_id,
            n=self.effects,
            at=self.cause.at,
            actor=self.cause.actor,
            kind=kind,
            about=about,
            facts=dict(facts or {}),
            changes=[dict(change) for change in changes],
        )
        self._shelf.add(TIMELINE, entry)
        self.effects += 1

    def publish(self, event: Event) -> None:
        """News for the other capabilities; they react in the same transaction, on the same dossier."""
        for reaction in self._reactions.get(type(event), ()):
            reaction(event, self)

    def superseded(self) -> None:
        """Says that something newer was already known: kept in history, nothing current changed."""
        self.state = "superseded"

    def order(self, command: Command) -> None:
        """A command for elsewhere: journaled in this transaction, handled in its own."""
        self.orders.append(command)

    def remind(self, due_at: datetime, command: Command, name: str, dossier_id: str | None = None) -> None:
        """A command at a later moment; the same `name` of the same dossier replaces an earlier reminder."""
        scope = self._scope(dossier_id)
        timer = Timer(derived_id(scope, name), due_at, scope, type(command).__name__, command.model_dump_json(), None)
        self._shelf.keep(TIMERS, scope, timer)

    def forget(self, name: str, dossier_id: str | None = None) -> None:
        """The reminder of this name is withdrawn; one that is not there or was given stays so."""
        scope = self._scope(dossier_id)
        timer = self._shelf.get(TIMERS, scope, (derived_id(scope, name),))
        if timer and timer.done_at is None:
            self._shelf.put(TIMERS, scope, replace(timer, done_at=self.cause.at))

    def send(self, letter: Letter, *, about: str = "", resends: str = "", reason: str = "") -> str:
        """A letter goes out over the lane of this unit, as bytes that are final now; returns the id it travels under.

        Raises what the composer raises.
        What is applied again after its exchange was linked elsewhere sends nothing anew.
        """
        if self.lane is None:
            raise OutOfScope("something is sent without a lane")
        n, made_id = self.outgoing, derived_id(self.cause.unit_id, "outgoing", str(self.outgoing))
        if n >= self._sent_before:
            made = outgoing_of(
                self._compose(letter, self.lane),
                id=made_id,
                lane_id=self.lane.id,
                office_id=self.lane.office_id,
                unit_id=self.cause.unit_id,
                n=n,
                dossier_id=self.dossier_id,
                about=about,
                made_at=self.cause.at,
                made_by=self.cause.actor,
                resends=resends,
                reason=reason,
            )
            self.letters.append(made)
        self.outgoing += 1
        return made_id

    def sent(self) -> list[Sent]:
        """What went out over the lane of this unit so far, oldest first."""
        return self._sent_over(self.lane.id, self.letters) if self.lane else []

    def answered(self, code: str, request_version: int, state: str, *, about: str = "", **facts: Any) -> None:
        """The other party of this lane answered what went out; `state` is acknowledged or refused."""
        if self.lane is None:
            raise OutOfScope("an answer came without a lane")
        self.answers.append(Answered(self.lane.id, code, request_version, state, self.cause.at, about, facts))

    def new_id(self, *names: str) -> str:
        """An identity derived from the unit and these names; replay derives the same one."""
        return derived_id(self.cause.unit_id, *names)

    # The link between a lane and its dossier

    def open_dossier(self, dossier_id: str) -> None:
        """The lane of this unit belongs to a new dossier from here on."""
        self.link(dossier_id)
        self._scopes |= {dossier_id}
        self._shelf.open(dossier_id)

    def link(self, dossier_id: str) -> None:
        """The lane of this unit belongs to this dossier from here on; what waits in the lane is tried again."""
        self._relink(dossier_id, held=False)
        self.dossier_id = dossier_id

    def unlink(self) -> None:
        """The lane of this unit belongs to no dossier; it is held until a person links it again."""
        self._relink(None, held=True)

    def forward_answers_to(self, node: str) -> None:
        """What the other party of this lane answers goes on to this node from here on."""
        if self.lane is None:
            raise OutOfScope("answers are forwarded without a lane")
        self.lane = replace(self.lane, forwards_to=node)
        self.relinked.append(self.lane)

    def _relink(self, dossier_id: str | None, *, held: bool) -> None:
        if self.lane is None:
            raise OutOfScope("a link is changed without a lane")
        self.lane = replace(self.lane, dossier_id=dossier_id, held=held)
        self.relinked.append(self.lane)

    def _scope(self, dossier_id: str | None) -> str:
        scope = dossier_id or self.dossier_id
        if scope is None or scope not in self._scopes:
            raise OutOfScope(f"dossier {scope} is not locked for unit {self.cause.unit_id}")
        return scope


def _texts(said: Mapping[str, Any]) -> set[str]:
    return {each for each in said.values() if isinstance(each, str)}


def change(field: str, old: object, new: object, path: str = "") -> dict[str, object]:
    """One changed field for `Work.tell`, with the element that it came from."""
    return {"field": field, "old": old, "new": new, "path": path}


def changes_between(old: object, new: object, names: Sequence[str], source: Provenance) -> list[dict[str, object]]:
    """The changed fields of two values of one shape; `old` may be `None`. Fields that stay empty are left out."""
    made = []
    for name in names:
        before = getattr(old, name, None)
        after = getattr(new, name)
        if before != after and not (before in {None, ""} and after in {None, ""}):
            made.append(change(name, before, after, source.get(name, "")))
    return made
