"""Administration from the shell: people. Machines stand in `machines/`."""

from datetime import datetime
from typing import Annotated

import typer

from hub.console import answer, runtime
from hub.runtime import Runtime
from schemas.errors import Refused

app = typer.Typer()
users = typer.Typer(help="People, and the one-time links that sign them in.", no_args_is_help=True)
app.add_typer(users, name="users")

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Person = Annotated[str, typer.Argument(help="Id or e-mail address of the person.")]
Office = Annotated[str, typer.Option(help="Id, name or node; leave out for an operator.")]
Role = Annotated[str, typer.Option(help="viewer, adviser, handler, intermediary, administrator, auditor, …")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day; an auditor has one.")]
Email = Annotated[str, typer.Option(help="With which the person signs in.")]
Name = Annotated[str, typer.Option(help="As people read it.")]


@users.command("add")
def add_a_person(  # noqa: PLR0917 - one option per field
    context: typer.Context,
    email: Email,
    name: Name,
    office: Office = "",
    role: Role = "viewer",
    organisation: Annotated[str, typer.Option(help="Id of the sub-agent that the person works for.")] = "",
    node: Annotated[str, typer.Option(help="Node of the lender that the person works for.")] = "",
    ends_on: Day = None,
    phone: Annotated[str, typer.Option(help="The number that customers and colleagues are shown.")] = "",
    as_json: AsJson = False,
) -> None:
    """Adds a person and makes the link with which he sets up his account."""
    from handlers.accounts.links import make_link
    from handlers.accounts.people import add_user
    from handlers.accounts.rules import Place

    hub = runtime(context)
    now = hub.clock.now()
    place = Place(organisation or None, node or None, ends_on.date() if ends_on else None, phone)
    with hub.database.transaction() as connection:
        user = add_user(connection, office_id=office or None, name=name, role=role, at=now, email=email, place=place)
        token = make_link(connection, user.id, now, "invitation")
    _show_link(hub, user.id, token, as_json=as_json)


@users.command("invite")
def invite_a_person(context: typer.Context, person: Person, as_json: AsJson = False) -> None:
    """Makes a new invitation; the link before it is worth nothing any more."""
    from handlers.accounts.links import make_link
    from handlers.accounts.people import person_named

    hub = runtime(context)
    with hub.database.transaction() as connection:
        user = person_named(connection, person)
        if user.email is None:
            raise Refused("request-invalid", path="person", came="a person without an address", expected="an address")
        token = make_link(connection, user.id, hub.clock.now(), "invitation")
    _show_link(hub, user.id, token, as_json=as_json)


@users.command("reset")
def reset_a_person(
    context: typer.Context,
    person: Person,
    factors: Annotated[
        bool, typer.Option("--factors", help="Also forgets the app, the passkeys and the recovery codes.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Makes a link to choose a new password, and ends the wait after wrong tries."""
    from handlers.accounts.administration import reset

    hub = runtime(context)
    with hub.database.transaction() as connection:
        user_id, token = reset(connection, person, hub.clock.now(), and_factors=factors)
    _show_link(hub, user_id, token, as_json=as_json)


@users.command("disable")
def disable_a_person(context: typer.Context, person: Person) -> None:
    """Shuts a person out at once: his sessions are over and no link, password or passkey of his works."""
    from handlers.accounts.administration import disable

    hub = runtime(context)
    with hub.database.transaction() as connection:
        user = disable(connection, person, hub.clock.now())
    answer({"id": user.id}, as_json=False, text=lambda: f"{user.name} is shut out; hub users enable lets him in again.")


@users.command("enable")
def enable_a_person(context: typer.Context, person: Person) -> None:
    """Lets a disabled person in again, with the password and factors of before."""
    from handlers.accounts.people import person_named, set_disabled

    with runtime(context).database.transaction() as connection:
        user = set_disabled(connection, person_named(connection, person), None)
    answer({"id": user.id}, as_json=False, text=lambda: f"{user.name} can sign in again.")


@users.command("list")
def list_people(context: typer.Context, as_json: AsJson = False) -> None:
    """Everybody with an account, with how he signs in."""
    from handlers.accounts.administration import standings

    with runtime(context).database.reading() as connection:
        found = standings(connection)
    empty = "Nobody yet. Add somebody: hub users add --email anna@kantoor.example --name Anna --office NAME"
    answer(found, as_json=as_json, text=lambda: "\n".join(_line(each) for each in found) or empty)


@users.command("sessions")
def list_sessions(
    context: typer.Context,
    person: Person,
    end: Annotated[bool, typer.Option("--end", help="Ends them all.")] = False,
    as_json: AsJson = False,
) -> None:
    """Where a person is signed in now."""
    from handlers.accounts.people import person_named
    from handlers.accounts.sessions import end_sessions, sessions_of

    hub = runtime(context)
    now = hub.clock.now()
    with hub.database.transaction() as connection:
        user = person_named(connection, person)
        found = sessions_of(connection, user, now)
        if end:
            end_sessions(connection, user.id, now)
    said = [{"device": s.device, "opened_at": s.opened_at, "seen_at": s.seen_at, "ended": end} for s in found]
    tail = " – ended" if end else ""
    lines = [f"{s.device or 'unknown device'}, opened {s.opened_at:%Y-%m-%d %H:%M}{tail}" for s in found]
    answer(said, as_json=as_json, text=lambda: "\n".join(lines) or f"{user.name} is signed in nowhere.")


@users.command("link")
def link_a_person(
    context: typer.Context,
    office: Office = "",
    role: Role = "viewer",
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


def _show_link(hub: Runtime, user_id: str, token: str, *, as_json: bool) -> None:
    url = f"{hub.settings.public_url}/login/{token}"
    answer({"id": user_id, "url": url}, as_json=as_json, text=lambda: f"{url}\nThis link works once, within 24 hours.")


def _line(each: dict[str, object]) -> str:
    proofs = [name for name in ("password", "app") if each[name]]
    proofs += [f"{each['passkeys']} passkeys"] if each["passkeys"] else []
    told = ", ".join(proofs) or "by link only"
    return f"{each['email'] or each['id']}  {each['name']}  {each['role']}  {'disabled' if each['disabled'] else told}"
