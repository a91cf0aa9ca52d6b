"""Bad messages: what is wrong with each, and the slug and path that its refusal must have."""

import base64
import gzip
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.simulator import messages
from adapters.simulator.cast import Line
from tests.builders.hub import LENDER, OFFICE, OTHER_LENDER, OTHER_OFFICE

AT = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001 - a message has local time
TOO_LARGE = 26_214_401


@dataclass(frozen=True)
class Bad:
    """`make(number)` gives the bytes. `path` is where the refusal must point, or its end when it begins with `…`."""

    name: str
    slug: str
    path: str
    make: object
    envelope: dict = field(default_factory=dict)
    charset: str | None = None
    sender: str = LENDER
    only_network: bool = False
    only: str = ""

    def __str__(self):
        return self.name


def sx(number, old="", new="", **facts):
    text = messages.sx("10", at=AT + timedelta(minutes=3), number=number, **facts).decode()
    assert old in text
    return text.replace(old, new).encode()


def ax(number, **facts):
    return messages.ax(at=AT, number=number, **facts)


def _ax(old, new):
    def make(number):
        text = messages.ax(at=AT + timedelta(hours=1), number=number, version=2).decode()
        assert old in text
        return text.replace(old, new).encode()

    return make


def _sx(old, new):
    return lambda number: sx(number, old, new)


def _doctype(doctype, reference="&x;"):
    return lambda number: doctype.encode() + sx(number, "</StatusMelding>", f"{reference}</StatusMelding>")


def _raw(body):
    return lambda number: body


def _encoded(body):
    return base64.b64encode(body)


def _ox(pdf, old=b"", new=b""):
    def make(number):
        body = messages.ox(at=AT + timedelta(minutes=3), number=number, pdf=pdf)
        assert old in body
        return body.replace(old, new, 1)

    return make


_STATUS_DATE = "StatusMelding/Status/StatusDt"
_VALUE = "OfferteAanvraag/Object/MarktWaarde"
_PRICE = "<MarktWaarde>385000.00<"
_LAUGHS = '<!DOCTYPE a [<!ENTITY x0 "ha"><!ENTITY x1 "&x0;&x0;&x0;&x0;"><!ENTITY x "&x1;&x1;&x1;">]>'

XML = [
    Bad("entity-file", "xml-doctype", "body", _doctype('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    Bad("entity-http", "xml-doctype", "body", _doctype('<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:1/x">]>')),
    Bad("external-dtd", "xml-doctype", "body", _doctype('<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">', "")),
    Bad("internal-entity", "xml-doctype", "body", _doctype('<!DOCTYPE a [<!ENTITY x "99999">]>')),
    Bad("parameter-entity", "xml-doctype", "body", _doctype('<!DOCTYPE a [<!ENTITY % p "x">%p;]>', "")),
    Bad("billion-laughs", "xml-doctype", "body", _doctype(_LAUGHS)),
    Bad("quadratic", "xml-doctype", "body", _doctype(f'<!DOCTYPE a [<!ENTITY x "{"a" * 100_000}">]>', "&x;" * 1_000)),
    Bad("undeclared-entity", "xml-malformed", "body", _doctype("")),
    Bad("depth-300", "xml-too-deep", "body", _raw(b"<a>" * 300 + b"</a>" * 300)),
    Bad("depth-3000", "xml-too-deep", "body", _raw(b"<a>" * 3_000 + b"</a>" * 3_000)),
    Bad(
        "text-of-11-mb",
        "message-too-large",
        "body",
        lambda n: sx(n, "</Status>", f"<X>{'x' * 11_000_000}</X></Status>"),
    ),
    Bad("attribute-of-11-mb", "message-too-large", "body", _raw(b'<a b="' + b"x" * 11_000_000 + b'"/>')),
    Bad(
        "attributes-100000",
        "xml-too-many-attributes",
        "…b",
        _raw(b"<r><b " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/></r>"),
    ),
    Bad("children-1000000", "xml-too-many-elements", "body", _raw(b"<r>" + b"<a/>" * 1_000_000 + b"</r>")),
    Bad(
        "xinclude",
        "xml-xinclude",
        "body",
        _sx("</Status>", '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/></Status>'),
    ),
    Bad("utf-16", "xml-encoding", "body", lambda n: sx(n).decode().encode("utf-16")),
    Bad("utf-16-declared-utf-8", "xml-encoding", "body", lambda n: sx(n).decode().encode("utf-16-be")),
    Bad("latin-1", "xml-encoding", "body", lambda n: sx(n).replace(b"</Status>", b"<X>\xe9</X></Status>")),
    Bad("utf-7-declared", "xml-encoding", "body", lambda n: b'<?xml version="1.0" encoding="UTF-7"?>' + _bare(n)),
    Bad("charset-of-http", "xml-encoding", "body", sx, charset="iso-8859-1", only="http"),
    Bad("nul", "xml-malformed", "body", lambda n: sx(n).replace(b"</Status>", b"\x00</Status>")),
    Bad("control-character", "xml-malformed", "body", _sx("</Status>", "&#1;</Status>")),
    Bad("two-roots", "xml-malformed", "body", lambda n: sx(n) + b"<b/>"),
    Bad("duplicate-attribute", "xml-malformed", "body", _sx("<Status>", '<Status a="1" a="2">')),
    Bad("empty", "message-empty", "body", _raw(b"")),
    Bad("blank", "message-empty", "body", _raw(b" \r\n\t ")),
    Bad("html", "xml-malformed", "body", _raw(b"<html><body><p>Fout 500<br></body></html>")),
    Bad("gzip", "xml-malformed", "body", lambda n: gzip.compress(sx(n))),
    Bad("a-path", "xml-malformed", "body", _raw(b"/etc/passwd")),
    Bad("an-address", "xml-malformed", "body", _raw(b"http://127.0.0.1:1/a.xml")),
    Bad("cut-off", "xml-malformed", "body", lambda n: sx(n)[:-20]),
    Bad(
        "decimal-of-5000-digits",
        "schema-invalid",
        _VALUE,
        _ax(_PRICE, f"<MarktWaarde>{'9' * 5_000}.00<"),
        sender=OFFICE,
    ),
    Bad("exponent", "schema-invalid", _VALUE, _ax(_PRICE, "<MarktWaarde>1e5<"), sender=OFFICE),
    Bad("not-a-number", "schema-invalid", _VALUE, _ax(_PRICE, "<MarktWaarde>NaN<"), sender=OFFICE),
    Bad("infinite", "schema-invalid", _VALUE, _ax(_PRICE, "<MarktWaarde>INF<"), sender=OFFICE),
    Bad("decimal-comma", "schema-invalid", _VALUE, _ax(_PRICE, "<MarktWaarde>1,5<"), sender=OFFICE),
    Bad("arabic-digits", "schema-invalid", _VALUE, _ax(_PRICE, "<MarktWaarde>١٢٣.00<"), sender=OFFICE),
    Bad("date-before-christ", "schema-invalid", _STATUS_DATE, _sx("<StatusDt>2026-11-21", "<StatusDt>-0001-01-01")),
    Bad("date-of-99999", "schema-invalid", _STATUS_DATE, _sx("<StatusDt>2026-11-21", "<StatusDt>99999-01-01")),
    Bad("date-with-zone", "schema-invalid", _STATUS_DATE, _sx("<StatusDt>2026-11-21", "<StatusDt>2026-11-21+14:00")),
    Bad("date-in-february", "schema-invalid", _STATUS_DATE, _sx("<StatusDt>2026-11-21", "<StatusDt>2026-02-30")),
    Bad(
        "sent-in-the-first-year",
        "invalid-value",
        "…VerzendDt",
        _sx("<VerzendDt>2026-11-21", "<VerzendDt>0001-01-01"),
    ),
    Bad("sent-in-the-last-year", "invalid-value", "…VerzendDt", _sx("<VerzendDt>2026-11-21", "<VerzendDt>9999-12-31")),
    Bad("header-date", "invalid-value", "…VerzendDt", _sx("<VerzendDt>2026-11-21", "<VerzendDt>2026-02-30")),
    Bad("20000-mistakes", "schema-invalid", "…Fout[1]", _sx("</Status>", "<Fout/>" * 20_000 + "</Status>")),
    Bad(
        "two-parties-with-one-id",
        "schema-invalid",
        "…PartijNAWData[2]",
        lambda n: messages.da([Line("D1")], at=AT, number=n).replace(b'ID="NA02"', b'ID="NA01"'),
    ),
    Bad(
        "base64-with-a-tail",
        "base64-invalid",
        "…EncodedData",
        _ox(b"%PDF-1.4", b"=</EncodedData", b"=QQ==</EncodedData"),
    ),
]


def _bare(number):
    return sx(number).partition(b"?>")[2] or sx(number)


MESSAGE = [
    Bad("unknown-root", "unknown-message-type", "message_type", _raw(b"<Onbekend><A>1</A></Onbekend>")),
    Bad(
        "unknown-type",
        "unknown-message-type",
        "message_type",
        lambda n: messages.sx("10", at=AT, header=False),
        {"message_type": "QX Onbekend", "receiver": OFFICE},
    ),
    Bad("type-without-reader", "unknown-message-type", "message_type", _raw(b"<KredietAanvraag/>")),
    Bad(
        "unknown-version",
        "unknown-schema-version",
        "schema_version",
        _sx("<BerichtVersie>24.0<", "<BerichtVersie>19.0<"),
    ),
    Bad("unknown-receiver", "unknown-receiver", "receiver", lambda n: sx(n, receiver="599999"), only_network=True),
    Bad("another-sender", "sender-mismatch", "sender", lambda n: sx(n, sender=OTHER_LENDER), only_network=True),
    Bad("header-disagrees", "envelope-mismatch", "receiver", sx, {"receiver": OTHER_OFFICE}),
    Bad("header-disagrees-on-type", "envelope-mismatch", "message_type", sx, {"message_type": "OX Offerte"}),
    Bad("header-disagrees-on-version", "envelope-mismatch", "request_version", sx, {"request_version": 2}),
    Bad("header-disagrees-on-number", "envelope-mismatch", "dossier", sx, {"dossier": "iets-anders"}),
    Bad("envelope-of-no-node", "envelope-invalid", "receiver", sx, {"receiver": "5000"}),
    Bad("envelope-of-no-environment", "envelope-invalid", "environment", sx, {"environment": "test"}),
    Bad(
        "envelope-before-the-calendar",
        "envelope-invalid",
        "sent_at",
        sx,
        {"sent_at": "0001-01-01T00:00:00+14:00"},
    ),
    Bad("envelope-of-no-number", "envelope-invalid", "request_version", sx, {"request_version": "een"}),
    Bad(
        "application-of-another-office",
        "application-of-another-office",
        "dossier",
        lambda n: sx(n, receiver=OTHER_OFFICE),
    ),
    Bad(
        "version-backwards",
        "request-version-backwards",
        "request_version",
        lambda n: messages.ax(at=AT + timedelta(days=1), number=n),
        sender=OFFICE,
    ),
    Bad(
        "another-lender",
        "lender-mismatch",
        "sender",
        lambda n: sx(n, sender=OTHER_LENDER, lender="IN"),
        sender=OTHER_LENDER,
    ),
    Bad(
        "another-lender-in-disguise",
        "lender-mismatch",
        "sender",
        lambda n: sx(n, sender=OTHER_LENDER),
        sender=OTHER_LENDER,
    ),
    Bad("for-stage", "environment-mismatch", "environment", sx, {"environment": "stage"}),
    Bad("attachment-of-25-mb-and-one", "message-too-large", "…EncodedData", _ox(b"%PDF-1.4" + bytes(TOO_LARGE - 8))),
]
