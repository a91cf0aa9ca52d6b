"""`hub up` and `hub demo`: every role in one process."""

from pathlib import Path
from typing import Annotated

import typer

from hub.cli.roles import run_together
from hub.console import Console, answer, until_stopped

app = typer.Typer()


@app.command()
def up(context: typer.Context) -> None:
    """Runs all roles in one process until it is stopped; intake from AMQP only where there is RabbitMQ."""
    console: Console = context.obj
    run_together(console.signing_runtime, until_stopped())


@app.command()
def demo(  # noqa: PLR0913, PLR0917 - one option per thing that the caller may choose
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Where the pages are; 0 takes a free port.")] = 0,
    once: Annotated[  # noqa: FBT002 - a switch
        bool, typer.Option("--once", help="Runs the chain with simulated partners, prints a summary, and ends.")
    ] = False,
    applications: Annotated[int, typer.Option(min=1, max=999, help="With --once: how many.")] = 25,
    keep: Annotated[Path | None, typer.Option(help="With --once: the folder to keep its data in.")] = None,
    database_url: Annotated[str, typer.Option(help="With --once: an empty PostgreSQL database.")] = "",
    broker_url: Annotated[str, typer.Option(help="With --once: RabbitMQ, a virtual host of its own.")] = "",
    partner_url: Annotated[str, typer.Option(help="With --once: the same for partners, amqp://{node}:…")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="With --once: the summary as JSON.")] = False,  # noqa: FBT002
) -> None:
    """Starts the hub with ten recorded dossiers, embedded, in var/demo, and prints where to choose who you are.

    With --once: 25 applications over 4 simulated lenders and 3 offices, to their endings; exit 1 when a promise broke.
    """
    if once:
        _run_once(applications, (database_url, broker_url, partner_url), keep, as_json=as_json)
        return
    from hub.cli.demo.composing import answering, compose_demo, keeping, told
    from hub.cli.demo.filling import fill

    console: Console = context.obj
    hub = compose_demo(console, port)
    with keeping(hub):
        added = fill(hub)
        typer.echo(told(hub, added))
        with answering(hub):
            run_together(hub, until_stopped())


def _run_once(applications: int, urls: tuple[str, str, str], keep: Path | None, *, as_json: bool) -> None:
    from hub.cli.once.run import Stack, run_once
    from hub.cli.once.summary import told

    summary = run_once(applications, Stack(*urls), keep)
    answer(summary, as_json=as_json, text=lambda: told(summary))
    if not summary["kept"]:
        raise typer.Exit(1)
