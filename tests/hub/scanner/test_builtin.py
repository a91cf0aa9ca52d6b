"""The scanner that ships refuses what it cannot judge, because it knows one virus only."""

import pytest

from hub.scanning import EICAR, Clean, Infected, Unscannable, open_scanner
from tests.builders import papers


@pytest.fixture
def builtin():
    return open_scanner("builtin://")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (papers.with_script(), "active: JavaScript"),
        (papers.with_launch(), "active: Launch"),
        (papers.with_file(), "active: EmbeddedFile"),
        (papers.with_broken_page(), "broken"),
        (b"%PDF-1.7 and then nothing", "broken"),
        (papers.pdf()[:300], "broken"),
        (papers.nested(200), "active: nesting"),
    ],
    ids=["script", "launch", "file", "page", "nothing", "cut-off", "nesting"],
)
def test_a_pdf_that_acts_or_is_broken_is_not_judged(builtin, body, why):
    assert builtin.scan(body) == Unscannable(why)


def test_a_virus_in_an_attachment_is_called_by_its_name(builtin):
    assert builtin.scan(papers.with_file(EICAR)) == Infected("Eicar-Test-Signature")


def test_a_pdf_that_unpacks_to_hundreds_of_megabytes_is_not_judged(builtin):
    assert builtin.scan(papers.bomb()) == Unscannable("too-heavy")


def test_a_link_to_an_address_is_no_danger(builtin):
    assert builtin.scan(papers.with_link()) == Clean()
