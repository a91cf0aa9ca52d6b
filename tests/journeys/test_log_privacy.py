"""The demo's people live through the hub, and no log line, metric label or address has a word of them.

What is captured is everything: the hub's own lines down to debug, the libraries' lines, the metrics of the process, and
the addresses that browsers and machines asked for.
"""

import logging
from contextlib import suppress
from datetime import date

import httpx
import pytest
from lxml import etree
from prometheus_client import REGISTRY, generate_latest

from adapters.raw import original
from adapters.simulator.messages import sx
from handlers.accounts.links import make_link
from handlers.accounts.people import add_user
from hub import rows as statements
from hub.cli.once.cast import BEGIN, OFFICES, ROLES, stories
from hub.cli.once.company import Places
from hub.cli.once.run import Stack, played_on, settings_for
from hub.cli.once.stage import SteppedClock, staged
from hub.logs import configure
from hub.records import MESSAGES
from portal_api import guard
from schemas.notifications import Addressee, SendNotification

PERSONAL = {
    *("GeboorteAchternaam", "Achternaam", "VoorNamen", "Voornamen", "VoorLetters", "StraatNaam", "Postcode"),
    *("GeboorteDt", "TelefoonNrMobiel", "TelefoonNrPrive", "TelefoonNrWerk", "E-mailadres", "RekeningNr"),
}
"""The elements of a message that say who somebody is or where he can be reached."""
_SHORTEST = 5
SURNAME = "Jansen"
"""What somebody searches for."""
BSN, IBAN, EMAIL, PHONE = "999993653", "NL91ABNA0417164300", "anna.dewit@post.example", "+31687654321"
TYPED = (BSN, IBAN, EMAIL, "anna.dewit", PHONE, "0687654321", "Wachtwoord-van-Anna")
"""What people type and machines send besides; none of it is in a message that is accepted."""


class Everything(logging.Handler):
    """Each line that any logger writes, as it is written."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []

    def emit(self, record):
        self.lines.append(f"{record.name} {self.format(record)}")


@pytest.fixture
def lived(tmp_path, monkeypatch):
    """The lines, the addresses that were asked for and the metrics, after the demo's people lived through the hub."""
    asked, kept = [], Everything()
    plain = guard.Guard.__call__

    async def noting(self, scope, receive, send):
        if scope["type"] == "http":
            asked.append(scope["path"])
        await plain(self, scope, receive, send)

    monkeypatch.setattr(guard.Guard, "__call__", noting)
    settings = settings_for(tmp_path, Stack()).model_copy(update={"log_level": "debug", "log_format": "json"})
    configure("debug", "json")
    logging.getLogger().addHandler(kept)
    try:
        with staged(settings, SteppedClock(BEGIN)) as stage:
            played = played_on(stage, stories(2), Places(tmp_path, ""))
            assert played.stopped == ""
            told = people_of(stage)
            visited(stage, SURNAME)
    finally:
        logging.getLogger().removeHandler(kept)
        configure("error", "console")
    return kept.lines, asked, generate_latest(REGISTRY).decode(), told


def people_of(stage):
    """Every personal value of every message in the journal."""
    found = set()
    with stage.hub.database.reading() as connection:
        ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM messages")]
        for message in statements.select(connection, MESSAGES, "id", ids):
            tree = etree.fromstring(original(connection, stage.hub.store, message))
            found |= {node.text.strip() for node in tree.iter(*PERSONAL) if node.text}
    dates = {date.fromisoformat(each).strftime("%d-%m-%Y") for each in found if each[:4].isdecimal() and "-" in each}
    return {each for each in found | dates if len(each) >= _SHORTEST}


def visited(stage, name):
    """People come in and look, and everybody types what may not be repeated anywhere."""
    hub, now = stage.hub, stage.clock.now()
    with hub.database.transaction() as connection:
        nodes = "SELECT office_id FROM nodes WHERE node = ?"
        ((office,),) = connection.exec_driver_sql(nodes, (OFFICES[0].node,)).fetchall()
        bram = add_user(connection, office_id=office, name="Bram", role="adviser", at=now, email=EMAIL)
    dossier = stage.sql(f"SELECT id FROM dossiers WHERE office_id = '{office}'")[0][0]
    with httpx.Client(base_url=stage.url, headers={"Accept": "text/html"}, trust_env=False) as client:
        client.post("/login", data={"email": EMAIL, "password": "Wachtwoord-van-Anna"})
        client.post("/forgot", data={"email": EMAIL})
        client.post("/oauth/token", data={"grant_type": "client_credentials", "client_id": EMAIL, "client_secret": BSN})
        with hub.database.transaction() as connection:  # the link that was asked for ended the earlier ones
            link = make_link(connection, bram.id, now)
        came = client.post(f"/login/{link}")
        assert came.status_code == 303
        for path in ("/", f"/dossiers/{dossier}", f"/dossiers/{dossier}/looks", "/post", "/post/texts"):
            assert client.get(path).status_code == 200, path
        assert client.get("/dossiers", params={"q": name}).status_code == 200
        client.get("/palette", params={"q": name})
        client.get("/api/v2/messages", params={"sender": EMAIL, "cursor": IBAN})
        client.post("/api/v2/office/deliverers", json={"naam": name, "bsn": BSN}, headers={"Idempotency-Key": "x"})
        client.post("/hooks/post/sms", content=f'{{"id": "1", "reason": "550 {EMAIL}"}}')
        refused(stage)
    who = Addressee(reference=f"user:{bram.id}", name=name, email=EMAIL, phone=PHONE)
    fields = {"count": "1", "subject": f"Loonstrook van {name}", "address": stage.url}
    told = SendNotification(office_id=office, template="action-points", addressee=who, fields=fields)
    hub.execute(told, actor=f"user:{bram.id}")
    with suppress(Exception):
        hub.execute(told.model_copy(update={"fields": fields | {"bsn": BSN}}), actor=f"user:{bram.id}")
    from hub.roof import post_of

    post_of(hub).hand_over("email")


def refused(stage):
    """A message with a BSN and an IBAN where none may stand."""
    from handlers.accounts.keys import create_api_key

    body = sx("10", at=stage.clock.now(), number="AV-1", lender_reference="AE-1")
    body = body.replace(b"</Status>", f"<BSN>{BSN}</BSN><IBAN>{IBAN}</IBAN></Status>".encode())
    with stage.hub.database.transaction() as connection:
        node = ROLES[0].lender.node
        scopes = ["messages:write"]
        _, key = create_api_key(connection, office_id=None, name="k", scopes=scopes, at=stage.clock.now(), node=node)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/xml", "Idempotency-Key": "1"}
    with httpx.Client(base_url=stage.url, trust_env=False) as client:
        assert client.post("/api/v2/messages", content=body, headers=headers).status_code < 500


def test_no_word_of_a_person_stands_in_a_log_line_a_label_or_an_address(lived):
    lines, asked, metrics, told = lived
    assert {SURNAME, "Anna Maria", "1988-03-14", "14-03-1988", "0612345678", "3511XK"} <= told
    assert any("hub " in line for line in lines)
    assert len(asked) > 20
    words = told | {SURNAME, *TYPED}
    for where in (lines, asked, metrics.splitlines()):
        assert [(word, line) for line in where for word in words if word.lower() in line.lower()] == []
