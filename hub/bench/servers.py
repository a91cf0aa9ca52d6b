"""Private RabbitMQ and PostgreSQL servers from the binaries that are installed, for tests and for `hub bench`.

Each server lives in a folder of its own under the temp folder, listens on free ports of the loopback interface only, and takes
its folder with it when it stops for good.
Standard library only; nothing here knows a queue or a table.
"""

import base64
import contextlib
import hashlib
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

RABBIT_SCRIPTS = Path("/usr/lib/rabbitmq/bin")
POSTGRES_ROOT = Path("/usr/lib/postgresql")
START_PATIENCE_S = 60.0
STOP_PATIENCE_S = 20.0
SPARE_VHOSTS = 12
_AMQP_HELLO = b"AMQP\x00\x00\x09\x01"


class ServerMissing(RuntimeError):
    """The binaries of a server are not installed here."""


class ServerDidNotStart(RuntimeError):
    """A private server did not answer in time; the message ends with the tail of its log."""


def free_port() -> int:
    """Return a TCP port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _binary(name: str, *folders: Path) -> Path:
    for folder in folders:
        if (folder / name).exists():
            return folder / name
    found = shutil.which(name)
    if found is None:
        raise ServerMissing(f"{name} is not installed; looked in {', '.join(map(str, folders))} and on PATH")
    return Path(found)


class _PrivateServer:
    """What both servers share: a folder, a process group, and waiting until it answers."""

    def __init__(self, prefix: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=prefix))
        self.log = self.folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """SIGKILL the server and everything it started, as a power cut would; the disk stays as it is."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def remove(self) -> None:
        """Kill the server and delete its folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _spawn(self, command: list[str], environment: Mapping[str, str], user: str | None = None) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **_as_user(user),
            )

    def _await(self, answers: Callable[[], bool]) -> None:
        deadline = time.monotonic() + START_PATIENCE_S
        while time.monotonic() < deadline and self.is_running():
            if answers():
                return
            time.sleep(0.05)
        tail = self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""
        self.kill()
        raise ServerDidNotStart(f"{type(self).__name__} did not answer within {START_PATIENCE_S:.0f} s\n{tail}")

    def _ask_to_stop(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_PATIENCE_S)
        self.kill()


def _as_user(user: str | None) -> dict[str, object]:
    if user is None:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


class PrivateRabbit(_PrivateServer):
    """One RabbitMQ node of its own, with spare virtual hosts so that every test gets an empty one at once."""

    user = "hub"
    password = "hub"  # noqa: S105 - of a private server on loopback

    def __init__(self) -> None:
        self._server = _binary("rabbitmq-server", RABBIT_SCRIPTS)
        super().__init__("hub-rabbit-")
        self.port = free_port()
        self._dist_port = free_port()
        self.node = f"hub-{os.getpid()}-{self.port}@localhost"
        self._vhosts: list[str] = []
        self._generation = 0

    def start(self) -> Self:
        """Start the node, or start it again on the disk it left; returns when it answers AMQP."""
        self._write_configuration()
        self._spawn([str(self._server)], self._environment())
        self._await(lambda: _speaks_amqp(self.port))
        return self

    def stop(self) -> None:
        """Stop the node in good order; the disk stays."""
        self._ask_to_stop(signal.SIGTERM)

    def wipe(self) -> None:
        """Kill the node and throw its disk away; the next start is an empty broker with the same virtual hosts."""
        self.kill()
        shutil.rmtree(self.folder / "mnesia", ignore_errors=True)

    def url(self, vhost: str = "spare-0-0") -> str:
        return f"amqp://{self.user}:{self.password}@127.0.0.1:{self.port}/{vhost}"

    def new_vhost(self) -> str:
        """Return the name of a virtual host that nobody used before."""
        if not self._vhosts:
            self._generation += 1
            self._vhosts = self._spares()[1:]
            self.control("eval", _create_vhosts(self._spares(), self.user))
        return self._vhosts.pop()

    def control(self, *arguments: str) -> str:
        """Run `rabbitmqctl` against this node (about a second each); returns what it printed."""
        command = [str(_binary("rabbitmqctl", RABBIT_SCRIPTS)), "-q", "-n", self.node, *arguments]
        done = subprocess.run(command, env=self._environment(), check=True, capture_output=True, text=True)
        return done.stdout

    def _spares(self) -> list[str]:
        return [f"spare-{self._generation}-{number}" for number in range(SPARE_VHOSTS)]

    def _write_configuration(self) -> None:
        if self._generation == 0 and not self._vhosts:
            self._vhosts = self._spares()[1:]
        (self.folder / "enabled_plugins").write_text("[].\n")
        (self.folder / "definitions.json").write_text(json.dumps(self._definitions()))
        (self.folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.1 = 127.0.0.1:{self.port}\n"
            f"load_definitions = {self.folder / 'definitions.json'}\n"
            "log.console = true\nlog.console.level = warning\nlog.file = false\n"
            "raft.wal_max_size_bytes = 64000000\n"
        )

    def _definitions(self) -> dict[str, object]:
        vhosts = [f"spare-{generation}-{n}" for generation in range(self._generation + 1) for n in range(SPARE_VHOSTS)]
        return {
            "users": [
                {
                    "name": self.user,
                    "password_hash": _rabbit_hash(self.password),
                    "hashing_algorithm": "rabbit_password_hashing_sha256",
                    "tags": "administrator",
                }
            ],
            "vhosts": [{"name": vhost} for vhost in vhosts],
            "permissions": [
                {"user": self.user, "vhost": vhost, "configure": ".*", "write": ".*", "read": ".*"} for vhost in vhosts
            ],
        }

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": str(self.folder),
            "RABBITMQ_NODENAME": self.node,
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self._dist_port),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            "RABBITMQ_PID_FILE": str(self.folder / "rabbit.pid"),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "rabbitmq-env.conf"),
            # Idle schedulers that spin would take the CPU that the hub is measured on.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
            # The script then becomes the node itself, instead of a shell that waits for it.
            "RUNNING_UNDER_SYSTEMD": "true",
        }


def _speaks_amqp(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
        probe.sendall(_AMQP_HELLO)
        return probe.recv(1) == b"\x01"
    return False


def _rabbit_hash(password: str) -> str:
    salt = b"salt"
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _create_vhosts(names: list[str], user: str) -> str:
    listed = ", ".join(f'<<"{name}">>' for name in names)
    every = '<<".*">>'
    return (
        f'lists:foreach(fun(V) -> rabbit_vhost:add(V, <<"hub">>), '
        f'rabbit_auth_backend_internal:set_permissions(<<"{user}">>, V, {every}, {every}, {every}, <<"hub">>) '
        f"end, [{listed}])."
    )


class PrivatePostgres(_PrivateServer):
    """One PostgreSQL server of its own; `durable=False` trades surviving a power cut for speed."""

    user = "hub"

    def __init__(self, *, durable: bool = True) -> None:
        versions = sorted(POSTGRES_ROOT.glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
        self._bin = _binary("initdb", *versions).parent
        super().__init__("hub-postgres-")
        self.port = free_port()
        self._durable = durable
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
            self._run("initdb", "-D", str(self.data), "-U", self.user, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        self._spawn(
            [str(self._bin / "postgres"), "-D", str(self.data), *self._options()], self._environment(), self._account
        )
        self._await(self._answers)
        return self

    def stop(self) -> None:
        """Stop the server in good order (its fast shutdown); the data stays."""
        self._ask_to_stop(signal.SIGINT)

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
        return self._run("psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", *self._reach(), "-c", statement, database)

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
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": str(self.folder)}

    def _run(self, binary: str, *arguments: str) -> str:
        done = subprocess.run(
            [str(self._bin / binary), *arguments],
            env=self._environment(),
            cwd=self.folder,
            check=True,
            capture_output=True,
            text=True,
            **_as_user(self._account),
        )
        return done.stdout
