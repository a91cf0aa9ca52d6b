"""A message in words: names, code texts, what is masked, files as hash and size; and the same laid out as XML."""

from datetime import UTC, datetime

import pytest

from adapters.hdn.legible import MASK, legible, words
from adapters.simulator import messages
from adapters.simulator.cast import Line
from schemas.errors import Refused

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)


def fields(group):
    """Path → field, of the whole message."""
    made = {each.path: each for each in group.fields}
    for each in group.groups:
        made |= fields(each)
    return made


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("AanvraagVolgNr", "Aanvraag volgnummer"),
        ("VerzenderNrHDN", "Verzendernummer HDN"),
        ("GeboorteDt", "Geboortedatum"),
        ("EigenBewoningJN", "Eigen bewoning"),
        ("NHGJN", "NHG"),
        ("E-mailadres", "E-mailadres"),
        ("Lening", "Lening"),
    ],
)
def test_a_name_of_the_standard_reads_as_words(name, said):
    assert words(name) == said


def test_an_application_reads_in_groups_with_the_text_of_its_codes():
    read = legible(messages.ax(at=AT, number="AB-1"), [])
    found = fields(read.root)
    assert [(each.label, each.place) for each in read.root.groups][:3] == [
        ("Header", 0),
        ("Hypotheekgever", 1),
        ("Hypotheekgever", 2),
    ]
    assert found["OfferteAanvraag/Lening/HypotheekBedrag"].value == "350000.00"
    assert found["OfferteAanvraag/PartijNAWData[1]/GeboorteDt"].kind == "date"
    assert found["OfferteAanvraag/Lening/Leningdeel[2]/AflossingsVorm"].value == "05 Aflossingsvrij"


def test_a_code_that_came_without_its_text_gets_it():
    body = messages.sx("12", at=AT, number="AB-1").replace(b">12 Wacht op (aanvullende) stukken<", b">12<")
    assert b">12<" in body
    status = next(each for each in fields(legible(body, []).root).values() if each.value.startswith("12"))
    assert status.value == "12 Wacht op (aanvullende) stukken"


def test_a_citizen_service_number_stands_in_neither():
    body = messages.ax(at=AT, number="AB-1").replace(b"</VoorLetters>", b"</VoorLetters><BSN>123456782</BSN>", 1)
    read = legible(body, [])
    assert fields(read.root)["OfferteAanvraag/PartijNAWData[1]/BSN"].value == MASK
    assert "123456782" not in read.raw
    assert "123456782" not in str(read.root)


def test_a_file_is_its_hash_and_its_size():
    body = messages.dx(Line("7"), at=AT, number="AB-1")
    read = legible(body, [])
    (file,) = [each for each in fields(read.root).values() if each.kind == "file"]
    assert file.value.startswith("sha256:")
    assert file.size > 0
    assert f"{file.value} ({file.size} bytes)" in read.raw


def test_a_file_that_was_cut_out_keeps_the_size_that_was_kept():
    digest = "a" * 64
    body = f"<DocumentBericht><EncodedData>sha256:{digest}</EncodedData></DocumentBericht>".encode()
    (file,) = fields(legible(body, [{"sha256": digest, "size": 42}]).root).values()
    assert (file.value, file.size) == (f"sha256:{digest}", 42)


@pytest.mark.parametrize("body", [b"", b"no xml", b"<a>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
def test_what_is_no_message_is_refused(body):
    with pytest.raises(Refused):
        legible(body, [])
