"""Dates over the API and on pages: set, looked at, extended, ended, listed over the office, and stale forms."""

import re

import pytest

API = "/api/v2"
OV = {"ov_date": "2026-12-26", "notice_days": 2, "guarantee_date": "2027-01-08"}
PAGE_OV = {"kind": "financiering", "day": "2026-12-26", "termijnenwet": "yes", "notice_days": "2"}


@pytest.fixture
def bram(own_desk):
    return own_desk.client(own_desk.cast.bram_key)


@pytest.fixture
def place(own_desk):
    return f"{API}/dossiers/{own_desk.dossier}/dates"


def post(client, place, body, key, **headers):
    return client.post(place, json=body, headers={"Idempotency-Key": key, **headers})


def seen_in(page):
    return re.search(r'name="seen" value="([0-9a-f]{32})"', page).group(1)


def financing(client, place):
    return next(each for each in client.get(place).json()["items"] if each["id"] == "resolutive-financiering")


def test_a_condition_is_set_once_per_key_and_says_what_will_be_told(bram, place):
    given = [post(bram, f"{place}/conditions/financiering", {"terms": OV}, "one") for _ in range(2)]
    assert [answer.status_code for answer in given] == [200, 200]
    assert given[0].json() == given[1].json()
    found = financing(bram, place)
    assert (found["day"], found["ends_on"], found["notice_until"]) == ("2026-12-26", "2026-12-28", "2026-12-30")
    assert [(each["on"], each["left"], each["escalates"]) for each in found["alerts"]] == [
        ("2026-12-11", 10, False),
        ("2026-12-18", 5, False),
        ("2026-12-22", 3, True),
        ("2026-12-24", 1, False),
        ("2026-12-28", 0, False),
        ("2026-12-29", -1, False),
    ]


def test_a_preview_keeps_nothing(bram, place):
    asked = {"kind": "resolutive", "day": "2026-12-26", "termijnenwet_applies": True}
    told = bram.get(f"{API}/dates/preview", params=asked).json()
    assert (told["ends_on"], told["alerts"][0]["on"]) == ("2026-12-28", "2026-12-11")
    assert [each["kind"] for each in bram.get(place).json()["items"]] == ["offer"]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-11-20", "2032-01-01"])
def test_a_preview_of_a_day_that_cannot_be_watched_is_refused_like_setting_it(bram, day):
    answer = bram.get(f"{API}/dates/preview", params={"kind": "deed", "day": day})
    assert (answer.status_code, answer.json()["slug"]) == (422, "date-past")


def test_the_validity_of_the_offer_is_there_by_itself(bram, place):
    (offer,) = bram.get(place).json()["items"]
    assert (offer["kind"], offer["is_settable"], offer["state"]) == ("offer", False, "open")


@pytest.mark.parametrize(
    ("path", "body", "status", "slug"),
    [
        ("conditions/financiering", {"terms": {"ov_date": "2020-01-01"}}, 422, "date-past"),
        ("conditions/financiering", {"terms": {"ov_date": "2027-01-05"}}, 422, "request-invalid"),
        ("conditions/keuken", {"terms": OV}, 404, "not-found"),
        ("resolutive-financiering/extend", {"day": "2026-12-20", "reason": "x"}, 422, "date-not-later"),
        ("resolutive-financiering/extend", {"day": "2027-01-20", "reason": ""}, 422, "request-invalid"),
        ("resolutive-financiering/end", {"ending": "dissolved"}, 409, "rejections-missing"),
        ("resolutive-nhg/end", {"ending": "waived"}, 404, "not-found"),
        ("resolutive-financiering/end", {"ending": "gone"}, 422, "request-invalid"),
        ("deed", {"day": "morgen"}, 422, "request-invalid"),
    ],
    ids=["past", "no-reason", "kind", "shorter", "why", "proof", "unknown", "ending", "no-date"],
)
def test_what_cannot_be_is_answered_with_what_is_wrong_and_changes_nothing(bram, place, path, body, status, slug):
    post(bram, f"{place}/conditions/financiering", {"terms": OV}, "set")
    before = bram.get(place).json()
    answer = post(bram, f"{place}/{path}", body, "wrong")
    assert (answer.status_code, answer.json()["slug"]) == (status, slug)
    assert bram.get(place).json() == before


def test_an_offer_is_not_extended_by_hand(bram, place):
    (offer,) = bram.get(place).json()["items"]
    answer = post(bram, f"{place}/{offer['id']}/extend", {"day": "2027-06-01", "reason": "x"}, "offer")
    assert (answer.status_code, answer.json()["slug"]) == (409, "date-of-lender")


def test_an_old_etag_is_refused(bram, place):
    first = post(bram, f"{place}/conditions/nhg", {"terms": OV}, "first")
    etag = first.headers["etag"]
    post(bram, f"{place}/resolutive-nhg/extend", {"day": "2027-01-20", "reason": "x"}, "second", **{"If-Match": etag})
    late = post(bram, f"{place}/resolutive-nhg/end", {"ending": "waived"}, "third", **{"If-Match": etag})
    assert (late.status_code, late.json()["slug"]) == (412, "stale")


def test_what_is_near_is_listed_in_pages_and_narrowed(own_desk, bram, place):
    for day, kind in ((1, "financiering"), (2, "nhg"), (3, "bouwkundig")):
        post(bram, f"{place}/conditions/{kind}", {"terms": {"ov_date": f"2026-12-0{day}"}}, kind)
    asked = {"kind": "resolutive", "limit": 2}
    first = bram.get(f"{API}/dates", params=asked).json()
    second = bram.get(f"{API}/dates", params=asked | {"cursor": first["next"]}).json()
    found = [each["subject"] for page in (first, second) for each in page["items"]]
    assert found == ["financiering", "nhg", "bouwkundig"]
    assert second["next"] is None
    assert first["items"][0]["dossier"] != ""
    assert bram.get(f"{API}/dates", params={"kind": "deed"}).json()["items"] == []
    assert own_desk.client(own_desk.cast.chris_key).get(f"{API}/dates").json()["items"] == []


@pytest.mark.parametrize("cursor", ["x", "WyJhIiwiYiIsImMiXQ"], ids=str)
def test_a_cursor_of_somebody_else_is_refused(bram, cursor):
    assert bram.get(f"{API}/dates", params={"cursor": cursor}).status_code == 422


def test_the_page_shows_what_will_be_told_in_words_before_anything_is_kept(own_desk, bram, place):
    browser, here = own_desk.browser(own_desk.cast.adviser_user), f"/dossiers/{own_desk.dossier}/dates"
    form = {"seen": seen_in(browser.get(f"{here}/condition").text), **PAGE_OV}
    page = browser.post(f"{here}/condition", data=form | {"act": "preview"}).text
    assert "De termijn eindigt op maandag 28 december 2026." in page
    assert "vrijdag 11 december 2026" in page
    assert "aan de adviseur en de beheerder" in page
    assert 'value="2026-12-26"' in page
    assert [each["kind"] for each in bram.get(place).json()["items"]] == ["offer"]
    assert browser.post(f"{here}/condition", data=form).status_code == 303
    page = browser.get(here).text
    assert "Volgens de overeenkomst zaterdag 26 december 2026" in page
    assert "woensdag 30 december 2026" in page
    assert "nog 25 werkdagen" in browser.get(f"/dossiers/{own_desk.dossier}").text
    assert "Termijn vastgelegd" in browser.get(f"/dossiers/{own_desk.dossier}").text


def test_the_page_keeps_what_was_typed_with_what_is_wrong(own_desk):
    browser, here = own_desk.browser(own_desk.cast.adviser_user), f"/dossiers/{own_desk.dossier}/dates"
    form = {"seen": seen_in(browser.get(f"{here}/condition").text), **PAGE_OV}
    for wrong, said in (({"day": "2020-01-01"}, "2020-01-01"), ({"notice_days": "99"}, "99"), ({"day": ""}, "JJJJ")):
        answer = browser.post(f"{here}/condition", data=form | wrong)
        assert answer.status_code == 422
        assert said in answer.text
        assert 'role="alert"' in answer.text


def test_of_two_forms_the_second_sees_what_the_first_did(own_desk):
    browser, here = own_desk.browser(own_desk.cast.adviser_user), f"/dossiers/{own_desk.dossier}/dates"
    seen = seen_in(browser.get(f"{here}/condition").text)
    browser.post(f"{here}/condition", data={"seen": seen, **PAGE_OV})
    place = f"{here}/resolutive-financiering"
    seen = seen_in(browser.get(f"{place}/extend").text)
    extend = {"seen": seen, "day": "2027-01-20", "reason": "akkoord"}
    assert browser.post(f"{place}/extend", data=extend).status_code == 303
    late = browser.post(f"{place}/end", data={"seen": seen, "ending": "waived"})
    assert late.status_code == 412
    assert "20-01-2027" in late.text
    again = browser.post(f"{place}/end", data={"seen": seen_in(late.text), "ending": "waived"})
    assert again.status_code == 303
    assert "vervallen: voldaan of afstand gedaan" in browser.get(here).text


def test_a_deed_brings_documents_that_are_valid_no_more_then(own_desk, bram, place):
    browser, here = own_desk.browser(own_desk.cast.adviser_user), f"/dossiers/{own_desk.dossier}/dates"
    seen = seen_in(browser.get(f"{here}/deed").text)
    assert browser.post(f"{here}/deed", data={"seen": seen, "day": "2027-09-01"}).status_code == 303
    kinds = {each["kind"] for each in bram.get(place).json()["items"]}
    assert kinds == {"deed", "offer", "document"}
    assert "Dit stuk is op de passeerdatum niet meer geldig." in browser.get(here).text


def test_who_only_reads_sees_no_forms(own_desk):
    browser = own_desk.client(own_desk.cast.blind_key)
    assert browser.get(f"/dossiers/{own_desk.dossier}/dates/condition").status_code == 403


def test_the_list_says_what_is_near_and_that_nothing_is(own_desk, bram, place):
    browser = own_desk.browser()
    post(bram, f"{place}/conditions/financiering", {"terms": {"ov_date": "2026-11-27"}}, "near")
    page = browser.get("/dates").text
    assert f'href="/dossiers/{own_desk.dossier}/dates"' in page
    assert "nog 5 werkdagen" in page
    assert "Er past geen termijn" in browser.get("/dates?kind=deed").text
