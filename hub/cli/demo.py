"""The demo: an embedded hub in `var/demo` that knows two offices and four lenders, and ten dossiers in every situation.

It goes on where it stopped; `make demo-reset` throws it away.
"""

import secrets
import socket
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hub.clock import AMSTERDAM
from hub.console import Console
from hub.database import Database
from hub.records import MESSAGES
from hub.roles import drain
from hub.runtime import Runtime
from hub.schema import upgrade
from hub.settings import load

FOLDER = Path("var") / "demo"
TODAY = date(2026, 11, 21)
_BATCH = 100


def compose_demo(console: Console, port: int) -> Runtime:
    """The demo's own settings, whatever the surroundings say; its secret is made once and kept beside its data."""
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
        business_date=TODAY,
        environment="production",
        log_level="warning",
        log_format="console",
    )
    return console.composed(settings)


def fill(hub: Runtime) -> int:
    """Brings the schema up to date and, the first time, hands in the recorded chains; returns how many messages."""
    from adapters.channels.role import intake_of
    from adapters.handed import Handed
    from adapters.simulator.chains import chains

    upgrade(hub.database)
    if not _is_empty(hub.database):
        return 0
    _introduce(hub)
    now = hub.clock.now()
    handed = [
        Handed(body=body, channel="demo", received_at=min(now, _on_receipt(sent)), bound_to=sender)
        for chain in chains(TODAY)
        for sender, body, sent in chain.messages
    ]
    intake = intake_of(hub)
    for start in range(0, len(handed), _BATCH):
        intake.take(handed[start : start + _BATCH])
    drain(hub)
    return len(handed)


def links(hub: Runtime, added: int) -> str:
    """What the demo says when it starts: a one-time link for each office and for the operator."""
    from adapters.simulator.chains import OFFICES
    from handlers.accounts.links import link_for

    asked = [
        *((name, node, "viewer", person) for (node, name), person in zip(OFFICES, ("Bram", "Chris"), strict=True)),
        ("Operator, every office", "", "operator", "Otto"),
    ]
    done = f"{added} recorded messages were handed in." if added else "The demo goes on where it stopped."
    lines = ["", f"The hub is running. {done} Open a link:", ""]
    with hub.database.transaction() as connection:
        for name, office, role, person in asked:
            token = link_for(connection, office=office, role=role, name=person, at=hub.clock.now())
            lines.append(f"  {name:<28} {hub.settings.public_url}/login/{token}")
    lines += ["", "Each link signs in once; start the demo again for new ones. Ctrl-C stops it."]
    return "\n".join(lines)


def _on_receipt(sent: datetime) -> datetime:
    """A recorded message came in a minute after it was sent, so that the timeline tells the days of its story."""
    return (sent.replace(tzinfo=AMSTERDAM) + timedelta(minutes=1)).astimezone(UTC)


def _introduce(hub: Runtime) -> None:
    from adapters.simulator.chains import LENDERS, OFFICES
    from handlers.offices.directory import add_office, add_partner

    with hub.database.transaction() as connection:
        for node, name in OFFICES:
            add_office(connection, name=name, node=node, at=hub.clock.now())
        for lender in LENDERS:
            add_partner(connection, node=lender.node, kind="lender", code=lender.code, name=lender.name)


def _is_empty(database: Database) -> bool:
    with database.reading() as connection:
        return connection.exec_driver_sql(f"SELECT 1 FROM {MESSAGES.table.name} LIMIT 1").first() is None  # noqa: S608 - our own name


def _secret(place: Path) -> str:
    if not place.exists():
        place.write_text(secrets.token_hex(32))
        place.chmod(0o600)
    return place.read_text().strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
