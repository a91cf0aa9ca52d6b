"""What a customer takes along of his own, and what becomes of his request to erase it."""

import io
import json
import zipfile
from itertools import count

import pytest

from handlers.accounts.people import add_user
from schemas.action_points import ReleaseActionPoints
from schemas.involvements import AssignDossier
from tests.builders.counters import fill
from tests.builders.customers import Customer
from tests.builders.desks import close_desk, open_desk

_NUMBERS = count(8000)


@pytest.fixture(scope="module")
def mailing(tmp_path_factory):
    made = open_desk(tmp_path_factory.mktemp("own_data"), mail_url="demo://")
    yield made
    close_desk(made)


@pytest.fixture
def here(mailing):
    number = mailing.number = next(_NUMBERS)
    mailing.dossier = fill(mailing.hub, number=f"AB-2026-{number}", kenmerk=f"AE-2026-{number}")
    mailing.anna = Customer(mailing, f"anna{number}@klant.example").set_up()
    mailing.tom = Customer(mailing, f"tom{number}@klant.example", party=1, name="Tom Jansen").set_up()
    bram = mailing.client(mailing.cast.bram_key)
    items = bram.get(f"/api/v2/dossiers/{mailing.dossier}/action-points").json()["items"]
    held = tuple(each["id"] for each in items if each["state"] == "held")
    mailing.hub.runtime.execute(ReleaseActionPoints(dossier_id=mailing.dossier, action_points=held), actor="user:bram")
    return mailing


def place(desk, act):
    return f"/api/v2/own/dossiers/{desk.dossier}/{act}"


def ask(person, key, reason="Alles, graag"):
    return person.client.post(place(person.desk, "erasure"), json={"reason": reason}, headers={"Idempotency-Key": key})


def tasks(desk):
    found = desk.client(desk.cast.bram_key).get(f"/api/v2/dossiers/{desk.dossier}/tasks").json()["items"]
    return [each for each in found if each["about"].startswith("erasure:")]


def test_what_is_kept_of_him_goes_along_without_what_is_his_partners(here):
    answer = here.anna.client.get(place(here, "export"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    file = zipfile.ZipFile(io.BytesIO(answer.content))
    assert {"mijn-gegevens/gegevens.json", "mijn-gegevens/lees-mij.html"} <= set(file.namelist())
    data = json.loads(file.read("mijn-gegevens/gegevens.json"))
    assert data["account"]["email"] == here.anna.email
    assert {each["name"] for each in data["about"]} == {"A.M. de Wit"}
    assert data["messages"][0]["kind"] == "customer-invitation"
    both = file.read("mijn-gegevens/gegevens.json").decode() + file.read("mijn-gegevens/lees-mij.html").decode()
    assert here.tom.email not in both
    assert "Over T. Jansen" not in both
    assert "/login/" not in both
    assert here.anna.client.get(f"/mine/{here.dossier}/export").content[:2] == b"PK"
    seen = here.client(here.cast.bram_key).get(f"/api/v2/dossiers/{here.dossier}/looks").json()["items"]
    assert ("download", "own-data", "Anna de Wit") in [(each["kind"], each["what"], each["who"]) for each in seen]


def test_nobody_takes_along_what_is_another_dossiers(here):
    mine = here.dossier
    here.dossier = fill(here.hub, number=f"ZZ-{here.number}", kenmerk=f"ZK-{here.number}")
    assert here.anna.client.get(place(here, "export")).status_code == 404
    assert ask(here.anna, f"z-{here.number}").status_code == 404
    here.dossier = mine
    assert here.browser().get(f"/mine/{mine}/export").status_code == 403


def test_a_request_to_erase_is_a_task_whose_answer_he_reads(here):
    with here.hub.database.transaction() as connection:
        about = {"office_id": "kantoor-1", "at": here.hub.clock.now()}
        karin = add_user(connection, name="Karin", role="adviser", email=f"k{here.number}@kantoor.example", **about)
    here.hub.runtime.execute(
        AssignDossier(dossier_id=here.dossier, part="adviser", person_id=karin.id), actor="user:bram"
    )
    first = ask(here.anna, f"e-{here.number}")
    assert (first.status_code, ask(here.anna, f"e-{here.number}").json()) == (200, first.json())
    again = ask(here.anna, f"f-{here.number}")
    assert (again.status_code, again.json()["slug"]) == (409, "erasure-asked")
    (task,) = tasks(here)
    assert (task["assignee"], task["subject"]) == (karin.id, "Verzoek om gegevens te wissen: Anna de Wit")
    assert all(each in task["remark"] for each in ("Alles, graag", "Wwft art. 33", "AWR art. 52", "niets vanzelf"))
    assert "in behandeling" in here.anna.client.get("/mine/data").text
    assert "in behandeling" not in here.tom.client.get("/mine/data").text
    place_of = f"/api/v2/dossiers/{here.dossier}/tasks/{task['id']}/end"
    said = {"ending": "done", "outcome": "Uw telefoonnummer is gewist; de boekhouding blijft tot 2033."}
    here.client(here.cast.bram_key).post(place_of, json=said, headers={"Idempotency-Key": f"g-{here.number}"})
    page = here.anna.client.get("/mine/data").text
    assert "Uw verzoek is beantwoord" in page
    assert "de boekhouding blijft tot 2033" in page
    assert here.hub.sql("SELECT email FROM users WHERE id = ?", here.anna.id) == [(here.anna.email,)]


@pytest.mark.parametrize("reason", ["x" * 1001, "a\x00b"])
def test_a_reason_that_cannot_be_makes_no_task(here, reason):
    assert ask(here.anna, f"r-{here.number}", reason).status_code == 422
    assert tasks(here) == []


def test_the_page_asks_once_and_says_what_stays(here):
    page = here.anna.client.get("/mine/data?lang=nl").text
    assert "zeven jaar" in page
    key = f"page-{here.number}"
    done = here.anna.post(f"/mine/{here.dossier}/erasure", key=key, reason="")
    assert done.headers["location"] == "/mine/data?asked=yes"
    late = here.anna.post(f"/mine/{here.dossier}/erasure", key=f"{key}-2", reason="")
    assert (late.status_code, "Dit hebt u al gevraagd" in late.text) == (409, True)
