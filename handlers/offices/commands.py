"""Administration from the shell: offices and partners."""

from typing import Annotated, Any

import typer

from hub.console import answer, runtime
from hub.delivery.commands import partners

app = typer.Typer()
offices = typer.Typer(help="Offices (kantoren) and their nodes.", no_args_is_help=True)
for name, group in (("offices", offices), ("partners", partners)):
    app.add_typer(group, name=name)

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Node = Annotated[str, typer.Option(help="Six digits.")]
Office = Annotated[str, typer.Option(help="Id, name or node of the office.")]
Name = Annotated[str, typer.Option(help="As people read it.")]


@offices.command("add")
def add_an_office(context: typer.Context, node: Node, name: Name, as_json: AsJson = False) -> None:
    """Adds an office and gives it what waited under its node."""
    from handlers.offices.directory import add_office, is_empty
    from hub.claiming import UNADDRESSED, claim

    hub = runtime(context)
    with hub.database.transaction() as connection:
        is_first = is_empty(connection)
        office = add_office(connection, name=name, node=node, at=hub.clock.now())
    claimed = claim(hub.database, hub.registry, office.id, node)
    if is_first:
        claimed += claim(hub.database, hub.registry, office.id, UNADDRESSED)
    said = {"office": office.id, "name": name, "node": node, "claimed_exchanges": claimed}
    answer(said, as_json=as_json, text=lambda: f"{name} ({node}) is known; exchanges that waited for it: {claimed}.")


@offices.command("node")
def add_a_node(context: typer.Context, office: Office, node: Node, as_json: AsJson = False) -> None:
    """Gives an office one more node, and what waited under it."""
    from handlers.offices.directory import add_node
    from hub.claiming import claim

    hub = runtime(context)
    with hub.database.transaction() as connection:
        entry = add_node(connection, office_id=office, node=node)
    claimed = claim(hub.database, hub.registry, str(entry.office_id), node)
    said = {"office": entry.office_id, "node": node, "claimed_exchanges": claimed}
    answer(
        said,
        as_json=as_json,
        text=lambda: f"{node} belongs to {entry.name}; exchanges that waited for it: {claimed}.",
    )


@offices.command("list")
def list_offices(context: typer.Context, as_json: AsJson = False) -> None:
    """All offices with their nodes."""
    from handlers.offices.views import offices_for

    hub = runtime(context)
    with hub.database.reading() as connection:
        found = offices_for(_operator(hub.settings.environment), connection)
    said = [{"id": o.id, "name": o.name, "nodes": o.nodes} for o in found]
    empty = "No office yet. Add one: hub offices add --node 500001 --name 'My office'"
    answer(said, as_json=as_json, text=lambda: "\n".join(f"{', '.join(o.nodes)}  {o.name}" for o in found) or empty)


@offices.command("profile")
def set_the_profile(  # noqa: PLR0917 - one option per field
    context: typer.Context,
    office: Office,
    company: Annotated[str | None, typer.Option(help="The name that receivers know.")] = None,
    phone: Annotated[str | None, typer.Option(help="Ten digits, or +31…")] = None,
    email: Annotated[str | None, typer.Option(help="Where a receiver may write.")] = None,
    afm_number: Annotated[str | None, typer.Option(help="The number of the AFM licence.")] = None,
    kvk_number: Annotated[str | None, typer.Option(help="The number at the Chamber of Commerce (KvK).")] = None,
    website: Annotated[str | None, typer.Option(help="The site of the office.")] = None,
    street: Annotated[str | None, typer.Option(help="Without the house number.")] = None,
    house_number: Annotated[str | None, typer.Option(help="Digits only.")] = None,
    house_number_suffix: Annotated[str | None, typer.Option(help="Like A, or 2-hoog.")] = None,
    postcode: Annotated[str | None, typer.Option(help="Like 1012AB.")] = None,
    city: Annotated[str | None, typer.Option(help="Like Utrecht.")] = None,
    as_json: AsJson = False,
) -> None:
    """Says who the office is to those who receive its messages; what is left out stays as it is."""
    from handlers.offices.directory import set_profile

    given = {
        "company": company,
        "phone": phone,
        "email": email,
        "afm_number": afm_number,
        "kvk_number": kvk_number,
        "website": website,
        "street": street,
        "house_number": house_number,
        "house_number_suffix": house_number_suffix,
        "postcode": postcode,
        "city": city,
    }
    with runtime(context).database.transaction() as connection:
        profile = set_profile(connection, office=office, **{k: v for k, v in given.items() if v is not None})
    said = {name: getattr(profile, name) for name in given}
    empty = ", ".join(name for name, value in said.items() if not value) or "nothing"
    answer(said, as_json=as_json, text=lambda: f"{profile.company or office} is described; still empty: {empty}.")


@offices.command("agent")
def set_the_agent_number(
    context: typer.Context,
    office: Office,
    number: Annotated[str, typer.Option(help="The TussenpersoonNr.")],
    lender: Annotated[str, typer.Option(help="The lender's two letters; leave out for all others.")] = "",
    as_json: AsJson = False,
) -> None:
    """Says under which number a lender knows the office."""
    from handlers.offices.directory import set_agent_number

    with runtime(context).database.transaction() as connection:
        made = set_agent_number(connection, office=office, number=number, lender=lender)
    said = {"office": made.office_id, "lender": made.lender, "number": made.number}
    answer(said, as_json=as_json, text=lambda: f"{made.lender or 'Every other lender'} knows the office as {number}.")


@offices.command("sub-agent")
def add_a_sub_agent(
    context: typer.Context,
    office: Office,
    code: Annotated[str, typer.Option(help="Its code within the office, like S01.")],
    name: Name,
    email: Annotated[str, typer.Option(help="Its address within the office.")],
    as_json: AsJson = False,
) -> None:
    """Adds a sub-agent (subagent) of an office; it sees only dossiers that are linked to it."""
    from handlers.offices.desk import OfficeDesk

    hub = runtime(context)
    shell = _operator(hub.settings.environment)
    made = OfficeDesk(hub.database, hub.clock).add_sub_agent(shell, office, code=code, name=name, email=email)
    answer({"id": made, "code": code}, as_json=as_json, text=lambda: f"{name} ({code}) is known as {made}.")


@offices.command("reach")
def set_the_reach(
    context: typer.Context,
    office: Office,
    advisers_see: Annotated[str, typer.Option(help="office: every dossier; own: each his own.")],
    as_json: AsJson = False,
) -> None:
    """Says whether advisers see all dossiers of the office or each his own."""
    from handlers.offices.directory import set_advisers_see

    with runtime(context).database.transaction() as connection:
        made = set_advisers_see(connection, office=office, sees=advisers_see)
    said = {"office": made.id, "advisers_see": made.advisers_see}
    seen = "their own dossiers" if made.advisers_see == "own" else "every dossier of the office"
    answer(said, as_json=as_json, text=lambda: f"Advisers of {made.name} see {seen}.")


@partners.command("add")
def add_a_partner(
    context: typer.Context,
    node: Node,
    name: Name,
    code: Annotated[str, typer.Option(help="The lender's two letters, like AE; empty for a package.")] = "",
    as_json: AsJson = False,
) -> None:
    """Adds a lender (with its code) or an adviser package (without one)."""
    from handlers.offices.directory import add_partner

    hub = runtime(context)
    with hub.database.transaction() as connection:
        entry = add_partner(connection, node=node, kind="lender" if code else "package", code=code, name=name)
    said = {"node": entry.node, "kind": entry.kind, "code": entry.code, "name": entry.name}
    answer(said, as_json=as_json, text=lambda: f"{entry.kind} {entry.name} ({entry.node}) is known.")


def _operator(environment: str) -> Any:
    from schemas.viewer import Viewer

    return Viewer(None, is_operator=True, actor="user:shell", environment=environment)
