"""A customer who takes another e-mail address: confirmed on the new one, undone from the old one."""

import re
from itertools import count

import pytest

from handlers.notifications.tables import NOTIFICATIONS
from hub import rows as statements
from hub.sealing import Sealer
from tests.builders.counters import fill
from tests.builders.customers import Customer
from tests.builders.desks import close_desk, open_desk
from tests.builders.people import PASSWORD, Person

_NUMBERS = count(7000)


@pytest.fixture(scope="module")
def mailing(tmp_path_factory):
    made = open_desk(tmp_path_factory.mktemp("addresses"), mail_url="demo://")
    yield made
    close_desk(made)


@pytest.fixture
def anna(mailing):
    number = mailing.number = next(_NUMBERS)
    mailing.dossier = fill(mailing.hub, number=f"AB-2026-{number}", kenmerk=f"AE-2026-{number}")
    return Customer(mailing, f"anna{number}@klant.example").set_up()


def new_of(person):
    return f"nieuw{person.desk.number}@klant.example"


def ask(person, address, password=PASSWORD):
    return person.post("/account/email", email=address, password=password)


def link_to(desk, address):
    """The last link of this kind that was mailed to an address."""
    with desk.hub.database.reading() as connection:
        found = statements.select(connection, NOTIFICATIONS, "address", [address])
    found = [each for each in found if each.template.startswith("email-")]
    if not found:
        return ""
    text = Sealer(desk.hub.runtime.settings).opened(max(found, key=lambda each: each.made_at).text)
    return re.search(r"(/email/\S+)", text).group(1)


def sign_in(person, address, password=PASSWORD):
    client = person.desk.client(accept="text/html")
    return client.post("/login", data={"email": address, "password": password}).status_code


def test_the_new_address_counts_once_it_is_confirmed_and_no_sooner(anna):
    assert ask(anna, new_of(anna).upper()).headers["location"] == "/account/email?asked=yes"
    assert sign_in(anna, new_of(anna)) == 422
    link = link_to(anna.desk, new_of(anna))
    assert link.rpartition("/")[2] not in str(anna.desk.hub.sql("SELECT arguments FROM commands"))
    anna.desk.hub.clock.forward(seconds=1)
    other = anna.desk.client(accept="text/html")
    assert other.get(link).status_code == 200
    assert sign_in(anna, new_of(anna)) == 422
    done = other.post(link)
    assert (done.status_code, new_of(anna) in done.text) == (200, True)
    assert (sign_in(anna, new_of(anna)), sign_in(anna, anna.email)) == (303, 422)
    assert other.post(link).status_code == 410
    told = anna.desk.browser().get(f"/dossiers/{anna.desk.dossier}").text
    assert "De klant meldt zich aan met een ander e-mailadres" in told
    assert new_of(anna) not in told


def test_the_old_address_undoes_it_ends_every_session_and_asks_a_new_password(anna):
    thief = anna.desk.client(accept="text/html")
    thief.post("/login", data={"email": anna.email, "password": PASSWORD})
    thief.post("/account/email", data={"email": new_of(anna), "password": PASSWORD})
    thief.post(link_to(anna.desk, new_of(anna)))
    undo = link_to(anna.desk, anna.email)
    assert undo.endswith("/undo")
    # Whoever has the account goes on to a third address: his own way back must not undo hers.
    anna.desk.hub.clock.forward(seconds=1)
    thief.post("/account/email", data={"email": f"derde{new_of(anna)}", "password": PASSWORD})
    thief.post(link_to(anna.desk, f"derde{new_of(anna)}"))
    thiefs_undo = link_to(anna.desk, new_of(anna))
    anna.desk.hub.clock.forward(days=6, hours=23)
    mine = anna.desk.client(accept="text/html")
    assert "/undo" in mine.get(undo).text
    assert mine.post(undo).headers["location"] == "/account/password"
    assert thief.get("/mine").status_code == 401
    assert sign_in(anna, anna.email) == 422
    chosen = mine.post("/account/password", data={"password": f"{PASSWORD} weer", "repeated": f"{PASSWORD} weer"})
    assert chosen.headers["location"] == "/"
    assert sign_in(anna, anna.email, f"{PASSWORD} weer") == 303
    assert (thief.post(thiefs_undo).status_code, thief.post(undo).status_code) == (410, 410)


def test_after_a_week_or_a_day_the_links_are_over(anna):
    ask(anna, new_of(anna))
    link = link_to(anna.desk, new_of(anna))
    anna.desk.hub.clock.forward(hours=24)
    assert anna.desk.client(accept="text/html").post(link).status_code == 410
    anna.sign_in()
    ask(anna, new_of(anna))
    anna.post(link_to(anna.desk, new_of(anna)))
    undo = link_to(anna.desk, anna.email)
    anna.desk.hub.clock.forward(days=7)
    page = anna.post(undo)
    assert (page.status_code, "Wie u kunt bellen" in page.text) == (410, True)


def test_partners_share_no_address_and_neither_do_others(anna):
    tom = Customer(anna.desk, f"tom{anna.desk.number}@klant.example", party=1, name="Tom Jansen").set_up()
    for taken in (tom.email, tom.email.upper(), "niets", "", f"{'x' * 10_000}@klant.example", anna.email):
        assert ask(anna, taken).status_code == 422
    assert "ook dat van uw partner" in ask(anna, tom.email).text
    assert ask(anna, new_of(anna), "verkeerd wachtwoord").status_code == 422
    assert link_to(anna.desk, tom.email) == ""
    # Both may ask for the same one; who opens his link first has it.
    ask(anna, new_of(anna))
    hers = link_to(anna.desk, new_of(anna))
    anna.desk.hub.clock.forward(seconds=1)
    ask(tom, new_of(anna))
    assert tom.post(link_to(anna.desk, new_of(anna))).status_code == 200
    late = anna.post(hers)
    assert (late.status_code, "Er is niets gewijzigd" in late.text) == (422, True)


def test_a_second_click_mails_once_and_staff_ask_an_administrator(anna):
    for _ in range(2):
        ask(anna, new_of(anna))
    sent = anna.desk.hub.sql("SELECT COUNT(*) FROM notifications WHERE address = ?", new_of(anna))
    assert sent == [(1,)]
    nora = Person(anna.desk, f"nora{anna.desk.number}@kantoor.example").set_up()
    refused = nora.post("/account/email", email=f"x{new_of(anna)}", password=PASSWORD)
    assert refused.status_code == 403
