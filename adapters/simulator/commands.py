"""`hub simulate`: one partner that behaves, or does not, against a hub that runs."""

import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.simulator.behaviours import BEHAVIOURS, ENDINGS, Behaviour, Plan
from hub.console import until_stopped

if TYPE_CHECKING:
    from adapters.simulator.desk import Desk
    from adapters.simulator.lender import Lender
    from adapters.simulator.package import Package
    from adapters.simulator.station import End, Station

app = typer.Typer()
_EVERY_S = 0.2
_AWAY_S = 2.0


@app.command()
def simulate(  # noqa: PLR0917 - one option per side of a partner
    partner: Annotated[str, typer.Option(help="Its node, six digits.")],
    code: Annotated[str, typer.Option(help="A lender's two letters, like AE; a package has none.")] = "",
    behaviour: Annotated[str, typer.Option(help=f"One of {', '.join(BEHAVIOURS)}.")] = "behaves",
    ending: Annotated[
        list[str] | None, typer.Option(help="How applications end, in turn: 20, 11, 16, 14 or 25; 14,20 by version.")
    ] = None,
    pace: Annotated[float, typer.Option(min=0.0, help="Stretches every pause: 0.001 makes a day 86 seconds.")] = 1.0,
    hub_url: Annotated[str, typer.Option(help="Over HTTPS: the hub that it posts to.")] = "",
    key_file: Annotated[Path | None, typer.Option(help="Over HTTPS: the file with its API key.")] = None,
    listen: Annotated[int, typer.Option(help="Over HTTPS: its own port on this machine; 0 takes a free one.")] = 0,
    from_hub: Annotated[Path | None, typer.Option(help="By folder: where the hub writes.")] = None,
    to_hub: Annotated[Path | None, typer.Option(help="By folder: the folder that the hub reads.")] = None,
    amqp_url: Annotated[str, typer.Option(help="Over AMQP: the broker, as the user of its node.")] = "",
    applications: Annotated[int, typer.Option(min=0, help="A package: how many it exports.")] = 1,
    receiver: Annotated[str, typer.Option(help="A package: the node that they are handed to.")] = "",
    lender: Annotated[str, typer.Option(help="A package: the two letters of the lender that they are for.")] = "",
    agent_number: Annotated[str, typer.Option(help="A package: the number of the office at that lender.")] = "",
) -> None:
    """Plays one lender or package against a running hub until it is stopped; it forgets everything then."""
    how = replace(_behaviour(behaviour), pace=_behaviour(behaviour).pace * pace)
    if code:
        played: Lender | Package = _lender(partner, code, how, tuple(map(_plan, ending or ["20"])))
    else:
        played = _package(partner, how, applications, (receiver, lender, agent_number))
    from adapters.simulator.desk import Desk
    from adapters.simulator.station import Station

    desk = Desk(played, _now)
    _run(Station(desk, _end(desk, how, (hub_url, key_file, listen), (from_hub, to_hub), amqp_url)))


def _run(station: "Station") -> None:
    """Rounds until it is stopped; a hub that is away is tried again."""
    from adapters.simulator.station import HubAwayError

    stop, pause = until_stopped(), _EVERY_S
    while not stop():
        try:
            if station.round():
                _tell(station.desk)
            pause = _EVERY_S
        except HubAwayError as away:
            typer.echo(f"The hub took nothing ({away}); it is tried again.", err=True)
            pause = _AWAY_S
        time.sleep(pause)
    station.end.close()


def _tell(desk: "Desk") -> None:
    got, gave = desk.got.values(), desk.gave.values()
    refused = sum(1 for each in gave if each.outcome == "refused")
    sys.stdout.write(f"{desk.node}: {len(got)} messages came, {len(gave)} handed over, {refused} of them refused\n")
    sys.stdout.flush()


def _lender(node: str, code: str, how: Behaviour, plans: tuple[Plan, ...]) -> "Lender":
    from adapters.simulator.lender import Lender

    return Lender(node, code, behaviour=how, plans=plans)


def _package(node: str, how: Behaviour, applications: int, seat: tuple[str, str, str]) -> "Package":
    from adapters.simulator.package import Package, Seat

    if applications and not all(seat):
        raise typer.BadParameter("a package needs --receiver, --lender and --agent-number; a lender needs --code")
    made = Package(node, behaviour=how)
    for place in range(applications):
        made.export(f"SIM-{_now():%Y%m%d-%H%M%S}-{place + 1}", place, Seat(*seat), _now())
    return made


def _end(
    desk: "Desk", how: Behaviour, web: tuple[str, Path | None, int], folders: tuple[Path | None, Path | None], amqp: str
) -> "End":
    """The one end that the options describe."""
    from adapters.simulator.folder import FolderEnd
    from adapters.simulator.partner import AmqpEnd
    from adapters.simulator.web import WebEnd

    (hub_url, key_file, listen), (from_hub, to_hub) = web, folders
    if sum((bool(hub_url), bool(from_hub or to_hub), bool(amqp))) != 1:
        raise typer.BadParameter("name one way: --hub-url, --from-hub with --to-hub, or --amqp-url")
    if amqp:
        return AmqpEnd(desk, amqp)
    if hub_url:
        if key_file is None:
            raise typer.BadParameter("--hub-url goes with --key-file")
        key = key_file.read_text(encoding="utf-8").strip()
        made = WebEnd(desk, behaviour=how, hub_url=hub_url, key=key, port=listen)
        way = f"hub partners route {desk.node} --channel https --address {made.url}"
        typer.echo(f"{desk.node} listens at {made.url}; tell the hub: {way}")
        return made
    if from_hub is None or to_hub is None:
        raise typer.BadParameter("--from-hub goes with --to-hub")
    return FolderEnd(desk, inbox=from_hub, outbox=to_hub)


def _behaviour(name: str) -> Behaviour:
    if name not in BEHAVIOURS:
        told = "; ".join(f"{each} {how.does}" for each, how in BEHAVIOURS.items())
        raise typer.BadParameter(f"{name} is no behaviour: {told}")
    return BEHAVIOURS[name]


def _plan(text: str) -> Plan:
    plan = tuple(text.split(","))
    if not all(code in ENDINGS for code in plan):
        told = ", ".join(f"{code} {word}" for code, word in ENDINGS.items())
        raise typer.BadParameter(f"{text} is no ending: {told}")
    return plan


def _now() -> datetime:
    return datetime.now(UTC)
