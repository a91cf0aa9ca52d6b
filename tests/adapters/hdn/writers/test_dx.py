import hashlib
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.hdn import xml
from adapters.hdn.writers import compose
from schemas.applications import PropertyFacts
from schemas.errors import NotFound, Refused
from schemas.hdn.codes import texts
from schemas.letters import Addition
from schemas.values import CodedText
from tests.builders.letters import PDF, delivery, findings, golden, recorded_application, route

WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, categories=("L", "M", "N", "P", "S")), min_size=1)
PERSON = recorded_application().parties[0]
LINE = "DocumentBericht/DocumentKenmerk"
OF_A_PERSON = (
    Addition(place=f"{LINE}/Hypotheekgever/HuwelijkOntbondenJN", value="N"),
    Addition(place=f"{LINE}/Hypotheekgever/HoofdelijkAansprakelijkJN", value="J Ja"),
    Addition(place=f"{LINE}/Hypotheekgever/FiscaalInwonerVanNederlandJN", value="J"),
    Addition(place=f"{LINE}/Hypotheekgever/UitsluitendOfMedeFiscaalInwonerBuitenNedJN", value="N"),
    Addition(place=f"{LINE}/Hypotheekgever/StudieleningInventarisatie", value="02"),
)


def tree(composed):
    return xml.parse(composed.body, limit=1_000_000).root


def test_a_document_is_written_as_the_golden_file_has_it(kept):
    originals = {"originals": True, "original_kind": CodedText(code="01"), "delivery_moment": CodedText(code="02")}
    rejected = {"status": CodedText(code="07"), "status_note": "De datum ontbreekt."}
    letter = delivery(person=PERSON, additions=OF_A_PERSON, **originals, **rejected)
    golden("dx", compose(letter, kept).body)


def test_the_reader_reads_the_facts_that_were_written(kept, read_back):
    document = read_back(compose(delivery(), kept))
    assert (document.domain, document.lender_reference, document.line_number) == ("AX", "LN-778899", "D-1")
    assert document.document == CodedText(code="009", text="Werkgeversverklaring(en)")
    assert document.description == "Werkgeversverklaring van november"
    assert (document.file.size, document.file.description) == (len(PDF), "werkgever.pdf")
    assert document.file.file_type == CodedText(code="PDF", text="PDF-file")
    assert document.moment == datetime(2026, 11, 21, 10, 30, 15)  # noqa: DTZ001 - a message writes local time
    assert (document.number, document.request_version) == ("AV-2026-17", 1)


def test_the_file_goes_along_byte_for_byte(kept):
    kept.files["sha256:large"] = content = PDF + bytes(range(256)) * 8_000
    composed = compose(delivery(file="sha256:large", size=len(content)), kept)
    parsed = xml.parse(composed.body, limit=10_000_000)
    assert parsed.contents == {hashlib.sha256(content).hexdigest(): content}


def test_a_text_that_looks_like_the_name_of_a_file_stays_a_text(kept):
    named = f"sha256:{hashlib.sha256(PDF).hexdigest()}"
    assert tree(compose(delivery(description=named), kept)).findtext(f"{LINE[16:]}/SoortDocumentOmschr") == named


def test_a_tiff_says_that_it_is_one(kept, read_back):
    letter = delivery(file="sha256:tiff", size=16, file_type=CodedText(code="TIFF"))
    assert read_back(compose(letter, kept)).file.file_type == CodedText(code="TIFF", text="TIFF-file")


@pytest.mark.parametrize(
    ("file", "named", "found"),
    [
        ("sha256:tiff", "PDF", "TIFF"),
        ("sha256:pdf", "TIFF", "PDF"),
        ("sha256:text", "PDF", "PDF, TIFF"),
        ("sha256:text", "JPG", "PDF, TIFF"),
        ("sha256:pdf", "JSON", "PDF"),
    ],
)
def test_a_file_that_is_not_what_it_is_called_is_refused(file, named, found, kept):
    with pytest.raises(Refused) as caught:
        compose(delivery(file=file, size=10, file_type=CodedText(code=named)), kept)
    assert (caught.value.slug, caught.value.path) == ("file-type-mismatch", "DocumentBericht/PrintDoc/BestandType")
    assert (caught.value.came, caught.value.expected) == (named, found)


def test_a_file_larger_than_its_receiver_takes_is_refused_with_size_and_limit(kept):
    with pytest.raises(Refused) as caught:
        compose(delivery(most_bytes=len(PDF) - 1), kept)
    assert caught.value.slug == "document-too-large"
    assert (caught.value.came, caught.value.expected) == (str(len(PDF)), str(len(PDF) - 1))
    assert "Er is niets verstuurd." in caught.value.nl
    assert compose(delivery(most_bytes=len(PDF)), kept).code == "DX"


def test_everything_that_is_wrong_with_a_delivery_is_told_at_once(kept):
    letter = delivery(
        most_bytes=3,
        file="sha256:text",
        lender_reference="",
        description=" ",
        status=CodedText(code="07"),
        originals=True,
    )
    assert findings(letter, kept) == [
        ("document-too-large", "DocumentBericht/PrintDoc/EncodedData"),
        ("file-type-mismatch", "DocumentBericht/PrintDoc/BestandType"),
        ("required", "DocumentBericht/DocumentData/Kenmerk"),
        ("required", f"{LINE}/SoortDocumentOmschr"),
        ("DocumentKenmerk.DocumentStatusOmschr", f"{LINE}/DocumentStatusOmschr"),
        ("DocumentKenmerk.SoortOrigineel", f"{LINE}/SoortOrigineel"),
    ]


def test_a_file_that_is_not_kept_is_not_found(kept):
    with pytest.raises(NotFound):
        compose(delivery(file="sha256:elsewhere"), kept)


def test_what_the_schema_wants_to_know_of_a_person_is_asked_and_can_be_added(kept):
    asked = findings(delivery(person=PERSON), kept)
    assert asked == [("required", addition.place) for addition in OF_A_PERSON]
    root = tree(compose(delivery(person=PERSON, additions=OF_A_PERSON), kept))
    assert root.find("DocumentKenmerk/Hypotheekgever/RefPartijNAWData").get("IDREF") == root.find("PartijNAWData").get(
        "ID"
    )
    assert root.findtext("DocumentKenmerk/Hypotheekgever/HuwelijkOntbondenJN") == "N Nee"


def test_a_line_can_be_about_the_house(kept):
    house = PropertyFacts(number=2, kind=CodedText(code="06"), city="Utrecht", postcode="3511 xk", house_number="7")
    place = f"{LINE}/Object"
    more = (
        Addition(place=f"{place}/Onderpand", value="03"),
        Addition(place=f"{place}/EigenBewoningJN", value="J"),
        Addition(place=f"{place}/ErfpachtJN", value="N"),
        Addition(place=f"{place}/BouwPlanNr", value="12"),
        Addition(place=f"{place}/SituatieNr", value="4"),
        Addition(place=f"{place}/ZelfBouw", value="N"),
    )
    found = tree(compose(delivery(property=house, additions=more), kept)).find("DocumentKenmerk/Object")
    assert found.get("Volgnummer") == "2"
    assert [child.text for child in found][:4] == ["06 Tussenwoning", "03 nieuw", "7", "3511XK"]


def test_the_file_itself_is_no_place_to_fill_in(kept):
    addition = Addition(place="DocumentBericht/PrintDoc/EncodedData", value="QUJD", replaces=True)
    assert findings(delivery(additions=(addition,)), kept) == [("addition", addition.place)]


def test_a_long_name_of_a_file_is_cut_and_one_without_a_name_gets_the_description(kept):
    def written(**more):
        return tree(compose(delivery(**more), kept)).findtext("PrintDoc/DocSoortOmschr")

    assert written(file_name="a" * 300) == "a" * 100
    assert written(file_name="") == "Werkgeversverklaring van november"


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=WORDS.filter(lambda text: len(text) <= 255),
    document=st.sampled_from(sorted(texts("SoortDocument"))),
    description=WORDS.filter(lambda text: len(text) <= 255),
    reference=WORDS.filter(lambda text: len(text) <= 255),
    file_name=WORDS,
    moment=st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2199, 12, 30)),  # noqa: DTZ001 - as messages write it
    content=st.binary(max_size=300),
    has_header=st.booleans(),
)
def test_any_delivery_is_valid_and_reads_back(
    *, number, document, description, reference, file_name, moment, content, has_header, kept, read_back
):
    kept.files["sha256:any"] = file = PDF + content
    letter = delivery(
        route=route(number="AV-1" if has_header else None),
        number=number,
        document=CodedText(code=document),
        description=description,
        lender_reference=reference,
        file="sha256:any",
        file_name=file_name,
        size=len(file),
        moment=moment,
    )
    found = read_back(compose(letter, kept))
    assert (found.line_number, found.description, found.lender_reference) == (number, description, reference)
    assert (found.document.code, found.file.size) == (document, len(file))
    assert found.moment == (moment or datetime(2026, 11, 21, 10, 30, 15)).replace(microsecond=0)  # noqa: DTZ001 - local
    assert compose(letter, kept) == compose(letter, kept)
