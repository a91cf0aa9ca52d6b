from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.hdn import xml
from adapters.hdn.writers import compose
from schemas.errors import Refused
from schemas.hdn.statuses import by_code
from schemas.values import CodedText
from tests.builders.letters import AT, answer, findings, golden, route

LETTERS = st.text(st.characters(min_codepoint=33, max_codepoint=0x24F, blacklist_characters="\x7f\xa0"), min_size=1)
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), max_codepoint=0xFFFD), min_size=1)
MEDICAL_APPROVAL = ("LX", "04")  # asks for a date that only an insurer has
READ_ONLY = [key for key, rule in by_code().items() if "input only" in rule.remark]
SENT = [key for key in by_code() if key not in {*READ_ONLY, MEDICAL_APPROVAL}]


def lines_of(body):
    return [element.text for element in xml.parse(body, limit=100_000).root.iterfind(".//StatusTekstRegels/*")]


def test_a_status_is_written_as_the_golden_file_has_it(kept):
    lines = ("Wij missen de werkgeversverklaring.", "Lever haar & de loonstrook aan.")
    importance = CodedText(code="1", text="Blokkerend")
    letter = answer("12", lines=lines, importance=importance, lender_reference="AE-2026-000123")
    golden("sx", compose(letter, kept).body)


def test_the_reader_reads_the_facts_that_were_written(kept, read_back):
    importance = CodedText(code="2", text="Waarschuwend")
    letter = answer("14", lines=("Inkomen < norm", "Zie bijlage"), importance=importance, lender_reference="LN-1")
    status = read_back(compose(letter, kept))
    assert (status.domain, status.status.code, status.lender_reference) == ("AX", "14", "LN-1")
    assert status.status.text == "Offerte aanvraag niet te verwerken"
    assert status.lines == ("Inkomen < norm", "Zie bijlage")
    assert status.importance == importance
    assert status.moment == datetime(2026, 11, 21, 10, 30, 15)  # noqa: DTZ001 - a message writes local time
    assert (status.number, status.request_version, status.sent_at) == ("AV-2026-17", 1, AT)


@pytest.mark.parametrize(("domain", "code"), SENT)
def test_every_status_of_the_standard_can_be_answered(domain, code, kept, read_back):
    number = "D-1" if domain == "DX" else ""
    letter = answer(code, domain=domain, document_number=number, lines=("Zie toelichting.",))
    status = read_back(compose(letter, kept))
    assert (status.domain, status.status.code, status.document_number) == (domain, code, number)


@pytest.mark.parametrize("code", [*(code for _, code in READ_ONLY), "99"])
def test_a_status_that_the_list_does_not_have_today_is_refused(code, kept):
    with pytest.raises(Refused) as caught:
        compose(answer(code, status=CodedText(code=code, text="Akte gepasseerd")), kept)
    assert caught.value.slug == "status-unknown"
    assert caught.value.path == "StatusMelding/Status/AXBerichtStatusSpecificatie/StatusAXBericht"
    assert caught.value.findings[0].nl.startswith(f"Status {code} staat niet in de lijst")


def test_a_status_that_needs_a_text_is_refused_without_one(kept):
    assert findings(answer("14"), kept) == [("Status.StatusTekstRegels", "StatusMelding/Status/StatusTekstRegels")]
    assert findings(answer("16"), kept) == [("Status.StatusTekstRegels-2", "StatusMelding/Status/StatusTekstRegels")]


def test_an_answer_to_a_document_says_which(kept):
    place = "StatusMelding/Status/DXBerichtStatusSpecificatie/DocumentMijNr"
    assert findings(answer("03", domain="DX"), kept) == [("required", place)]


def test_an_answer_to_a_list_has_the_reference_of_the_lender(kept):
    letter = answer("01", domain="DA", document_number="D-1")
    assert ("Status.Kenmerk", "StatusMelding/Status/Kenmerk") in findings(letter, kept)


def test_a_long_line_goes_on_in_the_next_element_and_loses_no_word(kept):
    line = " ".join(f"woord{place}" for place in range(400))
    found = lines_of(compose(answer(lines=(line,)), kept).body)
    assert max(map(len, found)) <= 255
    assert " ".join(found) == line


def test_a_text_of_several_lines_is_several_lines(kept):
    assert lines_of(compose(answer(lines=("een\r\ntwee\n\n drie ",)), kept).body) == ["een", "twee", "drie"]


def test_more_text_than_a_status_holds_is_refused(kept):
    assert ("occurs", "StatusMelding/Status/StatusTekstRegels") in findings(answer(lines=("regel",) * 100), kept)


def test_a_control_character_is_refused_by_its_element(kept):
    with pytest.raises(Refused) as caught:
        compose(answer(lender_reference="LN\x01"), kept)
    assert (caught.value.slug, caught.value.path, caught.value.came) == ("invalid-value", "Kenmerk", "LN\\x01")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    code=st.sampled_from([code for domain, code in SENT if domain == "AX"]),
    lines=st.lists(WORDS.filter(str.strip), min_size=1, max_size=9),
    reference=LETTERS.filter(lambda text: len(text) <= 255),
    moment=st.datetimes(datetime(2000, 1, 1), datetime(2199, 12, 30)),  # noqa: DTZ001 - as messages write it
    at=st.datetimes(datetime(2000, 1, 1), datetime(2199, 12, 30), timezones=st.timezones()),  # noqa: DTZ001 - the same
    number=st.none() | LETTERS.filter(lambda text: len(text) <= 255),
    version=st.integers(1, 999),
)
def test_any_status_is_valid_and_reads_back(*, code, lines, reference, moment, at, number, version, kept, read_back):
    way = route(number=number, request_version=version, at=at)
    letter = answer(code, route=way, lines=tuple(lines), lender_reference=reference, moment=moment)
    status = read_back(compose(letter, kept))
    assert (status.status.code, status.lender_reference) == (code, reference)
    assert status.moment == moment.replace(microsecond=0)
    assert "".join("".join(status.lines).split()) == "".join("".join(lines).split())
    assert compose(letter, kept) == compose(letter, kept)
