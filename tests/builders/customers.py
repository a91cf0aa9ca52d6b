"""Customers for the tests: invited by a program of the office, with a browser of their own."""

import re

from handlers.notifications.tables import NOTIFICATIONS
from hub import rows as statements
from hub.ids import new_id
from hub.sealing import Sealer
from tests.builders.people import PASSWORD


def customers_of(desk):
    return desk.client(desk.cast.bram_key).get(f"/api/v2/dossiers/{desk.dossier}/customers").json()["items"]


def invite(desk, email, *, party=0, name="Anna de Wit", headers=None):
    """Invites the party with this number (9: one that is not there)."""
    desk.hub.clock.forward(seconds=1)  # mails of one moment have no order
    found = customers_of(desk)
    body = {"party": found[party]["party"] if party < len(found) else "nobody/NA99", "email": email, "name": name}
    headers = headers or {"Idempotency-Key": new_id()}
    return desk.client(desk.cast.bram_key).post(
        f"/api/v2/dossiers/{desk.dossier}/customers", json=body, headers=headers
    )


def last_mail(desk, email):
    """The last notification to this address."""
    with desk.hub.database.reading() as connection:
        found = statements.select(connection, NOTIFICATIONS, "address", [email])
    return max(found, key=lambda each: (each.made_at, each.id))


def link_in(desk, mail):
    """The path of the one-time link in a mail, as its reader sees it."""
    text = Sealer(desk.hub.runtime.settings).opened(mail.text)
    return re.search(r"(/login/\S+)", text).group(1)


class Customer:
    """Somebody who was invited, with a browser of his own."""

    def __init__(self, desk, email, *, party=0, name="Anna de Wit"):
        self.desk, self.email = desk, email
        answer = invite(desk, email, party=party, name=name)
        assert answer.status_code == 200, answer.text
        self.id = customers_of(desk)[party]["person_id"]
        self.link = link_in(desk, last_mail(desk, email))
        self.client = desk.client(accept="text/html")

    def post(self, path, **fields):
        return self.client.post(path, data=fields)

    def set_up(self):
        """From the link over a password to the first page."""
        self.post(self.link)
        done = self.post("/account/password", password=PASSWORD, repeated=PASSWORD)
        assert done.headers.get("location") == "/", done.text
        return self

    def sign_in(self, client=None):
        return (client or self.client).post("/login", data={"email": self.email, "password": PASSWORD})
