"""Two pages look alike when a person would see no difference; one lost letter is a difference."""

import pytest

from adapters.papers.rendering import is_drawn_alike, opened, picture, size_of
from schemas.errors import Refused
from tests.builders import papers

LETTER = b"BT /F 10 Tf 60 400 Td (%s) Tj ET"


@pytest.fixture
def drawn(tmp_path):
    """Puts a PDF in a file and opens it."""
    open_ones = []

    def draw(body):
        path = tmp_path / str(len(open_ones))
        path.write_bytes(body)
        manager = opened(path)
        open_ones.append(manager)
        return manager.__enter__()

    yield draw
    for manager in open_ones:
        manager.__exit__(None, None, None)


def page(text, size=(595, 842)):
    return papers.with_text(text, points=10, size=size)


def test_a_page_is_like_itself(drawn):
    assert is_drawn_alike(drawn(page("Bedrag 1000")), 0, drawn(page("Bedrag 1000")), 0)


@pytest.mark.parametrize("other", [b"", papers.pdf(b"", size=(842, 595))], ids=["no-letter", "another-shape"])
def test_another_page_is_not(drawn, other):
    assert not is_drawn_alike(drawn(page("Bedrag 1000")), 0, drawn(other or papers.pdf(b"", size=(595, 842))), 0)


def test_one_lost_letter_is_noticed(drawn):
    assert not is_drawn_alike(drawn(page("Bedrag 1000")), 0, drawn(page("Bedrag  000")), 0)


def test_a_turned_page_is_noticed(drawn):
    square = (300, 300)
    upright = papers.pdf(papers.square(), size=square)
    turned = papers.pdf(papers.square(left=160), size=square)
    assert not is_drawn_alike(drawn(upright), 0, drawn(turned), 0)


def test_a_picture_is_as_wide_as_asked_and_never_endless(drawn):
    assert picture(drawn(papers.pdf()), 0, width=210).size == (210, 298)
    long = picture(drawn(papers.pdf(b"", size=(10, 14_000))), 0, width=100)
    assert long.height <= 601


def test_a_page_that_is_not_there_is_refused_by_its_number(drawn):
    with pytest.raises(Refused) as refused:
        size_of(drawn(papers.pdf()), 4)
    assert (refused.value.slug, refused.value.path) == ("page-unreadable", "5")
