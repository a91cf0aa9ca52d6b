"""A private PostgreSQL server."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from hub.bench.servers.process import PrivateServer, binary, free_port

POSTGRES_ROOT = Path("/usr/lib/postgresql")


class PrivatePostgres(PrivateServer):
    """One PostgreSQL server of its own; `durable=False` trades surviving a power cut for speed.

    `settings` are names and values of postgresql.conf, which win from what stands here.
    """

    user = "hub"

    def __init__(self, *, durable: bool = True, settings: Mapping[str, str] | None = None) -> None:
        versions = sorted(POSTGRES_ROOT.glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
        self._bin = binary("initdb", *versions).parent
        super().__init__("hub-postgres-")
        self.port = free_port()
        self._durable = durable
        self._settings = dict(settings or {})
        self._account = "postgres" if os.geteuid() == 0 else None
        self._made = 0
        if self._account:
            shutil.chown(self.folder, self._account, self._account)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> Self:
        """Make the data folder when there is none and start the server; returns when it answers."""
        if not self.data.exists():
            access = ["-U", self.user, "-A", "trust"]
            self._run("initdb", "-D", str(self.data), *access, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.spawn(
            [str(self._bin / "postgres"), "-D", str(self.data), *self._options()], self._environment(), self._account
        )
        self.wait_until(self._answers)
        return self

    def stop(self) -> None:
        """Stop the server in good order (its fast shutdown); the data stays."""
        self.ask_to_stop(signal.SIGINT)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://{self.user}@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str = "template0") -> str:
        """Copy the database `template` under a name nobody used before; returns its SQLAlchemy URL."""
        self._made += 1
        name = f"hub_{self._made}"
        self.query(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def query(self, statement: str, database: str = "postgres") -> str:
        """Run one statement through psql (some 20 ms); returns the rows as text, columns parted by `|`."""
        form = ["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1"]
        return self._run("psql", *form, *self._reach(), "-c", statement, database)

    def _answers(self) -> bool:
        with contextlib.suppress(subprocess.CalledProcessError):
            return self.query("SELECT 1").strip() == "1"
        return False

    def _reach(self) -> list[str]:
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", self.user]

    def _options(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "max_connections": "100",
            "shared_buffers": "128MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        settings |= self._settings
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": str(self.folder)}

    def _run(self, binary: str, *arguments: str) -> str:
        done = subprocess.run(  # noqa: S603
            [str(self._bin / binary), *arguments],
            env=self._environment(),
            cwd=self.folder,
            check=True,
            capture_output=True,
            text=True,
            user=self._account,
            group=self._account,
            extra_groups=[] if self._account else None,
        )
        return done.stdout
