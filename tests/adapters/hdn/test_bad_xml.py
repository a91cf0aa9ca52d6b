"""Every row of section 5a of the reliability notes: a typed outcome, no network, no stack trace."""

import gzip
import time
from datetime import date, datetime

import pytest
from lxml import etree

from adapters.hdn import validation, xml
from adapters.hdn.schemas import SchemaSet
from adapters.simulator import messages
from schemas.errors import Refused, SettingsError
from schemas.hdn.dictionary import FOLDER

AT = datetime.fromisoformat("2026-11-21T10:00:00")
LIMIT = 35_000_000
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def refused(body: bytes, **how) -> Refused:
    with pytest.raises(Refused) as caught:
        xml.parse(body, limit=LIMIT, **how)
    assert caught.value.nl
    assert caught.value.en
    return caught.value


def refused_by_schema(body: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        validation.check(xml.parse(body, limit=LIMIT).root)
    return caught.value


def outcome(body: bytes) -> str:
    """`read`, or the slug of the refusal; anything else is a stack trace."""
    try:
        validation.check(xml.parse(body, limit=LIMIT).root)
    except Refused as refusal:
        return refusal.slug
    return "read"


def sx(old: str = "", new: str = "") -> bytes:
    text = messages.sx(at=AT, number="A-1").decode()
    assert old in text
    return text.replace(old, new).encode()


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "{url}/x">]>',
        '<!DOCTYPE a SYSTEM "{url}/a.dtd">',
        '<!DOCTYPE a [<!ENTITY x "99999">]>',
        '<!DOCTYPE a [<!ENTITY % p "x">%p;]>',
        '<!doctype a [<!entity x "99999">]>',
        '<!DOCTYPE a [<!ENTITY x0 "ha"><!ENTITY x1 "&x0;&x0;&x0;&x0;&x0;&x0;&x0;&x0;&x0;&x0;"><!ENTITY x "&x1;&x1;">]>',
        '<!DOCTYPE a [<!ENTITY x "' + "a" * 100_000 + '">]>',
    ],
    ids=["file", "http", "external-dtd", "internal", "parameter", "lower-case", "billion-laughs", "quadratic"],
)
def test_a_doctype_or_entity_is_refused(doctype, listener):
    body = f"{doctype.replace('{url}', listener)}<a>1&x;</a>".encode()
    assert refused(body).slug == "xml-doctype"


def test_an_entity_that_nobody_declared_is_malformed():
    assert refused(b"<a>1&x;</a>").slug == "xml-malformed"


@pytest.mark.parametrize("depth", [65, 200, 300, 3_000, 30_000])
def test_depth_beyond_64_is_refused(depth):
    assert refused(b"<a>" * depth + b"</a>" * depth).slug == "xml-too-deep"


def test_depth_64_is_allowed():
    assert xml.parse(b"<a>" * 64 + b"x" + b"</a>" * 64, limit=LIMIT).root.tag == "a"


@pytest.mark.parametrize("depth", [300, 30_000])
def test_unclosed_depth_is_refused(depth):
    assert refused(b"<a>" * depth).slug in {"xml-malformed", "xml-too-deep"}


def test_a_text_node_of_11_mb_is_refused():
    assert refused(b"<a>" + b"x" * 11_000_000 + b"</a>").slug == "message-too-large"


def test_an_attribute_of_11_mb_is_refused():
    assert refused(b'<a b="' + b"x" * 11_000_000 + b'"/>').slug == "message-too-large"


@pytest.mark.parametrize("count", [65, 1_000, 100_000])
def test_more_than_64_attributes_are_refused(count):
    attributes = " ".join(f'a{at}="1"' for at in range(count))
    refusal = refused(f"<r><b {attributes}/></r>".encode())
    assert refusal.slug == "xml-too-many-attributes"


def test_a_million_attributes_are_refused_before_parsing():
    attributes = " ".join(f'a{at}=""' for at in range(600_000))
    assert refused(f"<r><b {attributes}/></r>".encode()).slug == "xml-too-many-attributes"


def test_a_million_empty_children_are_refused_before_they_cost_memory():
    began = time.monotonic()
    assert refused(b"<r>" + b"<a/>" * 1_000_000 + b"</r>").slug == "xml-too-many-elements"
    assert time.monotonic() - began < 2


def test_200_000_elements_are_allowed_and_one_more_is_not():
    assert len(xml.parse(b"<r>" + b"<a/>" * 199_999 + b"</r>", limit=LIMIT).root) == 199_999
    assert refused(b"<r>" + b"<a/>" * 200_000 + b"</r>").slug == "xml-too-many-elements"


@pytest.mark.parametrize("noise", ["<!-- -->", "<?x?>", "<!-- - -->", "<![CDATA[]]>"])
def test_comments_and_instructions_never_change_a_text(noise):
    root = xml.parse(f"<a>100{noise}000</a>".encode(), limit=LIMIT).root
    assert xml.text(root) == "100000"
    assert "".join(root.itertext()) == "100000"
    assert root.text == "100000"


@pytest.mark.parametrize(
    "body",
    [
        b'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd"/></a>',
        b'<include xmlns="http://www.w3.org/2001/XInclude" href="x"/>',
        b'<a xmlns:y="&#104;ttp://www.w3.org/2001/XInclude"><y:include href="x"/></a>',
    ],
)
def test_xinclude_is_refused(body):
    assert refused(body).slug == "xml-xinclude"


@pytest.mark.parametrize("attribute", ["schemaLocation", "noNamespaceSchemaLocation"])
def test_a_schema_location_is_never_fetched(attribute, listener):
    declared = f'xmlns:xsi="{XSI}" xsi:{attribute}="{listener}/a {listener}/b.xsd"'
    assert outcome(sx("<StatusMelding>", f"<StatusMelding {declared}>")) in {"read", "schema-invalid"}


def test_a_stylesheet_instruction_is_dropped(listener):
    body = f'<?xml-stylesheet href="{listener}/x.xsl"?><a><?php x?>1</a>'.encode()
    root = xml.parse(body, limit=LIMIT).root
    assert etree.tostring(root.getroottree()) == b"<a>1</a>"


@pytest.mark.parametrize(
    ("body", "how"),
    [
        ("<a>é</a>".encode("utf-16"), {}),
        ("<a>é</a>".encode("utf-16-le"), {}),
        ('<?xml version="1.0" encoding="utf-8"?><a>é</a>'.encode("utf-16-be"), {}),
        ("<a>é</a>".encode("utf-32"), {}),
        ("<a>é</a>".encode("latin-1"), {}),
        ('<?xml version="1.0" encoding="utf-8"?><a>é</a>'.encode("latin-1"), {}),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><a>e</a>', {}),
        (b'<?xml version="1.0" encoding="UTF-7"?><a>e</a>', {}),
        (b'<?xml version="1.0" encoding="UTF-16"?><a>e</a>', {}),
        (b"<a>e</a>", {"charset": "iso-8859-1"}),
        (b'<?xml version="1.0" encoding="utf-8"?><a>e</a>', {"charset": "utf-16"}),
    ],
)
def test_only_utf_8_is_read(body, how):
    assert refused(body, **how).slug == "xml-encoding"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (b"\xef\xbb\xbf<a>\xc3\xa9</a>", None),
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?><a>\xc3\xa9</a>', "UTF-8"),
        (b"<?xml version='1.0' encoding='utf-8'?><a>\xc3\xa9</a>", "utf-8"),
        (b"<a>\xc3\xa9</a>", "utf8"),
    ],
)
def test_utf_8_is_read_with_and_without_a_byte_order_mark(body, charset):
    assert xml.parse(body, limit=LIMIT, charset=charset).root.text == "é"


@pytest.mark.parametrize(
    "body",
    [
        b"<a>\x00</a>",
        b"<a>&#0;</a>",
        b"<a>&#1;</a>",
        b"<a>\x01</a>",
        b"<a/><b/>",
        b'<a b="1" b="2"/>',
        b"<a>",
        b"<a></b>",
        b"geen xml",
        b"<html><body><p>Fout 500<br></body></html>",
        b"+ADw-a+AD4-",
        gzip.compress(b"<a/>", mtime=0),
        b"PK\x03\x04zip",
    ],
)
def test_what_is_not_xml_is_malformed(body):
    assert refused(body).slug == "xml-malformed"


@pytest.mark.parametrize("body", [b"", b" \r\n\t "])
def test_an_empty_message_is_refused_as_empty(body):
    assert refused(body).slug == "message-empty"


@pytest.mark.parametrize("text", ["http://127.0.0.1:1/a.xml", "/etc/passwd", "file:///etc/passwd"])
def test_a_path_or_address_is_never_followed(text, listener):
    assert refused(text.replace("http://127.0.0.1:1", listener).encode()).slug == "xml-malformed"


def test_a_schema_of_a_member_that_imports_over_http_is_a_mistake_in_the_settings(tmp_path, listener):
    write_member_schema(tmp_path, f'<xs:import namespace="urn:x" schemaLocation="{listener}/x.xsd"/>')
    with pytest.raises(SettingsError, match="may only use files of its own folder"):
        validation.check(xml.parse(sx(), limit=LIMIT).root, "SX", "AE", "24.0", schemas=SchemaSet(tmp_path))


def test_a_pattern_that_repeats_a_repeat_is_a_mistake_in_the_settings(tmp_path):
    pattern = '<xs:simpleType name="P"><xs:restriction base="xs:string"><xs:pattern value="(a+)+b"/></xs:restriction>'
    write_member_schema(tmp_path, f"{pattern}</xs:simpleType>")
    with pytest.raises(SettingsError, match="repeats a repeat"):
        validation.check(xml.parse(sx(), limit=LIMIT).root, "SX", "AE", "24.0", schemas=SchemaSet(tmp_path))


def write_member_schema(folder, extra: str) -> None:
    (folder / "24.0" / "AE").mkdir(parents=True)
    text = (FOLDER / "24.0" / "SX.xsd").read_text()
    head, tail = text.split("</xs:annotation>\n", 1)
    (folder / "24.0" / "AE" / "SX.xsd").write_text(f"{head}</xs:annotation>\n{extra}\n{tail}")


@pytest.mark.parametrize(
    "amount",
    ["9" * 5_000 + ".00", "1e5", "NaN", "INF", "-INF", "1,5", "1.000,00", "١٢٣.00", "", "+1.00", "1.5", "0x10.00"],
)
def test_a_number_that_is_no_amount_is_refused(amount):
    body = messages.ax(at=AT).decode().replace("<MarktWaarde>385000.00<", f"<MarktWaarde>{amount}<").encode()
    refusal = refused_by_schema(body)
    assert refusal.slug == "schema-invalid"
    assert refusal.path == "OfferteAanvraag/Object/MarktWaarde"


@pytest.mark.parametrize(
    "value",
    [
        "-0001-01-01",
        "99999-01-01",
        "2026-11-21Z",
        "2026-11-21+14:00",
        "2026-02-30",
        "1899-12-31",
        "2200-01-01",
        "0000-00-00",
    ],
)
def test_a_date_that_python_cannot_hold_is_refused(value):
    refusal = refused_by_schema(sx("<StatusDt>2026-11-21<", f"<StatusDt>{value}<"))
    assert refusal.slug == "schema-invalid"
    assert refusal.path == "StatusMelding/Status/StatusDt"
    assert refusal.came == value


@pytest.mark.parametrize("value", ["1900-01-01", "2199-12-31", "2024-02-29", " 2026-11-21\n"])
def test_every_date_that_fits_the_schema_is_one_in_python(value):
    root = validation.check(xml.parse(sx("<StatusDt>2026-11-21<", f"<StatusDt>{value}<"), limit=LIMIT).root).root
    assert date.fromisoformat(xml.text(root.find("Status/StatusDt")))


@pytest.mark.parametrize("value", ["24:00:00", "10:00", "10:00:00Z", "10:00:00.5", "25:00:00", "10:61:00"])
def test_a_time_that_python_cannot_hold_is_refused(value):
    assert refused_by_schema(sx("<StatusTijd>10:00:00<", f"<StatusTijd>{value}<")).slug == "schema-invalid"


def test_20_000_mistakes_give_at_most_50_findings_and_take_little_time():
    body = b"<StatusMelding><Status>" + b"<Fout/>" * 20_000 + b"</Status></StatusMelding>"
    began = time.monotonic()
    refusal = refused_by_schema(body)
    assert refusal.slug == "schema-invalid"
    assert len(refusal.findings) <= 50
    assert time.monotonic() - began < 3


def test_two_parties_with_the_same_id_are_refused():
    body = messages.da([messages.Line("D1")], at=AT).decode().replace('ID="NA02"', 'ID="NA01"').encode()
    refusal = refused_by_schema(body)
    assert (refusal.slug, refusal.rule) == ("schema-invalid", "unique-id")
