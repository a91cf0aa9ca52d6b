"""A deliverer as a process that kills itself at a step: `python -m tests.builders.delivery_process`.

Everything is imported once; each line of JSON on standard input forks a process that delivers until nothing is queued,
or until the named step is reached for the n-th time. Its exit code is the answer: 0, or -9.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import closing, suppress
from pathlib import Path

from adapters.channels.out.ways import Ways
from hub.clock import SystemClock
from hub.database import Database
from hub.delivery.deliverer import Deliverer
from hub.delivery.round import Rounds
from hub.logs import configure
from schemas.errors import Busy
from tests.builders.runtimes import settings_of

PAUSES = (0.05,)
ROOT = Path(__file__).parents[2]


class Deliveries:
    """The process, as a test drives it."""

    def __init__(self, database_url, broker_url):
        self._urls = {"database_url": database_url, "broker_url": broker_url}
        command = [sys.executable, "-m", "tests.builders.delivery_process"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, step="", count=0):
        """Delivers, to the end or to its death at this step; returns the exit code."""
        self._process.stdin.write(json.dumps(self._urls | {"step": step, "count": count}) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(30)


def deliver(database_url, broker_url, step, count):
    left = [count]

    def reached(at):
        if at == step:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    database, clock = Database(database_url), SystemClock()
    settings = settings_of(database_url, broker_url, tempfile.gettempdir())
    rounds = Rounds(database, clock, lambda _, row: row.body, PAUSES, reached)
    with closing(Ways(settings, reached)) as ways, closing(Deliverer(database, clock, rounds, ways.open)) as deliverer:
        deadline = time.monotonic() + 30
        while _is_queued(database) and time.monotonic() < deadline:
            with suppress(Busy):
                deliverer.drain()
            time.sleep(0.01)


def _is_queued(database):
    with database.reading() as connection:
        return connection.exec_driver_sql("SELECT 1 FROM outgoing WHERE state = 'queued' LIMIT 1").first() is not None


def main():
    configure("error", "console")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                deliver(**json.loads(line))
                code = 0
            except BaseException:  # noqa: BLE001 - the child must end here, whatever happened
                traceback.print_exc()
            os._exit(code)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
