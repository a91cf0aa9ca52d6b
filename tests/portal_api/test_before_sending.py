"""Before an application is sent: everything at once in four kinds, where to mend it, and it agrees with sending."""

import pytest

from handlers.offices.directory import set_agent_number, set_profile
from hub.delivery.partners import set_way
from hub.ids import new_id
from portal_api.points import kind_of, mend_of, points_of
from schemas.errors import Conflict, Finding
from tests.builders.certificates import certificate
from tests.builders.hub import LENDER
from tests.portal_api.test_sending import PROFILE
from tests.portal_api.test_stale_forms import adviser, hidden

CODE = "OfferteAanvraag/Lening/Leningdeel[1]/CodeDeelMij"


def fill_in(desk, **more):
    with desk.hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", **{**PROFILE, **more})
        set_agent_number(connection, office="kantoor-1", number="700123")


def place(desk, act=""):
    return f"/dossiers/{desk.dossier}/applications/{desk.application_id()}{act}"


def bram(desk):
    return desk.client(desk.cast.bram_key)


def read(desk):
    return bram(desk).get(f"/api/v2{place(desk, '/before-sending')}").json()


def post(desk, act, **body):
    return bram(desk).post(f"/api/v2{place(desk, act)}", json=body, headers={"Idempotency-Key": new_id()})


def test_everything_that_stops_it_is_told_at_once_and_nothing_is_sent_or_kept(own_desk):
    before = own_desk.hub.sql("SELECT count(*) FROM commands")
    found = read(own_desk)
    assert found["may_go"] is False
    places = {each["place"].rpartition("/")[2]: each for each in found["points"]}
    assert (places["ServiceProviderNr"]["kind"], places["ServiceProviderNr"]["mend"]) == ("technical", "office")
    assert set(found["settings"]["lacking"]) >= {"phone", "afm_number"}
    assert own_desk.hub.sql("SELECT count(*) FROM outgoing") == [(0,)]
    assert own_desk.hub.sql("SELECT count(*) FROM commands") == before


@pytest.mark.parametrize("how", ["as it is", "an office that is complete", "a wrong addition", "sent already"])
def test_what_is_told_before_is_what_the_sending_says(own_desk, how):
    if how != "as it is":
        fill_in(own_desk)
    if how == "a wrong addition":
        assert post(own_desk, "/additions", place="OfferteAanvraag/Onzin", value="1").status_code == 200
    if how == "sent already":
        assert post(own_desk, "/send").status_code == 200
    found = read(own_desk)
    told = sorted((each["rule"], each["place"]) for each in found["points"] if each["kind"] != "info")
    answer = post(own_desk, "/send")
    assert found["may_go"] is (answer.status_code == 200)
    problem = answer.json()
    mistakes = problem.get("mistakes") or [{"rule": problem.get("slug"), "path": problem.get("path", "")}]
    said = [(each["rule"], each["path"]) for each in mistakes] if answer.status_code != 200 else []
    if how == "sent already":
        assert (told[0][0], said[0][0]) == ("application-sent", "application-sent")
    else:
        assert told == sorted(said)


def test_an_addition_is_kept_shown_with_who_and_goes_along(own_desk):
    fill_in(own_desk)
    assert post(own_desk, "/additions", place=CODE, value="AE0142").status_code == 200
    (kept,) = read(own_desk)["additions"]
    assert (kept["place"], kept["value"], kept["replaces"]) == (CODE, "AE0142", False)
    noticed = [(each["kind"], each["rule"]) for each in read(own_desk)["points"]]
    told = [("info", "unknown-code:CodeDeelMij"), ("info", "advice-file")]
    assert noticed == told, "what the standard does not know stops nothing"
    assert post(own_desk, "/send").status_code == 200
    ((body,),) = own_desk.hub.sql("SELECT body FROM outgoing")
    assert b"<CodeDeelMij>AE0142" in bytes(body)
    assert post(own_desk, "/additions/drop", place=CODE).status_code == 200
    assert read(own_desk)["additions"] == []
    gone = post(own_desk, "/additions/drop", place=CODE)
    assert (gone.status_code, gone.json()["slug"]) == (404, "not-found")


def test_the_page_sends_once_and_shows_how_it_is(own_desk):
    fill_in(own_desk)
    browser, here = adviser(own_desk), place(own_desk, "/before-sending")
    shown = browser.get(here).text
    assert "Klaar om te versturen" in shown
    form = hidden(shown, f"{here}/send")
    for _ in range(2):
        assert browser.post(f"{here}/send", data=form).status_code == 303
    assert own_desk.hub.sql("SELECT code, receiver, state FROM outgoing") == [("AX", LENDER, "queued")]
    after = browser.get(here).text
    assert "wacht op verzending" in after
    assert "Nog niet te versturen" in after
    assert "volgende versie" in after


def test_the_page_says_of_each_mistake_where_to_mend_it(own_desk):
    shown = adviser(own_desk).get(place(own_desk, "/before-sending")).text
    assert "Technisch" in shown
    assert "Te herstellen in de gegevens van het kantoor." in shown
    assert "ServiceProviderNr" in shown
    assert "500001" in shown.partition('id="office"')[2]
    assert 'class="primary" type="submit">Versturen' not in shown


def test_a_page_adds_and_takes_away_and_keeps_what_was_typed_wrong(own_desk):
    fill_in(own_desk)
    browser, here = adviser(own_desk), place(own_desk, "/before-sending")
    form = hidden(browser.get(here).text, f"{here}/additions")
    wrong = browser.post(f"{here}/additions", data=form | {"place": "geen plaats!", "value": "AE01"})
    assert wrong.status_code == 422
    assert 'value="geen plaats!"' in wrong.text
    empty = browser.post(f"{here}/additions", data=form | {"place": CODE, "value": " "})
    assert empty.status_code == 422
    assert browser.post(f"{here}/additions", data=form | {"place": CODE, "value": "AE01"}).status_code == 303
    shown = browser.get(here).text
    assert "AE01" in shown
    drop = hidden(shown, f"{here}/additions/drop")
    assert browser.post(f"{here}/additions/drop", data=drop).status_code == 303
    assert "Er zijn geen aanvullingen." in browser.get(here).text


def test_the_certificate_is_named_with_its_end(own_desk, tmp_path):
    file, _ = certificate(tmp_path, "office", days=30)
    options = {"certificate_file": str(file)}
    with own_desk.hub.database.transaction() as connection:
        at = own_desk.hub.clock.now()
        about = {"channel": "https", "address": "https://lender.example", "options": options, "most_bytes": None}
        set_way(connection, LENDER, **about, at=at)
    way = read(own_desk)["way"]
    assert (way["channel"], way["certificate"]) == ("https", True)
    assert way["until"]
    assert "geldig tot" in adviser(own_desk).get(place(own_desk, "/before-sending")).text


def test_another_office_and_who_only_reads_send_and_add_nothing(own_desk):
    fill_in(own_desk)
    chris, blind = own_desk.client(own_desk.cast.chris_key), own_desk.client(own_desk.cast.blind_key)
    assert chris.get(f"/api/v2{place(own_desk, '/before-sending')}").status_code == 404
    body = {"place": CODE, "value": "AE01"}
    for client, status in ((chris, 404), (blind, 403)):
        where = f"/api/v2{place(own_desk, '/additions')}"
        assert client.post(where, json=body, headers={"Idempotency-Key": new_id()}).status_code == status
    assert own_desk.hub.sql("SELECT count(*) FROM application_additions") == [(0,)]


def test_an_addition_that_says_nothing_is_refused_by_its_field(own_desk):
    answer = post(own_desk, "/additions", place=CODE, value="  ")
    assert (answer.status_code, answer.json()["slug"], answer.json()["path"]) == (422, "request-invalid", "value")


def finding(path, rule="schema", came="x"):
    return Finding(rule, path, came, "y", "nl", "en")


@pytest.mark.parametrize(
    ("path", "rule", "came", "kind", "mend"),
    [
        ("OfferteAanvraag/Header/OntvangerCode", "schema", "x", "technical", "office"),
        ("OfferteAanvraag/ServiceProvider/ServiceProviderNr", "required", "", "technical", "office"),
        ("OfferteAanvraag", "answered-old-request", "x", "technical", "wait"),
        ("OfferteAanvraag/Lening/CodeLeningMij", "required", "", "required", "here"),
        ("OfferteAanvraag/Object[1]/Koopsom", "Object.Koopsom", "niets / nothing", "required", "package"),
        ("OfferteAanvraag/Lening/HypotheekBedrag", "Lening.HypotheekBedrag", "1", "content", "package"),
        ("OfferteAanvraag/Onzin", "addition", "Onzin", "content", "here"),
    ],
    ids=["header", "station", "agreement", "own code", "condition", "sum", "addition"],
)
def test_each_finding_has_one_kind_and_one_place_to_mend_it(path, rule, came, kind, mend):
    assert (kind_of(finding(path, rule, came)), mend_of(finding(path, rule, came))) == (kind, mend)


def test_a_refusal_without_findings_is_one_technical_point():
    (point,) = points_of(Conflict("application-sent", path="request_version", came=1, expected=2))
    assert (point.kind, point.rule, point.mend) == ("technical", "application-sent", "package")
