"""The commands of an operator about what goes out and about partners. `hub deliver` itself stands in `adapters/`."""

import getpass
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from hub.console import answer, runtime
from hub.runtime import Runtime
from schemas.viewer import Viewer

partners = typer.Typer(
    help="Lenders and adviser packages: who they are, how they are reached, what is paused.", no_args_is_help=True
)
outgoing = typer.Typer(help="What goes out: list, show, send again, take back.", no_args_is_help=True)

_DIGITS = 6
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept in the journal.")]
Node = Annotated[str, typer.Argument(help="Six digits.")]
Direction = Annotated[str, typer.Option("--direction", help="out, in or both.")]
Messages = Annotated[list[str], typer.Argument(help="Ids of messages that go out.")]
Moment = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])]


@partners.command("list")
def list_partners(context: typer.Context, as_json: Json = False) -> None:
    """Every partner with its way, what waits for it, its breaker and its pauses."""
    from hub.delivery.views import partners_for
    from hub.printing import table

    hub = runtime(context)
    with hub.database.reading() as connection:
        found = partners_for(_operator(hub), connection, hub.clock.now())

    def text() -> str:
        head = ("node", "name", "way", "queued", "oldest", "breaker", "out", "in")
        lines = [
            (
                *(each.node, each.name, f"{each.channel} {each.address}".strip() or "-", each.queued),
                *(_moment(each.oldest_queued_at), each.breaker),
                _paused(each.out_paused_at, each.out_paused_by, each.out_reason),
                _paused(each.in_paused_at, each.in_paused_by, each.in_reason),
            )
            for each in found
        ]
        return table(head, lines, "No partner yet. Add one: hub partners add --node 600001 --code AE --name Aegon")

    answer([asdict(each) for each in found], as_json=as_json, text=text)


@partners.command("pause")
def pause_partner(
    context: typer.Context, node: Node, reason: Reason, direction: Direction = "out", as_json: Json = False
) -> None:
    """Stops a partner: what goes out stays queued, what comes in is journaled and answered but does not move."""
    from schemas.operations import PausePartner

    _each_direction(context, PausePartner, node, direction, reason, as_json=as_json)


@partners.command("resume")
def resume_partner(
    context: typer.Context, node: Node, reason: Reason, direction: Direction = "out", as_json: Json = False
) -> None:
    """Lets a partner go on; everything that waited goes at once."""
    from schemas.operations import ResumePartner

    _each_direction(context, ResumePartner, node, direction, reason, as_json=as_json)


@outgoing.command("list")
def list_outgoing(
    context: typer.Context,
    *,
    state: Annotated[str, typer.Option(help="queued, delivered, acknowledged, refused or withdrawn.")] = "",
    receiver: Annotated[str, typer.Option(help="The node that it goes to.")] = "",
    code: Annotated[str, typer.Option(help="The two letters, like AX.")] = "",
    lane: Annotated[str, typer.Option(help="The id of an exchange.")] = "",
    dossier: Annotated[str, typer.Option(help="The id of a dossier.")] = "",
    since: Moment = None,
    before: Moment = None,
    after: Annotated[str, typer.Option(help="The place where the page before ended.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    as_json: Json = False,
) -> None:
    """Searches what goes out, the latest made first. Moments are in UTC."""
    from hub.delivery.views import Wanted, outgoing_for
    from hub.printing import table

    hub = runtime(context)
    wanted = Wanted(
        state=state,
        receiver=receiver,
        code=code,
        lane=lane,
        dossier=dossier,
        made_from=_utc(since),
        made_to=_utc(before),
    )
    with hub.database.reading() as connection:
        found = outgoing_for(_operator(hub), connection, wanted, after=_place(after), limit=limit + 1)
    shown = found[:limit]
    more = f"{shown[-1].made_at.isoformat()}~{shown[-1].id}" if len(found) > limit else ""

    def text() -> str:
        head = ("message", "made", "type", "to", "state", "tries", "trouble", "next try")
        lines = [
            (
                *(each.id, _moment(each.made_at), each.message_type, each.receiver, each.state, each.attempts),
                *(each.trouble or ("paused" if each.paused_at else ""), _moment(each.next_try_at)),
            )
            for each in shown
        ]
        listed = table(head, lines, "No message fits.")
        return f"{listed}\nMore: --after {more}" if more else listed

    answer({"messages": [asdict(each) for each in shown], "next": more}, as_json=as_json, text=text)


@outgoing.command("show")
def show_outgoing(
    context: typer.Context,
    message: Annotated[str, typer.Argument(metavar="ID", help="The id of a message, or its beginning.")],
    as_json: Json = False,
) -> None:
    """Shows one message that goes out: its moments, its envelope, what the partner said, why it waits."""
    from hub.printing import pairs

    hub = runtime(context)
    with hub.database.reading() as connection:
        found = found_outgoing(hub, connection, message)
    facts = asdict(found)
    flat = {**facts.pop("line"), **facts}
    shown = {name: value for name, value in flat.items() if value not in (None, "", {}) and name != "nl"}
    answer(flat, as_json=as_json, text=lambda: pairs(shown))


@outgoing.command("again")
def send_again(
    context: typer.Context,
    messages: Messages,
    reason: Reason,
    as_new: Annotated[bool, typer.Option("--as-new", help="Under an id of its own; never an application.")] = False,
    as_json: Json = False,
) -> None:
    """Sends what went out once more: the same bytes under the same id, or as new."""
    from schemas.operations import SendAgain

    commands = [(each, SendAgain(outgoing_id=each, as_new=as_new, reason=reason)) for each in messages]
    _decide(context, commands, as_json=as_json)


@outgoing.command("withdraw")
def withdraw_outgoing(context: typer.Context, messages: Messages, reason: Reason, as_json: Json = False) -> None:
    """Takes back what has not gone yet; what is behind it in its queue goes on."""
    from schemas.operations import WithdrawOutgoing

    commands = [(each, WithdrawOutgoing(outgoing_id=each, reason=reason)) for each in messages]
    _decide(context, commands, as_json=as_json)


def found_outgoing(hub: Runtime, connection: Any, message: str) -> Any:
    """The view of one message by its id or the beginning of it; raises `NotFound` when it names none, or several."""
    from hub.delivery.views import Wanted, outgoing_for, outgoing_one_for
    from schemas.errors import NotFound

    named = message.strip().lower()
    lines = outgoing_for(_operator(hub), connection, Wanted(id=named), limit=2)
    exact = [line.id for line in lines if line.id == named] or [line.id for line in lines]
    found = outgoing_one_for(_operator(hub), connection, exact[0]) if len(exact) == 1 else None
    if found is None:
        raise NotFound("not-found", path="message", came=message, expected="the id of one message that goes out")
    return found


def _each_direction(
    context: typer.Context, command: Any, node: str, direction: str, reason: str, *, as_json: bool
) -> None:
    if direction not in {"out", "in", "both"}:
        raise typer.BadParameter("choose out, in or both")
    if not (len(node) == _DIGITS and node.isascii() and node.isdecimal()):
        raise typer.BadParameter(f"{node} is no node; a node is six digits")
    chosen = ("out", "in") if direction == "both" else (direction,)
    commands = [(f"{node} {each}", command(node=node, direction=each, reason=reason)) for each in chosen]
    _decide(context, commands, as_json=as_json)


def _decide(context: typer.Context, commands: Sequence[tuple[str, Any]], *, as_json: bool) -> None:
    """Each by itself; what cannot be is named, and the others go on."""
    from hub.delivery.decisions import decide
    from hub.printing import table
    from schemas.errors import Refused

    hub = runtime(context)
    said = []
    for about, command in commands:
        try:
            outcome = decide(hub.database, command, actor=f"operator:{getpass.getuser()}", at=hub.clock.now())
        except Refused as refused:
            said.append({"about": about, "result": refused.slug, "why": refused.en, "unit_id": ""})
        else:
            said.append({"about": about, "result": "done", "why": "", "unit_id": outcome.unit_id})
    lines = [(each["about"], each["result"], each["why"]) for each in said]
    answer(said, as_json=as_json, text=lambda: table(("about", "result", "why"), lines, ""))
    if any(each["result"] != "done" for each in said):
        raise typer.Exit(1)


def _operator(hub: Runtime) -> Viewer:
    return Viewer(None, is_operator=True, actor="user:shell", environment=hub.settings.environment)


def _paused(at: datetime | None, by: str, reason: str) -> str:
    return f"paused {_moment(at)} {by}: {reason}" if at else ""


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else ""


def _utc(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=UTC) if at else None


def _place(after: str) -> tuple[datetime, str] | None:
    from schemas.errors import Refused

    moment, _, message = after.partition("~")
    try:
        return (datetime.fromisoformat(moment), message) if after else None
    except ValueError:
        raise Refused("request-invalid", path="after", came=after, expected="the end of a page") from None
