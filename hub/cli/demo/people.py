"""The twelve people of the demo, and who of them has which part in which dossier.

They come in by the commands and functions by which everybody does; whoever is there already is left as he is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.engine import Connection

from adapters.simulator.chains import LENDERS, OFFICES
from hub.cli.demo.roster import ADMITTED, AGENCIES, ASSIGNED, LINKED, PEOPLE, Figure
from hub.runtime import Runtime
from schemas.action_points import ReleaseActionPoints
from schemas.commands import Command
from schemas.involvements import AdmitCustomer, AssignDossier, LinkSubAgent

_ONE_YEAR = timedelta(days=365)
_IN_ORDER = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the demo already has: ids of offices by node, of sub-agents by code, of dossiers by application number."""

    offices: dict[str, str]
    agencies: dict[str, str]
    dossiers: dict[str, str]
    parties: dict[str, dict[str, str]]


def introduce_people(hub: Runtime) -> int:
    """Adds who is missing, and gives everybody his part the first time; returns how many people were added."""
    from handlers.accounts.demo import demo_id, demo_users

    with hub.database.transaction() as connection:
        there = {user.id for user in demo_users(connection)}
        missing = [figure for figure in PEOPLE if demo_id(figure.key) not in there]
        for place, figure in enumerate(PEOPLE):
            if figure in missing:
                _add(hub, connection, figure, place)
    if missing:
        for actor, command in _parts(_known(hub)):
            hub.execute(command, actor=f"user:{demo_id(actor)}")
        _ask_the_customers(hub)
    return len(missing)


def _ask_the_customers(hub: Runtime) -> None:
    """The adviser had a look at what his customers are to deliver, so that it is theirs to do."""
    from handlers.accounts.demo import demo_id

    number = ADMITTED[0][0]
    sql = (
        "SELECT p.dossier_id, p.id FROM action_points p JOIN applications a ON a.id = p.application_id "
        "WHERE a.number = ? AND p.state = 'held'"
    )
    with hub.database.reading() as connection:
        held = [tuple(row) for row in connection.exec_driver_sql(sql, (number,))]
    if held:
        points = tuple(point for _, point in held)
        command = ReleaseActionPoints(dossier_id=held[0][0], action_points=points)
        hub.execute(command, actor=f"user:{demo_id('bram')}")


def _add(hub: Runtime, connection: Connection, figure: Figure, place: int) -> None:
    from handlers.accounts.demo import add_demo_person
    from handlers.accounts.rules import Place
    from handlers.offices.views import office_named

    now = hub.clock.now()
    office = office_named(connection, figure.office).id if figure.office else None
    last_day = max(now.date(), hub.clock.business_date()) + _ONE_YEAR
    add_demo_person(
        connection,
        figure.key,
        office_id=office,
        name=figure.name,
        role=figure.role,
        at=now + place * _IN_ORDER,
        place=Place(
            organisation_id=_agency(hub, connection, str(office), figure.agency) if figure.agency else None,
            node=LENDERS[0].node if figure.role == "lender" else None,
            ends_on=last_day if figure.role == "auditor" else None,
            phone=figure.phone,
        ),
    )


def _agency(hub: Runtime, connection: Connection, office: str, code: str) -> str:
    from handlers.offices.organisations import add_sub_agent, organisations_of

    known = {each.code: each.id for each in organisations_of(connection, office)}
    if code in known:
        return known[code]
    name, email = AGENCIES[code]
    return add_sub_agent(connection, office_id=office, code=code, name=name, email=email, at=hub.clock.now()).id


def _known(hub: Runtime) -> _Known:
    from handlers.offices.organisations import organisations_of
    from handlers.offices.views import office_named

    with hub.database.reading() as connection:
        offices = {node: office_named(connection, node).id for node, _ in OFFICES}
        agencies = {each.code: each.id for office in offices.values() for each in organisations_of(connection, office)}
        numbered = connection.exec_driver_sql("SELECT number, dossier_id FROM applications")
        dossiers: dict[str, str] = {number: dossier for number, dossier in numbered}  # noqa: C416 - rows are no pairs to mypy
        parties: dict[str, dict[str, str]] = {}
        sql = "SELECT dossier_id, application_id, reference FROM parties"
        for dossier, application, reference in connection.exec_driver_sql(sql):
            parties.setdefault(dossier, {})[reference] = f"{application}/{reference}"
    return _Known(offices, agencies, dossiers, parties)


def _parts(known: _Known) -> Iterator[tuple[str, Command]]:
    """Who orders what: the administrator assigns and links, the adviser admits his customers."""
    from handlers.accounts.demo import demo_id

    for number, part, key in ASSIGNED:
        actor = "chris" if key == "chris" else "olga"
        yield actor, AssignDossier(dossier_id=known.dossiers[number], part=part, person_id=demo_id(key))
    for number, code in LINKED:
        yield "olga", LinkSubAgent(dossier_id=known.dossiers[number], organisation_id=known.agencies[code])
    for number, reference, key in ADMITTED:
        dossier = known.dossiers[number]
        party = known.parties[dossier][reference]
        yield "bram", AdmitCustomer(dossier_id=dossier, person_id=demo_id(key), party=party)
