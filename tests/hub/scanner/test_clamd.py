"""ClamAV over its socket: away is busy, too large is a verdict, and an answer that is not understood is neither."""

import socket
import threading
from contextlib import contextmanager

import pytest

from hub.scanner.clamd import Address, ClamdScanner, address_of
from hub.scanning import EICAR, Clean, Infected, Unscannable, open_scanner
from schemas.errors import Busy
from tests.builders import papers
from tests.builders.clamd import STREAM_MOST


@contextmanager
def answering(said, *, reads=True):
    """Something on the port of clamd that answers otherwise."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            line, _ = server.accept()
            with line:
                while reads and b"\0\0\0\0" not in line.recv(65536):
                    pass
                line.sendall(said)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield ClamdScanner(Address("127.0.0.1", server.getsockname()[1]), patience=5)
        thread.join(5)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("clamd://scanner", Address("scanner", 3310)),
        ("clamd://127.0.0.1:7000", Address("127.0.0.1", 7000)),
        ("clamd:///run/clamav/clamd.ctl", Address(path="/run/clamav/clamd.ctl")),
    ],
)
def test_a_url_names_a_port_or_a_socket(url, address):
    assert address_of(url) == address


def test_a_socket_on_this_machine_serves_as_well(clamd):
    scanner = open_scanner(clamd.socket_url)
    assert scanner.scan(EICAR) == Infected("Eicar-Test-Signature")
    assert scanner.scan(b"hub") == Clean()


@pytest.mark.parametrize("url", ["url", "socket_url"])
@pytest.mark.parametrize("more", [1, 30 * 1024 * 1024])
def test_what_is_larger_than_clamd_takes_cannot_be_judged(clamd, url, more):
    body = bytes(STREAM_MOST + more)
    assert open_scanner(getattr(clamd, url)).scan(body) == Unscannable("too-large")


def test_what_is_exactly_as_large_as_clamd_takes_is_judged(clamd):
    assert open_scanner(clamd.url).scan(bytes(STREAM_MOST)) == Clean()


def test_a_script_in_a_pdf_is_for_clamd_to_judge(clamd):
    assert open_scanner(clamd.url).scan(papers.with_script()) == Clean()


def test_a_scanner_that_is_away_is_busy_and_answers_again_when_it_is_back(clamd):
    scanner = open_scanner(clamd.url)
    clamd.stop()
    try:
        with pytest.raises(Busy, match="scanner"):
            scanner.scan(b"hub")
        with pytest.raises(Busy, match="scanner"):
            scanner.check()
    finally:
        clamd.start()
    assert scanner.scan(b"hub") == Clean()


@pytest.mark.parametrize(
    "said", [b"", b"stream: OK", b"stream: Can't allocate memory ERROR\0", b"hello\0", b"x" * 9000]
)
def test_an_answer_that_is_no_verdict_lets_nothing_pass(said):
    with answering(said) as scanner, pytest.raises(Busy, match="scanner"):
        scanner.scan(b"hub")


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        (b"Heuristics.Encrypted.PDF", Unscannable("encrypted")),
        (b"Heuristics.Limits.Exceeded.MaxRecursion", Unscannable("too-heavy")),
        (b"Heuristics.Broken.Media.JPEG", Unscannable("broken")),
        (b"Win.Test.EICAR_HDB-1", Infected("Win.Test.EICAR_HDB-1")),
        (b"Own-Rule.UNOFFICIAL", Infected("Own-Rule")),
    ],
)
def test_names_that_say_clamd_could_not_look_are_no_virus(name, verdict):
    with answering(b"stream: " + name + b" FOUND\0") as scanner:
        assert scanner.scan(b"hub") == verdict


def test_a_scanner_that_does_not_answer_in_time_is_busy(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        scanner = ClamdScanner(Address("127.0.0.1", server.getsockname()[1]), patience=0.2)
        with pytest.raises(Busy, match="scanner"):
            scanner.scan(b"hub")
