"""What is true of every letter: judged as its receiver would, told in whole, taken in again by our own intake."""

import hashlib
from datetime import UTC, datetime

import pytest

from adapters.channels.envelopes import from_amqp, from_http
from adapters.handed import Handed
from adapters.hdn.schemas import SchemaSet
from adapters.hdn.writers import WRITERS, compose
from schemas.applications import RegisterApplication
from schemas.documents import RegisterDocument
from schemas.errors import Refused
from schemas.hdn.dictionary import FOLDER
from schemas.letters import Letter
from schemas.statuses import RegisterStatus
from schemas.values import CodedText
from tests.builders.letters import (
    ADDED,
    AT,
    answer,
    carrying,
    delivery,
    exporting,
    forwarding,
    provider,
    route,
    writing,
)

LETTERS = {
    "sx": answer("09", lender_reference="LN-1"),
    "dx": delivery(),
    "ax": writing(additions=ADDED),
    "exported": exporting(),
    "forwarded": forwarding(),
    "carried": carrying("official", service_provider=provider()),
}
COMMANDS = {"SX": RegisterStatus, "DX": RegisterDocument, "AX": RegisterApplication}


def understood(hub, composed):
    envelope, refusal = from_amqp(dict(composed.envelope), "outgoing-1")
    assert refusal is None
    handed = Handed(
        body=composed.body,
        channel="amqp",
        received_at=datetime(2026, 11, 21, 10, tzinfo=UTC),
        identity="outgoing-1",
        bound_to="500001",
        envelope=envelope,
    )
    return hub.intake.understand(handed)


def test_every_kind_of_letter_has_a_writer_and_a_test_here():
    kinds = {kind for kind in Letter.__subclasses__() if kind.__module__ == Letter.__module__}
    assert set(WRITERS) == kinds == {type(letter) for letter in LETTERS.values()}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_says_what_it_is_and_its_hash_is_that_of_its_bytes(name, kept):
    composed = compose(LETTERS[name], kept)
    assert composed.content_hash == hashlib.sha256(composed.body).hexdigest()
    assert composed.envelope["message_type"] == f"{composed.code} {composed.message_type}"
    assert composed.body.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<' + composed.message_type.encode())


@pytest.mark.parametrize("name", LETTERS)
def test_the_same_letter_gives_the_same_bytes(name, kept):
    assert compose(LETTERS[name], kept) == compose(LETTERS[name].model_copy(deep=True), kept)


@pytest.mark.parametrize("name", LETTERS)
def test_our_own_intake_understands_what_goes_out(name, kept, busy_hub):
    composed = compose(LETTERS[name], kept)
    entry = understood(busy_hub, composed)
    assert entry.refusal is None
    assert type(entry.commands[0]) is COMMANDS[composed.code]
    assert {flag.partition(":")[0] for flag in entry.flags} <= {"condition", "unknown-code"}
    assert entry.envelope.model_dump(exclude={"message_id", "sent_at"}) == {
        "sender": "500001",
        "receiver": "600001",
        "message_type": f"{composed.code} {composed.message_type}",
        "receiver_code": "AE Aegon Verzekeringen",
        "schema_version": "24.0",
        "request_version": 1,
        "dossier": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "environment": "production",
    }


@pytest.mark.parametrize("name", ["sx", "dx", "ax", "forwarded"])
@pytest.mark.parametrize("number", [None, "AV-2026-17"], ids=["without-header", "with-header"])
def test_the_moment_of_sending_is_told_once_and_understood(name, number, kept, busy_hub):
    letter = LETTERS[name].model_copy(update={"route": route(number=number)})
    composed = compose(letter, kept)
    assert ("sent_at" in composed.envelope) is (number is None)
    assert understood(busy_hub, composed).envelope.sent_at == AT


def test_an_hour_that_comes_twice_is_no_contradiction(kept, busy_hub):
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 02:30 in winter time, half an hour after 02:30 in summer time
    assert understood(busy_hub, compose(answer(route=route(at=second)), kept)).refusal is None


def test_the_envelope_travels_in_the_headers_of_http_as_well(kept):
    composed = compose(answer(), kept)
    headers = [(f"Hub-{name.replace('_', '-')}", value) for name, value in composed.envelope.items()]
    assert from_http(headers, "outgoing-1")[1] is None


def test_what_nobody_said_is_not_in_the_envelope(kept):
    way = route(receiver_code="", dossier=None, number=None)
    assert set(compose(answer(route=way), kept).envelope) == {
        "sender",
        "receiver",
        "message_type",
        "schema_version",
        "request_version",
        "environment",
        "sent_at",
    }


def test_a_generic_message_names_the_generic_code_in_its_header(kept):
    body = compose(answer(route=route(receiver_code="", sender_name="", receiver_name="")), kept).body
    assert b"<OntvangerCode>HDN</OntvangerCode>" in body
    assert b"<VerzenderNaam>500001</VerzenderNaam>" in body


def test_the_header_has_dutch_time_in_summer_and_in_winter(kept):
    summer = compose(answer(route=route(at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))), kept).body
    assert b"<VerzendDt>2026-07-02</VerzendDt>" in summer
    assert b"<VerzendTijd>00:30:00</VerzendTijd>" in summer


def test_a_version_that_nobody_has_is_refused(kept):
    with pytest.raises(Refused) as caught:
        compose(answer(route=route(schema_version="25.0")), kept)
    assert (caught.value.slug, caught.value.expected) == ("unknown-schema-version", "24.0")


def test_a_release_below_a_version_names_that_version_in_its_header(kept):
    composed = compose(answer(route=route(schema_version="24.0.6.0")), kept)
    assert b"<BerichtVersie>24.0</BerichtVersie>" in composed.body
    assert composed.envelope["schema_version"] == "24.0.6.0"


def test_the_schema_of_the_receiver_decides(kept, tmp_path):
    folder = tmp_path / "24.0" / "AE"
    folder.mkdir(parents=True)
    narrowed = (FOLDER / "24.0" / "DX.xsd").read_text(encoding="utf-8")
    narrowed = narrowed.replace('name="Aanlevermoment" type="Code" minOccurs="0"', 'name="Aanlevermoment" type="Code"')
    (folder / "DX.xsd").write_text(narrowed, encoding="utf-8")
    schemas = SchemaSet(tmp_path)
    with pytest.raises(Refused) as caught:
        compose(delivery(), kept, schemas=schemas)
    assert [finding.path for finding in caught.value.findings] == ["DocumentBericht/DocumentKenmerk/Aanlevermoment"]
    assert compose(delivery(delivery_moment=CodedText(code="02")), kept, schemas=schemas).code == "DX"
    assert compose(delivery(route=route(receiver_code="IN")), kept, schemas=schemas).code == "DX"


def test_a_refusal_leads_with_the_first_mistake_and_tells_the_others(kept):
    with pytest.raises(Refused) as caught:
        compose(delivery(lender_reference="", description=""), kept)
    refused = caught.value
    assert (refused.slug, refused.rule, refused.came) == ("letter-refused", "required", "niets / nothing")
    assert refused.path == "DocumentBericht/DocumentData/Kenmerk"
    assert refused.nl == (
        "In DocumentData ontbreekt Kenmerk. In DocumentKenmerk ontbreekt SoortDocumentOmschr. Er is niets verstuurd."
    )
    assert refused.en.endswith("Nothing was sent.")


def test_a_refusal_of_many_mistakes_stays_readable_and_keeps_them_all(kept):
    with pytest.raises(Refused) as caught:
        compose(writing(), kept)
    assert len(caught.value.findings) > 20
    assert f"En nog {len(caught.value.findings) - 10} andere." in caught.value.nl


def test_an_unsure_rule_is_a_flag_and_no_refusal(kept):
    assert "condition:PartijNAWData.CorrespondentieNaam" in compose(forwarding(), kept).flags


def test_a_received_application_in_another_order_goes_out_in_that_of_the_dictionary(kept):
    from lxml import etree

    root = etree.fromstring(kept.messages["official"])
    root.append(root.find("HuidigObject"))
    kept.messages["turned"] = etree.tostring(root)
    composed = compose(forwarding(original="turned"), kept)
    assert composed.body.index(b"<HuidigObject") < composed.body.index(b"<Lening")
    assert "element-order" not in composed.flags
