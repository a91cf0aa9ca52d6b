"""`hub up` and `hub demo`: every role in one process."""

from typing import Annotated

import typer

from hub.cli.roles import run_together
from hub.console import Console, until_stopped

app = typer.Typer()


@app.command()
def up(context: typer.Context) -> None:
    """Runs all roles in one process until it is stopped; intake from AMQP only where there is RabbitMQ."""
    console: Console = context.obj
    run_together(console.signing_runtime, until_stopped())


@app.command()
def demo(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Where the pages are; 0 takes a free port.")] = 0,
) -> None:
    """Starts the hub with ten recorded dossiers, embedded, in var/demo, and prints a link per office."""
    from hub.cli.demo import compose_demo, fill, links

    console: Console = context.obj
    hub = compose_demo(console, port)
    added = fill(hub)
    typer.echo(links(hub, added))
    run_together(hub, until_stopped())
