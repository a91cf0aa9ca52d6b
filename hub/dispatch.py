"""Dispatch: one transaction, one handler per command, one outcome per unit.

`Round` applies units inside a transaction that somebody else commits; `execute` is the road of a person's command.
Each fate is decided by the class of what was raised: `Refused` and `Waiting` undo the unit and go on,
`Busy` and our own mistakes leave the transaction, and the worker decides what is next.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.lanes import Unit, waiting_units
from hub.outgoing import Answered, Sent, folded, sent_in, sent_of, take_answers
from hub.parking import parked_outcome
from hub.readdressing import readdress
from hub.records import HEADS, LANES, OUTCOMES, OUTGOING, Head, Lane, Outcome, Outgoing
from hub.registry import Registry
from hub.rows import Writes
from hub.shelf import Shelf
from hub.work import Cause, Work
from schemas.commands import Command
from schemas.errors import Busy, Refused, Waiting

MESSAGE, COMMAND = "message", "command"
_DRAW = "SELECT nextval('outcome_numbers') FROM generate_series(1, %s)"


class Round:
    """The units of one transaction: applies them in memory and writes everything at the end."""

    def __init__(
        self, connection: Connection, registry: Registry, lanes: Mapping[str, Lane], heads: Mapping[str, Head]
    ) -> None:
        self.connection = connection
        self.registry = registry
        self.lanes = dict(lanes)
        self.heads = dict(heads)
        self.outcomes: dict[str, Outcome] = {}
        self.orders: list[tuple[Unit, Command]] = []
        self.parked: list[tuple[Unit, Outcome]] = []
        self.shelf = Shelf(connection)
        self._letters: list[Outgoing] = []
        # Nothing here points back at the round, so that all it holds is free as soon as it ends.
        sent = partial(_sent_over, connection, self._letters)
        self.work = Work(self.shelf, registry.reactions, partial(registry.compose, connection), sent)
        self._answers: list[Answered] = []
        self._seen = dict(lanes)
        self._seen_heads = dict(heads)
        self._waiting: dict[str, list[Unit]] = {}
        self._unread: set[str] = set()
        self._known: dict[str, Outcome] = {}
        self._numbers: list[int] = []

    def prepare(self, units: Iterable[Unit]) -> None:
        """Loads what the units need, one statement per table, and what waits in their lanes.

        What waits in a lane without a dossier is read when that lane moves: until then each message would read it all.
        """
        with_waiting = [lane.id for lane in self.lanes.values() if lane.waiting and lane.dossier_id]
        self._unread = {lane.id for lane in self.lanes.values() if lane.waiting and not lane.dossier_id}
        for unit in waiting_units(self.connection, with_waiting):
            self._waiting.setdefault(str(unit.lane_id), []).append(unit)
        waiting = [unit for held in self._waiting.values() for unit in held]
        self._remember(waiting)
        scopes: dict[Any, set[str]] = {}
        units = list(units)
        for unit in (*units, *waiting):
            lane = self.lanes[unit.lane_id] if unit.lane_id else None
            dossier_id = lane.dossier_id if lane else unit.commands[0].dossier_id
            for command in unit.commands:
                for rows in self.registry.needs(command.name):
                    # What an office decided counts before there is a dossier.
                    scope = lane.office_id if lane and rows.scope == "office_id" else dossier_id
                    if scope:
                        scopes.setdefault(rows, set()).add(scope)
        with statements.piped(self.connection):
            numbers = drawn_numbers(self.connection, len(units))
            self.shelf.load_all({rows: sorted(dossiers) for rows, dossiers in scopes.items()})
            self._numbers = numbers()

    def handle_message(self, unit: Unit) -> Outcome:
        """Applies the next message of its lane and, when that moved the lane, what waited in it."""
        outcome = self._apply(unit)
        lane = self.lanes[str(unit.lane_id)]
        self.lanes[lane.id] = replace(lane, done_position=unit.position, attempts=0, retry_at=None)
        if outcome.state == "waiting":
            self._waiting.setdefault(lane.id, []).append(unit)
        elif outcome.state in {"applied", "superseded"}:
            self.retry_waiting(lane.id)
        return outcome

    def retry_waiting(self, lane_id: str) -> None:
        """Tries what waits in the lane, oldest first, until nothing moves any more or one of them blocks the lane."""
        self._read_waiting(lane_id)
        moved = True
        while moved:
            moved = False
            for unit in sorted(self._waiting.get(lane_id, ()), key=lambda waiting: waiting.position):
                if self.lanes[lane_id].blocked_by:
                    return
                if self._try(unit).state != "waiting":
                    self._waiting[lane_id].remove(unit)
                    moved = True

    def _read_waiting(self, lane_id: str) -> None:
        if lane_id in self._unread:
            self._unread.remove(lane_id)
            before = waiting_units(self.connection, [lane_id])
            self._remember(before)
            self._waiting[lane_id] = before + self._waiting.get(lane_id, [])

    def handle_command(self, unit: Unit, command: Command, lane: Lane | None, scopes: frozenset[str]) -> Outcome:
        """Runs a person's or timer's command; what it raises goes to the caller, nothing of it is written."""
        cause = Cause(unit.id, COMMAND, unit.actor, unit.at)
        self.work.start(cause, lane, unit.commands[0].dossier_id or (lane.dossier_id if lane else None), scopes)
        self.registry.handlers[type(command)].handle(command, self.work)
        key = self.work.dossier_id or (lane.key if lane else unit.id)
        outcome = self._record(unit, COMMAND, key)
        self.orders.extend((unit, ordered) for ordered in self.work.orders)
        for relinked in self.work.relinked:
            self._relink(relinked)
        for moved in self.work.readdressed:
            readdress(self.connection, moved)
        for dossier_id, leads_to in self.work.led.items():
            head = self.heads[dossier_id]
            self.heads[dossier_id] = replace(head, seq=head.seq + 1, leads_to=leads_to)
        return outcome

    def write_out(self, *also: Callable[[Writes], None]) -> None:
        """Writes rows, lanes, heads, outcomes and whatever `also` adds: one statement per table, all in one go."""
        writes = Writes(self.connection)
        self.shelf.collect(writes)
        lanes = [lane for lane in self._with_waiting() if self._seen.get(lane.id) != lane]
        writes.write(LANES, sorted(lanes, key=lambda lane: lane.id), "replace")
        heads = [head for key, head in sorted(self.heads.items()) if self._seen_heads.get(key) != head]
        writes.write(HEADS, heads, "replace")
        outcomes = self._numbered()
        writes.write(OUTCOMES, outcomes, "replace")
        self._collect_letters(writes, {outcome.unit_id: outcome.number for outcome in outcomes})
        for each in also:
            each(writes)
        writes.make()

    def _collect_letters(self, writes: Writes, numbers: Mapping[str, int]) -> None:
        """What goes out is numbered like what decided it; an answer finds what went out before it."""
        letters = [replace(letter, number=numbers[letter.unit_id]) for letter in self._letters]
        writes.write(OUTGOING, letters, "ignore")
        if self._answers:
            writes.add(partial(take_answers, self.connection, folded(self._answers)))

    def changed(self) -> list[Outcome]:
        """The outcomes that this transaction gave or changed; what waited before and still waits is not among them."""
        return [outcome for outcome in self.outcomes.values() if self._known.get(outcome.unit_id) != outcome]

    def _try(self, unit: Unit) -> Outcome:
        """Applies what waited; when it breaks it is parked by itself, because what let it move is innocent."""
        mark = self.shelf.mark()
        try:
            return self._apply(unit)
        except Busy:
            raise
        except Exception as error:  # noqa: BLE001 - our own mistake becomes a fate, as in the worker
            self.shelf.undo_to(mark)
            return self._park(unit, error)

    def _park(self, unit: Unit, error: Exception) -> Outcome:
        lane = self.lanes[str(unit.lane_id)]
        outcome = replace(parked_outcome(lane, unit, error, 1, unit.at), number=self._number(unit))
        self.lanes[lane.id] = replace(lane, blocked_by=unit.id, attempts=1)
        self.outcomes[unit.id] = outcome
        self.parked.append((unit, outcome))
        return outcome

    def _remember(self, waiting: Iterable[Unit]) -> None:
        found = statements.select(self.connection, OUTCOMES, "unit_id", [unit.id for unit in waiting])
        before = {outcome.unit_id: outcome for outcome in found}
        self._known.update(before)
        self.outcomes.update(before)

    def _apply(self, unit: Unit) -> Outcome:
        lane = self.lanes[str(unit.lane_id)]
        mark = self.shelf.mark()
        scopes = frozenset({lane.dossier_id}) if lane.dossier_id else frozenset()
        cause = Cause(unit.id, MESSAGE, unit.actor, unit.at, unit.position)
        self.work.start(cause, lane, lane.dossier_id, scopes, self._sent(unit))
        try:
            if lane.office_id is None:
                raise Waiting("office")  # noqa: TRY301 - a fate, decided where it is known
            for journaled in unit.commands:
                kind = self.registry.commands[journaled.name]
                self.registry.handlers[kind].handle(kind.model_validate_json(journaled.arguments), self.work)
        except Refused as refused:
            self.shelf.undo_to(mark)
            outcome = self._set_aside(unit, lane, "rejected", refused.slug, refused.as_dict())
            return self._answer(unit, outcome, refused)
        except Waiting as waiting:
            self.shelf.undo_to(mark)
            return self._set_aside(unit, lane, "waiting", waiting.for_what, {})
        for relinked in self.work.relinked:
            self.lanes[relinked.id] = relinked
        self.orders.extend((unit, command) for command in self.work.orders)
        return self._record(unit, MESSAGE, self.lanes[lane.id].key)

    def _set_aside(self, unit: Unit, lane: Lane, state: str, slug: str, detail: dict[str, Any]) -> Outcome:
        number, sent = self._number(unit), self._sent(unit)
        outcome = Outcome(unit.id, MESSAGE, lane.id, lane.key, 0, number, state, slug, unit.at, 0, sent, 0, detail)
        self.outcomes[unit.id] = outcome
        return outcome

    def _answer(self, unit: Unit, outcome: Outcome, refused: Refused) -> Outcome:
        """The sender hears in the same transaction what it sent wrong, when there is a message for that."""
        letter = self.registry.refusal(self.connection, unit, refused)
        if letter is None:
            return outcome
        self.work.restart(self._sent(unit))
        self.work.send(letter, about=refused.slug)
        self._letters.extend(self.work.letters)
        answered = replace(outcome, outgoing=max(self.work.outgoing, outcome.outgoing))
        self.outcomes[unit.id] = answered
        return answered

    def _record(self, unit: Unit, kind: str, key: str) -> Outcome:
        head = self.heads.get(key) or Head(key, 0)
        self.heads[key] = replace(head, seq=head.seq + 1)
        outcome = Outcome(
            unit_id=unit.id,
            kind=kind,
            lane_id=unit.lane_id,
            key=key,
            seq=head.seq + 1,
            number=self._number(unit),
            state=self.work.state,
            slug="",
            at=unit.at,
            effects=self.work.effects,
            outgoing=max(self.work.outgoing, self._sent(unit)),
            attempts=0,
            detail={},
        )
        self.outcomes[unit.id] = outcome
        self._letters.extend(self.work.letters)
        self._answers.extend(self.work.answers)
        return outcome

    def _relink(self, lane: Lane) -> None:
        """A person changed the link: what the lane brought goes back to waiting, or is tried in its new dossier."""
        current = replace(self.lanes[lane.id], dossier_id=lane.dossier_id, held=lane.held)
        self.lanes[lane.id] = current
        if lane.dossier_id is None:
            self._take_back(current)
        self._take_along(current)
        self._waiting[lane.id] = waiting_units(self.connection, [lane.id])
        self._remember(self._waiting[lane.id])
        if lane.dossier_id is not None:
            self.retry_waiting(lane.id)

    def _take_along(self, lane: Lane) -> None:
        """What went out over the lane belongs to the dossier of the lane: nobody else's."""
        marker = "%s" if self.connection.dialect.name == "postgresql" else "?"
        self.connection.exec_driver_sql(
            f"UPDATE outgoing SET dossier_id = {marker} WHERE lane_id = {marker}",  # noqa: S608 - no input in it
            (lane.dossier_id, lane.id),
        )

    def _take_back(self, lane: Lane) -> None:
        marker = "%s" if self.connection.dialect.name == "postgresql" else "?"
        applied = (
            f"SELECT unit_id FROM outcomes WHERE lane_id = {marker} AND kind = 'message' "  # noqa: S608 - no input in it
            "AND state IN ('applied', 'superseded')"
        )
        self.connection.exec_driver_sql(f"DELETE FROM timeline WHERE unit_id IN ({applied})", (lane.id,))  # noqa: S608
        self.connection.exec_driver_sql(
            "UPDATE outcomes SET state = 'waiting', slug = 'link', effects = 0, seq = 0, "  # noqa: S608 - no input in it
            f"key = lane_id WHERE unit_id IN ({applied})",
            (lane.id,),
        )

    def _with_waiting(self) -> list[Lane]:
        counted = []
        for lane in self.lanes.values():
            known = lane.id in self._waiting
            unread = lane.waiting if lane.id in self._unread else 0
            counted.append(replace(lane, waiting=len(self._waiting[lane.id]) + unread) if known else lane)
        return counted

    def _number(self, unit: Unit) -> int:
        before = self.outcomes.get(unit.id)
        return before.number if before else 0

    def _sent(self, unit: Unit) -> int:
        """How much went out for this unit before its exchange was linked elsewhere."""
        before = self.outcomes.get(unit.id)
        return before.outgoing if before else 0

    def _numbered(self) -> list[Outcome]:
        """The outcomes with the number of their first handling, in the order in which they were handled."""
        new = [outcome for outcome in self.outcomes.values() if not outcome.number]
        missing = len(new) - len(self._numbers)
        numbers = iter(self._numbers if missing <= 0 else self._numbers + next_numbers(self.connection, missing))
        return [
            outcome if outcome.number else replace(outcome, number=next(numbers)) for outcome in self.outcomes.values()
        ]


def _sent_over(
    connection: Connection, decided: Sequence[Outgoing], lane_id: str, made: Sequence[Outgoing]
) -> list[Sent]:
    """What went out over the lane, what this transaction decided and what its unit made so far included."""
    return sent_in(connection, lane_id) + [sent_of(each) for each in (*decided, *made) if each.lane_id == lane_id]


def drawn_numbers(connection: Connection, count: int) -> Callable[[], list[int]]:
    """The numbers for this many units, on their way; on SQLite they are counted when they are written."""
    if not count or connection.dialect.name != "postgresql":
        return list
    drawn = statements.ask(connection, _DRAW, (count,))
    return lambda: [row[0] for row in drawn()]


def next_numbers(connection: Connection, count: int) -> list[int]:
    """The next `count` numbers of the hub, drawn under the locks of what they number."""
    if not count:
        return []
    if connection.dialect.name == "postgresql":
        return drawn_numbers(connection, count)()
    highest = connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM outcomes").scalar_one()
    return list(range(highest + 1, highest + count + 1))
