"""The commands of the channels: `hub ingest`, `hub intake`, `hub show` and the child of intake."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from hub.console import answer, runtime, until_stopped

app = typer.Typer()

_JSON = typer.Option("--json", help="Print JSON.")


@app.command()
def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(exists=True, help="Files, or folders whose XML files are taken.")],
    sender: Annotated[str, typer.Option(help="The node that sends, six digits.")] = "",
    receiver: Annotated[str, typer.Option(help="The node that receives, six digits.")] = "",
    environment: Annotated[str, typer.Option(help="production, stage or acceptatie.")] = "",
    message_type: Annotated[str, typer.Option(help="Like AX, or AX OfferteAanvraag.")] = "",
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Hand in files as the operator: one receipt per file, exit 1 when any was refused."""
    from adapters.ingest import Ingest

    options = {"sender": sender, "receiver": receiver, "environment": environment, "message_type": message_type}
    run = Ingest(runtime(context), {name: value for name, value in options.items() if value})
    lines = run.hand_in(paths, (lambda _: None) if as_json else print)
    if as_json:
        answer([line.as_dict() for line in lines], as_json=True, text=str)
    run.apply()
    run.tell_what_is_next()
    if not all(line.is_accepted for line in lines):
        raise typer.Exit(1)


@app.command()
def intake(context: typer.Context) -> None:
    """Take messages of partners from the queue hub.intake, until stopped."""
    from adapters.channels.role import receive
    from hub.exposure import Exposure
    from hub.memory import settle
    from hub.readiness import wait_until_ready

    hub, stop = runtime(context), until_stopped()
    shown = Exposure(hub.settings.http_host, hub.settings.metrics_port)
    if wait_until_ready(hub, "intake", stop):
        settle()
        receive(hub, stop)
    shown.close()


@app.command(name="understand-alone", hidden=True)
def understand_alone(context: typer.Context) -> None:
    """The child of intake: understands what may kill its process, and journals nothing."""
    from adapters.channels.role import intake_of
    from adapters.channels.trial import serve

    serve(intake_of(runtime(context)), sys.stdin.buffer, sys.stdout.buffer)


@app.command()
def show(
    context: typer.Context,
    message_id: Annotated[str, typer.Argument(metavar="ID", help="The id of a message, or its beginning.")],
    raw: Annotated[bool, typer.Option("--raw", help="Write the message as it came, byte for byte.")] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Show one message: what came, what it became, what it changed and from which element."""
    from adapters.raw import original
    from adapters.showing import shown, told
    from hub import rows
    from hub.records import MESSAGES
    from hub.search import life_of

    hub = runtime(context)
    with hub.database.reading() as connection:
        life = life_of(connection, message_id.strip().lower())
        if raw:
            stored = rows.select(connection, MESSAGES, "id", [life.message.id])[0]
            sys.stdout.buffer.write(original(connection, hub.store, stored))
            return
    answer(shown(life) if as_json else None, as_json=as_json, text=lambda: told(life))
