"""The stack that is measured: private RabbitMQ and PostgreSQL, and the hub's roles as processes."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from adapters.simulator.messages import LENDER, OFFICE
from hub.bench.servers import PrivatePostgres, PrivateRabbit
from hub.bench.servers.process import free_port
from hub.bus import open_bus
from hub.database import Database
from hub.directory import register
from hub.records import NodeEntry
from hub.schema import upgrade
from hub.topology import TOPOLOGY

_POSTGRES = {
    "shared_buffers": "512MB",
    "wal_compression": "on",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "track_commit_timestamp": "on",
}
_SECRET = "a key for a benchmark on private servers only"  # noqa: S105 - not a secret


@dataclass(slots=True)
class Stack:
    """Servers and roles; `cpu_seconds` says what each has used."""

    rabbit: PrivateRabbit
    postgres: PrivatePostgres
    database: Database
    broker_url: str
    vhost: str
    environment: dict[str, str]
    folder: Path
    roles: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def partner_url(self, node: str) -> str:
        """The broker as the user of a node sees it."""
        return self.broker_url.replace("hub:hub@", f"{node}:{node}@")

    def start(self, role: str, *command: str) -> None:
        """Starts a role of the hub as a process of its own."""
        environment = self.environment | {"HUB_METRICS_PORT": str(free_port())}
        with (self.folder / f"{role}.log").open("ab") as log:
            self.roles[role] = subprocess.Popen(  # noqa: S603 - our own command line
                [sys.executable, "-m", "hub.cli", *(command or (role,))], env=environment, stdout=log, stderr=log
            )

    def stop(self, *names: str) -> None:
        """Ends these roles, or all."""
        for name in names or tuple(self.roles):
            process = self.roles.pop(name)
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def count(self, statement: str) -> int:
        with self.database.reading() as connection:
            return int(connection.exec_driver_sql(statement).scalar_one())

    def applied(self) -> int:
        """How many units were handled so far."""
        return self.count("SELECT count(*) FROM outcomes")

    def wait_for(self, total: int, patience_s: float = 300.0) -> float:
        """Waits until `total` units were handled; returns the moment, as `time.monotonic`."""
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline:
            # Numbers may have gaps, so that enough of them says only that it is time to count.
            if self.count("SELECT coalesce(max(number), 0) FROM outcomes") >= total and self.applied() >= total:
                return time.monotonic()
            self._check_alive()
            time.sleep(0.1)
        raise TimeoutError(f"{self.applied()} of {total} messages were handled in {patience_s:.0f} s")

    def _check_alive(self) -> None:
        for name, process in self.roles.items():
            if process.poll() is not None:
                said = (self.folder / f"{name}.log").read_text(errors="replace")[-1000:]
                raise ChildProcessError(f"{name} ended with {process.returncode}: {said}")

    def cpu_seconds(self) -> dict[str, float]:
        """CPU seconds per part so far: broker, database, and each role."""
        used = {"rabbitmq": _cpu_of([self.rabbit.pid]), "postgresql": _cpu_of([self.postgres.pid])}
        return used | {name: _cpu_of([process.pid]) for name, process in self.roles.items()}

    def memory_mb(self, role: str) -> float:
        """Resident memory of a role, in MB."""
        return float(psutil.Process(self.roles[role].pid).memory_info().rss) / 1e6


@contextmanager
def running_stack(folder: Path) -> Iterator[Stack]:
    """A fresh stack with an office and a lender known, and their users on the broker."""
    with ExitStack() as parts:
        rabbit = parts.enter_context(PrivateRabbit())
        postgres = parts.enter_context(PrivatePostgres(settings=_POSTGRES))
        database_url, vhost = postgres.new_database(), rabbit.new_vhost()
        for node in (OFFICE, LENDER):
            rabbit.control("add_user", node, node)
            rabbit.control("set_permissions", "-p", vhost, node, ".*", ".*", ".*")
        database = Database(database_url)
        parts.callback(database.close)
        upgrade(database)
        with database.transaction() as connection:
            register(connection, _nodes())
        environment = dict(os.environ) | {
            "HUB_DATABASE_URL": database_url,
            "HUB_BROKER_URL": rabbit.url(vhost),
            "HUB_SECRET_KEY": _SECRET,
            "HUB_BLOB_URL": (folder / "blobs").as_uri(),
            "HUB_LOG_LEVEL": "warning",
        }
        bus = open_bus(rabbit.url(vhost))
        bus.declare(TOPOLOGY)
        bus.close()
        stack = Stack(rabbit, postgres, database, rabbit.url(vhost), vhost, environment, folder)
        parts.callback(stack.stop)
        yield stack


def _nodes() -> Sequence[NodeEntry]:
    return (
        NodeEntry(OFFICE, "office", "bench-office", "", "Benchmark office"),
        NodeEntry(LENDER, "lender", None, "AE", "Benchmark lender"),
    )


def _cpu_of(pids: Sequence[int | None]) -> float:
    """CPU seconds of these processes and of their living children."""
    total = 0.0
    for pid in pids:
        if pid is None:
            continue
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            times = process.cpu_times()
            total += times.user + times.system
    return total
