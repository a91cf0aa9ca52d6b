"""Delivery in a test: rows in the queue, partners that behave or do not, and a deliverer that works on demand."""

import hashlib
from dataclasses import replace

from sqlmodel import SQLModel

from hub import rows as statements
from hub.database import Database
from hub.delivery.channel import Delivered
from hub.delivery.deliverer import Deliverer
from hub.delivery.partners import set_way
from hub.delivery.round import Rounds
from hub.ids import new_id
from hub.records import NODES, OUTGOING, NodeEntry, Outgoing
from schemas.errors import Busy
from tests.builders.engine import START, FixedClock

OURS, LENDER, OTHER = "500001", "600001", "600002"
PAUSES = (5.0, 15.0, 60.0)


def letter(nr, *, queue="A", receiver=LENDER, **more):
    """Row number `nr` of the hub, in a queue of the receiver."""
    row_id = more.pop("id", None) or f"0199f3d2-0000-7000-8000-{nr:012d}"
    body = more.pop("body", f"<out>{nr}</out>".encode())
    envelope = {"message_id": row_id, "sender": OURS, "receiver": receiver, "message_type": "SX StatusMelding"}
    facts = {
        "id": row_id,
        "unit_id": f"unit-{nr}",
        "n": 0,
        "number": nr,
        "queue": f"{receiver}/{queue}",
        "lane_id": f"lane-{queue}",
        "dossier_id": None,
        "office_id": "kantoor-1",
        "environment": "production",
        "sender": OURS,
        "receiver": receiver,
        "code": "SX",
        "message_type": "SX StatusMelding",
        "receiver_code": "AE",
        "request_version": 1,
        "envelope": envelope | {"receiver_code": "AE", "request_version": "1", "environment": "production"},
        "about": "",
        "content_hash": hashlib.sha256(body).hexdigest(),
        "size": len(body),
        "payloads": [],
        "body": body,
        "made_at": START,
        "made_by": "user:bram",
        "resends": "",
        "reason": "",
    }
    return Outgoing(**(facts | more))


class Answers:
    """A channel that says of each message what the test told it to, and remembers what it was given."""

    def __init__(self, at_once=10):
        self.at_once = at_once
        self.given = []
        self.says = {}
        self.lying = []
        self.settled = []
        self.is_closed = False

    def deliver(self, parcels):
        results = {}
        for parcel in parcels:
            said = self.says.get(parcel.id, Delivered())
            said = said.pop(0) if isinstance(said, list) else said
            if isinstance(said, Exception):
                raise said
            if said is not None:
                self.given.append((parcel.id, parcel.body))
                results[parcel.id] = said
        return results

    def answers(self):
        return [each for each in self.lying if each not in self.settled]

    def settle(self, answers):
        self.settled += answers

    def close(self):
        self.is_closed = True

    @property
    def numbers(self):
        """The numbers of the rows that it was given, in order."""
        return [int(row_id[-12:]) for row_id, _ in self.given]


class Post:
    """A database with partners and a deliverer; `open_way` gives each partner its channel."""

    def __init__(self, database_url, *, is_fresh=True, channels=None, **more):
        self.database = Database(database_url)
        if is_fresh:
            SQLModel.metadata.create_all(self.database.engine)
        self.clock = FixedClock()
        self.channels = channels if channels is not None else {}
        self.rounds = Rounds(self.database, self.clock, lambda _, row: row.body, PAUSES)
        self.deliverer = Deliverer(self.database, self.clock, self.rounds, self.open_way, **more)

    def open_way(self, partner):
        made = self.channels.setdefault(partner.node, Answers())
        if isinstance(made, Exception):
            raise made
        return made

    def partner(self, node=LENDER, *, channel="https", address="https://lender.example", options=None, code="AE"):
        with self.database.transaction() as connection:
            statements.write(connection, NODES, [NodeEntry(node, "lender", None, code, node)], "ignore")
            facts = {"channel": channel, "address": address, "options": options or {}}
            set_way(connection, node, **facts, most_bytes=None, at=self.clock.now())
        return self.channels.setdefault(node, Answers())

    def queue(self, *letters):
        with self.database.transaction() as connection:
            statements.write(connection, OUTGOING, letters)
        return letters

    def drain(self):
        return self.deliverer.drain()

    def row(self, n):
        row_id = n if isinstance(n, str) else f"0199f3d2-0000-7000-8000-{n:012d}"
        with self.database.reading() as connection:
            return statements.select(connection, OUTGOING, "id", [row_id])[0]

    def states(self):
        return {row[0]: row[1] for row in self.sql("SELECT number, state FROM outgoing ORDER BY number")}

    def sql(self, text, *parameters):
        with self.database.reading() as connection:
            marked = text if self.database.is_sqlite else text.replace("?", "%s")
            return [tuple(row) for row in connection.exec_driver_sql(marked, parameters)]

    def forward(self, **by):
        self.clock.forward(**by)

    def close(self):
        self.deliverer.close()
        self.database.close()


def numbered(letters):
    """As letters of different units, in the order given."""
    return [replace(each, id=new_id()) for each in letters]


AWAY = Busy("broker", "it is away")
