"""One run of the demonstration: settings of its own, in a folder of its own, on either stack."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.bench.servers.process import free_port
from hub.cli.once.advisers import Advisers
from hub.cli.once.cast import BEGIN, Story, stories
from hub.cli.once.company import Archive, Places, company
from hub.cli.once.play import play
from hub.cli.once.promises import Played
from hub.cli.once.stage import SteppedClock, Theatre, staged
from hub.cli.once.summary import summary_of
from hub.logs import configure
from hub.settings import Settings, load

_SECRET = "the demonstration signs nothing that anybody else would trust"  # noqa: S105 - its own, and no secret


@dataclass(frozen=True, slots=True)
class Stack:
    """What it runs on: nothing given is SQLite and a broker in memory.

    `partner_url` is the broker as a partner sees it, with `{node}` where its user stands.
    """

    database_url: str = ""
    broker_url: str = ""
    partner_url: str = ""


def run_once(applications: int, stack: Stack, keep: Path | None = None) -> dict[str, Any]:
    """The summary of a run; its data is thrown away unless `keep` names a folder for it.

    Raises `Refused` (`target-not-empty`) for a database that has tables already.
    """
    started = time.monotonic()
    with _folder(keep) as folder:
        settings = settings_for(folder, stack)
        configure(settings.log_level, settings.log_format)
        told = stories(applications)
        with staged(settings, SteppedClock(BEGIN)) as stage:
            played = played_on(stage, told, Places(folder, stack.partner_url))
            return summary_of(played, time.monotonic() - started)


def played_on(
    stage: Theatre, told: list[Story], places: Places, archive: Archive = lambda _node, _came: None
) -> Played:
    """These stories, played to their end on a stage that is up."""
    with company(stage, told, places, archive) as cast:
        with closing(Advisers(stage, cast, told)) as advisers:
            stopped = _played(lambda: play(stage, cast, advisers, told))
        return Played(stage, cast, told, stopped)


def _played(playing: Callable[[], None]) -> str:
    """Why the play stopped before its end; empty when it came there."""
    try:
        playing()
    except (TimeoutError, RuntimeError) as error:
        return str(error)
    return ""


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
        return
    made = Path(tempfile.mkdtemp(prefix="hub-once-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def settings_for(folder: Path, stack: Stack) -> Settings:
    """Its own settings, whatever the surroundings say."""
    port = free_port()
    return load(
        demo=True,
        secret_key=_SECRET,
        database_url=stack.database_url or f"sqlite:///{folder}/hub.db",
        broker_url=stack.broker_url or f"memory://{folder.name}",
        blob_url=(folder / "blobs").as_uri(),
        public_url=f"http://localhost:{port}",
        http_host="127.0.0.1",
        http_port=port,
        environment="production",
        log_level="error",
        log_format="console",
    )
