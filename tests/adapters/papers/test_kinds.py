"""What a file is comes from its content; whatever cannot be used is refused by name."""

import struct
import threading

import pytest
from PIL import Image

from adapters.papers import kinds, limits
from adapters.papers.kinds import Kind, recognise
from hub.confinement import PerishedError
from hub.scanning import EICAR
from schemas.errors import Refused
from tests.builders import papers

PLAIN = papers.drawing()


def refusal(body, name="bestand"):
    with pytest.raises(Refused) as refused:
        recognise(body, name)
    return refused.value


@pytest.mark.parametrize(
    ("body", "mime", "suffix", "pages"),
    [
        (papers.pdf(), "application/pdf", "pdf", 1),
        (papers.pdf(*[papers.square()] * 4), "application/pdf", "pdf", 4),
        (b"junk before the header\n" + papers.pdf(), "application/pdf", "pdf", 1),
        (papers.image(PLAIN, "JPEG"), "image/jpeg", "jpg", 1),
        (papers.image(PLAIN.convert("CMYK"), "JPEG"), "image/jpeg", "jpg", 1),
        (papers.image(PLAIN, "MPO", save_all=True, append_images=[PLAIN]), "image/jpeg", "jpg", 1),
        (papers.image(PLAIN, "PNG"), "image/png", "png", 1),
        (papers.image(Image.new("I;16", (40, 30), 40_000), "PNG"), "image/png", "png", 1),
        (papers.image(PLAIN.convert("P"), "PNG", transparency=0), "image/png", "png", 1),
        (papers.image(PLAIN, "TIFF"), "image/tiff", "tiff", 1),
        (papers.image(PLAIN.convert("1"), "TIFF", compression="group4"), "image/tiff", "tiff", 1),
        (papers.image(PLAIN, "TIFF", save_all=True, append_images=[PLAIN, PLAIN]), "image/tiff", "tiff", 3),
        (papers.image(PLAIN, "TIFF", big_tiff=True), "image/tiff", "tiff", 1),
        (papers.heic(PLAIN), "image/heic", "heic", 1),
        (papers.heic(PLAIN, PLAIN.rotate(180)), "image/heic", "heic", 2),
    ],
)
def test_the_five_kinds_are_recognised_with_their_pages(body, mime, suffix, pages):
    assert recognise(body, "no-name") == Kind(mime, suffix, pages)


def test_a_tiff_that_is_a_png_is_a_png():
    assert recognise(papers.image(PLAIN, "PNG"), "scan.tiff").suffix == "png"


def test_a_photo_with_a_pdf_behind_it_is_a_photo():
    assert recognise(papers.photo() + papers.pdf(), "two.pdf").suffix == "jpg"


@pytest.mark.parametrize(
    ("body", "name", "came"),
    [
        (b"PK\x03\x04" + bytes(60), "loonstrook.docx", "docx"),
        (papers.image(PLAIN, "GIF"), "grap.gif", "gif"),
        (papers.image(PLAIN, "WEBP"), "plaat.webp", "webp"),
        (papers.image(PLAIN, "AVIF"), "plaat.avif", "avif"),
        (b"Beste adviseur,", "brief.txt", "txt"),
        (EICAR, "eicar.com", None),
        (b"<html><script>alert(1)</script>", "x.html", None),
    ],
)
def test_any_other_kind_is_refused_with_what_to_do(body, name, came):
    refused = refusal(body, name)
    assert refused.slug == "file-kind"
    assert "Sla het op als PDF of maak een foto." in refused.nl
    assert "PDF, JPEG, PNG, HEIC of TIFF" in refused.nl
    assert "PDF, JPEG, PNG, HEIC or TIFF" in refused.en
    assert came is None or refused.came == came


@pytest.mark.parametrize(
    ("body", "name", "came"),
    [
        (b"Beste adviseur,", "loonstrook.pdf", "pdf"),
        (b"Beste adviseur,", "FOTO.JPEG", "jpeg"),
        (b"Geachte heer,", "scan.tif", "tif"),
    ],
)
def test_a_name_of_a_kind_that_is_accepted_on_other_content_is_told_apart(body, name, came):
    refused = refusal(body, name)
    assert (refused.slug, refused.came) == ("file-mislabelled", came)
    assert f"Dit bestand heet {came}, maar de inhoud is dat niet" in refused.nl


def test_a_name_that_says_nothing_stays_out_of_the_sentence():
    assert refusal(b"\x00\x01\x02", "J. Jansen salaris.geheim-en-lang").came == "?"


def test_an_empty_file_is_refused():
    assert refusal(b"").slug == "file-empty"


def test_a_pdf_with_a_password_is_refused():
    assert refusal(papers.protected()).slug == "file-password"


def test_a_pdf_that_only_forbids_printing_is_accepted():
    assert recognise(papers.protected(password=""), "afschrift.pdf").pages == 1


@pytest.mark.parametrize("number", [1, 3])
def test_a_broken_page_is_named(number):
    refused = refusal(papers.with_broken_page(number))
    assert (refused.slug, refused.path) == ("page-unreadable", str(number))
    assert f"Pagina {number} van dit PDF-bestand is beschadigd" in refused.nl


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize(
    "body",
    [
        papers.pdf(papers.square() * 300, object_stream_mode=papers.PLAIN),
        papers.image(papers.noise(200, 200), "JPEG"),
        papers.image(papers.noise(200, 200), "PNG"),
        papers.image(papers.noise(200, 200), "TIFF", compression="tiff_lzw"),
        papers.heic(papers.noise(200, 200)),
    ],
    ids=["pdf", "jpeg", "png", "tiff", "heic"],
)
def test_a_file_that_is_cut_off_is_refused(body, share):
    assert refusal(body[: int(len(body) * share)]).slug == "file-unreadable"


@pytest.mark.parametrize(
    "beginning",
    [b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\x00\x08\x00\x00\x00", b"\x00\x00\x00\x18ftypheic"],
)
def test_what_only_begins_as_one_of_the_five_is_refused(beginning):
    assert refusal(beginning + b"\x07" * 3000).slug == "file-unreadable"


def test_an_image_bomb_is_refused_before_it_is_unpacked():
    refused = refusal(papers.png_bomb())
    assert (refused.slug, refused.came) == ("file-too-heavy", "400")
    assert "120 megapixel" in refused.nl


def test_a_pdf_bomb_is_refused():
    assert refusal(papers.bomb()).slug == "file-too-heavy"


def test_a_huge_image_in_a_pdf_is_refused_by_what_it_says():
    assert refusal(papers.with_huge_image()).slug == "file-too-heavy"


def test_more_pages_than_anybody_reads_are_refused():
    assert refusal(papers.pdf(*[b""] * (limits.MOST_PAGES + 1))).slug == "file-too-heavy"


def test_a_png_that_moves_is_refused():
    refused = refusal(papers.image(PLAIN, "PNG", save_all=True, append_images=[PLAIN.rotate(90)]))
    assert (refused.slug, refused.came) == ("file-animated", "2")


def test_a_form_that_only_its_own_program_shows_is_refused():
    assert refusal(papers.dynamic_form()).slug == "file-dynamic-form"


def test_a_thumbnail_in_a_tiff_is_no_page():
    thumbnail = PLAIN.resize((40, 30))
    thumbnail.encoderinfo = {"tiffinfo": {254: 1}}
    assert recognise(papers.image(PLAIN, "TIFF", save_all=True, append_images=[thumbnail]), "x").pages == 1


def test_a_photo_of_48_megapixels_is_read():
    body = papers.image(Image.effect_noise((800, 600), 60).resize((8000, 6000)), "JPEG", quality=80)
    assert recognise(body, "IMG_0001.jpg").pages == 1


def test_a_tiff_whose_pages_go_round_in_circles_is_refused_or_read_and_ends():
    body = bytearray(papers.image(PLAIN.convert("L"), "TIFF"))
    first = struct.unpack("<I", body[4:8])[0]
    entries = struct.unpack("<H", body[first : first + 2])[0]
    place = first + 2 + entries * 12
    body[place : place + 4] = struct.pack("<I", first)
    assert recognise(bytes(body), "x.tiff").pages == 1


@pytest.mark.parametrize(
    ("why", "slug"), [("time", "file-unreadable"), ("exit -11", "file-unreadable"), ("memory", "file-too-heavy")]
)
def test_a_child_that_perishes_refuses_the_file(monkeypatch, why, slug):
    def perish(*_arguments):
        raise PerishedError(why)

    monkeypatch.setattr(kinds, "confined", perish)
    assert refusal(papers.pdf()).slug == slug


def test_forty_files_at_once_are_all_read():
    bodies = [papers.image(papers.drawing(60 + each, 50), "PNG") for each in range(40)]
    found = {}
    threads = [
        threading.Thread(target=lambda n=n: found.update({n: recognise(bodies[n], f"{n}.png").pages}))
        for n in range(40)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert found == dict.fromkeys(range(40), 1)


def test_the_same_file_twice_is_the_same_kind():
    assert recognise(papers.photo(), "a.jpg") == recognise(papers.photo(), "b.jpg")


def test_one_test_file_that_acts_is_recognised_and_left_to_the_scanner():
    for body in (papers.with_script(), papers.with_launch(), papers.with_file()):
        assert recognise(body, "x.pdf") == Kind("application/pdf", "pdf", 1)
