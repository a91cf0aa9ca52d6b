"""HTTPS out: what a lender is sent, what its answers mean, and a lender that misbehaves in every way."""

import os
import shutil
import socket
import subprocess
import time

import pytest

from adapters.channels.out.https import HttpsChannel, judged
from adapters.channels.out.options import HttpsOptions, https_options
from hub.delivery.channel import Acknowledged, Delivered, NotNow, Parcel, RefusedByPartner
from schemas.errors import Refused
from tests.builders.delivery import letter
from tests.builders.raw_lender import RawLender, answer, drips, receipt, server_context

ID = letter(1).id


def parcel(number=1, **more):
    row = letter(number, queue=str(number), **more)
    return Parcel(row, row.body)


@pytest.fixture
def opened():
    """Lenders and channels that are closed after the test."""
    made = []

    def open_lender(says=None, **more):
        lender = RawLender(says, more.pop("context", None))
        channel = HttpsChannel(more.pop("url", lender.url), options(**more), allows_private=False)
        made.extend((channel, lender))
        return lender, channel

    yield open_lender
    for each in made:
        each.close()


def options(**more):
    return HttpsOptions(**({"timeout_s": 2.0, "parallel": 2} | more))


def once(channel, **more):
    """What became of one message."""
    return channel.deliver([parcel(**more)])[parcel(**more).id]


def saying(content):
    return lambda connection, request: connection.sendall(content)


def test_a_lender_gets_the_bytes_with_the_envelope_in_headers_and_the_id_as_key(opened):
    lender, channel = opened()
    assert isinstance(once(channel), Acknowledged)
    (request,) = lender.requests
    assert (request.line, request.body) == ("POST /in HTTP/1.1", b"<out>1</out>")
    sent = {name: value for name, value in request.headers.items() if name.startswith(("hub-", "idem", "content-t"))}
    assert sent == {
        "idempotency-key": ID,
        "content-type": "application/xml",
        "hub-sender": "500001",
        "hub-receiver": "600001",
        "hub-message-type": "SX StatusMelding",
        "hub-receiver-code": "AE",
        "hub-request-version": "1",
        "hub-environment": "production",
    }
    assert "authorization" not in request.headers


def test_the_key_of_a_file_is_sent_and_read_anew_each_time(opened, tmp_path):
    place = tmp_path / "key"
    place.write_text("hub_first\n")
    lender, channel = opened(key_file=place)
    once(channel)
    place.write_text("hub_second")
    once(channel)
    assert [each.headers["authorization"] for each in lender.requests] == ["Bearer hub_first", "Bearer hub_second"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_key_that_cannot_be_read_sends_nothing(opened, tmp_path, content):
    place = tmp_path / "key"
    if content:
        place.write_bytes(content)
    lender, channel = opened(key_file=place)
    assert once(channel) == NotNow("secret-missing")
    assert lender.requests == []


ACCEPTED = b'{"id": "r", "outcome": "accepted"}'
REFUSED = b'{"id": "r", "outcome": "refused", "refusal": {"slug": "schema-invalid", "nl": "N.", "en": "E."}}'
REASON = {"receipt": "r", "slug": "schema-invalid", "nl": "N.", "en": "E."}
ANSWERS = {
    "a receipt": (200, ACCEPTED, Acknowledged({"receipt": "r"})),
    "a receipt with another success": (202, ACCEPTED, Acknowledged({"receipt": "r"})),
    "a refusal": (422, REFUSED, RefusedByPartner(REASON)),
    "a refusal with 200": (200, REFUSED, RefusedByPartner(REASON)),
    "nothing": (204, b"", Delivered()),
    "a page": (200, b"<html>Bedankt</html>", Delivered()),
    "400": (400, b"", RefusedByPartner({"slug": "status-400"})),
    "409": (409, b"no", RefusedByPartner({"slug": "status-409"})),
    "413 with a problem": (
        413,
        b'{"slug": "message-too-large", "nl": "Te groot.", "en": "Too large.", "detail": "d"}',
        RefusedByPartner({"slug": "message-too-large", "nl": "Te groot.", "en": "Too large."}),
    ),
    "415": (415, b"[]", RefusedByPartner({"slug": "status-415"})),
    **{
        str(status): (status, ACCEPTED if status >= 500 else b"", NotNow(f"status-{status}"))
        for status in (301, 302, 307, 401, 403, 404, 405, 407, 408, 410, 425, 429, 500, 501, 502, 503, 504, 599)
    },
}


@pytest.mark.parametrize(("status", "body", "result"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_means(status, body, result):
    assert judged(ID, status, {}, body)[0] == result


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("999999999999", 999_999_999.0),
        ("-5", None),
        ("soon", None),
        ("٣", None),
        ("", None),
        ("Mon, 01 Jan 2001 00:00:00 GMT", 0.0),
    ],
)
def test_retry_after_is_a_number_or_a_moment(header, seconds):
    assert judged(ID, 503, {"retry-after": header}, b"") == (NotNow("status-503", seconds), False)


def test_retry_after_as_a_moment_to_come_is_the_seconds_until_then():
    from email.utils import formatdate

    result, _ = judged(ID, 503, {"retry-after": formatdate(time.time() + 90, usegmt=True)}, b"")
    assert 85 <= result.retry_after <= 90


# A lender that misbehaves


def test_a_lender_that_answers_500_gets_the_same_message_again(opened):
    says = [answer(500, b"oops"), receipt(ID)]
    lender, channel = opened(lambda connection, request: connection.sendall(says.pop(0)))
    assert once(channel) == NotNow("status-500")
    assert once(channel) == Acknowledged({"receipt": "r-1"})
    assert [each.key for each in lender.requests] == [ID, ID]
    assert lender.requests[0].body == lender.requests[1].body


def test_a_lender_that_hangs_is_given_up(opened):
    lender, channel = opened(lambda connection, request: time.sleep(5), timeout_s=0.5)
    started = time.monotonic()
    assert once(channel) == NotNow("no-answer")
    assert time.monotonic() - started < 2
    assert len(lender.requests) == 1


@pytest.mark.parametrize("part", [receipt(ID), b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300], ids=["body", "header"])
def test_a_lender_that_answers_a_byte_at_a_time_is_given_up_in_time(opened, part):
    _, channel = opened(lambda connection, request: drips(connection, part, every_s=0.05), timeout_s=1.0)
    started = time.monotonic()
    assert once(channel) == NotNow("no-answer")
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("length", [0, 5, 20, 60], ids=lambda n: f"after {n} bytes")
def test_a_lender_that_closes_half_way_gets_it_again(opened, length):
    def says(connection, request):
        connection.sendall(receipt(ID)[:length])
        connection.close()

    lender, channel = opened(says)
    assert once(channel) == NotNow("cut-off")
    lender.says = saying(receipt(ID))
    assert once(channel) == Acknowledged({"receipt": "r-1"})


def test_a_lender_that_answers_twice_is_never_believed_about_the_next_message(opened):
    _, channel = opened(lambda connection, request: connection.sendall(receipt(request.key) * 2), parallel=1)
    first, second, third = (once(channel, number=n) for n in (1, 2, 3))
    assert first == Acknowledged({"receipt": "r-1"})
    assert second == NotNow("answer-of-another")
    assert third == Acknowledged({"receipt": "r-1"})


def test_a_lender_that_answers_twice_without_a_receipt_is_not_believed_either(opened):
    says = [answer(204) + answer(204), answer(500)]
    _, channel = opened(lambda connection, request: connection.sendall(says.pop(0)), parallel=1)
    assert once(channel) == Delivered()
    assert once(channel, number=2) == NotNow("status-500")


def test_a_lender_that_answers_before_it_is_asked_is_not_believed(opened):
    def says(connection, request):
        connection.sendall(receipt(request.key))
        time.sleep(0.05)
        connection.sendall(receipt(letter(2).id))

    _, channel = opened(says, parallel=1)
    assert once(channel) == Acknowledged({"receipt": "r-1"})
    time.sleep(0.3)
    assert once(channel, number=2) == Acknowledged({"receipt": "r-1"})


def test_a_receipt_about_another_message_is_no_answer(opened):
    _, channel = opened(saying(receipt(letter(9).id)))
    assert once(channel) == NotNow("answer-of-another")


@pytest.mark.parametrize(
    "content",
    [b"\x00\x01\x02" * 50, b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000],
    ids=["bytes", "ssh", "headers without end"],
)
def test_what_is_no_http_is_no_answer(opened, content):
    def says(connection, request):
        connection.sendall(content)
        connection.close()

    _, channel = opened(says)
    assert once(channel) == NotNow("cut-off")


def test_an_answer_without_end_is_not_read_to_the_end(opened):
    def says(connection, request):
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(100_000):
            connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    _, channel = opened(says)
    assert once(channel) == Delivered()


def test_an_answer_that_is_packed_is_not_unpacked(opened):
    packed = answer(200, b"\x1f\x8b" + b"\x00" * 100, Content_Encoding="gzip")
    lender, channel = opened(saying(packed))
    assert once(channel) == Delivered()
    assert lender.requests[0].headers["accept-encoding"] == "identity"


def test_a_redirect_is_not_followed(opened):
    elsewhere, _ = opened()
    lender, channel = opened(saying(answer(307, b"", Location=elsewhere.url)))
    assert once(channel) == NotNow("status-307")
    assert (len(lender.requests), elsewhere.requests) == (1, [])


def test_a_lender_that_is_not_there_is_tried_a_moment_and_then_later(opened):
    lender, channel = opened()
    lender.close()
    assert once(channel) == NotNow("unreachable")


def test_a_lender_that_starts_within_the_attempt_gets_it(opened, monkeypatch):
    _, channel = opened()
    connect, failed = socket.create_connection, []

    def flaky(address, *rest, **more):
        if len(failed) < 2:
            failed.append(address)
            raise ConnectionRefusedError
        return connect(address, *rest, **more)

    monkeypatch.setattr(socket, "create_connection", flaky)
    assert once(channel) == Acknowledged({"receipt": "r-1"})
    assert len(failed) == 2


def test_messages_of_several_queues_travel_at_once(opened):
    def says(connection, request):
        time.sleep(0.4)
        connection.sendall(receipt(request.key))

    lender, channel = opened(says, parallel=4)
    started = time.monotonic()
    results = channel.deliver([parcel(n) for n in range(1, 5)])
    assert time.monotonic() - started < 1.2
    assert list(results.values()) == [Acknowledged({"receipt": "r-1"})] * 4
    assert lender.connections == 4


def test_more_messages_than_connections_share_them(opened):
    lender, channel = opened(parallel=3)
    results = channel.deliver([parcel(n) for n in range(1, 31)])
    assert (len(results), channel.at_once) == (30, 30)
    assert sorted(request.key for request in lender.requests) == sorted(results)
    assert lender.connections == 3


def test_when_the_partner_is_in_trouble_the_rest_is_not_tried(opened):
    lender, channel = opened(lambda connection, request: time.sleep(3), timeout_s=0.5, parallel=2)
    results = channel.deliver([parcel(n) for n in range(1, 11)])
    assert set(results.values()) == {NotNow("no-answer")}
    assert len(results) == len(lender.requests) == 2


def test_a_status_500_stops_no_other_message(opened):
    def says(connection, request):
        connection.sendall(answer(500) if request.key == letter(3).id else receipt(request.key))

    _, channel = opened(says, parallel=2)
    results = channel.deliver([parcel(n) for n in range(1, 11)])
    assert [int(row_id[-12:]) for row_id, result in results.items() if result == NotNow("status-500")] == [3]
    assert len(results) == 10


def test_a_connection_is_used_again_after_an_answer_that_names_its_message(opened):
    lender, channel = opened(parallel=1)
    for n in range(1, 4):
        once(channel, number=n)
    assert (lender.connections, len(lender.requests)) == (1, 3)


def test_a_fact_that_no_header_can_carry_is_left_to_the_message(opened):
    lender, channel = opened()
    row = letter(1)
    facts = row.envelope | {"dossier": "A\r\nX: 1", "receiver_code": "Łódź", "message_type": " SX Café "}
    odd = letter(1, envelope=facts)
    assert channel.deliver([Parcel(odd, odd.body)])[ID] == Acknowledged({"receipt": "r-1"})
    headers = lender.requests[0].headers
    assert "hub-dossier" not in headers
    assert "hub-receiver-code" not in headers
    assert "x" not in headers
    assert headers["hub-message-type"] == "SX Café"


# Where it may go


@pytest.mark.parametrize(
    "url",
    [
        "http://lender.example/in",
        "ftp://lender.example",
        "https://",
        "https://user:secret@lender.example",
        "https://lender.example/#part",
        "https://lender.example:99999/",
        "https://lender.example:0/",
        "//lender.example",
        "file:///etc/passwd",
        "http://127.0.0.1.example/",
        "",
    ],
)
def test_an_address_that_is_not_https_is_refused(url):
    with pytest.raises(Refused, match="address"):
        HttpsChannel(url, options(), allows_private=False)


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "224.0.0.1", "240.0.0.1"),
        *("64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "2002:a00:1::", "2002:7f00:1::1"),
    ],
)
def test_a_name_that_leads_into_a_private_network_is_not_connected_to(opened, monkeypatch, address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    tried = []
    monkeypatch.setattr(socket, "create_connection", lambda *given, **__: tried.append(given))
    _, channel = opened(url="https://lender.example/in")
    assert once(channel) == NotNow("address-not-allowed")
    assert tried == []


def test_a_private_address_may_be_allowed(opened, monkeypatch):
    lender, _ = opened()
    port = int(lender.url.rpartition(":")[2].partition("/")[0])
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    channel = HttpsChannel(f"https://lender.example:{port}/", options(), allows_private=True)
    assert once(channel).why in {"unreachable", "cut-off", "certificate-refused"}
    channel.close()
    assert lender.connections == 1


def test_a_name_that_nobody_knows_is_unreachable(opened):
    _, channel = opened(url="https://no-such-lender.invalid/in")
    assert once(channel) == NotNow("unreachable")


# Certificates


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of localhost that signs itself, with its key."""
    if not shutil.which("openssl"):
        if os.environ.get("CI") == "true":
            raise RuntimeError("openssl is missing")
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    command += " -addext subjectAltName=DNS:localhost"
    files = [folder / "certificate.pem", folder / "key.pem"]
    subprocess.run([*command.split(), "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
    return files


def test_a_partner_with_a_certificate_of_its_own_authority_is_reached(opened, certificate):
    _, channel = opened(context=server_context(*certificate), ca_file=certificate[0])
    assert once(channel) == Acknowledged({"receipt": "r-1"})


def test_a_certificate_that_nobody_vouches_for_is_refused(opened, certificate):
    lender, channel = opened(context=server_context(*certificate))
    assert once(channel) == NotNow("certificate-refused")
    assert lender.requests == []


def test_a_client_certificate_says_who_we_are(opened, certificate):
    context = server_context(*certificate, client_ca=certificate[0])
    _, channel = opened(
        context=context, ca_file=certificate[0], certificate_file=certificate[0], certificate_key_file=certificate[1]
    )
    assert once(channel) == Acknowledged({"receipt": "r-1"})
    _, without = opened(context=context, ca_file=certificate[0])
    assert once(without).why in {"cut-off", "unreachable"}


def test_a_certificate_file_that_is_none_sends_nothing(opened, tmp_path):
    (tmp_path / "no.pem").write_text("nothing")
    _, channel = opened(certificate_file=tmp_path / "no.pem")
    assert once(channel) == NotNow("secret-missing")


# Options


def test_options_are_read_from_plain_values(tmp_path):
    found = https_options({"key_file": str(tmp_path / "key"), "parallel": "8", "timeout_s": 5})
    assert found == HttpsOptions(key_file=tmp_path / "key", parallel=8, timeout_s=5.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "hub_secret"},
        {"key_file": "relative/key"},
        {"parallel": 0},
        {"parallel": 17},
        {"parallel": "many"},
        {"timeout_s": "nan"},
        {"timeout_s": 1e9},
        {"folder": "/x"},
    ],
)
def test_options_that_do_not_fit_are_refused(wrong):
    with pytest.raises(Refused):
        https_options(wrong)
