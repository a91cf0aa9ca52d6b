"""A toy capability and a hub around it, so that the engine is tested without a product: lines written on a page."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Field, SQLModel

from hub.batches import Batches
from hub.bells import Bell
from hub.bus import open_bus
from hub.composing import Composed
from hub.database import Database
from hub.entries import Entry
from hub.ids import derived_id, new_id
from hub.journal import record
from hub.liveness import worker_name
from hub.registry import Handler, Registry
from hub.relay import Relay, ring
from hub.rows import Rows
from hub.topology import TOPOLOGY
from hub.worker import Worker
from schemas.commands import Command
from schemas.envelope import Envelope
from schemas.errors import Busy, Refused, Waiting
from schemas.letters import Letter, Route

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class LineTable(SQLModel, table=True):
    __tablename__ = "toy_lines"
    dossier_id: str = Field(primary_key=True)
    place: int = Field(primary_key=True)
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    dossier_id: str
    place: int
    text: str


LINES = Rows(LineTable, Line)


class OpenPage(Command):
    text: str = ""


class WriteLine(Command):
    text: str


class LinkPage(Command):
    lane_id: str
    dossier_id: str


class NotePage(Command):
    dossier_id: str
    text: str


def open_page(command, work):
    if work.lane.held:
        raise Waiting("link")
    if work.dossier_id is None:
        work.open_dossier(derived_id(work.lane.id, "page"))
    _write(work, command.text or "opened")


def write_line(command, work):
    if work.dossier_id is None:
        raise Waiting("page")
    if command.text == "refuse":
        raise Refused("invalid-value", path="text", came="refuse", expected="a line")
    if command.text.startswith("poison"):
        raise RuntimeError("the handler breaks on this")
    if command.text == "busy":
        raise Busy("toy")
    if command.text == "die":
        import os

        os.kill(os.getpid(), 9)
    _write(work, command.text)
    if command.text == "send":
        work.send(ToyLetter(route=ROUTE))


def link_page(command, work):
    work.link(command.dossier_id)
    work.tell("linked")


def note_page(command, work):
    _write(work, command.text)


def _write(work, text):
    place = len(work.find(LINES)) + 1
    work.put(LINES, Line(work.dossier_id, place, text))
    work.tell("line", facts={"place": place})


ROUTE = Route(sender="100001", receiver="600001", environment="production", number="A-1", at=START)


class ToyLetter(Letter):
    text: str = "<out/>"


def compose_toy(_connection, letter, _lane):
    """Any letter becomes one SX."""
    body = letter.text.encode()
    route = letter.route
    envelope = {"sender": route.sender, "receiver": route.receiver, "environment": route.environment}
    return Composed(
        code="SX",
        message_type="StatusMelding",
        envelope=envelope,
        body=body,
        content_hash=hashlib.sha256(body).hexdigest(),
        size=len(body),
    )


TOY = Registry(
    commands={command.__name__: command for command in (OpenPage, WriteLine, LinkPage, NotePage)},
    handlers={
        OpenPage: Handler(open_page, (LINES,)),
        WriteLine: Handler(write_line, (LINES,)),
        LinkPage: Handler(link_page, ()),
        NotePage: Handler(note_page, (LINES,)),
    },
    reactions={},
    compose=compose_toy,
)


class FixedClock:
    """Time that moves only when a test says so."""

    def __init__(self, at=START):
        self.at = at

    def now(self):
        return self.at

    def business_date(self):
        return self.at.date()

    def forward(self, **by):
        self.at += timedelta(**by)


def entry(dossier, *commands, identity=None, at=START, **more):
    body = f"{dossier}|{'|'.join(repr(c) for c in commands)}|{more.pop('salt', '')}".encode()
    digest = hashlib.sha256(body).hexdigest()
    facts = {
        "environment": "production",
        "sender": "600001",
        "identity": identity or digest,
        "channel": "test",
        "content_hash": digest,
        "size": len(body),
        "received_at": at,
        "envelope": Envelope(sender="600001", dossier=dossier, request_version=more.pop("version", 1)),
        "body": body,
        "office_id": "office-1",
        "partner": "AE",
        "names": (("number", dossier),) if dossier else (),
        "commands": commands,
    }
    return Entry(**(facts | more))


class ToyHub:
    """Journal, bus and one worker around the toy capability."""

    def __init__(self, database_url, broker_url="", registry=TOY, alone=None, **of_the_worker):
        self.database = Database(database_url)
        SQLModel.metadata.create_all(self.database.engine)
        self.clock = FixedClock()
        self.broker_url = broker_url or f"memory://{new_id()}"
        self.bus = open_bus(self.broker_url)
        self.bus.declare(TOPOLOGY)
        self.registry = registry
        self.batches = Batches(self.database, self.clock, alone)
        self.relay = Relay(self.database, self.bus, self.clock, again_s=0)
        self.worker = Worker(
            worker_name(), self.database, self.bus, registry, self.clock, batches=self.batches, **of_the_worker
        )

    def hand_in(self, *entries, rings=True):
        recorded = record(self.database, entries)
        if rings:
            ring(self.bus, [Bell(r.lane_id, r.message_id) for r in recorded if r.lane_id and not r.is_copy])
        return recorded

    def work(self, rounds=3):
        """Rings what is due and works; returns how many units got an outcome."""
        handled = 0
        for _ in range(rounds):
            handled += self.worker.round(0.02)
            self.relay.look()
        return handled + self.worker.round(0.02)

    def work_through_pauses(self, times=6):
        """Works as long as an hour would take, so that every retry has had its turn."""
        for _ in range(times):
            self.work()
            self.clock.forward(minutes=10)

    def sql(self, text, *parameters):
        with self.database.reading() as connection:
            marked = text.replace("?", "%s") if not self.database.is_sqlite else text
            return [tuple(row) for row in connection.exec_driver_sql(marked, parameters)]

    def lines(self, dossier_id=None):
        return [row[0] for row in self.sql("SELECT text FROM toy_lines ORDER BY dossier_id, place")]

    def states(self):
        return dict(self.sql("SELECT state, count(*) FROM outcomes GROUP BY state"))

    def close(self):
        self.worker.close()
        self.bus.close()
        self.database.close()
