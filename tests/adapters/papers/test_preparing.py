"""One PDF/A of pages of several files: it conforms, it shows what they showed, and it says what it was made of."""

import hashlib
import io
import threading
from datetime import UTC, datetime

import pikepdf
import pikepdf.pdfa
import pytest
from pikepdf import Name
from PIL import Image, ImageCms

from adapters.papers.kinds import recognise
from adapters.papers.preparing import Page, Source, count_pages, prepare, preview
from schemas.errors import Refused
from tests.builders import papers
from tests.builders.pdfa import difference, faults, look, sources_of

MADE_AT = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
ROOMY = 25 * 1024 * 1024
CORNERS = {"red": (250, 10, 10), "green": (10, 128, 10), "blue": (10, 10, 250), "black": (10, 10, 10)}


def source(body, name="bestand"):
    return hashlib.sha256(body).hexdigest(), Source(name, recognise(body, name), body)


def made(*bodies, pages=None, most=ROOMY, title="Loonstrook mei", names=()):
    named = [source(body, names[number] if names else f"bestand-{number}") for number, body in enumerate(bodies)]
    wanted = pages or [Page(digest, index) for digest, each in named for index in range(each.kind.pages)]
    return prepare(title, wanted, dict(named), most, MADE_AT)


def assert_conforms(result):
    assert faults(result.body) == []
    assert pikepdf.pdfa.validate_written(io.BytesIO(result.body), "2b").findings == []


def corner(picture, place):
    """The name of the colour in a corner of a picture: 0 left above, 1 right above, 2 left below, 3 right below."""
    across, high = picture.width, picture.height
    seen = picture.getpixel(
        (across // 8 if place % 2 == 0 else across * 7 // 8, high // 8 if place < 2 else high * 7 // 8)
    )
    return min(CORNERS, key=lambda name: sum(abs(a - b) for a, b in zip(CORNERS[name], seen, strict=True)))


def corners(picture):
    return [corner(picture, place) for place in range(4)]


def trimmed(page):
    """The image on its sheet, without the white around it."""
    grey = page.convert("L").point(lambda value: 255 if value < 200 else 0)
    return page.crop(grey.getbbox())


UPRIGHT = ["red", "green", "blue", "black"]


class TestPhotos:
    def test_every_way_of_holding_the_camera_comes_out_upright(self):
        upright = papers.drawing()
        held = {1: upright} | {way: upright.transpose(undone) for way, undone in papers.UNDONE.items()}
        result = made(*[papers.photo(picture, way, quality=95) for way, picture in held.items()])
        pages = [look(result.body, index) for index in range(8)]
        assert [corners(trimmed(page)) for page in pages] == [UPRIGHT] * 8
        assert all(page.width > page.height for page in pages)
        assert_conforms(result)

    @pytest.mark.parametrize("body", [papers.photo(), papers.pdf_of(papers.drawing())], ids=["photo", "pdf"])
    def test_a_page_is_turned_clockwise(self, body):
        digest, given = source(body)
        wanted = [Page(digest, 0, turn) for turn in (0, 90, 180, 270)]
        result = prepare("x", wanted, {digest: given}, ROOMY, MADE_AT)
        assert [corners(trimmed(look(result.body, index))) for index in range(4)] == [
            ["red", "green", "blue", "black"],
            ["blue", "red", "black", "green"],
            ["black", "blue", "green", "red"],
            ["green", "black", "red", "blue"],
        ]
        assert_conforms(result)

    @pytest.mark.parametrize(
        "body",
        [
            papers.image(papers.drawing(), "PNG"),
            papers.image(papers.drawing(), "TIFF"),
            papers.image(papers.drawing().convert("CMYK"), "JPEG", quality=95),
            papers.image(papers.drawing().convert("P"), "PNG"),
            papers.image(papers.drawing(mode="RGBA"), "PNG"),
            papers.heic(papers.drawing()),
        ],
        ids=["png", "tiff", "cmyk", "palette", "alpha", "heic"],
    )
    def test_every_kind_of_image_shows_its_colours(self, body):
        result = made(body)
        assert corners(trimmed(look(result.body))) == UPRIGHT
        assert_conforms(result)

    def test_a_palette_with_transparency_lies_on_white(self):
        picture = papers.drawing().convert("P")
        body = papers.image(picture, "PNG", transparency=picture.getpixel((5, 5)))
        page = look(made(body).body)
        assert corner(trimmed(page), 1) == "green"
        assert page.getpixel((page.width // 8, page.height // 8)) == (255, 255, 255)

    @pytest.mark.parametrize("kind", ["PNG", "TIFF"])
    def test_sixteen_bits_of_grey_stay_grey(self, kind):
        picture = Image.new("I;16", (400, 300), 32_768)
        page = look(made(papers.image(picture, kind)).body)
        assert abs(page.getpixel((page.width // 2, page.height // 2))[0] - 128) <= 3

    def test_black_and_white_stays_black_and_white(self):
        result = made(papers.image(papers.drawing().convert("1"), "TIFF", compression="group4"))
        with pikepdf.open(io.BytesIO(result.body)) as pdf:
            assert [int(each.BitsPerComponent) for each in papers.images_of(pdf)] == [1]
        assert_conforms(result)

    def test_a_profile_of_a_camera_is_brought_to_srgb(self):
        picture = Image.new("RGB", (400, 300), (200, 30, 30))
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        page = look(made(papers.image(picture, "PNG", icc_profile=profile)).body)
        assert abs(page.getpixel((page.width // 2, page.height // 2))[0] - 200) <= 3

    def test_a_profile_that_is_none_is_passed_over(self):
        result = made(papers.image(papers.drawing(), "PNG", icc_profile=b"no profile"))
        assert corners(trimmed(look(result.body))) == UPRIGHT

    def test_nothing_of_the_camera_comes_along(self):
        body = papers.photo(quality=90)
        assert b"CAMERAMAKER" in body
        assert b"SECRETCOMMENT" in body
        result = made(body)
        for secret in (b"CAMERAMAKER", b"SECRETCOMMENT", b"Exif", b"GPS"):
            assert secret not in papers.unpacked(result.body)

    def test_the_pages_of_a_tiff_keep_their_order(self):
        colours = [Image.new("RGB", (300, 300), name) for name in ("red", "green", "blue")]
        result = made(papers.image(colours[0], "TIFF", save_all=True, append_images=colours[1:]))
        seen = [corner(trimmed(look(result.body, index)), 0) for index in range(3)]
        assert seen == ["red", "green", "blue"]

    def test_both_images_of_a_heic_are_pages(self):
        result = made(papers.heic(papers.drawing(), papers.drawing().rotate(180)))
        assert result.pages == 2
        assert corners(trimmed(look(result.body, 0))) == UPRIGHT
        assert corners(trimmed(look(result.body, 1))) == UPRIGHT[::-1]

    def test_a_photo_of_48_megapixels_becomes_a_page_of_a_few_hundred_kilobytes(self):
        picture = Image.effect_noise((800, 600), 40).resize((8000, 6000))
        result = made(papers.image(picture, "JPEG", quality=85))
        assert result.size < 2_000_000
        with pikepdf.open(io.BytesIO(result.body)) as pdf:
            assert [max(int(each.Width), int(each.Height)) for each in papers.images_of(pdf)] == [2339]

    def test_a_long_screenshot_gets_a_page_of_its_own_shape(self):
        page = look(made(papers.image(Image.new("RGB", (300, 2400), "red"), "PNG")).body)
        assert page.height / page.width == pytest.approx(8, abs=0.1)


class TestPages:
    def test_text_stays_text_and_lines_stay_lines(self):
        body = papers.with_text("Werkgeversverklaring 2026")
        result = made(body)
        assert result.rendered == ()
        assert papers.text_of(result.body) == papers.text_of(body) == "Werkgeversverklaring 2026"
        assert difference(look(body), look(result.body)) < 1
        assert_conforms(result)

    def test_order_and_repetition_are_as_asked(self):
        body = papers.pdf(*[papers.square(left=20 + 90 * each) for each in range(4)])
        digest, given = source(body)
        result = prepare("x", [Page(digest, 2), Page(digest, 0), Page(digest, 2, 180)], {digest: given}, ROOMY, MADE_AT)
        assert result.pages == 3
        assert difference(look(result.body, 0), look(body, 2)) < 1
        assert difference(look(result.body, 1), look(body, 0)) < 1
        assert difference(look(result.body, 2), look(body, 2).rotate(180)) < 1
        assert difference(look(result.body, 0), look(result.body, 1)) > 5
        assert_conforms(result)

    def test_a_page_that_was_turned_already_is_turned_further(self):
        body = papers.pdf_of(papers.drawing(), rotate=90)
        digest, given = source(body)
        result = prepare("x", [Page(digest, 0, 90)], {digest: given}, ROOMY, MADE_AT)
        assert difference(look(result.body), look(body).rotate(-90, expand=True)) < 1
        assert_conforms(result)

    @pytest.mark.parametrize(
        "body",
        [papers.with_script(), papers.with_launch(), papers.with_file(), papers.with_link(), papers.with_everything()],
        ids=["script", "launch", "file", "link", "everything"],
    )
    def test_what_acts_is_gone_and_what_shows_is_there(self, body):
        result = made(body)
        assert result.rendered == ()
        assert difference(look(body), look(result.body)) < 1
        for secret in (b"JavaScript", b"/Launch", b"/URI", b"EmbeddedFile", b"SECRETAUTHOR", b"SECRETNOTE"):
            assert secret not in papers.unpacked(result.body)
        assert_conforms(result)

    def test_what_was_filled_in_becomes_part_of_the_page(self):
        body = papers.with_form("J. Voorbeeld")
        result = made(body)
        assert difference(look(body), look(papers.pdf(b""))) > 1
        assert difference(look(body), look(result.body)) < 1.5
        assert_conforms(result)

    def test_a_stamp_stays_on_the_page(self):
        body = papers.with_stamp()
        result = made(body)
        assert difference(look(body), look(result.body)) < 1
        assert result.rendered == ()
        assert_conforms(result)

    def test_a_page_without_its_font_becomes_an_image_and_the_result_says_so(self):
        body = papers.pdf_without_font("Jaaropgave")
        result = made(papers.with_text("Eerste"), body)
        assert result.rendered == (2,)
        assert difference(look(body), look(result.body, 1)) < 2
        assert "Pages shown as images because they could not be kept as they were: 2." in papers.unpacked(
            result.body
        ).decode("latin-1")
        assert_conforms(result)

    def test_ink_gets_the_profile_that_shows_it_as_before(self):
        body = papers.pdf(b"0.2 0.5 0 0.1 k 40 40 200 200 re f 1 0 0 0 K 4 w 20 20 300 300 re S")
        result = made(body)
        assert result.rendered == ()
        assert difference(look(body), look(result.body)) < 2
        assert_conforms(result)

    @pytest.mark.parametrize("kind", ["gradient", "shading", "tiling"])
    def test_a_gradient_or_a_pattern_stays_one(self, kind):
        body = papers.with_paint(kind)
        result = made(body)
        assert result.rendered == ()
        assert difference(look(body), look(result.body)) < 1
        assert faults(result.body) == []

    @pytest.mark.parametrize(
        "body",
        [papers.with_paint("tiling", text=True), papers.with_paint("unknown")],
        ids=["font-in-pattern", "unknown-key"],
    )
    def test_a_pattern_of_what_does_not_conform_becomes_an_image(self, body):
        result = made(body)
        assert result.rendered == (1,)
        assert difference(look(body), look(result.body)) < 2
        assert_conforms(result)

    @pytest.mark.parametrize(
        ("alternate", "full"), [(Name.DeviceRGB, (1, 0.4, 0)), (Name.DeviceCMYK, (0, 0.6, 1, 0))], ids=["rgb", "cmyk"]
    )
    def test_a_spot_colour_stays_one_and_looks_the_same(self, alternate, full):
        body = papers.with_spot(alternate=alternate, full=full)
        result = made(body)
        assert result.rendered == ()
        assert difference(look(body), look(result.body)) < 2
        assert b"/Separation" in papers.unpacked(result.body)
        assert faults(result.body) == []

    def test_one_spot_colour_that_two_files_tell_differently_becomes_images(self):
        orange, green = papers.with_spot(full=(1, 0.4, 0)), papers.with_spot(full=(0, 0.8, 0))
        result = made(orange, green)
        assert result.rendered == (1, 2)
        assert difference(look(green), look(result.body, 1)) < 2
        assert_conforms(result)

    def test_a_hidden_layer_stays_hidden(self):
        body = papers.with_layer(visible=False)
        result = made(body)
        assert difference(look(body), look(result.body)) < 1
        assert result.rendered == (1,)
        assert_conforms(result)

    def test_a_layer_that_is_shown_is_kept_as_lines(self):
        body = papers.with_layer(visible=True)
        result = made(body)
        assert difference(look(body), look(result.body)) < 1
        assert result.rendered == ()
        assert_conforms(result)

    def test_a_scan_in_jpeg_2000_is_kept_as_an_image_of_its_own(self):
        body = papers.pdf_of(papers.drawing(), jpeg2000=True)
        result = made(body)
        assert result.rendered == ()
        assert difference(look(body), look(result.body)) < 2
        assert_conforms(result)

    def test_a_pdf_that_forbids_printing_is_free_in_the_result(self):
        result = made(papers.protected(password=""))
        assert_conforms(result)

    def test_a_font_that_pages_share_is_there_once(self):
        one, ten = (made(papers.with_text(*["Pagina"] * count)).size for count in (1, 10))
        assert ten < one + 10 * 2_000


class TestDocuments:
    def test_it_names_its_sources_and_has_no_other_metadata(self):
        photo, letter = papers.photo(), papers.with_text("Brief", "Bijlage")
        result = made(
            photo, letter, names=["Loonstrook <mei> & juni.jpg", "brief\x00\u202e.pdf"], title="Inkomen & meer"
        )
        digests = tuple(hashlib.sha256(body).hexdigest() for body in (photo, letter))
        assert result.sources == digests
        assert sources_of(result.body) == [
            f"sha256:{digests[0]} Loonstrook <mei> & juni.jpg (page 1)",
            f"sha256:{digests[1]} brief  .pdf (page 1, 2)",
        ]
        assert_conforms(result)

    def test_the_same_pages_give_the_same_bytes(self):
        bodies = (
            papers.photo(),
            papers.with_text("Brief"),
            papers.pdf_without_font("x"),
            papers.pdf(b"1 0 0 0 k 9 9 9 9 re f"),
        )
        assert made(*bodies).body == made(*bodies).body

    def test_another_moment_gives_other_bytes(self):
        digest, given = source(papers.photo())
        later = MADE_AT.replace(year=2027)
        assert (
            prepare("x", [Page(digest, 0)], {digest: given}, ROOMY, later).body != made(papers.photo(), title="x").body
        )

    def test_the_same_file_twice_is_two_pages_of_one_source(self):
        body = papers.photo()
        digest, given = source(body)
        result = prepare("x", [Page(digest, 0), Page(digest, 0)], {digest: given}, ROOMY, MADE_AT)
        assert (result.pages, result.sources) == (2, (digest,))

    def test_photos_shrink_until_the_document_fits(self):
        body = papers.image(papers.noise(2400, 1800), "JPEG", quality=90)
        roomy, tight = made(body), made(body, most=1_200_000)
        assert tight.size <= 1_200_000 < roomy.size
        assert_conforms(tight)

    def test_too_large_is_refused_with_the_size_the_limit_and_the_heaviest_pages(self):
        light, heavy = papers.photo(), papers.pdf_of(papers.noise(1200, 900))
        with pytest.raises(Refused) as refused:
            made(light, heavy, most=1024 * 1024)
        assert (refused.value.slug, refused.value.path) == ("document-too-large", "2, 1")
        assert refused.value.nl.startswith(
            "Het samengestelde document is 3,1 MB; toegestaan is 1,0 MB. Het zwaarst zijn pagina 2 (3,1 MB), 1 (0,1 MB)"
        )
        assert "in grijs op 200 dpi" in refused.value.nl
        assert refused.value.en.startswith("The composed document is 3.1 MB; 1.0 MB is allowed.")

    @pytest.mark.parametrize(
        ("pages", "path"),
        [([], "pages"), ([Page("0" * 64, 0)], "pages[1]"), ([0, 1], "pages[2]"), ([-1], "pages[1]")],
    )
    def test_a_page_that_is_not_there_is_refused(self, pages, path):
        digest, given = source(papers.photo())
        wanted = [Page(digest, each) if isinstance(each, int) else each for each in pages]
        with pytest.raises(Refused) as refused:
            prepare("x", wanted, {digest: given}, ROOMY, MADE_AT)
        assert (refused.value.slug, refused.value.path) == ("request-invalid", path)

    def test_a_turn_that_is_no_quarter_is_refused(self):
        digest, given = source(papers.photo())
        with pytest.raises(Refused, match="request-invalid"):
            prepare("x", [Page(digest, 0, 45)], {digest: given}, ROOMY, MADE_AT)

    def test_forty_photos_become_one_document(self):
        bodies = [papers.image(Image.effect_noise((600 + each, 400), 30), "JPEG") for each in range(40)]
        result = made(*bodies)
        assert result.pages == 40
        assert_conforms(result)


class TestPreview:
    @pytest.mark.parametrize("body", [papers.pdf_of(papers.drawing()), papers.photo(), papers.heic(papers.drawing())])
    def test_a_picture_of_a_page_shows_it(self, body):
        seen = Image.open(io.BytesIO(preview(recognise(body, "x"), body, 0, 200)))
        assert seen.format == "PNG"
        assert seen.width <= 200
        assert corners(trimmed(seen.convert("RGB"))) == UPRIGHT

    def test_what_was_filled_in_is_shown(self):
        body = papers.with_form("J. Voorbeeld")
        seen = Image.open(io.BytesIO(preview(recognise(body, "x"), body, 0, 300))).convert("RGB")
        assert difference(seen, look(body)) < 1

    def test_a_page_that_is_not_there_is_refused(self):
        body = papers.photo()
        with pytest.raises(Refused, match="request-invalid"):
            preview(recognise(body, "x"), body, 1, 200)

    def test_a_page_as_long_as_a_street_stays_small(self):
        body = papers.pdf(b"", size=(10, 14_000))
        seen = Image.open(io.BytesIO(preview(recognise(body, "x"), body, 0, 100)))
        assert seen.width * seen.height < 100 * 700

    def test_pages_are_counted_again(self):
        body = papers.pdf(*[b""] * 3)
        assert count_pages(recognise(body, "x"), body) == 3


def test_two_documents_at_once_do_not_mix():
    bodies = [papers.image(Image.new("RGB", (300, 300), name), "PNG") for name in ("red", "blue")]
    found = {}
    threads = [threading.Thread(target=lambda n=n: found.update({n: made(bodies[n])})) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [corner(trimmed(look(found[n].body)), 0) for n in range(2)] == ["red", "blue"]


def test_the_catalog_has_nothing_but_pages_metadata_and_intent():
    result = made(papers.with_everything())
    with pikepdf.open(io.BytesIO(result.body)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/Metadata", "/OutputIntents"}
        assert pdf.Root.Type == Name.Catalog
