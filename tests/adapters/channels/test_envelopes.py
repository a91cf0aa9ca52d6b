from datetime import UTC, datetime

import pytest

from adapters.channels.envelopes import from_amqp, from_facts, from_file, from_http, from_json
from schemas.envelope import Envelope

FACTS = {
    "sender": "600001",
    "receiver": "500001",
    "message_type": "SX StatusMelding",
    "receiver_code": "AE Aegon",
    "schema_version": "24.0",
    "request_version": 2,
    "dossier": "A-1",
    "environment": "stage",
}
ENVELOPE = Envelope(message_id="m-1", **FACTS)


def test_every_channel_writes_the_same_envelope():
    headers = [(f"Hub-{name.replace('_', '-').title()}", str(value)) for name, value in FACTS.items()]
    assert from_amqp(FACTS, "m-1") == (ENVELOPE, None)
    assert from_http([*headers, ("Accept", "*/*")], "m-1") == (ENVELOPE, None)
    assert from_json(FACTS | {"message_id": "m-1"}) == (ENVELOPE, None)
    assert from_json(FACTS, "m-1") == (ENVELOPE, None)


def test_nothing_given_is_an_empty_envelope():
    assert from_amqp(None, None) == from_http([], None) == from_json(None) == from_file(b"{}") == (Envelope(), None)


def test_an_empty_text_counts_as_not_given():
    assert from_facts({"sender": "", "receiver": "500001"}) == (Envelope(receiver="500001"), None)


def test_headers_of_brokers_and_tracing_are_no_part_of_the_envelope():
    headers = {"x-death": [{"count": 1}], "x-delivery-count": 2, "traceparent": "00-1", "sender": "600001"}
    assert from_amqp(headers, None) == (Envelope(sender="600001"), None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sender", "60000"),
        ("sender", "60000a"),
        ("sender", "６００００１"),
        ("receiver", 500001),
        ("request_version", 0),
        ("request_version", 1000),
        ("request_version", "1.5"),
        ("request_version", True),
        ("request_version", "٣"),
        ("environment", "Production"),
        ("message_type", "x" * 65),
        ("dossier", "a\nb"),
        ("dossier", ["a"]),
        ("dossier", b"a"),
        ("sent_at", "2026-11-21T10:00:00"),
        ("sent_at", "gisteren"),
        ("sent_at", "0001-01-01T00:00:00+14:00"),
        ("sent_at", "9999-12-31T23:59:59-14:00"),
        ("colour", "red"),
    ],
)
def test_a_wrong_fact_is_named_and_the_others_are_kept(name, value):
    envelope, refusal = from_facts({"schema_version": "24.0", name: value})
    assert envelope == Envelope(schema_version="24.0")
    assert (refusal.slug, refusal.path) == ("envelope-invalid", name)
    assert refusal.came
    assert refusal.expected


def test_a_moment_with_its_zone_is_read():
    assert from_facts({"sent_at": "2026-11-21T10:00:00+01:00"})[0].sent_at == datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def test_the_first_mistake_leads_and_all_are_told():
    _, refusal = from_facts({"colour": "red", "sender": "1", "request_version": 0})
    assert refusal.path == "colour"
    assert refusal.en == (
        "The envelope is wrong: colour is red (expected: no fact of that name); sender is 1 (expected: a number of six "
        "digits); request_version is 0 (expected: a whole number from 1 to 999). Mend the envelope and deliver again. "
        "Nothing was changed."
    )


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"x"', b"7"])
def test_a_file_that_is_no_object_is_refused(content):
    envelope, refusal = from_file(content)
    assert envelope == Envelope()
    assert (refusal.slug, refusal.path) == ("envelope-invalid", "envelope")


def test_a_header_that_comes_twice_with_two_values_is_a_mistake():
    twice = [("Hub-Dossier", "A-1"), ("hub-dossier", "A-2"), ("Hub-Receiver-Code", "AE"), ("Hub-Receiver_Code", "AE")]
    envelope, refusal = from_http(twice, None)
    assert (envelope.dossier, envelope.receiver_code) == (None, "AE")
    assert (refusal.slug, refusal.path) == ("envelope-invalid", "dossier")


def test_a_million_mistakes_are_not_told_one_by_one():
    _, refusal = from_json({f"{'n' * 1_000}{n}": n for n in range(5_000)})
    assert len(refusal.nl) + len(refusal.en) < 10_000
    assert "en meer" in refusal.nl


def test_a_value_within_values_without_end_is_refused():
    value = []
    for _ in range(2_000):
        value = [value]
    _, refusal = from_json({"dossier": value})
    assert refusal.path == "dossier"
