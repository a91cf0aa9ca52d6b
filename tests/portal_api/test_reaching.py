"""A customer who gets stuck: whom to call stands on the page, and he comes back to where he was."""

from itertools import count

import pytest

from handlers.accounts.administration import disable
from handlers.accounts.people import add_user
from handlers.accounts.rules import Place
from handlers.offices.rules import Profile
from handlers.offices.tables import PROFILES
from hub import rows as statements
from portal_api.reaching import own_place
from schemas.involvements import AssignDossier
from tests.builders.counters import fill
from tests.builders.customers import Customer, invite, last_mail, link_in
from tests.builders.desks import close_desk, open_desk
from tests.builders.people import Person

_NUMBERS = count(5000)
PHONE, OFFICE_PHONE = "020 123 45 67", "0301234567"


@pytest.fixture(scope="module")
def mailing(tmp_path_factory):
    """A desk that mails, whose office has a number of its own."""
    made = open_desk(tmp_path_factory.mktemp("reaching"), mail_url="demo://")
    with made.hub.database.transaction() as connection:
        mine = Profile("kantoor-1", phone=OFFICE_PHONE, email="kantoor@kantoor.example")
        statements.write(connection, PROFILES, [mine], "replace")
    yield made
    close_desk(made)


@pytest.fixture
def here(mailing):
    """A dossier of its own whose adviser is Karin, with a number."""
    mailing.number = next(_NUMBERS)
    mailing.dossier = fill(mailing.hub, number=f"AB-2026-{mailing.number}", kenmerk=f"AE-2026-{mailing.number}")
    with mailing.hub.database.transaction() as connection:
        mailing.karin = add_user(
            connection,
            office_id="kantoor-1",
            name="Karin Bos",
            role="adviser",
            at=mailing.hub.clock.now(),
            email=f"karin{mailing.number}@kantoor.example",
            place=Place(phone=PHONE),
        )
    made = AssignDossier(dossier_id=mailing.dossier, part="adviser", person_id=mailing.karin.id)
    mailing.hub.runtime.execute(made, actor="user:bram")
    return mailing


def email_of(desk):
    return f"anna{desk.number}@klant.example"


def test_a_used_or_expired_link_names_the_adviser_and_sends_another_to_the_same_address(here):
    anna = Customer(here, email_of(here))
    here.hub.clock.forward(hours=8 * 24)
    late = anna.post(anna.link)
    assert late.status_code == 410
    assert all(each in late.text for each in ("Karin Bos", 'href="tel:0201234567"', "Stuur een nieuwe link"))
    asked = anna.post(f"{anna.link}/again")
    assert "Karin Bos" in asked.text
    link = link_in(here, last_mail(here, email_of(here)))
    assert link != anna.link
    sent = here.hub.sql("SELECT COUNT(*) FROM notifications WHERE address = ?", email_of(here))
    anna.post(f"{anna.link}/again")
    assert here.hub.sql("SELECT COUNT(*) FROM notifications WHERE address = ?", email_of(here)) == sent
    anna.link = link
    anna.set_up()
    other = here.client(accept="text/html").post(link)
    assert (other.status_code, "Karin Bos" in other.text) == (410, True)


def test_a_stranger_with_no_link_and_staff_with_an_old_one_are_told_nobody(here):
    page = here.client(accept="text/html").post("/login/never-made-by-us")
    assert (page.status_code, "Wie u kunt bellen" in page.text) == (410, False)
    again = here.client(accept="text/html").post("/login/never-made-by-us/again")
    assert (again.status_code, "Kijk in uw e-mail" in again.text) == (200, True)
    nora = Person(here, f"nora{here.number}@kantoor.example")
    nora.post(nora.link)
    used = here.client(accept="text/html").post(nora.link)
    assert "Vraag uw beheerder" in used.text


def test_an_adviser_who_left_is_passed_over_and_the_office_answers(here):
    anna = Customer(here, email_of(here)).set_up()
    with here.hub.database.transaction() as connection:
        disable(connection, here.karin.id, here.hub.clock.now())
    used = here.client(accept="text/html").post(anna.link)
    assert "Karin Bos" not in used.text
    assert f'href="tel:{OFFICE_PHONE}"' in used.text


def test_a_wrong_password_names_the_adviser_in_a_browser_that_is_known_alone(here):
    anna = Customer(here, email_of(here)).set_up()
    wrong = {"email": email_of(here), "password": "helemaal verkeerd"}
    assert "Karin Bos" in anna.post("/login", **wrong).text
    assert "Karin Bos" not in here.client(accept="text/html").post("/login", data=wrong).text


def test_fifteen_idle_minutes_end_a_customers_session_and_lead_back_to_the_page(here):
    anna = Customer(here, email_of(here)).set_up()
    for _ in range(2):
        here.hub.clock.forward(minutes=14, seconds=59)
        assert anna.client.get("/mine").status_code == 200
    here.hub.clock.forward(minutes=14)
    assert anna.post("/account/here").status_code == 204
    here.hub.clock.forward(minutes=14)
    assert anna.client.get("/account?lang=nl").status_code == 200
    here.hub.clock.forward(minutes=15)
    ended = anna.client.get("/account")
    assert (ended.status_code, "Karin Bos" in ended.text) == (401, True)
    assert "U deed een kwartier niets" in ended.text
    assert anna.post("/account/here").status_code == 401
    assert anna.sign_in().headers["location"] == "/account"
    assert anna.sign_in().headers["location"] == "/"


def test_the_page_of_the_script_says_the_same_and_goes_nowhere_else(here):
    anna = Customer(here, email_of(here)).set_up()
    assert anna.client.get("/idle?back=/account").headers["location"] == "/account"
    here.hub.clock.forward(minutes=16)
    page = anna.client.get("/idle?back=/account&lang=en")
    assert "You did nothing for a quarter of an hour" in page.text
    assert anna.sign_in().headers["location"] == "/account"
    here.hub.clock.forward(minutes=16)
    anna.client.get("/idle?back=https://elsewhere.example")
    assert anna.sign_in().headers["location"] == "/"


@pytest.mark.parametrize(
    "asked", ["//elsewhere.example", "/\\elsewhere", "https://x.example", "", "/a b", "/" + "x" * 400]
)
def test_what_is_no_place_of_this_site_is_no_way_back(asked):
    assert own_place(asked) == ""


def test_who_signs_out_himself_leaves_no_way_back(here):
    anna = Customer(here, email_of(here)).set_up()
    here.hub.clock.forward(minutes=16)
    anna.client.get("/account")
    anna.sign_in()
    here.hub.clock.forward(minutes=16)
    anna.client.get("/account")
    anna.post("/logout")
    assert anna.sign_in().headers["location"] == "/"


def test_staff_stay_as_long_as_before(here):
    browser = here.browser()
    here.hub.clock.forward(hours=2)
    assert browser.get("/account").status_code == 200


def test_who_has_no_dossier_any_more_reads_whom_to_call(here):
    anna = Customer(here, email_of(here)).set_up()
    place = f"/api/v2/dossiers/{here.dossier}/customers/{anna.id}/dismiss"
    key = {"Idempotency-Key": f"d-{here.number}"}
    here.client(here.cast.bram_key).post(place, json={}, headers=key)
    ended = anna.client.get("/mine")
    assert (ended.status_code, OFFICE_PHONE in ended.text) == (401, True)
    anna.sign_in()
    assert f'href="tel:{OFFICE_PHONE}"' in anna.client.get("/mine").text
    assert f'href="tel:{OFFICE_PHONE}"' in anna.client.get("/dossiers").text
    assert invite(here, email_of(here)).status_code == 200
