"""Ways back that an adviser opens: a link after he checked who it is, and a letter with a code."""

import io
import re
from itertools import count

import pypdfium2
import pytest

from handlers.accounts.administration import disable
from handlers.notifications.tables import NOTIFICATIONS
from hub import rows as statements
from hub.sealing import Sealer
from tests.builders.counters import fill
from tests.builders.customers import Customer
from tests.builders.desks import close_desk, open_desk
from tests.builders.people import PASSWORD

_NUMBERS = count(6000)
CODE = re.compile(r"\b([2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5})\b")
WHY = {"check": "called-back", "reason": "Nieuwe telefoon, wachtwoord kwijt"}


@pytest.fixture(scope="module")
def mailing(tmp_path_factory):
    made = open_desk(tmp_path_factory.mktemp("ways_back"), mail_url="demo://", sms_url="demo://")
    yield made
    close_desk(made)


@pytest.fixture
def anna(mailing):
    """A customer who set her account up, in a dossier of her own."""
    number = mailing.number = next(_NUMBERS)
    mailing.dossier = fill(mailing.hub, number=f"AB-2026-{number}", kenmerk=f"AE-2026-{number}")
    return Customer(mailing, f"anna{number}@klant.example").set_up()


def ask(person, act, body, key, who="bram"):
    desk = person.desk
    keys = {"bram": desk.cast.bram_key, "chris": desk.cast.chris_key, "blind": desk.cast.blind_key}
    desk.hub.clock.forward(seconds=1)
    place = f"/api/v2/dossiers/{desk.dossier}/customers/{person.id}/{act}"
    return desk.client(keys[who]).post(place, json=body, headers={"Idempotency-Key": key})


def told(person):
    """What was sent to her since the invitation: template, channel and what she reads."""
    with person.desk.hub.database.reading() as connection:
        found = statements.select(connection, NOTIFICATIONS, "addressee", [f"user:{person.id}"])
    opened = Sealer(person.desk.hub.runtime.settings).opened
    found = [each for each in found if each.template != "customer-invitation"]
    return {each.template: (each.channel, opened(each.text)) for each in found}


def code_of(answer):
    document = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    text = " ".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    return CODE.search(text).group(1), text


def enter(desk, code, **headers):
    client = desk.client(accept="text/html")
    return client, client.post("/code", data={"code": code}, headers=headers)


def test_the_link_goes_one_way_and_word_of_it_the_other(anna):
    phone = anna.desk.client(anna.desk.cast.bram_key).get(f"/api/v2/dossiers/{anna.desk.dossier}/customers").json()
    assert phone["items"][0]["phone"]
    answer = ask(anna, "reset", WHY, f"r-{anna.id}")
    assert (answer.status_code, answer.json()["command"]) == (200, "ResetCustomer")
    assert ask(anna, "reset", WHY, f"r-{anna.id}").json() == answer.json()
    sent = told(anna)
    assert {name: channel for name, (channel, _) in sent.items()} == {
        "customer-reset": "email",
        "customer-reset-word": "sms",
    }
    link = re.search(r"(/login/\S+)", sent["customer-reset"][1]).group(1)
    assert "Was u dit niet? Bel" in sent["customer-reset-word"][1]
    assert "/login/" not in sent["customer-reset-word"][1]
    assert link.rpartition("/")[2] not in answer.text
    assert link.rpartition("/")[2] not in str(anna.desk.hub.sql("SELECT arguments FROM commands"))
    assert anna.client.get("/mine").status_code == 200
    other = anna.desk.client(accept="text/html")
    assert other.post(link).headers["location"] == "/account/password"
    chosen = other.post("/account/password", data={"password": f"{PASSWORD} nieuw", "repeated": f"{PASSWORD} nieuw"})
    assert chosen.headers["location"] == "/"
    assert anna.client.get("/mine").status_code == 401
    page = anna.desk.browser().get(f"/dossiers/{anna.desk.dossier}").text
    assert "teruggebeld op een bekend nummer" in page
    assert WHY["reason"] in page


def test_the_link_may_go_to_the_telephone_and_the_factors_with_it(anna):
    body = {**WHY, "link_by": "sms", "and_factors": True}
    assert ask(anna, "reset", body, f"s-{anna.id}").status_code == 200
    assert {name: channel for name, (channel, _) in told(anna).items()} == {
        "customer-reset": "sms",
        "customer-reset-word": "email",
    }
    assert anna.client.get("/mine").status_code == 401


@pytest.mark.parametrize(
    ("body", "who", "expected"),
    [
        ({**WHY, "check": "a feeling"}, "bram", (422, "request-invalid")),
        ({**WHY, "reason": "  "}, "bram", (422, "request-invalid")),
        ({**WHY, "reason": "x" * 301}, "bram", (422, "request-invalid")),
        ({**WHY, "reason": "a\x00b"}, "bram", (422, "request-invalid")),
        (WHY, "chris", (404, "not-found")),
        (WHY, "blind", (403, "not-allowed")),
    ],
)
def test_what_cannot_be_asked_sends_nothing(anna, body, who, expected):
    answer = ask(anna, "reset", body, f"x-{anna.id}", who)
    assert (answer.status_code, answer.json()["slug"]) == expected
    assert told(anna) == {}


def test_nobody_is_let_in_again_who_is_shut_out_or_no_customer_of_the_dossier(anna):
    with anna.desk.hub.database.transaction() as connection:
        disable(connection, anna.id, anna.desk.hub.clock.now())
    for act, body in (("reset", WHY), ("letter", {"reason": "x"})):
        answer = ask(anna, act, body, f"{act}-{anna.id}")
        assert (answer.status_code, answer.json()["slug"]) == (409, "customer-shut-out")
    anna.desk.dossier = fill(anna.desk.hub, number=f"ZZ-{anna.desk.number}", kenmerk=f"ZK-{anna.desk.number}")
    assert ask(anna, "reset", WHY, f"other-{anna.id}").status_code == 404
    assert told(anna) == {}


def test_a_letter_has_a_code_that_opens_the_activation_once(anna):
    made = ask(anna, "letter", {"reason": "Leest geen e-mail"}, f"l-{anna.id}")
    assert (made.status_code, made.headers["content-type"]) == (200, "application/pdf")
    code, text = code_of(made)
    assert "Anna de Wit" in text
    assert code_of(ask(anna, "letter", {"reason": "Leest geen e-mail"}, f"l-{anna.id}"))[0] == code
    assert code.replace("-", "") not in str(anna.desk.hub.sql("SELECT * FROM letter_codes"))
    assert told(anna)["account-changed"][0] == "email"
    first, answer = enter(anna.desk, code.lower().replace("-", " "))
    assert answer.headers["location"] == "/account/password"
    chosen = first.post("/account/password", data={"password": f"{PASSWORD} brief", "repeated": f"{PASSWORD} brief"})
    assert chosen.headers["location"] == "/"
    _, again = enter(anna.desk, code)
    assert (again.status_code, "Deze code werkt niet" in again.text) == (422, True)


def test_a_code_that_is_old_replaced_or_invented_is_refused_in_the_same_words(anna):
    first, _ = code_of(ask(anna, "letter", {"reason": "eerste"}, f"a-{anna.id}"))
    second, _ = code_of(ask(anna, "letter", {"reason": "tweede"}, f"b-{anna.id}"))
    said = {re.sub(r"\s+", " ", enter(anna.desk, code)[1].text) for code in (first, "AAAAA-22222", "", "x" * 10_000)}
    assert len(said) == 1
    anna.desk.hub.clock.forward(days=14)
    assert enter(anna.desk, second)[1].status_code == 422


def test_a_page_asks_how_and_why_and_keeps_what_was_typed(anna):
    browser, here = (
        anna.desk.browser(anna.desk.cast.adviser_user),
        f"/dossiers/{anna.desk.dossier}/customers",
    )
    page = browser.get(f"{here}?resets={anna.id}").text
    key = re.search(r'name="key" value="([^"]+)"', page).group(1)
    wrong = browser.post(f"{here}/{anna.id}/reset", data={"key": key, "reason": "kwijt geraakt"})
    assert (wrong.status_code, "kwijt geraakt" in wrong.text, told(anna)) == (422, True, {})
    done = browser.post(f"{here}/{anna.id}/reset", data={"key": key, "check": "id-seen", "reason": "kwijt geraakt"})
    assert done.headers["location"] == f"{here}?kept=reset_done"
    assert "De link is verstuurd." in browser.get(f"{here}?kept=reset_done").text
    empty = browser.post(f"{here}/{anna.id}/letter", data={"key": key + "0", "reason": ""})
    assert empty.status_code == 422
    letter = browser.post(f"{here}/{anna.id}/letter", data={"key": key + "1", "reason": "geen e-mail"})
    assert letter.content[:5] == b"%PDF-"
