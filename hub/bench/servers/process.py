"""What both private servers share: a folder, a process group, and waiting until it answers."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

START_PATIENCE_S = 60.0
STOP_PATIENCE_S = 20.0


class ServerMissingError(RuntimeError):
    """The binaries of a server are not installed here."""


class ServerDidNotStartError(RuntimeError):
    """A private server did not answer in time; the message ends with the tail of its log."""


def free_port() -> int:
    """Return a TCP port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def binary(name: str, *folders: Path) -> Path:
    for folder in folders:
        if (folder / name).exists():
            return folder / name
    found = shutil.which(name)
    if found is None:
        raise ServerMissingError(f"{name} is not installed; looked in {', '.join(map(str, folders))} and on PATH")
    return Path(found)


def _children_of(parent: int) -> list[int]:
    children = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # "pid (name) state parent …"; the name may hold anything, also a parenthesis.
            if int(status.read_text().rpartition(")")[2].split()[1]) == parent:
                children.append(int(status.parent.name))
    return children


class PrivateServer(ABC):
    """A server that runs while its `with` block does, or between `start` and `remove`."""

    def __init__(self, prefix: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=prefix))
        self.log = self.folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_failure: object) -> None:
        self.remove()

    @abstractmethod
    def start(self) -> Self:
        """Start the server, or start it again on the disk it left; returns when it answers."""

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """SIGKILL the server and everything it started, as a power cut would; the disk stays as it is."""
        if self._process is None:
            return
        # PostgreSQL's backends leave the process group, and the data cannot be opened again while one lives.
        children = _children_of(self._process.pid)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self._process = None

    def remove(self) -> None:
        """Kill the server and delete its folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def spawn(self, command: list[str], environment: Mapping[str, str], user: str | None = None) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command line, no shell
                command,
                cwd=self.folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=user,
                group=user,
                extra_groups=[] if user else None,
            )

    def wait_until(self, answers: Callable[[], bool]) -> None:
        deadline = time.monotonic() + START_PATIENCE_S
        while time.monotonic() < deadline and self.is_running():
            if answers():
                return
            time.sleep(0.05)
        tail = self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""
        self.kill()
        raise ServerDidNotStartError(f"{type(self).__name__} did not answer within {START_PATIENCE_S:.0f} s\n{tail}")

    def ask_to_stop(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_PATIENCE_S)
        self.kill()
