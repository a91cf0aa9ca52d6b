"""Machines from the shell: API keys, and clients that get tokens."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from hub.clock import AMSTERDAM
from hub.console import answer, runtime
from schemas.errors import Refused

app = typer.Typer()
keys = typer.Typer(help="API keys of machines.", no_args_is_help=True)
clients = typer.Typer(help="Machines that get short-lived tokens (OAuth2 client credentials).", no_args_is_help=True)
app.add_typer(keys, name="keys")
app.add_typer(clients, name="clients")

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Name = Annotated[str, typer.Option(help="As people read it.")]
Office = Annotated[str, typer.Option(help="Id, name or node; leave out for the operator.")]
Scopes = Annotated[list[str] | None, typer.Option(help="messages:read, messages:write, dossiers:read, …")]
Node = Annotated[str, typer.Option(help="The node that it sends as.")]
Expires = Annotated[str, typer.Option(help="The first day on which the secret no longer works (YYYY-MM-DD).")]
Until = Annotated[str, typer.Option(help="The first day on which the old one no longer works; else in seven days.")]
_HEAD = ("id", "name", "scopes", "node", "revoked", "secrets and keys: made, ends, last used")
_READING = ("messages:read", "dossiers:read")


@keys.command("add")
def add_a_key(
    context: typer.Context,
    name: Name,
    office: Office = "",
    scope: Scopes = None,
    node: Node = "",
    expires: Expires = "",
    as_json: AsJson = False,
) -> None:
    """Makes an API key; it is shown once."""
    from handlers.accounts.keys import create_api_key

    hub, ends = runtime(context), day_of(expires, "expires")
    with hub.database.transaction() as connection:
        key, plain = create_api_key(
            connection,
            office_id=office or None,
            name=name,
            scopes=scope or _READING,
            at=hub.clock.now(),
            node=node or None,
            expires_at=ends,
        )
    said = {"id": key.id, "key": plain, "scopes": key.scopes, "expires_at": ends}
    answer(said, as_json=as_json, text=lambda: f"{plain}\nKeep it now: it is not shown again. Id {key.id}.")


@keys.command("rotate")
def rotate_a_key(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="The id of the key.")],
    until: Until = "",
    as_json: AsJson = False,
) -> None:
    """Makes a new secret of a key; the old one works on until a date."""
    from handlers.accounts.keys import rotate_api_key

    hub = runtime(context)
    now = hub.clock.now()
    ends = end_of(until, now)
    with hub.database.transaction() as connection:
        made, plain = rotate_api_key(connection, key, now, ends)
    answer({"id": made.id, "key": plain, "old_until": ends}, as_json=as_json, text=lambda: _rotated(plain, ends))


@keys.command("list")
def list_keys(context: typer.Context, as_json: AsJson = False) -> None:
    """All keys, with when their secrets were made, end, and were used last."""
    from handlers.accounts.views import api_keys_for

    _list(context, api_keys_for, "No key yet. Make one: hub keys add --name 'My software'", as_json=as_json)


@keys.command("revoke")
def revoke_a_key(context: typer.Context, key: Annotated[str, typer.Argument(help="The id of the key.")]) -> None:
    """Ends an API key."""
    from handlers.accounts.keys import revoke_api_key

    hub = runtime(context)
    with hub.database.transaction() as connection:
        revoked = revoke_api_key(connection, key, hub.clock.now())
    answer({"id": revoked.id}, as_json=False, text=lambda: f"{revoked.name} no longer opens anything.")


@clients.command("add")
def add_a_client(  # noqa: PLR0917 - one option per field
    context: typer.Context,
    name: Name,
    office: Office = "",
    scope: Scopes = None,
    node: Node = "",
    certificate: Annotated[str, typer.Option(help="SHA-256 fingerprint of the certificate that it must show.")] = "",
    public_key: Annotated[Path | None, typer.Option(help="Its public key (PEM or JWK); it then has no secret.")] = None,
    expires: Expires = "",
    as_json: AsJson = False,
) -> None:
    """Makes a client; its secret is shown once, unless it signs with a key of its own."""
    from handlers.accounts.machines.clients import add_client

    hub, ends = runtime(context), day_of(expires, "expires")
    with hub.database.transaction() as connection:
        client, plain = add_client(
            connection,
            office=office or None,
            name=name,
            scopes=scope or _READING,
            at=hub.clock.now(),
            node=node or None,
            certificate=certificate,
            expires_at=ends,
            public_key=text_of(public_key) if public_key else "",
        )
    secret = {"client_secret": plain} if plain else {}
    said = {"client_id": client.id, **secret, "scopes": client.scopes, "expires_at": ends}
    shown = f"\nclient_secret  {plain}\nKeep it now: it is not shown again." if plain else ""
    told = f"client_id      {client.id}{shown}"
    answer(said, as_json=as_json, text=lambda: f"{told}\nTokens: POST {hub.settings.public_url}/oauth/token")


@clients.command("rotate")
def rotate_a_client(
    context: typer.Context,
    client: Annotated[str, typer.Argument(help="The id of the client.")],
    until: Until = "",
    as_json: AsJson = False,
) -> None:
    """Makes a new secret of a client; the old one works on until a date."""
    from handlers.accounts.machines.clients import rotate_client

    hub = runtime(context)
    now = hub.clock.now()
    ends = end_of(until, now)
    with hub.database.transaction() as connection:
        made, plain = rotate_client(connection, client, now, ends)
    said = {"client_id": made.id, "client_secret": plain, "old_until": ends}
    answer(said, as_json=as_json, text=lambda: _rotated(plain, ends))


@clients.command("list")
def list_clients(context: typer.Context, as_json: AsJson = False) -> None:
    """All clients, with when their secrets were made, end, and were used last."""
    from handlers.accounts.machines.views import clients_for

    _list(context, clients_for, "No client yet. Make one: hub clients add --name 'My software'", as_json=as_json)


@clients.command("revoke")
def revoke_a_client(
    context: typer.Context, client: Annotated[str, typer.Argument(help="The id of the client.")]
) -> None:
    """Ends a client and its tokens at once."""
    from handlers.accounts.machines.clients import revoke_client

    hub = runtime(context)
    with hub.database.transaction() as connection:
        revoked = revoke_client(connection, client, hub.clock.now())
    answer({"id": revoked.id}, as_json=False, text=lambda: f"{revoked.name} and its tokens no longer open anything.")


def text_of(path: Path) -> str:
    """What stands in a file of an option; raises `Refused` (`request-invalid`)."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        came = f"{path.name} ({type(error).__name__})"
        raise Refused("request-invalid", path="key", came=came, expected="a readable text file") from None


def _list(context: typer.Context, found_for: Any, empty: str, *, as_json: bool) -> None:
    from dataclasses import asdict

    from hub.printing import table
    from schemas.viewer import Viewer

    hub = runtime(context)
    shell = Viewer(None, is_operator=True, actor="user:shell", environment=hub.settings.environment)
    with hub.database.reading() as connection:
        found = found_for(shell, connection)
    lines = [
        (each.id, each.name, " ".join(each.scopes), each.node or "-", moment(each.revoked_at), _uses(each))
        for each in found
    ]
    answer([asdict(each) for each in found], as_json=as_json, text=lambda: table(_HEAD, lines, empty))


def _uses(machine: Any) -> str:
    told = [("", each) for each in machine.secrets] + [(f"{each.kid}: ", each) for each in getattr(machine, "keys", ())]
    return "; ".join(
        f"{name}{', '.join(map(moment, (each.created_at, each.expires_at, each.used_at)))}" for name, each in told
    )


def moment(at: datetime | None) -> str:
    """A moment as the lists show it."""
    return f"{at:%Y-%m-%d %H:%M}" if at else "-"


def _rotated(plain: str, ends: datetime) -> str:
    return f"{plain}\nKeep it now: it is not shown again. The old one works until {moment(ends)} UTC."


def end_of(until: str, now: datetime) -> datetime:
    """When the old secret ends: the day that was said, or seven days from now."""
    from handlers.accounts.machines.rules import OVERLAP

    return day_of(until, "until") or now + OVERLAP


def day_of(text: str, option: str) -> datetime | None:
    """The beginning of that day in the Netherlands; raises `Refused` (`request-invalid`)."""
    if not text:
        return None
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=AMSTERDAM)
    except ValueError:
        raise Refused("request-invalid", path=option, came=text, expected="a day like 2026-12-31") from None
    return day.astimezone(UTC)
