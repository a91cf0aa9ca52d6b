"""The whole hub in a test: real handlers, either stack, messages in through intake, work on demand."""

from adapters.handed import Handed
from adapters.intake import Intake, bells
from hub.batches import Batches
from hub.bus import open_bus
from hub.directory import register
from hub.ids import new_id
from hub.joins import Joins
from hub.liveness import worker_name
from hub.records import NodeEntry
from hub.relay import Relay, ring
from hub.roof import compose
from hub.settings import Settings
from hub.topology import TOPOLOGY
from schemas.envelope import Envelope
from tests.builders.engine import FixedClock
from tests.builders.migrated import migrate

OFFICE, OTHER_OFFICE, LENDER, OTHER_LENDER = "500001", "500002", "600001", "600002"
NODES = (
    NodeEntry(OFFICE, "office", "kantoor-1", "", "Hypotheekkantoor De Brug"),
    NodeEntry(OTHER_OFFICE, "office", "kantoor-2", "", "Kantoor Chris"),
    NodeEntry(LENDER, "lender", None, "AE", "Aegon"),
    NodeEntry(OTHER_LENDER, "lender", None, "IN", "ING"),
)


def until_idle(step, idle_rounds=5):
    """Steps until several in a row did nothing: a round may meet only bells of what an earlier one applied already."""
    idle = 0
    while idle < idle_rounds:
        idle = 0 if step() else idle + 1


class WholeHub:
    """One hub around one database and one bus; `hand_in` is a channel, `work` a worker's turn."""

    def __init__(self, database_url, broker_url, folder, nodes=NODES):
        settings = Settings(
            database_url=database_url,
            broker_url=broker_url,
            blob_url=(folder / "blobs").as_uri(),
            secret_key="a secret of the tests, long enough for it",
        )
        self.clock = FixedClock()
        self.runtime = compose(settings, clock=self.clock)
        self.database = self.runtime.database
        migrate(self.database)
        if nodes:
            with self.database.transaction() as connection:
                register(connection, nodes)
        self.intake = Intake(
            self.database, self.runtime.directory, self.runtime.store, environment="production", largest_file=26_214_400
        )
        self.bus = open_bus(broker_url)
        self.bus.declare(TOPOLOGY)
        self.worker = self.runtime.worker(worker_name(), self.bus, Batches(self.database, self.clock))
        self.relay = Relay(self.database, self.bus, self.clock, again_s=0)
        self.joins = Joins(self.database, self.runtime.registry, self.clock)

    def hand_in(self, *bodies, bound_to=None, channel="test", identity=None, envelope=None):
        handed = [
            Handed(
                body=body,
                channel=channel,
                received_at=self.clock.now(),
                bound_to=bound_to,
                identity=identity,
                envelope=envelope or Envelope(),
            )
            for body in bodies
        ]
        recorded = self.intake.take(handed)
        ring(self.bus, bells(recorded))
        return recorded

    def work(self, rounds=3):
        handled = 0
        for _ in range(rounds):
            handled += self.worker.round(0.05)
            self.relay.look()
            self.joins.tick()
        return handled + self.worker.round(0.05)

    def sql(self, text, *parameters):
        with self.database.reading() as connection:
            marked = text if self.database.is_sqlite else text.replace("?", "%s")
            return [tuple(row) for row in connection.exec_driver_sql(marked, parameters)]

    def states(self):
        return dict(self.sql("SELECT state, count(*) FROM outcomes GROUP BY state"))

    def dossiers(self):
        return [row[0] for row in self.sql("SELECT id FROM dossiers ORDER BY id")]

    def facts(self, dossier_id=None):
        with self.database.reading() as connection:
            return self.runtime.facts(connection, dossier_id or self.dossiers()[0])

    def balance(self):
        from hub.ledger import balance

        with self.database.reading() as connection:
            return balance(connection)

    def close(self):
        self.worker.close()
        self.bus.close()
        self.database.close()


def fresh_memory():
    return f"memory://{new_id()}"
