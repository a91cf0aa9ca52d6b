"""The commands of the channels: messages in, messages out, the way of a partner, and the bytes of one message."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from hub.console import answer, runtime, until_stopped
from hub.delivery.commands import found_outgoing, outgoing, partners

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


@app.command()
def deliver(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Deliver what is due now, and end.")] = False,
) -> None:
    """Deliver what goes out, take receipts and read partners' folders, until stopped; several share the partners."""
    from contextlib import closing

    from adapters.channels.out.role import deliver as deliver_until
    from adapters.channels.out.role import deliverer_of
    from adapters.channels.out.ways import Ways
    from hub.exposure import Exposure
    from hub.readiness import wait_until_ready

    hub, stop = runtime(context), until_stopped()
    if once:
        with closing(Ways(hub.settings)) as ways, closing(deliverer_of(hub, ways)) as deliverer:
            deliverer.drain()
        return
    shown = Exposure(hub.settings.http_host, hub.settings.metrics_port)
    if wait_until_ready(hub, "deliver", stop):
        deliver_until(hub, stop)
    shown.close()


@partners.command("route")
def route_partner(
    context: typer.Context,
    node: Annotated[str, typer.Argument(help="Six digits.")],
    channel: Annotated[str, typer.Option(help="amqp, folder or https.")],
    address: Annotated[str, typer.Option(help="A URL or a folder; nothing for amqp.")] = "",
    option: Annotated[
        list[str] | None, typer.Option(help="NAME=VALUE, like key_file=/run/secrets/aegon or in_folder=/srv/aegon/in.")
    ] = None,
    most_bytes: Annotated[int | None, typer.Option(min=1, help="The largest file that it takes.")] = None,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Say how a known node is reached; what waits for it goes from then on."""
    from adapters.channels.out.ways import check_way
    from hub.delivery.partners import set_way

    hub = runtime(context)
    options = dict(_pair(each) for each in option or ())
    check_way(channel, address, options, is_embedded=hub.settings.is_embedded)
    with hub.database.transaction() as connection:
        set_way(
            connection,
            node,
            channel=channel,
            address=address,
            options=options,
            most_bytes=most_bytes,
            at=hub.clock.now(),
        )
    said = {"node": node, "channel": channel, "address": address, "options": options, "most_bytes": most_bytes}
    answer(said, as_json=as_json, text=lambda: f"Node {node} is reached by {channel} {address}".rstrip() + ".")


@outgoing.command("raw")
def outgoing_raw(
    context: typer.Context,
    message: Annotated[str, typer.Argument(metavar="ID", help="The id of a message, or its beginning.")],
) -> None:
    """Write a message that goes out byte for byte."""
    from adapters.raw import outgoing_bytes
    from hub import rows
    from hub.records import OUTGOING

    hub = runtime(context)
    with hub.database.reading() as connection:
        found = found_outgoing(hub, connection, message)
        stored = rows.select(connection, OUTGOING, "id", [found.line.id])[0]
        sys.stdout.buffer.write(outgoing_bytes(connection, hub.store, stored))


def _pair(option: str) -> tuple[str, str]:
    name, sign, value = option.partition("=")
    if not (name and sign and value):
        raise typer.BadParameter(f"{option} is not NAME=VALUE")
    return name, value


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


@app.command()
def agreements(
    context: typer.Context,
    exchange: Annotated[str, typer.Option(help="One exchange only, by its id; all of them without.")] = "",
    certain: Annotated[bool, typer.Option("--certain", help="Only what the sources say literally.")] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Hold what was exchanged against the agreements of the chain; exit 1 when we ourselves broke one."""
    from dataclasses import asdict

    from adapters.agreements import counted, judged
    from hub.ledger import snapshot

    hub = runtime(context)
    with snapshot(hub.database) as connection:
        found = list(judged(connection, hub.directory, hub.clock.now(), exchange or None))
        ours = {row[0] for row in connection.exec_driver_sql("SELECT node FROM nodes WHERE kind = 'office'")}
    kept = [each for each in found if each.certain or not certain]
    lines = [f"{each.at:%Y-%m-%d %H:%M}  {each.who}  {each.message_id or '-'}  {each.nl}" for each in kept]
    scores = [f"{who}: {', '.join(f'{slug} {n}' for slug, n in each.items())}" for who, each in counted(kept).items()]
    said = {"breaches": [asdict(each) for each in kept], "per_party": counted(kept)}
    answer(said, as_json=as_json, text=lambda: "\n".join([*lines, *scores]) or "Every agreement was kept.")
    if any(each.who in ours and each.certain for each in found):
        raise typer.Exit(1)
