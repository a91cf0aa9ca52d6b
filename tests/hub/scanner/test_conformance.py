"""What every scanner does, the one that ships and ClamAV alike."""

import pytest

from hub.scanning import EICAR, Clean, Infected, Unscannable
from tests.builders import papers

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40


@pytest.mark.parametrize("body", [b"", b"hub", PHOTO, papers.pdf()], ids=["empty", "text", "photo", "pdf"])
def test_an_ordinary_file_is_clean(scanner, body):
    assert scanner.scan(body) == Clean()


@pytest.mark.parametrize(
    "body",
    [EICAR, EICAR + b"\r\n", b"some text before " + EICAR, PHOTO + EICAR, papers.pdf(b"% " + EICAR)],
    ids=["bare", "with-line-end", "in-text", "in-photo", "in-pdf"],
)
def test_the_test_virus_is_found(scanner, body):
    assert scanner.scan(body) == Infected("Eicar-Test-Signature")


def test_the_test_virus_is_found_in_a_packed_stream_of_a_pdf(scanner):
    body = papers.pdf(b"% " + EICAR + b" " * 200, compress_streams=True)
    assert EICAR not in body
    assert scanner.scan(body) == Infected("Eicar-Test-Signature")


def test_what_is_encrypted_cannot_be_judged(scanner):
    assert scanner.scan(papers.protected()) == Unscannable("encrypted")


def test_a_pdf_that_merely_forbids_printing_is_judged(scanner):
    assert scanner.scan(papers.protected(password="")) == Clean()


def test_each_says_what_it_is(scanner):
    assert scanner.check()
