"""Processes of the toy hub around one database and one broker; a test kills them and the fleet brings up new ones."""

import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from hub.bells import Bell
from hub.journal import record
from hub.ledger import balance, snapshot
from hub.relay import ring
from schemas.errors import Busy
from tests.builders.engine import ToyHub

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0


class Fleet:
    def __init__(self, database_url, broker_url):
        self.hub = ToyHub(database_url, broker_url)
        self.urls = (database_url, broker_url)
        self.relay = self.spawn("relay")
        self.workers = []

    def spawn(self, role, *more):
        command = [sys.executable, "-m", "tests.builders.toy_process", role, *self.urls, *map(str, more)]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def keep(self, workers):
        """As many workers as asked, like a supervisor: the dead are replaced."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        self.workers += [self.spawn("work") for _ in range(workers - len(self.workers))]

    def kill_a_worker(self):
        victim = random.choice(self.workers)
        victim.kill()
        victim.wait()

    def hand_in(self, entries, times=1):
        recorded = record(self.hub.database, entries)
        bells = [Bell(r.lane_id, r.message_id) for r in recorded if r.lane_id and not r.is_copy]
        for _ in range(times):
            with suppress(Busy):
                ring(self.hub.bus, bells)

    def applied(self):
        return self.hub.states().get("applied", 0)

    def wait_for(self, condition, *, workers=2):
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, self.hub.states()
            self.keep(workers)
            time.sleep(0.01)

    def pages(self):
        """The lines of each dossier, in order."""
        found = {}
        for dossier, text in self.hub.sql("SELECT dossier_id, text FROM toy_lines ORDER BY dossier_id, place"):
            found.setdefault(dossier, []).append(text)
        return list(found.values())

    def is_balanced(self):
        with snapshot(self.hub.database) as connection:
            found = balance(connection)
        assert found.imbalances == ()
        return found.accounts

    def close(self):
        for process in (self.relay, *self.workers):
            process.kill()
            process.wait()
        self.hub.close()
