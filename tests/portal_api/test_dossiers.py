import re

import pytest


def dossier_of(desk):
    return desk.client(desk.cast.bram_key).get(f"/api/v2/dossiers/{desk.dossier}")


def test_a_dossier_has_everything_that_came_in(desk):
    dossier = dossier_of(desk).json()
    (application,) = dossier["applications"]
    assert dossier["title"] == "A.M. de Wit en T. Jansen"
    assert [party["name"] for party in dossier["parties"]] == ["A.M. de Wit", "T. Jansen"]
    assert [part["amount"] for part in dossier["products"][0]["parts"]] == ["250000", "100000"]
    assert (application["status"]["code"], application["number"]) == ("12", "AB-2026-0042")
    assert [offer["kind"] for offer in application["offers"]] == ["binding", "indicative"]
    assert application["stock_list"]["open_actions"] == 3
    assert [line["status"] for line in application["stock_list"]["lines"]] == ["04", "07", "01", "01"]


def test_dossiers_are_found_by_name_number_kenmerk_and_status(desk):
    bram = desk.client(desk.cast.bram_key)

    def count(**wanted):
        return bram.get("/api/v2/dossiers", params=wanted).json()["count"]

    assert count(q="jansen") == 1
    assert count(q="AB-2026-0042") == 1
    assert count(q="AE-2026-000123") == 1
    assert count(status="12") == 1
    assert count(status="20") == 0
    assert count(q="%") == 0


def test_a_line_of_the_list_shows_the_latest_status_and_offer(desk):
    (line,) = desk.client(desk.cast.bram_key).get("/api/v2/dossiers").json()["items"]
    assert line["latest"] == {
        "code": "12",
        "text": "Wacht op (aanvullende) stukken",
        "moment": "2026-11-18T13:00:00",
        "by_hand": False,
    }
    assert line["offer"] == {"kind": "binding", "amount": "350000", "valid_until": "2026-12-01"}
    assert line["open_actions"] == 3


def test_a_dossier_that_did_not_change_is_not_sent_again(desk):
    tag = dossier_of(desk).headers["etag"]
    again = desk.client(desk.cast.bram_key).get(f"/api/v2/dossiers/{desk.dossier}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag


def test_the_timeline_comes_in_pages(desk):
    bram = desk.client(desk.cast.bram_key)
    first = bram.get(f"/api/v2/dossiers/{desk.dossier}/timeline", params={"limit": 6}).json()
    rest = bram.get(f"/api/v2/dossiers/{desk.dossier}/timeline", params={"limit": 6, "cursor": first["next"]}).json()
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [6, 3, None]
    assert rest["items"][-1]["kind"] == "application-registered"


def test_the_pdf_of_an_offer_is_an_attachment(desk):
    answer = desk.client(desk.cast.bram_key).get(desk.file())
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment;")


def test_a_file_of_another_dossier_is_not_in_this_one(desk):
    answer = desk.client(desk.cast.bram_key).get(f"/api/v2/dossiers/{desk.dossier}/files/{'0' * 64}")
    assert answer.status_code == 404


def test_an_unlinked_exchange_says_where_it_may_belong(desk):
    (unlinked,) = desk.client(desk.cast.bram_key).get("/api/v2/exchanges/unlinked").json()["items"]
    assert (unlinked["number"], unlinked["kenmerk"], unlinked["waiting"]) == ("ZZ-2026-0099", "AE-2026-000777", 2)


def listed(client, **asked):
    return client.get("/api/v2/dossiers", params=asked)


def test_the_list_is_narrowed_by_status_lender_period_and_text(desk):
    bram = desk.client(desk.cast.bram_key)
    assert listed(bram, lender="AE", status="12").json()["count"] >= 1
    assert listed(bram, lender="NN").json()["count"] == 0
    assert listed(bram, opened_from="2100-01-01").json()["count"] == 0
    assert listed(bram, opened_from="", opened_until="", q="Jansen").json()["count"] >= 1


def test_what_a_lender_says_of_a_document_is_no_status_to_narrow_by(desk):
    page = desk.browser().get("/dossiers").text
    assert "12 Wacht op (aanvullende) stukken" in page
    assert "Document reeds ontvangen" not in page


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"colour": "red"}, "colour"),
        ({"status": "ZZ"}, "status"),
        ({"lender": "QQ"}, "lender"),
        ({"opened_from": "2026-12-01", "opened_until": "2026-11-01"}, "opened_until"),
        ({"opened_from": "gisteren"}, "opened_from"),
        ({"opened_from": "0001-01-01"}, "opened_from"),
        ({"sort": "amount"}, "sort"),
        ({"cursor": "raar"}, "cursor"),
        ({"cursor": "WyJuYW1lIiwgImEiLCAiYiJd"}, "cursor"),
    ],
)
def test_what_the_list_does_not_know_is_refused_by_name(desk, asked, path):
    answer = listed(desk.client(desk.cast.bram_key), **asked)
    assert answer.status_code == 422
    told = answer.json()
    assert path in {told.get("path"), *(each["path"] for each in told.get("mistakes", []))}
    page = desk.browser().get("/dossiers", params=asked)
    assert page.status_code == 422
    assert path in page.text


def test_the_page_takes_what_the_api_takes_and_keeps_it_in_its_links(desk):
    browser = desk.browser()
    page = browser.get("/dossiers", params={"q": "Jansen", "status": "12", "lender": "AE", "sort": "name"}).text
    assert 'href="/dossiers?q=Jansen&amp;status=12&amp;lender=AE&amp;sort=-name"' in page
    assert re.search(r'<option value="AE" selected>A', page)
    assert 'aria-sort="ascending"' in page
    assert '<input type="hidden" name="sort" value="name">' in page


def test_a_saved_view_says_how_many_fit(desk):
    browser = desk.browser()
    browser.post("/views", data={"page": "/dossiers", "name": "Van Jansen", "query": "q=jansen"})
    browser.post("/views", data={"page": "/dossiers", "name": "Van niemand", "query": "q=niemand"})
    browser.post("/views", data={"page": "/dossiers", "name": "Van vroeger", "query": "kleur=rood&status=ZZ"})
    page = browser.get("/dossiers").text
    assert re.search(r'>Van Jansen <span class="badge">[1-9]\d*</span>', page)
    assert 'Van niemand <span class="badge">0</span>' in page
    assert ">Van vroeger</a>" in page


def test_a_list_without_results_leads_back(desk):
    page = desk.browser().get("/dossiers", params={"q": "niemand"}).text
    assert "Niets gevonden" in page
    assert '<a class="plain-button" href="/dossiers">Alles tonen</a>' in page
