"""The settings of the demo, whatever the surroundings say, and the one line that it prints."""

import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from hub.cli.demo.filling import TODAY
from hub.cli.demo.lenders import Lenders
from hub.clock import AMSTERDAM, SystemClock
from hub.console import Console
from hub.demo_clock import DemoClock
from hub.runtime import Runtime
from hub.settings import load

FOLDER = Path("var") / "demo"
BEGINS = time(9)
_KEPT_EVERY_S = 1.0


def compose_demo(console: Console, port: int) -> Runtime:
    """The demo's own settings; its secret is made once and kept beside its data."""
    folder = FOLDER.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    chosen = port or _free_port()
    settings = load(
        demo=True,
        secret_key=_secret(folder / "secret"),
        database_url=f"sqlite:///{folder}/hub.db",
        broker_url="memory://demo",
        blob_url=(folder / "blobs").as_uri(),
        public_url=f"http://localhost:{chosen}",
        http_host="127.0.0.1",
        http_port=chosen,
        metrics_port=_free_port(),
        environment="production",
        log_level="warning",
        log_format="console",
    )
    clock = DemoClock(folder / "clock.json", datetime.combine(TODAY, BEGINS, AMSTERDAM).astimezone(UTC))
    lenders = Lenders(folder, clock)
    return replace(console.composed(settings), clock=clock, sign_in_clock=SystemClock(), demo_lenders=lenders)


@contextmanager
def keeping(hub: Runtime) -> Iterator[None]:
    """The demo's moment is written every second, so that it goes on there however it stops."""
    clock, ended = hub.clock, threading.Event()
    assert isinstance(clock, DemoClock)  # noqa: S101 - `compose_demo` gave it

    def keep() -> None:
        while not ended.wait(_KEPT_EVERY_S):
            clock.keep()

    thread = threading.Thread(target=keep, name="demo-clock", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        clock.keep()


def answering(hub: Runtime) -> AbstractContextManager[None]:
    """The lenders answer as long as the context lasts."""
    lenders = hub.demo_lenders
    assert isinstance(lenders, Lenders)  # noqa: S101 - `compose_demo` gave them
    return lenders.at_work()


def told(hub: Runtime, added: int) -> str:
    """What the demo says when it starts: where to choose who you are."""
    done = f"{added} recorded messages were handed in." if added else "The demo goes on where it stopped."
    lines = (
        "",
        f"The hub is running. {done} Choose who you are:",
        "",
        f"  {hub.settings.public_url}/demo",
        "",
        "One click signs in as an adviser, a customer, a sub-agent, an operator and others. Ctrl-C stops it.",
    )
    return "\n".join(lines)


def _secret(place: Path) -> str:
    if not place.exists():
        place.write_text(secrets.token_hex(32))
        place.chmod(0o600)
    return place.read_text().strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
