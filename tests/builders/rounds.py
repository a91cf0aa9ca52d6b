"""A hub of one SQLite file without broker or intake: lanes, messages and a person's commands, applied one by one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlmodel import SQLModel

from handlers.registry import HANDLERS, REACTIONS
from hub import rows as statements
from hub.database import Database
from hub.dispatch import Round
from hub.execute import execute
from hub.ids import new_id
from hub.lanes import as_unit, lock_free
from hub.records import COMMANDS, HEADS, LANES, OUTCOMES, TIMELINE, Head, JournaledCommand, Lane
from hub.registry import Registry
from schemas.registry import COMMANDS as COMMAND_TYPES

REGISTRY = Registry(COMMAND_TYPES, HANDLERS, REACTIONS)
MORNING = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
LENDER_NODE = "400001"


class Rounds:
    """Applies commands as units of their lanes; `late_loads` counts tables that a handler did not name beforehand.

    `ordered` are the commands that messages ordered.
    """

    def __init__(self, folder, url=None):
        self.database = Database(url or f"sqlite:///{folder / 'hub.db'}")
        SQLModel.metadata.create_all(self.database.engine)
        self.now = MORNING
        self.late_loads = 0
        self.ordered = []

    def lane(self, office="kantoor-1", partner="lender-AG", environment="production", held=False):
        """A new lane, by its id."""
        lane = Lane(new_id(), environment, office, partner, "100001", self.now, held=held)
        with self.database.transaction() as connection:
            statements.write(connection, LANES, [lane])
            statements.write(connection, HEADS, [Head(lane.id, 0)])
        return lane.id

    def message(self, lane_id, *commands, unit_id=None):
        """Journals and applies one message of the lane; its outcome."""
        return self.messages(lane_id, [commands], unit_id)[0]

    def messages(self, lane_id, groups, unit_id=None):
        """The same for several messages of one lane in one transaction."""
        with self.database.transaction() as connection:
            lanes, heads = lock_free(connection, [lane_id])
            position = lanes[lane_id].done_position
            units = [
                self._journal(connection, lane_id, position + n, commands, unit_id)
                for n, commands in enumerate(groups, 1)
            ]
            round_ = Round(connection, REGISTRY, lanes, heads)
            round_.prepare(units)
            outcomes = [round_.handle_message(unit) for unit in units]
            round_.write_out()
            self.late_loads = round_.shelf.late_loads
            self.ordered += [command for _, command in round_.orders]
        return outcomes

    def command(self, command, actor="user:bram"):
        """Runs a person's command at once; raises what it raises."""
        return execute(self.database, REGISTRY, command, actor=actor, at=self.now)

    def later(self, **passed):
        self.now += timedelta(**passed)

    def rows(self, rows, dossier_id):
        with self.database.reading() as connection:
            return statements.select(connection, rows, rows.scope, [dossier_id])

    def dossier_of(self, lane_id):
        with self.database.reading() as connection:
            return statements.select(connection, LANES, "id", [lane_id])[0].dossier_id

    def waiting_in(self, lane_id):
        with self.database.reading() as connection:
            found = statements.select(connection, OUTCOMES, "lane_id", [lane_id])
        return [outcome.slug for outcome in found if outcome.state == "waiting"]

    def timeline(self, dossier_id):
        return sorted(self.rows(TIMELINE, dossier_id), key=lambda entry: (entry.at, entry.id))

    def read(self, view, *arguments, **named):
        """What a view answers: `view(connection, …)` or `view(viewer, connection, …)`."""
        with self.database.reading() as connection:
            return view(*[connection if argument is ... else argument for argument in arguments], **named)

    def _journal(self, connection, lane_id, position, commands, unit_id):
        unit_id = unit_id or new_id()
        self.now += timedelta(seconds=1)
        journaled = tuple(
            JournaledCommand(
                unit_id,
                n,
                lane_id,
                position,
                None,
                type(command).__name__,
                command.model_dump_json(exclude_defaults=True),
                LENDER_NODE,
                self.now,
            )
            for n, command in enumerate(commands)
        )
        statements.write(connection, COMMANDS, journaled)
        return as_unit(tuple(replace(each) for each in journaled))
