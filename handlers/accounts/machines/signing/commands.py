"""`hub clients key`: the public keys of clients that sign assertions instead of saying a secret."""

from pathlib import Path
from typing import Annotated

import typer

from handlers.accounts.machines.commands import AsJson, Expires, Until, clients, day_of, end_of, moment, text_of
from hub.console import answer, runtime

app = typer.Typer()
key = typer.Typer(help="The public keys of a client (private_key_jwt).", no_args_is_help=True)
clients.add_typer(key, name="key")

Client = Annotated[str, typer.Argument(help="The id of the client.")]
File = Annotated[Path, typer.Argument(help="A file with its public key, PEM or JWK; never the private one.")]


@key.command("add")
def add_a_key(
    context: typer.Context, client: Client, file: File, expires: Expires = "", as_json: AsJson = False
) -> None:
    """Registers a public key beside those that the client has."""
    from handlers.accounts.machines.clients import client_of
    from handlers.accounts.machines.signing.public_keys import add_key

    hub, ends, text = runtime(context), day_of(expires, "expires"), text_of(file)
    with hub.database.transaction() as connection:
        made = add_key(connection, client_of(connection, client).id, text, hub.clock.now(), ends)
    said = {"client_id": client, "kid": made.kid, "expires_at": ends}
    answer(said, as_json=as_json, text=lambda: f"The client may sign with {made.kid}.")


@key.command("rotate")
def rotate_a_key(
    context: typer.Context, client: Client, file: File, until: Until = "", as_json: AsJson = False
) -> None:
    """Registers a new public key; the old ones work on until a date."""
    from handlers.accounts.machines.clients import client_of
    from handlers.accounts.machines.signing.public_keys import rotate_key

    hub, text = runtime(context), text_of(file)
    now = hub.clock.now()
    ends = end_of(until, now)
    with hub.database.transaction() as connection:
        made = rotate_key(connection, client_of(connection, client).id, text, now, ends)
    said = {"client_id": client, "kid": made.kid, "old_until": ends}
    told = f"The client may sign with {made.kid}. The old keys work until {moment(ends)} UTC."
    answer(said, as_json=as_json, text=lambda: told)


@key.command("remove")
def remove_a_key(
    context: typer.Context, client: Client, kid: Annotated[str, typer.Argument(help="The name of the key.")]
) -> None:
    """Ends a key, and every token of its client, at once."""
    from handlers.accounts.machines.clients import client_of
    from handlers.accounts.machines.signing.public_keys import remove_key

    hub = runtime(context)
    with hub.database.transaction() as connection:
        gone = remove_key(connection, client_of(connection, client).id, kid, hub.clock.now())
    answer({"kid": gone.kid}, as_json=False, text=lambda: f"{gone.kid} and the tokens of its client open nothing more.")
