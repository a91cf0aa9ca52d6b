"""Fills the demo the first time: offices, lenders, the recorded chains, and the people with their parts in them."""

from datetime import UTC, date, datetime, timedelta

from hub.clock import AMSTERDAM
from hub.database import Database
from hub.records import MESSAGES
from hub.roles import drain
from hub.runtime import Runtime
from hub.schema import upgrade

TODAY = date(2026, 11, 21)
_BATCH = 100
_PROFILE = {
    "phone": "0301234567",
    "afm_number": "12000001",
    "kvk_number": "12345678",
    "email": "kantoor@voorbeeld.example",
    "street": "Brugstraat",
    "house_number": "1",
    "postcode": "3511AB",
    "city": "Utrecht",
}


def fill(hub: Runtime) -> int:
    """Brings the schema up to date and, the first time, hands in the recorded chains; returns how many messages."""
    from hub.cli.demo.diary import write_diary
    from hub.cli.demo.lenders import Lenders
    from hub.cli.demo.people import introduce_people

    upgrade(hub.database)
    is_new = _is_empty(hub.database)
    added = _hand_in(hub) if is_new else 0
    introduce_people(hub)
    if isinstance(hub.demo_lenders, Lenders):
        hub.demo_lenders.introduce(hub)
    if is_new:
        write_diary(hub)
        _pause_one(hub)
    return added


def _pause_one(hub: Runtime) -> None:
    """What goes to one lender waits, with a reason, so that the operator has something to decide about."""
    from adapters.simulator.chains import LENDERS
    from handlers.accounts.demo import demo_id
    from hub.delivery.partners import pause

    with hub.database.transaction() as connection:
        by, at = f"user:{demo_id('otto')}", hub.clock.now()
        pause(connection, LENDERS[-1].node, "out", by=by, reason="Onderhoud bij Obvion tot maandagochtend", at=at)


def _hand_in(hub: Runtime) -> int:
    from adapters.channels.role import intake_of
    from adapters.handed import Handed
    from adapters.simulator.chains import chains

    _introduce(hub)
    now = hub.clock.now()
    handed = [
        Handed(body=body, channel="demo", received_at=min(now, _on_receipt(sent)), bound_to=sender)
        for chain in chains(TODAY)
        for sender, body, sent in chain.messages
    ]
    intake = intake_of(hub)
    for start in range(0, len(handed), _BATCH):
        intake.take(handed[start : start + _BATCH])
    drain(hub)
    return len(handed)


def _on_receipt(sent: datetime) -> datetime:
    """A recorded message came in a minute after it was sent, so that the timeline tells the days of its story."""
    return (sent.replace(tzinfo=AMSTERDAM) + timedelta(minutes=1)).astimezone(UTC)


def _introduce(hub: Runtime) -> None:
    from adapters.simulator.chains import LENDERS, OFFICES
    from handlers.offices.directory import add_office, add_partner, set_agent_number, set_profile

    with hub.database.transaction() as connection:
        for node, name in OFFICES:
            add_office(connection, name=name, node=node, at=hub.clock.now())
            set_agent_number(connection, office=node, number=f"700{node[-3:]}")
            set_profile(connection, office=node, company=name, **_PROFILE)
        for lender in LENDERS:
            add_partner(connection, node=lender.node, kind="lender", code=lender.code, name=lender.name)


def _is_empty(database: Database) -> bool:
    with database.reading() as connection:
        return connection.exec_driver_sql(f"SELECT 1 FROM {MESSAGES.table.name} LIMIT 1").first() is None  # noqa: S608 - our own name
