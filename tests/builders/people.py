"""People with accounts for the tests: invited, set up, and what they type."""

import re

import pyotp

from handlers.accounts.links import make_link
from handlers.accounts.people import add_user
from handlers.accounts.rules import Place

PASSWORD = "vier rode fietsen"
KEY = re.compile(r"<code>((?:[A-Z2-7]{4} ?)+)</code>")
CODE = re.compile(r"<code>((?:[A-Z2-9]{4}-){3}[A-Z2-9]{4})</code>")


def invite(hub, email, name="Nora", role="adviser", office="kantoor-1"):
    """A person with an invitation; the id and the path of the link."""
    with hub.database.transaction() as connection:
        user = add_user(connection, office_id=office, name=name, role=role, at=hub.clock.now(), email=email)
        return user.id, f"/login/{make_link(connection, user.id, hub.clock.now(), 'invitation')}"


def person_of(desk, role, name="", office="kantoor-1", **place):
    """Somebody with this role and a session when he wants one (`desk.browser`), who never set an account up."""
    hub = desk.hub
    with hub.database.transaction() as connection:
        return add_user(
            connection, office_id=office, name=name or role, role=role, at=hub.clock.now(), place=Place(**place)
        )


class Person:
    """Somebody with a browser of his own, who remembers what pages tell him."""

    def __init__(self, desk, email, **more):
        self.desk, self.email, self.password = desk, email, PASSWORD
        self.id, self.link = invite(desk.hub, email, **more)
        self.client = desk.client(accept="text/html")

    def post(self, path, client=None, **fields):
        return (client or self.client).post(path, data=fields)

    def set_up(self):
        """From the link to the first page, with password and app."""
        self.post(self.link)
        self.post("/account/password", password=self.password, repeated=self.password)
        self.app = pyotp.TOTP(KEY.search(self.client.get("/account/app").text).group(1).replace(" ", ""))
        done = self.post("/account/app", code=self.code())
        self.codes = CODE.findall(done.text)
        return self

    def code(self):
        return self.app.at(self.desk.hub.clock.now())

    def sign_in(self, client=None):
        """Both steps in another browser; the next half minute has come, because a code works once."""
        client = client or self.desk.client(accept="text/html")
        self.desk.hub.clock.forward(seconds=30)
        self.post("/login", client, email=self.email, password=self.password)
        answer = self.post("/login/second", client, code=self.code())
        assert (answer.status_code, answer.headers.get("location")) == (303, "/"), answer.text
        return client
