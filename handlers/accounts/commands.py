"""Administration from the shell: people. Machines stand in `machines/`."""

from typing import Annotated

import typer

from hub.console import answer, runtime

app = typer.Typer()
users = typer.Typer(help="People, and the one-time links that sign them in.", no_args_is_help=True)
app.add_typer(users, name="users")

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


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
