"""A role of the toy hub as a process of its own, so that a test can kill it.

`python -m tests.builders.toy_process ROLE DATABASE_URL BROKER_URL …`
"""

import subprocess
import sys
import tempfile
from contextlib import suppress

from hub import roles
from hub.bells import Bell
from hub.blobs import open_store
from hub.bus import open_bus
from hub.clock import SystemClock
from hub.console import until_stopped
from hub.database import Database
from hub.directory import Directory
from hub.journal import record
from hub.relay import Relay, ring
from hub.runtime import Runtime
from hub.topology import TOPOLOGY
from schemas.errors import Busy
from tests.builders.engine import TOY
from tests.builders.runtimes import settings_of, toy_facts
from tests.builders.streams import stream

_BATCH = 5


def runtime_at(database_url, broker_url):
    database = Database(database_url)
    settings = settings_of(database_url, broker_url, tempfile.gettempdir(), batch_size=50)
    return Runtime(
        settings=settings,
        database=database,
        clock=SystemClock(),
        store=open_store(settings.blob_url),
        directory=Directory(database),
        registry=TOY,
        facts=toy_facts,
    )


def work(runtime, *_):
    def alone(name, lanes):
        urls = (runtime.settings.database_url, runtime.settings.broker_url)
        return subprocess.run(
            [sys.executable, "-m", __spec__.name, "alone", *urls, name, *lanes], check=False
        ).returncode

    roles.work(runtime, until_stopped(), alone=alone)


def alone(runtime, name, *lanes):
    roles.move_alone(runtime, name, lanes)


def relay(runtime, *_):
    bus = open_bus(runtime.settings.broker_url)
    Relay(runtime.database, bus, runtime.clock, again_s=1.0, look_every_s=0.3).run(until_stopped())


def intake(runtime, dossiers, each, first):
    """Hands in a stream from its beginning, as a sender does that got no receipt; the journal knows the copies."""
    bus = open_bus(runtime.settings.broker_url)
    with suppress(Busy):
        bus.declare(TOPOLOGY)
    entries = stream(int(dossiers), int(each), first)
    for start in range(0, len(entries), _BATCH):
        recorded = record(runtime.database, entries[start : start + _BATCH])
        with suppress(Busy):
            ring(bus, [Bell(r.lane_id, r.message_id) for r in recorded if r.lane_id and not r.is_copy])


if __name__ == "__main__":
    role, database_url, broker_url, *rest = sys.argv[1:]
    {"work": work, "alone": alone, "relay": relay, "intake": intake}[role](runtime_at(database_url, broker_url), *rest)
