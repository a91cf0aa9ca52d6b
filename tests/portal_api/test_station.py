"""Who an office is to its receivers: filled in by its administrator, refused in words, and sent along."""

import pytest

from handlers.accounts.people import add_user
from hub.ids import new_id
from tests.builders.browser import SCREENS, Windows, check
from tests.builders.counters import link_for
from tests.portal_api.test_before_sending import place, post, read
from tests.portal_api.test_sending import PROFILE
from tests.portal_api.test_stale_forms import adviser, hidden

HERE = "/office/station"


def olga(desk):
    """The id of an administrator."""
    with desk.hub.database.transaction() as connection:
        at = desk.hub.clock.now()
        return add_user(connection, office_id="kantoor-1", name="Olga", role="administrator", at=at).id


def keep(client, what, **body):
    return client.post(f"/api/v2{HERE}/{what}", json=body, headers={"Idempotency-Key": new_id()})


def test_what_is_filled_in_lets_an_application_go(own_desk):
    bram = own_desk.client(own_desk.cast.bram_key)
    assert read(own_desk)["may_go"] is False
    assert keep(bram, "profile", **PROFILE, company="De Brug").status_code == 200
    assert keep(bram, "numbers", number="700123").status_code == 200
    assert keep(bram, "numbers", lender="AE", number="AE-9").status_code == 200
    found = read(own_desk)
    assert (found["may_go"], found["settings"]["number"], found["settings"]["lacking"]) == (True, "AE-9", [])
    assert post(own_desk, "/send").status_code == 200
    ((body,),) = own_desk.hub.sql("SELECT body FROM outgoing")
    assert b"<ServiceProviderNr>AE-9<" in bytes(body)
    assert bram.get(f"/api/v2{HERE}").json()["numbers"] == [
        {"lender": "", "number": "700123"},
        {"lender": "AE", "number": "AE-9"},
    ]


@pytest.mark.parametrize(
    ("what", "body", "path"),
    [
        ("profile", {"phone": "bel mij"}, "phone"),
        ("profile", {"postcode": "1234"}, "postcode"),
        ("profile", {"house_number": "1-3"}, "house_number"),
        ("numbers", {"number": "een nummer"}, "number"),
    ],
    ids=["a telephone", "a postcode", "a house number", "a number"],
)
def test_what_no_message_can_say_is_refused_by_its_field(own_desk, what, body, path):
    answer = keep(own_desk.client(own_desk.cast.bram_key), what, **body)
    assert (answer.status_code, answer.json()["slug"], answer.json()["path"]) == (422, "request-invalid", path)


def test_a_number_of_another_office_is_refused_and_one_is_taken_away(own_desk):
    bram, chris = own_desk.client(own_desk.cast.bram_key), own_desk.client(own_desk.cast.chris_key)
    assert keep(chris, "numbers", lender="AE", number="123").status_code == 200
    taken = keep(bram, "numbers", lender="AE", number="123")
    assert taken.json()["slug"] == "agent-number-taken"
    assert keep(bram, "numbers", lender="AE", number="124").status_code == 200
    assert keep(bram, "numbers", lender="AE", number="").status_code == 200
    assert bram.get(f"/api/v2{HERE}").json()["numbers"] == []
    assert chris.get(f"/api/v2{HERE}").json()["numbers"] == [{"lender": "AE", "number": "123"}]


def test_an_adviser_who_may_not_set_it_is_told_who_may(own_desk):
    assert adviser(own_desk).get(HERE).status_code == 403
    shown = adviser(own_desk).get(place(own_desk, "/before-sending")).text
    assert "De beheerder van het kantoor zet deze gegevens" in shown


def test_a_page_keeps_what_was_typed_wrong_and_names_the_field(own_desk):
    browser = own_desk.browser(olga(own_desk))
    form = hidden(browser.get(HERE).text, f"{HERE}/profile")
    wrong = browser.post(f"{HERE}/profile", data=form | {**PROFILE, "postcode": "12"})
    assert wrong.status_code == 422
    assert 'href="#f-postcode"' in wrong.text
    assert 'value="0301234567"' in wrong.text
    assert browser.post(f"{HERE}/profile", data=form | PROFILE).status_code == 303
    assert 'value="3511AB"' in browser.get(HERE).text


@pytest.mark.parametrize("screen", SCREENS)
def test_an_administrator_fills_it_in_on_every_screen(own_desk, chromium, screen):
    windows = Windows(chromium, own_desk.server.url)
    page = windows.sign_in(link_for(own_desk.hub, olga(own_desk)), screen)
    page.goto(HERE)
    check(page)
    page.get_by_label("Telefoon").fill("0301234567")
    page.get_by_role("button", name="Bewaren").first.press("Enter")
    page.get_by_role("status").wait_for()
    page.get_by_label("Nummer", exact=True).fill("700123")
    page.get_by_role("button", name="Bewaren").last.press("Enter")
    page.get_by_text("700123").first.wait_for()
    check(page)
    assert page.complaints == []
    windows.close()
