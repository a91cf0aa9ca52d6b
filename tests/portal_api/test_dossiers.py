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
