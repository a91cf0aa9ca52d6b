"""`hub init`: an empty hub gets its tables, its first office with a node, and its administrator."""

from typing import Annotated

import typer

from hub.console import answer, runtime

app = typer.Typer()


@app.command("init")
def init(
    context: typer.Context,
    office: Annotated[str, typer.Option(help="The name of the first office.")],
    node: Annotated[str, typer.Option(help="Its node: six digits.")],
    name: Annotated[str, typer.Option(help="The administrator, as people read it.")],
    email: Annotated[str, typer.Option(help="With which the administrator signs in.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,  # noqa: FBT002 - a switch
) -> None:
    """Sets an empty hub up: tables, first office, node, and a link for the administrator; refuses twice."""
    from handlers.accounts.links import make_link
    from handlers.accounts.people import add_user
    from handlers.offices.directory import add_office, check_is_empty
    from hub.claiming import UNADDRESSED, claim
    from hub.schema import upgrade

    hub = runtime(context)
    upgrade(hub.database)
    now = hub.clock.now()
    with hub.database.transaction() as connection:
        check_is_empty(connection)
        made = add_office(connection, name=office, node=node, at=now)
        user = add_user(connection, office_id=made.id, name=name, role="administrator", at=now, email=email)
        token = make_link(connection, user.id, now, "invitation")
    claimed = sum(claim(hub.database, hub.registry, made.id, each) for each in (node, UNADDRESSED))
    url = f"{hub.settings.public_url}/login/{token}"
    said = {"office": made.id, "node": node, "administrator": user.id, "url": url, "claimed_exchanges": claimed}
    told = (
        f"{office} ({node}) is known. {name} sets up his account here, once, within 24 hours:\n{url}\n"
        "Who operates the hub is added next: hub users add --role operator --email … --name …"
    )
    answer(said, as_json=as_json, text=lambda: told)
