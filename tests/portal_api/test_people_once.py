"""Somebody who stands twice in a dossier: kept by the office, and said by an application."""

import re

import pytest

API = "/api/v2"


@pytest.fixture
def program(desk):
    return desk.client(desk.cast.bram_key)


@pytest.fixture
def twice(fresh_desk, program):
    """A dossier whose first applicant is kept by the office as well, with a telephone number and another city."""
    dossier = fresh_desk.dossier
    people = program.get(f"{API}/dossiers/{dossier}").json()["parties"]
    said = next(each for each in people if each["role"] == "applicant")
    kept = {"birth_name": "Verkeerd", "birth_date": said["birth_date"], "phone": "0612345678"}
    kept |= {"initials": said["name"].split()[0], "email": said["email"] or "een@klant.example"}
    kept["birth_name"] = said["name"].split()[-1]
    answer = program.post(f"{API}/dossiers/{dossier}/parties", json=kept, headers={"Idempotency-Key": f"k-{dossier}"})
    assert answer.status_code == 200, answer.json()
    return dossier, said


def post(client, dossier, act, body, key):
    return client.post(f"{API}/dossiers/{dossier}/people/{act}", json=body, headers={"Idempotency-Key": key})


def pair_of(client, dossier):
    return client.get(f"{API}/dossiers/{dossier}/people").json()["items"][0]


def test_who_stands_twice_is_said_to_be_one_and_taken_apart(desk, program, twice):
    dossier, said = twice
    pair = pair_of(program, dossier)
    assert (pair["own"], pair["reference"], pair["is_tied"]) == ("P1", said["reference"], False)
    place = {"application_id": said["application_id"], "reference": said["reference"]}
    done, again = (
        post(program, dossier, "join", {"own": "P1", **place, "reason": "dezelfde"}, "j-1") for _ in range(2)
    )
    assert (done.status_code, again.json()) == (200, done.json())
    assert pair_of(program, dossier)["is_tied"] is True
    people = program.get(f"{API}/dossiers/{dossier}").json()["parties"]
    assert [each["same_as"] for each in people if each["reference"] == said["reference"]] == ["P1"]
    page = desk.browser(desk.cast.adviser_user).get(f"/dossiers/{dossier}").text
    shown = re.search(r'<h2 id="parties">.*?</section>', page, re.DOTALL)[0]
    assert shown.count("aanvrager") == len([each for each in people if each["role"] == "applicant"]) - 1
    assert "Twee keer dezelfde persoon: nu één" in page
    assert post(program, dossier, "part", place, "p-1").status_code == 200
    assert pair_of(program, dossier)["is_tied"] is False
    assert post(program, dossier, "part", place, "p-2").status_code == 404


def test_the_page_joins_and_says_what_is_wrong(desk, twice):
    dossier, said = twice
    els = desk.browser(desk.cast.adviser_user)
    assert "Staat iemand twee keer?" in els.get(f"/dossiers/{dossier}/parties").text
    form = {"own": "P1", "application_id": said["application_id"], "reference": said["reference"]}
    done = els.post(f"/dossiers/{dossier}/people/join", data=form)
    assert (done.status_code, done.headers["location"]) == (303, f"/dossiers/{dossier}/parties?done=kept#people")
    assert "Toch twee personen" in els.get(f"/dossiers/{dossier}/parties").text
    wrong = els.post(f"/dossiers/{dossier}/people/join", data=form | {"follows": "shoe_size"})
    assert wrong.status_code == 422
    assert els.post(f"/dossiers/{dossier}/people/part", data=form).status_code == 303


@pytest.mark.parametrize(
    ("body", "status"),
    [({"own": "P9"}, 404), ({"reference": "NA99"}, 404), ({"follows": ["reference"]}, 422), ({"own": "a/b"}, 422)],
    ids=["own", "reference", "field", "odd"],
)
def test_what_cannot_be_is_refused(program, twice, body, status):
    dossier, said = twice
    place = {"own": "P1", "application_id": said["application_id"], "reference": said["reference"]}
    assert post(program, dossier, "join", place | body, f"x-{dossier}").status_code == status


def test_another_office_is_not_told(desk, twice):
    chris = desk.client(desk.cast.chris_key)
    assert chris.get(f"{API}/dossiers/{twice[0]}/people").status_code == 404
