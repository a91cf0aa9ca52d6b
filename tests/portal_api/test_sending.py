"""A person sends an application over the API: what goes out, and each mistake as a sentence."""

import pytest

from handlers.offices.directory import set_agent_number, set_profile
from hub.records import NODES, NodeEntry
from hub.rows import write
from tests.builders.hub import LENDER

PROFILE = {
    "phone": "0301234567",
    "afm_number": "12345678",
    "street": "Brug",
    "house_number": "1",
    "postcode": "3511AB",
    "city": "Utrecht",
}


@pytest.fixture
def desk(own_desk):
    """An office that has filled in who it is."""
    with own_desk.hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", **PROFILE)
        set_agent_number(connection, office="kantoor-1", number="700123")
    return own_desk


@pytest.fixture
def bram(desk):
    return desk.client(desk.cast.bram_key)


def place(desk):
    return f"/api/v2/dossiers/{desk.dossier}/applications/{desk.application_id()}/send"


def post(client, where, key="k1", **body):
    return client.post(where, json=body, headers={"Idempotency-Key": key})


def test_the_newest_version_goes_to_the_lender(desk, bram):
    answer = post(bram, place(desk), reason="compleet")
    assert answer.status_code == 200, answer.text
    assert desk.hub.sql("SELECT code, receiver, state, reason FROM outgoing") == [("AX", LENDER, "queued", "compleet")]


def test_the_same_request_is_sent_once(desk, bram):
    first, second = post(bram, place(desk)), post(bram, place(desk))
    assert (first.status_code, first.json()) == (200, second.json())
    assert desk.hub.sql("SELECT count(*) FROM outgoing") == [(1,)]


def test_the_same_version_is_not_sent_again(desk, bram):
    post(bram, place(desk))
    again = post(bram, place(desk), key="k2")
    assert (again.status_code, again.json()["slug"]) == (409, "application-sent")


def test_every_mistake_is_told_at_once_and_nothing_is_sent(own_desk):
    bram = own_desk.client(own_desk.cast.bram_key)
    answer = post(bram, place(own_desk))
    problem = answer.json()
    assert answer.status_code == 422, answer.text
    assert {each["path"].rpartition("/")[2] for each in problem["mistakes"]} >= {"ServiceProviderNr", "TelefoonNrWerk"}
    assert own_desk.hub.sql("SELECT count(*) FROM outgoing") == [(0,)]


def test_an_addition_that_the_schema_does_not_know_is_refused_by_its_place(desk, bram):
    answer = post(bram, place(desk), additions=[{"place": "OfferteAanvraag/Onzin", "value": "1"}])
    assert answer.status_code == 422
    assert "OfferteAanvraag/Onzin" in answer.text


def test_a_node_of_another_lender_is_refused(desk, bram):
    answer = post(bram, place(desk), receiver="600002")
    assert (answer.status_code, answer.json()["slug"]) == (409, "lender-unknown")


def test_a_lender_with_two_nodes_is_chosen_by_the_person(desk, bram):
    with desk.hub.database.transaction() as connection:
        write(connection, NODES, [NodeEntry("600009", "lender", None, "AE", "Aegon Zakelijk")])
    assert post(bram, place(desk)).json()["slug"] == "lender-unknown"
    assert post(bram, place(desk), key="k2", receiver="600009").status_code == 200


def test_another_office_does_not_see_the_application(desk):
    chris = desk.client(desk.cast.chris_key)
    assert post(chris, place(desk)).status_code == 404


def test_who_may_only_read_sends_nothing(desk):
    blind = desk.client(desk.cast.blind_key)
    answer = post(blind, place(desk))
    assert (answer.status_code, desk.hub.sql("SELECT count(*) FROM outgoing")) == (403, [(0,)])
