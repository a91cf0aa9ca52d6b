"""The commands of an operator about what is parked."""

import getpass
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from hub.console import answer, runtime
from hub.runtime import Runtime

if TYPE_CHECKING:
    from hub.release import Verb

parked = typer.Typer(help="What our own mistakes stopped: list, show, advise, retry, discard.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept in the journal.")]
Units = Annotated[list[str] | None, typer.Argument(help="Ids of parked messages.")]
Group = Annotated[str | None, typer.Option("--group", help="All of one group, as `hub parked list` names it.")]


@parked.command("list")
def parked_list(context: typer.Context, as_json: Json = False) -> None:
    """Groups what is parked by how it failed."""
    from hub.parked import groups
    from hub.printing import table

    with runtime(context).database.reading() as connection:
        found = groups(connection)

    def text() -> str:
        lines = [
            (g.slug, g.count, g.lanes, g.followers, f"{g.first_seen:%Y-%m-%d %H:%M}", f"{g.last_seen:%Y-%m-%d %H:%M}")
            for g in found
        ]
        return table(("group", "messages", "lanes", "behind them", "first", "last"), lines, "Nothing is parked.")

    answer([asdict(group) for group in found], as_json=as_json, text=text)


@parked.command("show")
def parked_show(context: typer.Context, unit: str, as_json: Json = False) -> None:
    """Shows one parked message: where our code broke, and what it holds up."""
    from hub.parked import show
    from hub.printing import pairs

    with runtime(context).database.reading() as connection:
        found = asdict(show(connection, unit))
    answer(found, as_json=as_json, text=lambda: pairs(found))


@parked.command("advise")
def parked_advise(context: typer.Context, units: Units = None, group: Group = None, as_json: Json = False) -> None:
    """Tries what is parked with the code of today and undoes it again; everything when nothing is named."""
    from hub.advice import advise
    from hub.printing import table

    hub = runtime(context)
    found = advise(hub.database, hub.registry, _chosen(hub, units, group, everything=True), hub.clock.now())
    lines = [(each.unit_id, each.result, each.why) for each in found]
    text = table(("message", "would be", "why"), lines, "Nothing is parked.")
    answer([asdict(each) for each in found], as_json=as_json, text=lambda: text)


@parked.command("retry")
def parked_retry(
    context: typer.Context, reason: Reason, units: Units = None, group: Group = None, as_json: Json = False
) -> None:
    """Tries parked messages again; what waited behind each follows in order."""
    _decide(context, "retry", reason, units, group, as_json=as_json)


@parked.command("discard")
def parked_discard(
    context: typer.Context, reason: Reason, units: Units = None, group: Group = None, as_json: Json = False
) -> None:
    """Decides that parked messages are never applied; what waited behind each goes on."""
    _decide(context, "discard", reason, units, group, as_json=as_json)


def _decide(
    context: typer.Context, verb: "Verb", reason: str, units: Sequence[str] | None, group: str | None, *, as_json: bool
) -> None:
    """Each message by itself; one that somebody else decided about meanwhile is named, and the others go on."""
    from hub.printing import table
    from hub.release import Release, release_each, ring_released

    hub = runtime(context)
    release = Release(
        database=hub.database,
        registry=hub.registry,
        actor=f"operator:{getpass.getuser()}",
        reason=reason,
        at=hub.clock.now(),
    )
    decided = release_each(release, verb, _chosen(hub, units, group, everything=False))
    bells = [each.bell for each in decided if each.bell]
    said = [
        {"unit_id": unit_id, "result": refused.slug, "why": refused.en}
        if refused
        else {"unit_id": unit_id, "result": "released", "why": ""}
        for unit_id, _, refused in decided
    ]
    bus = hub.open_bus()
    ring_released(bus, bells)
    bus.close()
    text = table(("message", "result", "why"), [tuple(each.values()) for each in said], "Nothing is parked.")
    answer(said, as_json=as_json, text=lambda: text)
    if len(bells) < len(said):
        raise typer.Exit(1)


def _chosen(hub: Runtime, units: Sequence[str] | None, group: str | None, *, everything: bool) -> list[str]:
    from hub.parked import parked_units

    if units and group:
        raise typer.BadParameter("name messages or a group, not both")
    if not (units or group or everything):
        raise typer.BadParameter("name messages, or a group with --group")
    if units:
        return list(units)
    with hub.database.reading() as connection:
        return parked_units(connection, group)
