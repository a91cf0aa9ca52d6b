"""The engine's commands: the database, one role each, and what an operator asks.

Every command takes `--json`; what goes wrong by a name is told by `hub.cli` in one sentence.
"""

from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from hub.console import answer, runtime, until_stopped
from hub.delivery.commands import outgoing
from hub.parked.commands import parked

app = typer.Typer()
database = typer.Typer(help="The schema of the database.", no_args_is_help=True)
app.add_typer(database, name="db")
app.add_typer(parked, name="parked")
app.add_typer(outgoing, name="outgoing")

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Moment = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])]


@database.command("upgrade")
def upgrade_database(context: typer.Context, as_json: Json = False) -> None:
    """Runs the migrations that the database has not had."""
    from hub.schema import missing, upgrade

    store = runtime(context).database
    ran = missing(store)
    upgrade(store)
    answer(
        {"ran": ran},
        as_json=as_json,
        text=lambda: f"{len(ran)} {'migration' if len(ran) == 1 else 'migrations'} ran; the database is up to date.",
    )


@database.command("status")
def database_status(context: typer.Context, as_json: Json = False) -> None:
    """Lists the migrations that are missing; exit code 1 when there are any."""
    from hub.schema import missing

    behind = missing(runtime(context).database)
    said = f"Missing: {', '.join(behind)}. `hub db upgrade` runs them." if behind else "Every migration has run."
    answer({"missing": behind}, as_json=as_json, text=lambda: said)
    _end(bool(behind))


@app.command()
def work(context: typer.Context) -> None:
    """Runs one worker until it is stopped; more of them share the work."""
    from hub.exposure import Exposure
    from hub.memory import search_between, settle
    from hub.readiness import wait_until_ready
    from hub.roles import work as work_until

    hub, stop = runtime(context), until_stopped()
    shown = Exposure(hub.settings.http_host, hub.settings.metrics_port)
    if wait_until_ready(hub, "work", stop):
        settle()
        work_until(hub, search_between(stop))
    shown.close()


@app.command()
def relay(context: typer.Context) -> None:
    """Rings again for what stayed due, and gives the commands of timers, until it is stopped."""
    from hub.exposure import Exposure
    from hub.gauges import Gauges
    from hub.readiness import wait_until_ready
    from hub.roles import relay as relay_until

    hub, stop = runtime(context), until_stopped()
    shown = Exposure(hub.settings.http_host, hub.settings.metrics_port)
    if wait_until_ready(hub, "relay", stop):
        relay_until(hub, stop, [Gauges(hub.database, hub.clock, counts=hub.counts).tick])
    shown.close()


@app.command(hidden=True)
def alone(context: typer.Context, name: str, lanes: list[str]) -> None:
    """Moves these lanes one message at a time; a worker starts this for what another died of."""
    from hub.roles import move_alone

    move_alone(runtime(context), name, lanes)


@app.command()
def messages(
    context: typer.Context,
    *,
    id_: Annotated[str, typer.Option("--id", help="The beginning of an id.")] = "",
    lane: Annotated[str, typer.Option(help="The id of an exchange.")] = "",
    dossier: Annotated[str, typer.Option(help="The name that the partner gave the exchange.")] = "",
    sender: Annotated[str, typer.Option(help="The node of the sender.")] = "",
    message_type: Annotated[str, typer.Option("--type", help="The type, or how it begins: SX.")] = "",
    state: Annotated[str, typer.Option(help="in-flight, applied, waiting, parked, rejected, …")] = "",
    slug: Annotated[str, typer.Option(help="Why it was refused, waits or is parked.")] = "",
    since: Moment = None,
    before: Moment = None,
    after: Annotated[str, typer.Option(help="The place where the page before ended.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    as_json: Json = False,
) -> None:
    """Searches the journal, the latest received first. Moments are in UTC."""
    from hub.printing import table
    from hub.search import Wanted, search

    wanted = Wanted(
        id=id_,
        lane=lane,
        dossier_name=dossier,
        sender=sender,
        message_type=message_type,
        state=state,
        slug=slug,
        received_from=_utc(since),
        received_to=_utc(before),
    )
    with runtime(context).database.reading() as connection:
        page = search(connection, wanted, after=after, limit=limit)

    def text() -> str:
        lines = [
            (m.id, f"{m.received_at:%Y-%m-%d %H:%M:%S}", m.message_type, m.sender, m.state, m.slug)
            for m in page.messages
        ]
        shown = table(("message", "received", "type", "sender", "state", "why"), lines, "No message fits.")
        return f"{shown}\nMore: --after {page.next}" if page.next else shown

    answer(asdict(page), as_json=as_json, text=text)


@app.command()
def ledger(context: typer.Context, as_json: Json = False) -> None:
    """Balances receipts, journal, outcomes, timeline and what went out; exit code 1 and the ids when they differ."""
    from hub.ledger import balance, snapshot
    from hub.printing import table

    with snapshot(runtime(context).database) as connection:
        found = balance(connection)
    said = {
        "accounts": found.accounts,
        "outgoing": found.outgoing,
        "in_flight": found.in_flight,
        "balanced": found.is_balanced,
        "imbalances": [imbalance._asdict() for imbalance in found.imbalances],
    }

    def text() -> str:
        accounts = table(("account", "messages"), list(found.accounts.items()), "No messages.")
        outgoing = table(("what goes out", "messages"), list(found.outgoing.items()), "Nothing went out.")
        wrong = table(("id", "what", ""), found.imbalances, "Everything is accounted for.")
        return f"{accounts}\n\n{outgoing}\n\n{wrong}"

    answer(said, as_json=as_json, text=text)
    _end(not found.is_balanced)


@app.command()
def replay(
    context: typer.Context,
    into: Annotated[str, typer.Option("--into", help="The URL of an empty database.")],
    as_json: Json = False,
) -> None:
    """Decides everything again in an empty database and compares the facts; exit code 1 when they differ."""
    from hub.printing import table
    from hub.replay import replay as replay_into

    found = replay_into(runtime(context), into.replace("postgresql://", "postgresql+psycopg://", 1))
    said = asdict(found) | {"same": found.is_same, "failed": [failure._asdict() for failure in found.failed]}

    def text() -> str:
        lines = [
            *((dossier, "only before") for dossier in found.only_before),
            *((dossier, "only after") for dossier in found.only_after),
            *((dossier, f"differs in {', '.join(names)}") for dossier, names in found.differing.items()),
            *((unit, f"cannot be handled: {why}") for unit, why in found.failed),
        ]
        same = f"{found.units} units replayed; the facts of {found.dossiers} dossiers are the same."
        return table(("id", "difference"), lines, same)

    answer(said, as_json=as_json, text=text)
    _end(not found.is_same)


@app.command()
def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Tries every part with a harmless call and names the command that mends what is wrong; exit code 1 then."""
    from hub.doctor import examine, is_healthy, settings_finding
    from hub.printing import findings
    from schemas.errors import SettingsError

    found = [settings_finding()]
    with suppress(SettingsError):  # the first finding names every mistake
        found += examine(runtime(context))
    answer([asdict(finding) for finding in found], as_json=as_json, text=lambda: findings(found))
    _end(not is_healthy(found))


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None


def _end(is_wrong: Any) -> None:
    if is_wrong:
        raise typer.Exit(1)
