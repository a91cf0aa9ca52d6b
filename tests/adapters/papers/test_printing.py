"""The paper of a service agreement: PDF/A, tagged, the same bytes, and every word of it."""

import io
import subprocess
import sys
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest

from adapters.papers.printing import print_agreement
from schemas.service_agreements import AgreementTerms, PaperOffice
from tests.builders.papers import drawing, image
from tests.handlers.service_agreements.test_rules import BRUG, line, paper, terms

NBSP = "\N{NO-BREAK SPACE}"


def words(body):
    document = pypdfium2.PdfDocument(body)
    text = " ".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    return " ".join(text.replace("￾", "").split())


def test_the_same_facts_give_the_same_bytes_also_in_another_process():
    code = (
        "import sys; from adapters.papers.printing import print_agreement; "
        "from tests.handlers.service_agreements.test_rules import paper; "
        "sys.stdout.buffer.write(print_agreement(paper(), b'').body)"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert print_agreement(paper(), b"").body == other


def test_it_is_pdf_a_2b_tagged_with_its_language_and_title():
    with pikepdf.open(io.BytesIO(print_agreement(paper(), b"").body)) as pdf:
        with pdf.open_metadata() as metadata:
            said = {name: metadata[f"{{{space}}}{name}"] for name, space in SPACES.items()}
        assert said == {"part": "2", "conformance": "B"}
        assert (bool(pdf.Root.MarkInfo.Marked), str(pdf.Root.Lang)) == (True, "nl")
        assert "/StructTreeRoot" in pdf.Root


SPACES = dict.fromkeys(("part", "conformance"), "http://www.aiim.org/pdfa/ns/id/")


def test_it_says_all_that_a_reader_asks_in_dutch_amounts():
    said = words(print_agreement(paper(terms(break_off_fee=Decimal(750))), b"").body)
    for each in (
        "12345678",
        "12000001",
        "€ 2.750,00",
        "ten hoogste € 750,00",
        "via de notaris",
        "Kifid",
        "versie 2026-1",
    ):
        assert each in said.replace(NBSP, " "), each
    assert "CONCEPT" not in said


def test_it_speaks_english_when_asked():
    said = words(print_agreement(paper(terms(language="en")), b"").body).replace(NBSP, " ")
    assert "Service agreement" in said
    assert "€ 2,750.00" in said


def test_a_draft_shows_its_gaps():
    empty = paper(AgreementTerms(), PaperOffice(name="De Brug"), ()).model_copy(update={"is_draft": True})
    said = words(print_agreement(empty, b"").body)
    assert "CONCEPT" in said
    assert "nog in te vullen" in said


@pytest.mark.parametrize(
    "text", ['#panic("x")', "*vet* _scheef_ $x$ <a> @b `c` \\ //", "= Kop"], ids=["code", "markup", "heading"]
)
def test_what_a_person_typed_is_text_and_nothing_else(text):
    said = words(print_agreement(paper(terms(lines=(line(name=text),), remarks=text)), b"").body)
    assert said.count(" ".join(text.split())) == 2


def test_the_logo_and_the_colour_of_the_office_are_on_it():
    house = BRUG.model_copy(update={"colour": "#8a1538"})
    plain = print_agreement(paper(), b"").body
    assert print_agreement(paper(office=house), image(drawing(200, 60), "PNG")).body != plain
