"""Access for customers over HTTP: invited by the office, set up by themselves, sent again and taken away."""

import re
from itertools import count

import pyotp
import pytest

from handlers.accounts.people import add_user
from handlers.notifications.tables import NOTIFICATIONS
from hub import rows as statements
from hub.sealing import Sealer
from tests.builders.counters import fill
from tests.builders.customers import Customer, customers_of, invite, last_mail, link_in
from tests.builders.desks import close_desk, open_desk
from tests.builders.people import CODE, KEY, PASSWORD

_NUMBERS = count(2000)


@pytest.fixture(scope="module")
def mailing(tmp_path_factory):
    """A desk that mails."""
    made = open_desk(tmp_path_factory.mktemp("customers"), mail_url="demo://")
    yield made
    close_desk(made)


@pytest.fixture
def here(mailing):
    """A dossier of its own at that desk, with Anna and Tom as its parties."""
    mailing.number = next(_NUMBERS)
    mailing.dossier = fill(mailing.hub, number=f"AB-2026-{mailing.number}", kenmerk=f"AE-2026-{mailing.number}")
    return mailing


def address(desk, name="anna"):
    return f"{name}{desk.number}@klant.example"


def slug(answer):
    return answer.status_code, answer.json()["slug"]


def test_an_invited_party_is_there_once_with_his_account_and_a_link_that_no_journal_has(here):
    answer = invite(here, address(here))
    assert (answer.status_code, answer.json()["command"]) == (200, "AdmitCustomer")
    anna, tom = customers_of(here)
    assert (anna["access"], anna["account_email"], tom["access"]) == ("invited", address(here), "none")
    mail = last_mail(here, address(here))
    assert (mail.template, mail.addressee) == ("customer-invitation", f"user:{anna['person_id']}")
    token = link_in(here, mail).rpartition("/")[2]
    written = here.hub.sql("SELECT arguments FROM commands")
    assert all(token not in str(row) for row in written)
    assert here.hub.sql("SELECT role, office_id FROM users WHERE email = ?", address(here)) == [
        ("customer", "kantoor-1")
    ]


def test_the_same_key_invites_once_and_with_another_address_is_refused(here):
    key = {"Idempotency-Key": f"once-{here.number}"}
    first = invite(here, address(here), headers=key)
    assert invite(here, address(here), headers=key).json() == first.json()
    sent = here.hub.sql("SELECT COUNT(*) FROM notifications WHERE address = ?", address(here))
    assert sent == [(1,)]
    assert slug(invite(here, address(here, "other"), headers=key)) == (409, "idempotency-key-reused")
    assert here.hub.sql("SELECT id FROM users WHERE email = ?", address(here, "other")) == []


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({"party": 1, "name": "Tom Jansen"}, (422, "address-shared")),
        ({"party": 0}, (422, "party-taken")),
        ({"party": 0, "who": "new"}, (422, "party-taken")),
        ({"party": 1, "who": "bram"}, (422, "address-taken")),
        ({"party": 1, "who": "elsewhere"}, (422, "address-taken")),
        ({"party": 1, "who": "no address"}, (422, "request-invalid")),
        ({"party": 1, "name": "x\u202e\n"}, (422, "request-invalid")),
        ({"party": 9, "who": "new"}, (422, "request-invalid")),
    ],
)
def test_who_cannot_be_invited_is_told_why_and_nothing_changes(here, about, expected):
    with here.hub.database.transaction() as connection:
        people = {"bram": ("kantoor-1", "adviser"), "elsewhere": ("kantoor-2", "customer")}
        for name, (office, role) in people.items():
            made = {"office_id": office, "name": "Tom Jansen", "role": role, "at": here.hub.clock.now()}
            add_user(connection, **made, email=address(here, name))
    assert invite(here, address(here), name="Anna de Wit").status_code == 200
    before = here.hub.sql("SELECT COUNT(*) FROM users"), here.hub.sql("SELECT COUNT(*) FROM notifications")
    who = about.get("who", "anna")
    email = who if " " in who else address(here, who)
    assert slug(invite(here, email, party=about["party"], name=about.get("name", "Anna de Wit"))) == expected
    assert (here.hub.sql("SELECT COUNT(*) FROM users"), here.hub.sql("SELECT COUNT(*) FROM notifications")) == before


def test_a_customer_of_an_earlier_dossier_keeps_his_account_and_is_told(here):
    anna = Customer(here, address(here), name="Anna de Wit").set_up()
    first, here.dossier = here.dossier, fill(here.hub, number=f"ZZ-{here.number}", kenmerk=f"ZK-{here.number}")
    assert invite(here, address(here).upper(), name="anna DE wit").status_code == 200
    assert customers_of(here)[0]["person_id"] == anna.id
    assert last_mail(here, address(here)).template == "customer-admitted"
    assert here.dossier != first


def test_a_link_that_is_sent_again_ends_the_earlier_one(here):
    anna = Customer(here, address(here))
    first = anna.link
    bram = here.client(here.cast.bram_key)
    place = f"/api/v2/dossiers/{here.dossier}/customers/{anna.id}/invite"
    assert slug(bram.post(place)) == (400, "idempotency-key-missing")
    here.hub.clock.forward(seconds=1)
    assert bram.post(place, headers={"Idempotency-Key": f"again-{here.number}"}).status_code == 200
    second = link_in(here, last_mail(here, address(here)))
    assert second != first
    assert anna.post(first).status_code == 410
    assert anna.post(second).headers["location"] == "/account/password"
    anna.post("/account/password", password=PASSWORD, repeated=PASSWORD)
    late = bram.post(place, headers={"Idempotency-Key": f"late-{here.number}"})
    assert slug(late) == (409, "already-active")


def test_taking_access_away_ends_sessions_links_and_the_part(here):
    anna = Customer(here, address(here)).set_up()
    assert anna.client.get("/account").status_code == 200
    place = f"/api/v2/dossiers/{here.dossier}/customers/{anna.id}/dismiss"
    bram = here.client(here.cast.bram_key)
    done = bram.post(place, json={"reason": "gescheiden"}, headers={"Idempotency-Key": f"end-{here.number}"})
    assert done.status_code == 200
    assert anna.client.get("/account").status_code == 401
    assert customers_of(here)[0]["access"] == "none"
    twice = bram.post(place, json={"reason": "gescheiden"}, headers={"Idempotency-Key": f"end-{here.number}"})
    assert twice.json() == done.json()
    anew = bram.post(place, json={}, headers={"Idempotency-Key": f"anew-{here.number}"})
    assert slug(anew) == (404, "not-found")


def test_nobody_but_a_customer_of_this_dossier_is_signed_out_by_it(here):
    els = here.browser(here.cast.adviser_user)
    place = f"/api/v2/dossiers/{here.dossier}/customers/{here.cast.adviser_user}/dismiss"
    headers = {"Idempotency-Key": f"els-{here.number}"}
    assert slug(here.client(here.cast.bram_key).post(place, json={}, headers=headers)) == (404, "not-found")
    assert els.get("/").status_code == 200


def test_without_mail_nobody_is_invited(desk):
    answer = invite(desk, "anna@klant.example")
    assert slug(answer) == (422, "mail-missing")
    page = desk.browser(desk.cast.adviser_user).get(f"/dossiers/{desk.dossier}/customers").text
    assert "verstuurt geen e-mail" in page


def test_a_customer_comes_in_with_a_password_alone_and_may_add_a_second_step_and_take_it_away(here):
    anna = Customer(here, address(here))
    anna.post(anna.link)
    shown = anna.client.get("/account/password").text
    assert "Daarna ziet u meteen uw dossier" in shown
    assert anna.post("/account/password", password=PASSWORD, repeated=PASSWORD).headers["location"] == "/"
    key = KEY.search(anna.client.get("/account/app").text).group(1).replace(" ", "")
    app = pyotp.TOTP(key)
    codes = anna.post("/account/app", code=app.at(here.hub.clock.now()), password=PASSWORD)
    assert len(set(CODE.findall(codes.text))) == 10
    other = here.client(accept="text/html")
    assert anna.sign_in(other).headers["location"] == "/login/second"
    assert other.get("/account").status_code == 401
    here.hub.clock.forward(seconds=30)
    assert other.post("/login/second", data={"code": app.at(here.hub.clock.now())}).headers["location"] == "/"
    assert anna.post("/account/app", code="", password=PASSWORD, act="remove").headers["location"] == "/account"
    assert anna.sign_in().headers["location"] == "/"


def test_a_customer_sees_his_sessions_and_ends_another_one(here):
    anna = Customer(here, address(here)).set_up()
    other = here.client(accept="text/html")
    anna.sign_in(other)
    assert anna.client.get("/account").text.count('name="session"') == 1
    anna.post("/account/sessions")
    assert other.get("/account").status_code == 401
    assert anna.client.get("/account").status_code == 200


def test_a_used_link_is_told_and_a_new_one_goes_to_the_same_address_only(here):
    anna = Customer(here, address(here))
    thief = here.client(accept="text/html")
    assert thief.post(anna.link).headers["location"] == "/account/password"
    used = anna.post(anna.link)
    assert used.status_code == 410
    assert f'action="{anna.link}/again"' in used.text
    here.hub.clock.forward(minutes=6)
    asked = anna.post(f"{anna.link}/again")
    assert "is er een nieuwe onderweg" in asked.text
    fresh = link_in(here, last_mail(here, address(here)))
    assert fresh not in (asked.text, anna.link)
    assert anna.post(fresh).headers["location"] == "/account/password"
    assert anna.post("/account/password", password=PASSWORD, repeated=PASSWORD).headers["location"] == "/"
    assert thief.get("/account/password").status_code == 401


def test_an_expired_link_can_be_asked_for_anew_once_in_five_minutes(here):
    anna = Customer(here, address(here))
    here.hub.clock.forward(days=8)
    assert customers_of(here)[0]["access"] == "lapsed"
    assert anna.post(anna.link).status_code == 410
    for _ in range(3):
        anna.post(f"{anna.link}/again")
    sent = here.hub.sql("SELECT COUNT(*) FROM notifications WHERE address = ?", address(here))
    assert sent == [(2,)]
    assert customers_of(here)[0]["access"] == "invited"


def test_a_link_of_nobody_gets_the_same_answer_and_no_mail(here):
    before = here.hub.sql("SELECT COUNT(*) FROM notifications")
    anna = Customer(here, address(here))
    known = anna.post(f"{anna.link}/again").text
    unknown = here.client(accept="text/html").post("/login/nobodys-link/again").text
    # Who has the link was written to: he reads whom to call, and nothing else is different.
    known = re.sub(r'<section aria-labelledby="reach">.*?</section>\n+', "", known, flags=re.DOTALL)
    assert " ".join(re.sub(r"/login/[^\"/]+", "", known).split()) == " ".join(unknown.split())
    assert here.hub.sql("SELECT COUNT(*) FROM notifications") == [(before[0][0] + 1,)]


def test_who_was_dismissed_before_he_came_gets_no_new_link(here):
    anna = Customer(here, address(here))
    place = f"/api/v2/dossiers/{here.dossier}/customers/{anna.id}/dismiss"
    here.client(here.cast.bram_key).post(place, json={}, headers={"Idempotency-Key": f"gone-{here.number}"})
    here.hub.clock.forward(minutes=6)
    assert anna.post(anna.link).status_code == 410
    before = here.hub.sql("SELECT COUNT(*) FROM notifications")
    anna.post(f"{anna.link}/again")
    assert here.hub.sql("SELECT COUNT(*) FROM notifications") == before


def test_forgetting_before_setting_up_sends_the_invitation_again_and_afterwards_a_reset(here):
    anna = Customer(here, address(here))
    here.hub.clock.forward(minutes=6)
    anna.post("/forgot", email=address(here))
    mail = last_mail(here, address(here))
    assert mail.template == "customer-invitation"
    anna.link = link_in(here, mail)
    anna.set_up()
    here.hub.clock.forward(minutes=6)
    anna.post("/forgot", email=address(here))
    assert last_mail(here, address(here)).template == "reset"


def test_the_office_gives_access_on_a_page_that_keeps_what_was_typed(here):
    els = here.browser(here.cast.adviser_user)
    place = f"/dossiers/{here.dossier}/customers"
    assert place in els.get(f"/dossiers/{here.dossier}").text
    assert "geen toegang" in els.get(place).text
    party = customers_of(here)[0]["party"]
    form = els.get(f"{place}?party={party}").text
    key = re.search(r'name="key" value="([^"]+)"', form).group(1)
    wrong = els.post(place, data={"party": party, "key": key, "email": "geen adres", "name": "Anna Z."})
    assert wrong.status_code == 422
    assert 'value="geen adres"' in wrong.text
    assert 'value="Anna Z."' in wrong.text
    for _ in range(2):
        right = els.post(place, data={"party": party, "key": key, "email": address(here), "name": "Anna Z."})
        assert right.headers["location"] == f"{place}?kept=invited"
    shown = els.get(f"{place}?kept=invited").text
    assert "De uitnodiging is verstuurd." in shown
    assert "uitgenodigd" in shown
    person = customers_of(here)[0]["person_id"]
    assert els.post(f"{place}/{person}/invite", data={"key": "b1"}).headers["location"] == f"{place}?kept=resent"
    asked = els.get(f"{place}?ends={person}&lang=en").text
    assert "Take access away from Anna Z." in asked
    gone = els.post(f"{place}/{person}/dismiss", data={"key": "b2", "reason": "op verzoek"})
    assert gone.headers["location"] == f"{place}?kept=dismissed"
    assert els.post(f"{place}/{person}/invite", data={"key": "b3"}).status_code == 404


def test_without_the_right_there_is_no_page_and_no_link_to_it(here):
    bram = here.browser()
    assert bram.get(f"/dossiers/{here.dossier}/customers").status_code == 403
    assert f"/dossiers/{here.dossier}/customers" not in bram.get(f"/dossiers/{here.dossier}").text


def test_mails_are_sealed(here):
    Customer(here, address(here))
    with here.hub.database.reading() as connection:
        found = statements.select(connection, NOTIFICATIONS, "address", [address(here)])
    assert all("/login/" not in each.text for each in found)
    assert all("/login/" in Sealer(here.hub.runtime.settings).opened(each.text) for each in found)
