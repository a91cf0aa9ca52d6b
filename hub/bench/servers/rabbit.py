"""A private RabbitMQ node."""

import base64
import contextlib
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from typing import Self

from hub.bench.servers.process import PrivateServer, binary, free_port

RABBIT_SCRIPTS = Path("/usr/lib/rabbitmq/bin")
SPARE_VHOSTS = 12
_AMQP_HELLO = b"AMQP\x00\x00\x09\x01"


class PrivateRabbit(PrivateServer):
    """One RabbitMQ node of its own, with spare virtual hosts so that every test gets an empty one at once.

    A quorum queue survives `kill` from about a second after it was declared.
    RabbitMQ 3.10 writes the names of new ones down every half second; killed sooner, one comes back without a leader
    and confirms nothing, until it is deleted.
    """

    user = "hub"
    password = "hub"  # noqa: S105 - of a private server on loopback

    def __init__(self) -> None:
        self._server = binary("rabbitmq-server", RABBIT_SCRIPTS)
        super().__init__("hub-rabbit-")
        self.port = free_port()
        self._dist_port = free_port()
        self.node = f"hub-{os.getpid()}-{self.port}@localhost"
        self._generation = 0
        self._vhosts = self._spares()[1:]

    def start(self) -> Self:
        """Start the node, or start it again on the disk it left; returns when it answers AMQP."""
        self._write_configuration()
        self.spawn([str(self._server)], self._environment())
        self.wait_until(lambda: _speaks_amqp(self.port))
        return self

    def stop(self) -> None:
        """Stop the node in good order; the disk stays."""
        self.ask_to_stop(signal.SIGTERM)

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
        """Run `rabbitmqctl` against this node (half a second each); returns what it printed."""
        command = [str(binary("rabbitmqctl", RABBIT_SCRIPTS)), "-q", "-n", self.node, *arguments]
        environment = self._environment()
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603
        return done.stdout

    def _spares(self) -> list[str]:
        return [f"spare-{self._generation}-{number}" for number in range(SPARE_VHOSTS)]

    def _write_configuration(self) -> None:
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
