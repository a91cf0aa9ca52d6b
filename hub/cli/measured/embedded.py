"""The embedded hub measured: messages a second through SQLite while people write over HTTP."""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from adapters.bench.scenario import answers, applications
from adapters.channels.ringer import Ringer
from adapters.channels.role import intake_of
from adapters.handed import Handed
from adapters.intake import Intake, bells
from adapters.simulator.messages import LENDER, OFFICE
from adapters.simulator.partner import Posted
from handlers.accounts.keys import create_api_key
from handlers.offices.directory import add_office, add_partner
from hub.bench.servers.process import free_port
from hub.cli.roles import run_together
from hub.console import Console
from hub.roles import drain
from hub.runtime import Runtime
from hub.schema import upgrade
from hub.settings import load
from schemas.envelope import Envelope

DOSSIERS = 200
WRITES = 200
_BATCH = 20
_SCOPES = ("dossiers:read", "dossiers:write")


def embedded(console: Console, messages: int = 6_000) -> dict[str, Any]:
    """`messages` through intake and one worker on SQLite, while 200 statuses are set over HTTP."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder, _running(console, Path(folder)) as (hub, key):
        posted, targets = list(answers(messages, dossiers=DOSSIERS)), _targets(hub)
        took: list[float] = []
        failed: list[int] = []
        writer = threading.Thread(target=_write, args=(hub, key, targets, took, failed))
        writer.start()
        started, before = time.monotonic(), time.process_time()
        _feed(hub, posted)
        _wait_for(hub, DOSSIERS + messages)
        seconds, used = time.monotonic() - started, time.process_time() - before
        writer.join()
        took.sort()
        return {
            "messages": messages,
            "messages_per_second": round(messages / seconds),
            "cpu_us_per_message": {"hub": round(used / messages * 1e6)},
            "writes": len(took),
            "failed_writes": len(failed),
            "write_p50_ms": round(took[len(took) // 2] * 1e3, 1),
            "write_p99_ms": round(took[int(len(took) * 0.99) - 1] * 1e3, 1),
            "write_max_ms": round(took[-1] * 1e3, 1),
        }


@contextmanager
def _running(console: Console, folder: Path) -> Iterator[tuple[Runtime, str]]:
    port = free_port()
    hub = console.composed(
        load(
            demo=True,
            database_url=f"sqlite:///{folder}/hub.db",
            broker_url=f"memory://{folder.name}",
            blob_url=(folder / "blobs").as_uri(),
            public_url=f"http://localhost:{port}",
            http_port=port,
            metrics_port=free_port(),
            log_level="error",
        )
    )
    upgrade(hub.database)
    with hub.database.transaction() as connection:
        office = add_office(connection, name="Benchmark office", node=OFFICE, at=hub.clock.now())
        add_partner(connection, node=LENDER, kind="lender", code="AE", name="Benchmark lender")
        _, key = create_api_key(connection, office_id=office.id, name="bench", scopes=_SCOPES, at=hub.clock.now())
    _hand_in(hub, intake_of(hub), list(applications(DOSSIERS)))
    drain(hub)
    stop = threading.Event()
    running = threading.Thread(target=run_together, args=(hub, stop.is_set))
    running.start()
    try:
        yield hub, key
    finally:
        stop.set()
        running.join()


def _hand_in(hub: Runtime, intake: Intake, posted: list[Posted], ringer: Ringer | None = None) -> None:
    now = hub.clock.now()
    for start in range(0, len(posted), _BATCH):
        handed = [
            Handed(
                body=one.body,
                channel="bench",
                received_at=now,
                identity=one.message_id,
                envelope=Envelope(**one.headers),
                bound_to=one.headers["sender"],
            )
            for one in posted[start : start + _BATCH]
        ]
        recorded = intake.take(handed)
        if ringer:
            ringer.ring(bells(recorded))


def _feed(hub: Runtime, posted: list[Posted]) -> None:
    ringer = Ringer(hub.open_bus)
    _hand_in(hub, intake_of(hub), posted, ringer)
    ringer.close()


def _targets(hub: Runtime) -> list[tuple[str, str]]:
    with hub.database.reading() as connection:
        found = connection.exec_driver_sql("SELECT dossier_id, id FROM applications ORDER BY id").fetchall()
        return [(row[0], row[1]) for row in found]


def _write(hub: Runtime, key: str, targets: list[tuple[str, str]], took: list[float], failed: list[int]) -> None:
    with httpx.Client(base_url=hub.settings.public_url, headers={"Authorization": f"Bearer {key}"}) as client:
        _until_ready(client)
        for n in range(WRITES):
            dossier_id, application_id = targets[n % len(targets)]
            started = time.monotonic()
            answer = client.post(
                f"/api/v2/dossiers/{dossier_id}/applications/{application_id}/status",
                json={"code": "10", "note": "bench"},
                headers={"Idempotency-Key": f"bench-{n}"},
                timeout=30,
            )
            took.append(time.monotonic() - started)
            if answer.status_code >= httpx.codes.BAD_REQUEST:
                failed.append(answer.status_code)
            time.sleep(0.02)


def _until_ready(client: httpx.Client) -> None:
    for _ in range(200):
        try:
            if client.get("/health/ready").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)


def _wait_for(hub: Runtime, total: int) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        with hub.database.reading() as connection:
            sql = "SELECT count(*) FROM outcomes WHERE kind = 'message'"
            if connection.exec_driver_sql(sql).scalar_one() >= total:
                return
        time.sleep(0.1)
    raise TimeoutError(f"not all of {total} messages were handled in time")
