import httpx
import pytest

from hub.problems import FAMILIES, SENTENCES, TITLES, invalid_request, named, problem_of
from schemas.errors import Busy, Conflict, Finding, NotFound, Refused, SettingsError, Waiting


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (NotFound("not-found"), 404, "not-found"),
        (Conflict("already-linked", came="x"), 409, "already-linked"),
        (Refused("status-unknown", came="99", expected="12"), 422, "status-unknown"),
        (Refused("not-signed-in"), 401, "not-signed-in"),
        (Refused("not-allowed", expected="dossiers:write"), 403, "not-allowed"),
        (Refused("stale", came='"2"', expected='"1"'), 412, "stale"),
        (Refused("idempotency-key-missing"), 400, "idempotency-key-missing"),
        (Waiting("office"), 409, "waiting"),
        (Busy("database"), 503, "busy"),
        (SettingsError("no"), 500, "our-mistake"),
        (KeyError("secret"), 500, "our-mistake"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_every_family_has_its_status(error, status, slug):
    problem = problem_of(error, "number-1")
    assert (problem.status, problem.slug) == (status, slug)
    assert problem.nl != problem.en
    assert "secret" not in str(problem.body("nl", "/"))


def test_a_database_that_is_away_says_what_to_do():
    problem = problem_of(Busy("database", "OperationalError"))
    assert (problem.slug, problem.facts) == ("busy", {"dependency": "database"})
    assert "hub doctor" in problem.nl
    assert "hub doctor" in problem.en
    assert problem_of(Busy("ledger")).en == SENTENCES["busy"][1]


def test_busy_says_when_to_come_back():
    assert problem_of(Busy("database")).headers == {"Retry-After": "5"}


def test_a_request_with_three_mistakes_is_told_three():
    problem = invalid_request([("limit", "0", "at least 1"), ("state", "gone", "a state"), ("cursor", "x", "a cursor")])
    assert [mistake["path"] for mistake in problem.mistakes] == ["limit", "state", "cursor"]


def test_a_message_that_may_not_go_is_told_by_every_mistake_in_it():
    refused = Refused("letter-refused", path="OfferteAanvraag/TussenPersoon")
    missing = (
        "required",
        "OfferteAanvraag/TussenPersoon",
        "niets",
        "TussenPersoon",
        "Er ontbreekt er een.",
        "One lacks.",
    )
    refused.findings = (Finding(*missing),)
    (mistake,) = problem_of(refused).body("nl", "/")["mistakes"]
    assert tuple(mistake.values()) == missing


def test_every_status_has_a_title_and_every_sentence_both_languages():
    assert {status for _, status, _ in FAMILIES} <= set(TITLES)
    for slug, sentences in SENTENCES.items():
        assert len(set(sentences)) == 2, slug
        assert named(slug, 404, "x").detail("en")


def test_a_problem_names_every_mistake_of_a_request(desk):
    answer = desk.client(desk.cast.bram_key).get(
        "/api/v2/messages", params={"limit": 0, "state": "gone", "colour": "x"}
    )
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["slug"]) == (422, "request-invalid")
    assert [mistake["path"] for mistake in problem["mistakes"]] == ["state", "limit", "colour"]


def test_a_problem_speaks_the_language_that_is_asked_for(desk):
    english = desk.client().get("/api/v2/dossiers", headers={"Accept-Language": "en-GB,nl;q=0.5"}).json()
    dutch = desk.client().get("/api/v2/dossiers").json()
    assert (english["title"], dutch["title"]) == ("Not signed in", "Niet aangemeld")


def test_a_method_that_does_not_exist_is_told(desk):
    answer = desk.client(desk.cast.bram_key).delete("/api/v2/dossiers")
    assert (answer.status_code, answer.json()["slug"]) == (405, "method-not-allowed")


def test_our_own_mistake_has_an_incident_and_no_stack_trace(own_desk, monkeypatch):
    from portal_api.routes import dossiers

    def break_down(*_args, **_more):
        raise KeyError("burgerservicenummer")

    monkeypatch.setattr(dossiers, "dossier_for", break_down)
    answer = own_desk.client(own_desk.cast.bram_key).get(f"/api/v2/dossiers/{own_desk.dossier}")
    problem = answer.json()
    assert (answer.status_code, problem["slug"]) == (500, "our-mistake")
    assert len(problem["incident"]) == 36
    assert "burgerservicenummer" not in answer.text


def test_a_database_that_is_away_is_answered_with_503(own_desk, monkeypatch):
    from portal_api import who

    def away(*_args):
        raise Busy("database", "OperationalError")

    monkeypatch.setattr(who, "signed_in_by_key", away)
    answer = own_desk.client(own_desk.cast.bram_key).get("/api/v2/dossiers")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_a_body_larger_than_a_request_may_be_is_refused(desk):
    client = desk.client(desk.cast.bram_key)
    place = f"/api/v2/exchanges/{desk.lane()}/unlink"
    told = client.post(place, content=b"x" * 70_000)
    assert told.status_code == 413

    def pieces():
        for _ in range(8):
            yield b"x" * 10_000

    assert client.post(place, content=pieces(), headers={"Content-Type": "application/json"}).status_code in {413, 422}


def test_a_host_that_is_not_ours_is_sent_away(desk):
    with httpx.Client(base_url=desk.server.url, headers={"Host": "elsewhere.example"}) as client:
        assert client.get("/api/v2/dossiers").status_code == 421
        assert client.get("/health/live").status_code == 200
