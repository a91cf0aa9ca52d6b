import base64
import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.hdn import xml
from adapters.hdn.payloads import Layout, MemorySink, Payload, decode, layout_of, restore
from schemas.errors import Refused

PDF = b"%PDF-1.4 " + random.Random(7).randbytes(900_000)
SHA = hashlib.sha256(PDF).hexdigest()
ONE_LINE = base64.b64encode(PDF)
FILLER = b"<b>" + b"x" * 1_000_000 + b"</b>"
LINES = base64.encodebytes(PDF)


def message(*coded: bytes) -> bytes:
    files = b"".join(b'<PrintDoc Volgnummer="1"><EncodedData>' + each + b"</EncodedData></PrintDoc>" for each in coded)
    return (
        b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>\r\n<!-- aan -->\r\n<Offerte>' + files + b"</Offerte>\r\n"
    )


def streamed(body: bytes):
    store: dict[str, bytes] = {}
    return xml.parse(body, limit=50_000_000, open_sink=lambda: MemorySink(store)), store


@pytest.mark.parametrize(
    ("coded", "layout"),
    [
        (ONE_LINE, Layout("", 0, "", "")),
        (LINES, Layout("", 76, "\n", "\n")),
        (LINES.replace(b"\n", b"\r\n"), Layout("", 76, "\r\n", "\r\n")),
        (b"\r\n   " + LINES.replace(b"\n", b"\r\n   "), Layout("\r\n   ", 76, "\r\n   ", "\r\n   ")),
        (LINES.replace(b"\n", b"&#xD;\n"), None),
        (ONE_LINE[:40] + b" " + ONE_LINE[40:], None),
        (ONE_LINE[:40] + b"\n\n" + ONE_LINE[40:80] + b"\n" + ONE_LINE[80:], None),
    ],
    ids=["one-line", "lf", "crlf", "indented", "reference", "blank", "irregular"],
)
def test_a_large_message_is_put_together_again_byte_for_byte(coded, layout):
    body = message(coded)
    parsed, store = streamed(body)
    (payload,) = parsed.payloads
    assert (payload.sha256, payload.size, payload.layout) == (SHA, 900_009, layout)
    assert store[SHA] == PDF
    assert len(parsed.stripped) < 300
    assert restore(parsed.stripped, parsed.payloads, store.__getitem__) == body


def test_two_files_and_what_stands_between_them_come_back():
    body = message(LINES, ONE_LINE, base64.b64encode(b"klein"))
    parsed, store = streamed(body)
    assert [payload.path for payload in parsed.payloads] == [
        "Offerte/PrintDoc[1]/EncodedData",
        "Offerte/PrintDoc[2]/EncodedData",
        "Offerte/PrintDoc[3]/EncodedData",
    ]
    assert restore(parsed.stripped, parsed.payloads, store.__getitem__) == body


def test_the_tree_holds_the_hash_in_place_of_the_file():
    parsed, _ = streamed(message(LINES))
    assert parsed.root.findtext("PrintDoc/EncodedData") == f"sha256:{SHA}"
    assert parsed.sizes == {f"sha256:{SHA}": 900_009}


def test_a_small_message_keeps_its_bytes_and_its_files_in_memory():
    parsed, store = streamed(message(base64.b64encode(b"klein")))
    digest = hashlib.sha256(b"klein").hexdigest()
    assert parsed.payloads == (Payload("Offerte/PrintDoc/EncodedData", digest, 5),)
    assert parsed.contents == {digest: b"klein"}
    assert store == {}
    assert parsed.stripped == parsed.body
    assert restore(parsed.stripped, parsed.payloads, parsed.contents.__getitem__) == parsed.body


@pytest.mark.parametrize("wrapped", ["<![CDATA[a2xlaW4=]]>", "a2xl<!-- x -->aW4=", "a2x<?y?>laW4="])
def test_a_file_in_cdata_or_around_a_comment_is_read_from_the_tree(wrapped):
    parsed = xml.parse(message(wrapped.encode()), limit=10_000)
    assert list(parsed.contents.values()) == [b"klein"]


@pytest.mark.parametrize(
    "coded",
    ["a2xlaW4", "a2xlaW4=x", "a2xlaW4==", "a2xlaW4=a2xlaW4=", "a2xl@W4=", "a2xlaW4=&#65;", "é", "=", "", " \n ", "a"],
)
def test_bad_base64_is_refused_with_the_path_of_its_element(coded):
    with pytest.raises(Refused) as caught:
        xml.parse(message(base64.b64encode(b"goed"), coded.encode()), limit=10_000)
    assert (caught.value.slug, caught.value.path) == ("base64-invalid", "Offerte/PrintDoc[2]/EncodedData")


@pytest.mark.parametrize("tail", [b"rommel", b"=", b"\x20x"])
def test_garbage_after_the_padding_of_a_large_file_is_refused(tail):
    coded = base64.b64encode(PDF + b"1")
    assert coded.endswith(b"==")
    with pytest.raises(Refused) as caught:
        streamed(message(coded + tail))
    assert caught.value.slug == "base64-invalid"


def test_padding_at_the_end_of_a_piece_is_still_the_end():
    piece = base64.b64encode(b"x" * (3 * 262_144 - 1))
    assert len(piece) == 1 << 20
    with pytest.raises(Refused) as caught:
        decode(piece + base64.b64encode(b"meer"), "hier", MemorySink({}))
    assert caught.value.slug == "base64-invalid"


def test_a_hash_written_by_the_sender_is_no_file():
    with pytest.raises(Refused) as caught:
        xml.parse(message(f"sha256:{SHA}".encode()), limit=10_000)
    assert caught.value.slug == "base64-invalid"


@pytest.mark.parametrize("written", ["<![CDATA[payload:0]]>", "payload:0"])
def test_our_own_marker_written_by_the_sender_is_no_file(written):
    with pytest.raises(Refused) as caught:
        xml.parse(message(written.encode()), limit=10_000)
    assert caught.value.slug in {"base64-invalid", "xml-malformed"}


@pytest.mark.parametrize("hiding", ["<!--{}-->", "<![CDATA[{}]]>"])
def test_a_file_hidden_from_the_tree_is_refused(hiding):
    hidden = hiding.format("<EncodedData>a2xlaW4=</EncodedData>")
    with pytest.raises(Refused) as caught:
        xml.parse(f"<Offerte>{hidden}</Offerte>".encode(), limit=10_000)
    assert caught.value.slug == "xml-malformed"


def test_an_element_with_a_longer_name_is_no_file():
    body = b"<Offerte><EncodedDataMeer>a2xlaW4=</EncodedDataMeer><EncodedData>a2xlaW4=</EncodedData></Offerte>"
    assert [payload.path for payload in xml.parse(body, limit=1_000).payloads] == ["Offerte/EncodedData"]


def test_an_empty_file_is_refused():
    with pytest.raises(Refused) as caught:
        xml.parse(b"<Offerte><EncodedData/><EncodedData>a2xlaW4=</EncodedData></Offerte>", limit=1_000)
    assert (caught.value.slug, caught.value.path) == ("base64-invalid", "Offerte/EncodedData[1]")


def test_nothing_reaches_the_sink_when_the_xml_is_malformed():
    store: dict[str, bytes] = {}
    with pytest.raises(Refused):
        xml.parse(message(ONE_LINE) + b"<rest>", limit=50_000_000, open_sink=lambda: MemorySink(store))
    assert store == {}


def test_25_mb_is_read_without_a_large_text_node():
    content = random.Random(8).randbytes(25 * 1024 * 1024)
    parsed, store = streamed(message(base64.b64encode(content)))
    assert list(store.values()) == [content]
    assert len(parsed.stripped) < 300


@given(st.binary(min_size=1, max_size=300), st.integers(1, 80), st.sampled_from(["\n", "\r\n", "\r", " ", "\n\t"]))
def test_a_regular_layout_is_always_found(content, width, line_end):
    coded = base64.b64encode(content).decode()
    text = line_end.join(coded[at : at + width] for at in range(0, len(coded), width))
    layout = layout_of(text.encode())
    payload = Payload("", "h", len(content), 0, len(text), layout, "")
    stripped = b"sha256:h"
    assert restore(stripped, [payload], {"h": content}.__getitem__) == text.encode()


@given(st.text("QWx=\r\n\t A&", max_size=30))
def test_whatever_the_text_the_bytes_come_back_or_it_is_refused(coded):
    body = b"<a><EncodedData>" + coded.encode() + b"</EncodedData>" + FILLER + b"</a>"
    assert outcome(body) in {"back", "base64-invalid", "xml-malformed"}


def outcome(body: bytes) -> str:
    """`back` when the message was read and put together again, else the slug of the refusal."""
    try:
        parsed, store = streamed(body)
    except Refused as refusal:
        return refusal.slug
    return "back" if restore(parsed.stripped, parsed.payloads, store.__getitem__) == body else "different"
