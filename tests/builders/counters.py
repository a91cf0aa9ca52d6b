"""A counter over a whole hub, with the people and keys of two offices, and the application behind a port."""

import socket
import threading
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, timedelta

from adapters.simulator import messages
from adapters.simulator.cast import ANNA, TOM, Line
from handlers.accounts.keys import create_api_key
from handlers.accounts.links import make_link
from handlers.accounts.people import add_user
from handlers.offices.directory import add_office, add_partner
from hub.roof import open_counter
from tests.builders.hub import LENDER, OFFICE, OTHER_OFFICE, WholeHub, fresh_memory

NUMBER, KENMERK = "AB-2026-0042", "AE-2026-000123"
READING = ("messages:read", "dossiers:read")
EVERYTHING = (
    *(*READING, "messages:write", "dossiers:write", "documents:write", "documents:judge", "dossiers:assign"),
    *("customers:write", "people:read", "people:write", "office:write"),
)
READABLE_PDF = messages.TINY_PDF
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cast:
    """Secrets of everybody: session links are made when asked for."""

    bram: str
    bram_key: str
    chris_key: str
    operator_key: str
    blind_key: str
    bram_user: str
    chris_user: str
    adviser_user: str


def free_port():
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


def counter_hub(folder, database_url="", broker_url="", **more):
    """A hub with two offices, a lender and their people; nothing came in yet."""
    hub = bare_hub(folder, database_url, broker_url, **more)
    return hub, _introduced(hub)


def bare_hub(folder, database_url="", broker_url="", **more):
    """The same without the people, or with those that its database has already."""
    database_url = database_url or f"sqlite:///{folder}/hub.db"
    hub = WholeHub(database_url, broker_url or fresh_memory(), folder, nodes=())
    # Tests ask faster than people do; those about rates say their own.
    settings = hub.runtime.settings.model_copy(update={"rate_limits": "off"} | more)
    hub.runtime = replace(hub.runtime, settings=settings)
    return hub


def _introduced(hub):
    at = hub.clock.now()
    with hub.database.transaction() as connection:
        office = add_office(connection, name="Hypotheekkantoor De Brug", node=OFFICE, at=at, office_id="kantoor-1")
        other = add_office(connection, name="Kantoor Chris", node=OTHER_OFFICE, at=at, office_id="kantoor-2")
        add_partner(connection, node=LENDER, kind="lender", code="AE", name="AEGON Hypotheken")
        bram = add_user(connection, office_id=office.id, name="Bram", role="viewer", at=at)
        adviser = add_user(connection, office_id=office.id, name="Els", role="adviser", at=at)
        chris = add_user(connection, office_id=other.id, name="Chris", role="viewer", at=at)
        keys = [
            create_api_key(connection, office_id=each, name=name, scopes=scopes, at=at, node=node)[1]
            for each, name, scopes, node in (
                (office.id, "bram", EVERYTHING, OFFICE),
                (other.id, "chris", EVERYTHING, None),
                (None, "olga", (*EVERYTHING, "operate", "looks:read"), None),
                (office.id, "blind", (), OFFICE),
            )
        ]
    return Cast("", *keys, bram_user=bram.id, chris_user=chris.id, adviser_user=adviser.id)


def link_for(hub, user_id):
    with hub.database.transaction() as connection:
        return make_link(connection, user_id, hub.clock.now())


def hand_in(hub, *bodies):
    for body in bodies:
        hub.hand_in(body)
        hub.work(1)


def fill(hub, number=NUMBER, kenmerk=KENMERK):
    """One dossier with a recorded chain: application, statuses, offers, two stock lists; returns its id."""
    at = hub.clock.now() - 3 * DAY
    before = set(hub.dossiers())
    about = {"number": number, "lender_reference": kenmerk}
    statuses = [
        messages.sx(code, at=at + timedelta(hours=hour), **about)
        for hour, code in enumerate(("09", "10", "22", "12"), 1)
    ]
    first = [
        Line("1", person=0),
        Line("2", kind="015", deliver_before=date(2026, 11, 28)),
        Line("3", kind="020", person=1, deliver_before=date(2026, 11, 20)),
        Line("4", kind="009", person=1),
    ]
    second = [
        Line("1", person=0, status="04"),
        Line(
            "2", kind="015", status="07", note="Onleesbaar: graag een nieuwe scan.", deliver_before=date(2026, 11, 28)
        ),
        Line("3", kind="020", person=1, deliver_before=date(2026, 11, 20)),
        Line("4", kind="009", person=1),
    ]
    hand_in(
        hub,
        messages.ax(at=at, number=number, people=(ANNA, TOM)),
        *statuses,
        messages.ox("indicative", at=at + timedelta(hours=6), **about),
        messages.ox(at=at + DAY, valid_until=date(2026, 12, 1), **about),
        messages.da(first, at=at + DAY, **about),
        messages.da(second, at=at + 2 * DAY, **about),
    )
    (made,) = set(hub.dossiers()) - before
    return made


def leave_unlinked(hub, number="ZZ-2026-0099"):
    """A status and an offer about an application that is not known here."""
    at = hub.clock.now()
    hand_in(
        hub,
        messages.sx("09", at=at, number=number, lender_reference="AE-2026-000777"),
        messages.ox(at=at, number=number, lender_reference="AE-2026-000777"),
    )
    return hub.sql("SELECT id FROM lanes WHERE dossier_id IS NULL")[0][0]


def refuse_one(hub):
    """A message that breaks a rule; its id."""
    body = messages.sx("09", at=hub.clock.now(), number="AB-2026-0777").replace(b"StatusDt", b"StatusXX")
    return hub.hand_in(body)[0].message_id


class Behind:
    """The application as the roof puts it together, behind a port of this machine, in a thread."""

    def __init__(self, hub, port):
        from portal_api import serving

        serving._LOOKS_EVERY_S = 0.01  # nobody waits for the end of a test
        self._stop = threading.Event()
        self._closing = ExitStack()
        self.counter = self._closing.enter_context(open_counter(hub.runtime))
        self._thread = threading.Thread(target=serving.serve, args=(self.counter, self._stop.is_set), daemon=True)
        self._thread.start()
        self.url = f"http://localhost:{port}"
        self._wait(port)

    def _wait(self, port):
        for _ in range(200):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    return
            threading.Event().wait(0.02)
        raise TimeoutError("the server did not start")

    def close(self):
        self._stop.set()
        self._thread.join(10)
        self._closing.close()
