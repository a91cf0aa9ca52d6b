import base64
import json
from datetime import timedelta

import pytest

from adapters.channels.http import PATH
from adapters.simulator import messages
from schemas.errors import Busy
from tests.builders.bad_input import AT
from tests.builders.channels import HttpPartner
from tests.builders.hub import LENDER, OFFICE

BODY = messages.sx("10", at=AT, number="A-1")


@pytest.fixture
def http(hub):
    made = HttpPartner(hub)
    yield made
    made.close()


def as_json(data=BODY, **envelope):
    return {"envelope": envelope, "data": base64.b64encode(data).decode()}


def test_xml_is_answered_with_its_receipt(http):
    answer = http.post(BODY, node=LENDER, identity="m-1")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json()["envelope"]["message_id"] == "m-1"


def test_json_with_base64_is_the_same_message(http):
    first = http.post(BODY, node=LENDER, identity="m-1")
    again = http.client.post(PATH, json=as_json(), headers={"X-Node": LENDER, "Idempotency-Key": "m-1"})
    assert (again.status_code, again.content) == (200, first.content)


def test_base64_in_lines_is_read(http):
    body = {"data": base64.encodebytes(BODY).decode()}
    assert http.client.post(PATH, json=body, headers={"X-Node": LENDER}).json()["outcome"] == "accepted"


def test_a_message_without_a_key_goes_by_its_content(http):
    first, again = http.post(BODY, node=LENDER), http.post(BODY, node=LENDER)
    assert again.content == first.content


def test_what_is_accepted_is_applied(http, hub):
    http.post(messages.ax(at=AT, number="A-1"), node=OFFICE)
    http.post(messages.sx("10", at=AT + timedelta(minutes=1), number="A-1"), node=LENDER)
    hub.work()
    assert hub.states() == {"applied": 2}


@pytest.mark.parametrize(
    ("content", "slug", "path"),
    [
        (b"{", "envelope-invalid", "body"),
        (b"[]", "envelope-invalid", "body"),
        (b'{"data": "", "extra": 1}', "envelope-invalid", "extra"),
        (b'{"data": "####"}', "base64-invalid", "data"),
        (b'{"data": 7}', "base64-invalid", "data"),
        (b'{"envelope": {}}', "message-empty", "body"),
        (b'{"envelope": {"sender": "1", "colour": "red"}, "data": "PGEvPg=="}', "envelope-invalid", "sender"),
        (b'{"envelope": [], "data": "PGEvPg=="}', "envelope-invalid", "envelope"),
    ],
)
def test_json_that_is_no_message_is_journaled_and_refused(http, hub, content, slug, path):
    headers = {"X-Node": LENDER, "Content-Type": "application/json"}
    answer = http.client.post(PATH, content=content, headers=headers)
    assert answer.status_code == 422
    assert (answer.json()["refusal"]["slug"], answer.json()["refusal"]["path"]) == (slug, path)
    assert hub.sql("SELECT state, slug FROM outcomes") == [("rejected", slug)]


def test_an_envelope_names_all_its_mistakes(http):
    content = as_json(sender="12", colour="red")
    refusal = http.client.post(PATH, json=content, headers={"X-Node": LENDER}).json()["refusal"]
    assert (refusal["path"], refusal["came"]) == ("sender", "12")
    assert refusal["nl"] == (
        "De envelop klopt niet: sender is 12 (verwacht: een nummer van zes cijfers); "
        "colour is red (verwacht: geen gegeven van die naam). Herstel de envelop "
        "en lever opnieuw aan. Er is niets gewijzigd."
    )


def test_two_identities_that_disagree_are_refused(http):
    headers = {"X-Node": LENDER, "Idempotency-Key": "one"}
    refusal = http.client.post(PATH, json=as_json(message_id="two"), headers=headers).json()["refusal"]
    assert (refusal["slug"], refusal["came"], refusal["expected"]) == ("envelope-mismatch", "two", "one")


def test_a_body_over_the_limit_is_a_problem_and_journaled_without_its_bytes(http, hub):
    hub.intake.limit = 1_000
    answer = http.post(b"<a>" + b"x" * 1_000 + b"</a>", node=LENDER, identity="big")
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert (answer.json()["slug"], answer.json()["came"], answer.json()["expected"]) == (
        "message-too-large",
        "1007",
        "1000",
    )
    assert hub.sql("SELECT identity, size, length(body), flags FROM messages") == [
        ("big", 1007, 0, '["body-not-kept"]')
    ]


def test_a_body_that_hides_its_size_is_stopped_while_it_comes(http, hub):
    hub.intake.limit = 1_000
    answer = http.client.post(PATH, content=(b"x" * 400 for _ in range(5)), headers={"X-Node": LENDER})
    assert answer.status_code == 413


def test_two_bodies_over_the_limit_are_two_messages(http, hub):
    hub.intake.limit = 10
    for text in (b"<a>12345678</a>", b"<a>87654321</a>"):
        http.post(text, node=LENDER)
    assert hub.sql("SELECT count(*) FROM messages") == [(2,)]


def test_without_a_key_nothing_is_read_and_nothing_journaled(http, hub):
    answer = http.post(BODY, node=None)
    assert (answer.status_code, answer.json()["slug"]) == (401, "not-signed-in")
    assert hub.sql("SELECT count(*) FROM messages") == [(0,)]


def test_while_the_database_is_away_nothing_is_accepted_and_the_caller_knows_when_to_come_back(http, hub, monkeypatch):
    def away(handed):
        raise Busy("database")

    monkeypatch.setattr(hub.intake, "take", away)
    answer = http.post(BODY, node=LENDER)
    assert (answer.status_code, answer.headers["retry-after"], answer.json()["slug"]) == (503, "5", "busy")


def test_the_operation_is_described_with_an_example_of_each_receipt(http):
    operation = http.client.get("/openapi.json").json()["paths"][PATH]["post"]
    assert operation["operationId"] == "hand_in_message"
    assert set(operation["requestBody"]["content"]) == {"application/json", "application/xml"}
    examples = {
        status: operation["responses"][status]["content"]["application/json"]["example"]["outcome"]
        for status in ("200", "422")
    }
    assert examples == {"200": "accepted", "422": "refused"}
    assert {"401", "403", "413", "503"} <= set(operation["responses"])


def test_the_example_of_the_description_is_a_receipt():
    from adapters.channels.http_docs import RESPONSES
    from schemas.receipts import Receipt

    for status in (200, 422):
        Receipt.model_validate_json(json.dumps(RESPONSES[status]["content"]["application/json"]["example"]))
