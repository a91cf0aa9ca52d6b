from datetime import UTC, datetime

import pytest

from adapters.hdn import xml
from adapters.hdn.exchanged import exchanged_of
from adapters.simulator import messages
from adapters.simulator.cast import Line
from schemas.hdn.agreements.trace import Line as LineFacts
from schemas.hdn.agreements.trace import Trace
from schemas.hdn.messages import HANDLED, message_type
from tests.builders.letters import DATA, route

AT = datetime(2026, 11, 21, 10, 30)  # noqa: DTZ001 - a message writes local time


def exchanged(body, **more):
    root = xml.parse(body, limit=1_000_000).root
    return exchanged_of(root, message_type(root.tag), route(**more), id="m-1", content_hash="c0ffee")


def test_what_is_around_a_message_is_that_of_its_route():
    found = exchanged(messages.sx("09", at=AT), sender="600001", receiver="500001", request_version=3)
    assert (found.id, found.code, found.content_hash) == ("m-1", "SX", "c0ffee")
    assert found.way == ("600001", "500001")
    assert (found.request_version, found.schema_version) == (3, "24.0")
    assert found.at == datetime(2026, 11, 21, 9, 30, 15, tzinfo=UTC)


def test_a_status_says_what_it_answers_and_which_it_is():
    found = exchanged(messages.sx("12", at=AT, lender_reference="LN-1"))
    assert (found.answers, found.status, found.lender_reference, found.numbers) == ("AX", "12", "LN-1", ())


@pytest.mark.parametrize("domain", ["KX", "LX", "MX", "IA"])
def test_a_status_of_another_domain_is_found_as_well(domain):
    found = exchanged(messages.sx("02", at=AT, domain=domain))
    assert (found.answers, found.status) == (domain, "02")


def test_a_status_about_a_document_names_it():
    found = exchanged(messages.sx("03", at=AT, domain="DX", document_number="D-1"))
    assert (found.answers, found.status, found.numbers) == ("DX", "03", ("D-1",))


def test_an_offer_is_binding_or_indicative():
    binding, indicative = exchanged(messages.ox("binding", at=AT)), exchanged(messages.ox("indicative", at=AT))
    assert (binding.binding, binding.indicative) == (True, False)
    assert (indicative.binding, indicative.indicative) == (False, True)
    assert binding.files == 1


def test_a_list_has_its_lines():
    lines = [Line("D-1", "011", from_source=True), Line("D-2", "009", "07", note="De datum ontbreekt.")]
    found = exchanged(messages.da(lines, at=AT))
    assert found.numbers == ()
    assert found.lines == (
        LineFacts(number="D-1", status="01", document="011", moment="2026-11-21T10:30:00", from_source=True),
        LineFacts(
            number="D-2", status="07", document="009", reason="De datum ontbreekt.", moment="2026-11-21T10:30:00"
        ),
    )


def test_a_delivery_has_its_number_and_its_file():
    found = exchanged(messages.dx(Line("D-1"), at=AT))
    assert (found.code, found.numbers, found.files, found.lines) == ("DX", ("D-1",), 1, ())


def test_who_stands_between_is_told_without_telephone_and_mail():
    found = exchanged((DATA / "recorded" / "ax" / "message.xml").read_bytes())
    assert found.intermediaries[0].startswith("Kantoor Bram TP-77 #")
    assert found.service_providers[0].startswith("Station SP-1 #")
    assert "0301112233" not in repr(found)


def test_the_same_content_is_the_same_text_and_another_is_not():
    body = messages.ax(at=AT)
    same = body.replace(b"<TelefoonNrWerk>", b"\n  <TelefoonNrWerk>")
    other = body.replace(b"<TelefoonNrWerk>030", b"<TelefoonNrWerk>020")
    assert exchanged(body).intermediaries == exchanged(same).intermediaries
    assert exchanged(body).intermediaries != exchanged(other).intermediaries


def test_every_message_that_is_handled_can_stand_in_a_trace():
    codes = [message.code for message in HANDLED]
    found = Trace(tuple(exchanged((DATA / "recorded" / code.lower() / "message.xml").read_bytes()) for code in codes))
    assert [one.code for one in found.messages] == codes
