"""Conversations at the counter: two customers and their adviser, files, rights, and looking along without reading."""

import re
from itertools import count

import pytest

from hub.scanner.builtin import BuiltinScanner
from hub.scanning import EICAR
from schemas.action_points import MakeActionPoint, PointTerms
from schemas.involvements import AssignDossier
from tests.builders.counters import fill
from tests.builders.customers import Customer, customers_of
from tests.builders.desks import close_desk, open_desk
from tests.builders.papers import pdf

_NUMBERS = count(5000)
API = "/api/v2"


@pytest.fixture(scope="module")
def mailing(tmp_path_factory):
    made = open_desk(tmp_path_factory.mktemp("talk"), mail_url="demo://")
    yield made
    close_desk(made)


@pytest.fixture
def here(mailing, monkeypatch):
    """A dossier of its own with Anna and Tom, its adviser Els in a browser, and the built-in scanner."""
    monkeypatch.setattr("hub.scanning.open_scanner", lambda _: BuiltinScanner())
    settings = mailing.server.counter.runtime.settings
    monkeypatch.setattr(type(settings), "scanner", property(lambda _: "builtin://"), raising=False)
    mailing.number = next(_NUMBERS)
    mailing.dossier = fill(mailing.hub, number=f"AB-2026-{mailing.number}", kenmerk=f"AE-2026-{mailing.number}")
    mailing.anna = Customer(mailing, f"anna{mailing.number}@klant.example").set_up()
    mailing.tom = Customer(mailing, f"tom{mailing.number}@klant.example", party=1, name="Tom Jansen").set_up()
    mailing.els = mailing.browser(mailing.cast.adviser_user)
    mailing.els.follow_redirects = True
    execute = mailing.hub.runtime.execute
    execute(
        AssignDossier(dossier_id=mailing.dossier, part="adviser", person_id=mailing.cast.adviser_user), actor="user:x"
    )
    return mailing


def point(desk, party=0, subject="Paspoort"):
    """An action point for the customer with this number, or for both with `None`; its id."""
    of = "" if party is None else customers_of(desk)[party]["party"]
    made = MakeActionPoint(dossier_id=desk.dossier, terms=PointTerms(subject=subject, party=of))
    desk.hub.runtime.execute(made, actor="user:bram")
    found = desk.client(desk.cast.bram_key).get(f"{API}/dossiers/{desk.dossier}/action-points").json()["items"]
    return next(each["id"] for each in found if each["subject"] == subject)


def own(person, place=""):
    return person.client.get(f"{API}/own/dossiers/{person.desk.dossier}/conversation{place}")


def says(person, text, about="", key=None):
    """Over the form of his page."""
    page = person.client.get("/mine").text
    keys = re.findall(r'name="key" value="([^"]+)"', page)
    form = {"key": key or keys[-1], "about": about, "text": text}
    return person.client.post(f"/uploads/mine/{person.desk.dossier}/say", data=form, files={"file": ("", b"")})


def els_says(desk, text, about="", files=None, key=""):
    form = {"key": key or f"e-{next(_NUMBERS)}", "about": about, "text": text}
    return desk.els.post(f"/uploads/conversations/{desk.dossier}/say", data=form, files=files or {"file": ("", b"")})


def test_a_question_at_an_action_point_is_answered_and_both_see_that_it_was_read(here):
    about, place = point(here), f"/dossiers/{here.dossier}/conversation"
    asked = says(here.anna, "Mag een <b>foto</b> ook?\nhttps://elders.example", about)
    assert asked.headers["location"] == f"/mine?done=sent#thread-{about}"
    start = here.els.get("/").text
    assert "Klanten schreven" in start
    assert f'href="{place}"' in start
    tab = here.els.get(f"/dossiers/{here.dossier}").text
    assert re.search(r'Gesprek <span class="badge">1</span>', tab)
    assert "1 nieuw" in here.els.get(f"/dossiers/{here.dossier}/for-the-customer").text
    page = here.els.get(place).text
    assert "Mag een &lt;b&gt;foto&lt;/b&gt; ook?\nhttps://elders.example" in page
    assert 'href="https://elders' not in page
    assert "badge" not in re.search(r"Gesprek(.{0,40})</a>", here.els.get(place).text).group(1)
    els_says(here, "Ja, een foto mag.", about)
    mine = here.anna.client.get("/mine").text
    assert "1 nieuw bericht voor u" in mine
    assert "Gelezen door Els" in mine
    assert "Ja, een foto mag." in mine
    assert "nieuw bericht voor u" not in here.anna.client.get("/mine").text
    assert "Gelezen door Anna de Wit" in here.els.get(place).text
    assert "foto" not in here.tom.client.get("/mine").text
    assert [each["about"] for each in own(here.tom).json()["items"] if each["sayings"]] == []


def test_the_same_form_twice_says_it_once(here):
    key = f"double-{here.number}"
    first, again = (says(here.anna, "Hallo", key=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert len(own(here.tom).json()["items"][0]["sayings"]) == 1
    other = says(here.anna, "Iets anders", key=key)
    assert other.status_code == 409


def test_a_file_goes_along_after_the_scanner_and_is_a_download(here):
    body = pdf(b"")
    els_says(here, "Zie bijlage", files=[("file", ("../brief.pdf", body)), ("file", ("b.pdf", body))])
    (saying,) = own(here.anna).json()["items"][0]["sayings"]
    assert [each["name"] for each in saying["enclosures"]] == ["brief.pdf", "b.pdf"]
    taken = own(here.anna, f"/{saying['id']}/files/0")
    assert (taken.content, taken.headers["content-type"]) == (body, "application/pdf")
    assert 'attachment; filename="brief.pdf"' in taken.headers["content-disposition"]
    assert "sandbox" in taken.headers["content-security-policy"]
    assert own(here.anna, f"/{saying['id']}/files/2").status_code == 404
    infected = els_says(here, "Kijk", files={"file": ("x.pdf", EICAR)})
    assert infected.status_code == 422
    assert "een virus gevonden" in infected.text
    assert ">Kijk</textarea>" in infected.text
    page = here.els.get(f"/dossiers/{here.dossier}/conversation").text
    taken_back = here.els.post(
        f"/dossiers/{here.dossier}/conversation/{saying['id']}/withdraw",
        data={"key": f"w-{here.number}", "reason": "Verkeerde brief"},
    )
    assert saying["id"] in page
    assert "Verkeerde brief" in taken_back.text
    assert own(here.anna, f"/{saying['id']}/files/0").status_code == 404
    mine = here.anna.client.get("/mine").text
    assert "Dit bericht is ingetrokken." in mine
    assert "Zie bijlage" not in mine
    assert "Verkeerde brief" not in mine
    again = here.els.post(f"/dossiers/{here.dossier}/conversation/{saying['id']}/withdraw", data={"key": "x1"})
    assert (again.status_code, "al ingetrokken" in again.text) == (409, True)


def test_programs_of_both_sides_do_the_same(here):
    bram, about = here.client(here.cast.bram_key), point(here)
    place = f"{API}/dossiers/{here.dossier}/conversation"
    said = bram.post(place, json={"about": about, "text": "Dag Anna"}, headers={"Idempotency-Key": f"1-{here.number}"})
    assert said.status_code == 200
    thread = next(each for each in own(here.anna).json()["items"] if each["about"] == about)
    assert (thread["new"], thread["sayings"][0]["text"]) == (1, "Dag Anna")
    his = f"{API}/own/dossiers/{here.dossier}/conversation"
    read = {"sayings": [thread["sayings"][0]["id"]]}
    here.anna.client.post(f"{his}/read", json=read, headers={"Idempotency-Key": "r"}).raise_for_status()
    brought = here.anna.client.post(
        f"{API}/uploads/own/conversations/{here.dossier}",
        params={"name": "foto.pdf", "about": about},
        content=pdf(b""),
        headers={"Idempotency-Key": "f"},
    )
    assert brought.status_code == 200, brought.text
    (thread,) = [each for each in bram.get(place).json()["items"] if each["sayings"]]
    mine, hers = thread["sayings"]
    assert [each["who"] for each in mine["read_by"]] == ["Anna de Wit"]
    assert (hers["is_new"], hers["text"], [each["name"] for each in hers["enclosures"]]) == (True, "", ["foto.pdf"])
    done = bram.post(f"{place}/read", json={"sayings": [hers["id"]]}, headers={"Idempotency-Key": f"2-{here.number}"})
    assert done.status_code == 200
    gone = bram.post(f"{place}/{mine['id']}/withdraw", json={}, headers={"Idempotency-Key": f"3-{here.number}"})
    assert gone.status_code == 200


@pytest.mark.parametrize(
    ("text", "status"),
    [("", 422), ("a" * 10_001, 422), ("a\x00b", 422), ("a" * 10_000, 303)],
    ids=["nothing", "too-long", "nul", "longest"],
)
def test_what_cannot_be_said_is_told_on_the_page_with_what_was_typed(here, text, status):
    answer = says(here.anna, text)
    assert answer.status_code == status
    if len(text) > 10_000:
        assert "10001 tekens" in answer.text
        assert text in answer.text


def test_looking_along_reads_nothing_and_says_nothing(here):
    els_says(here, "Voor Anna")
    viewed = here.browser(here.cast.adviser_user)
    viewed.post(f"/dossiers/{here.dossier}/customers/{here.anna.id}/view", data={"reason": "vraag aan de telefoon"})
    for page in ("/mine", f"/mine/{here.dossier}/conversation"):
        seen = viewed.get(page).text
        assert "Voor Anna" in seen
        assert "<textarea" not in seen
    assert viewed.post(f"/uploads/mine/{here.dossier}/say", data={"text": "x"}).status_code == 403
    assert own(here.anna).json()["items"][0]["new"] == 1
    looks = here.client(here.cast.bram_key).get(f"{API}/dossiers/{here.dossier}/looks").json()["items"]
    assert ("impersonate", "conversation") in {(each["kind"], each["what"]) for each in looks}


def test_whoever_only_looks_on_and_whoever_is_elsewhere(here):
    says(here.anna, "Alleen voor ons kantoor")
    place = f"/dossiers/{here.dossier}/conversation"
    bram = here.browser()
    assert "Alleen voor ons kantoor" in bram.get(place).text
    assert own(here.anna).json()["items"][0]["sayings"][0]["read_by"] == []
    chris = here.browser(here.cast.chris_user)
    assert chris.get(place).status_code == 404
    first = here.dossier
    here.dossier = fill(here.hub, number=f"ZZ-{here.number}", kenmerk=f"ZK-{here.number}")
    assert own(here.anna).status_code == 404
    assert here.anna.client.post(f"/uploads/mine/{here.dossier}/say", data={"text": "x"}).status_code in {404, 422}
    here.dossier = first
    here.els.get(place)
    (thread, *_) = own(here.anna).json()["items"]
    assert [each["who"] for each in thread["sayings"][0]["read_by"]] == ["Els"]
