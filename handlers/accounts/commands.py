"""Administration from the shell: people and keys."""

from typing import Annotated

import typer

from hub.console import answer, runtime

app = typer.Typer()
users = typer.Typer(help="People, and the one-time links that sign them in.", no_args_is_help=True)
keys = typer.Typer(help="API keys of machines.", no_args_is_help=True)
for name, group in (("users", users), ("keys", keys)):
    app.add_typer(group, name=name)

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Name = Annotated[str, typer.Option(help="As people read it.")]


@users.command("link")
def link_a_person(
    context: typer.Context,
    office: Annotated[str, typer.Option(help="Id, name or node; leave out for an operator.")] = "",
    role: Annotated[str, typer.Option(help="viewer, adviser or operator.")] = "viewer",
    name: Annotated[str, typer.Option(help="Who it is for, as colleagues know them.")] = "",
    as_json: AsJson = False,
) -> None:
    """Makes a link that signs a person in once, within a day."""
    from handlers.accounts.links import link_for

    hub = runtime(context)
    with hub.database.transaction() as connection:
        token = link_for(connection, office=office, role=role, name=name, at=hub.clock.now())
    url = f"{hub.settings.public_url}/login/{token}"
    answer({"url": url, "role": role}, as_json=as_json, text=lambda: f"{url}\nThis link works once, within 24 hours.")


@keys.command("add")
def add_a_key(
    context: typer.Context,
    name: Name,
    office: Annotated[str, typer.Option(help="Id, name or node; leave out for the operator.")] = "",
    scope: Annotated[list[str] | None, typer.Option(help="messages:read, messages:write, dossiers:read, …")] = None,
    node: Annotated[str, typer.Option(help="The node that it sends as.")] = "",
    as_json: AsJson = False,
) -> None:
    """Makes an API key; it is shown once."""
    from handlers.accounts.keys import create_api_key

    hub = runtime(context)
    wanted = scope or ["messages:read", "dossiers:read"]
    with hub.database.transaction() as connection:
        key, plain = create_api_key(
            connection, office_id=office or None, name=name, scopes=wanted, at=hub.clock.now(), node=node or None
        )
    said = {"id": key.id, "key": plain, "scopes": key.scopes}
    answer(said, as_json=as_json, text=lambda: f"{plain}\nKeep it now: it is not shown again. Id {key.id}.")


@keys.command("revoke")
def revoke_a_key(context: typer.Context, key: Annotated[str, typer.Argument(help="The id of the key.")]) -> None:
    """Ends an API key."""
    from handlers.accounts.keys import revoke_api_key

    hub = runtime(context)
    with hub.database.transaction() as connection:
        revoked = revoke_api_key(connection, key, hub.clock.now())
    answer({"id": revoked.id}, as_json=False, text=lambda: f"{revoked.name} no longer opens anything.")
