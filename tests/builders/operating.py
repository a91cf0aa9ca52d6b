"""Whoever runs the hub in a test: Otto, a message that our own mistake parked, and a lender that can be reached."""

from dataclasses import replace

from handlers.accounts.people import add_user
from hub import rows as statements
from hub.delivery.partners import set_way
from hub.records import OUTGOING
from hub.registry import Handler
from schemas.statuses import RegisterStatus
from tests.builders.counters import DAY, messages
from tests.builders.delivery import LENDER, letter


def otto(desk):
    """A browser of the operator Otto."""
    if "otto" not in vars(desk):
        with desk.hub.database.transaction() as connection:
            made = add_user(connection, office_id=None, name="Otto", role="operator", at=desk.hub.clock.now())
        desk.otto = made.id
    return desk.browser(desk.otto)


def break_statuses(hub):
    """The code of the worker breaks on every status from here on; returns what mends it."""
    mended = hub.worker._registry

    def break_(command, work):
        raise RuntimeError

    hub.worker._registry = replace(mended, handlers={**mended.handlers, RegisterStatus: Handler(break_)})

    def mend():
        hub.worker._registry = mended

    return mend


def park(desk, code="19"):
    """A status of the desk's dossier that our code broke on, and one behind it; the id of the parked one."""
    hub = desk.hub
    mend = break_statuses(hub)
    at = hub.clock.now()
    about = {"number": "AB-2026-0042", "lender_reference": "AE-2026-000123"}
    parked = hub.hand_in(messages.sx(code, at=at + DAY, **about))[0].message_id
    for _ in range(6):
        hub.work(1)
        hub.clock.forward(minutes=10)
    hub.hand_in(messages.sx("12", at=at + 2 * DAY, **about))
    mend()
    assert hub.sql("SELECT state FROM outcomes WHERE unit_id = ?", parked) == [("parked",)]
    return parked


def queue(desk, *letters):
    """The lender has a way, and these stand in its queue."""
    with desk.hub.database.transaction() as connection:
        way = {"channel": "https", "address": "https://lender.example/hdn", "options": {}, "most_bytes": 5_000_000}
        set_way(connection, LENDER, **way, at=desk.hub.clock.now())
        connection.exec_driver_sql("DELETE FROM outgoing")
        statements.write(connection, OUTGOING, list(letters or (letter(1),)))
