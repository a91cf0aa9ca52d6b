"""Delivery measured: messages a second out of the database, over AMQP with confirms and over HTTPS on loopback."""

import hashlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.bench.stack import Stack, running_stack
from adapters.simulator.messages import LENDER, OFFICE
from hub import rows as statements
from hub.bench.servers.process import binary, free_port
from hub.delivery.partners import AMQP, HTTPS, set_way
from hub.records import OUTGOING, Outgoing

QUEUES = 1_000
_BODY_BYTES = 4_096
_AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
_GONE = "SELECT count(*) FROM outgoing WHERE state <> 'queued'"
_PATIENCE_S = 300.0
_POLL_S = 0.05
_CERTIFICATE = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"


def delivery(over_amqp: int = 20_000, over_https: int = 4_000) -> dict[str, Any]:
    """Both channels, each on a fresh stack with one `hub deliver`; messages of 4 kB over 1,000 exchanges."""
    return {AMQP: _amqp(over_amqp), HTTPS: _https(over_https)}


def _amqp(messages: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder, running_stack(Path(folder)) as stack:
        return _measured(stack, messages, AMQP, "", {})


def _https(messages: int) -> dict[str, Any]:
    """The lender has four connections with TLS, as a partner gets them when nothing else is said."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as place, running_stack(Path(place)) as stack:
        folder = Path(place)
        with _lender(stack, folder) as url:
            return _measured(stack, messages, HTTPS, url, {"ca_file": str(folder / "certificate.pem")})


def _measured(stack: Stack, messages: int, channel: str, address: str, options: dict[str, Any]) -> dict[str, Any]:
    """The queue is filled first; the clock starts when the first message is gone."""
    fill(stack, range(messages))
    stack.start("deliver")
    time.sleep(1.0)
    give_way(stack, channel=channel, address=address, options=options)
    first = _wait(stack, 1)
    before, started = stack.cpu_seconds(), time.monotonic()
    _wait(stack, messages)
    seconds, used, counted = time.monotonic() - started, stack.cpu_seconds(), messages - first
    return {
        "messages": counted,
        "seconds": round(seconds, 2),
        "messages_per_second": round(counted / seconds),
        "cpu_us_per_message": {name: round((used[name] - before[name]) / counted * 1e6) for name in used},
        "memory_mb": round(stack.memory_mb("deliver"), 1),
    }


def give_way(stack: Stack, *, channel: str, address: str, options: dict[str, Any]) -> None:
    """From now on the lender can be reached."""
    with stack.database.transaction() as connection:
        set_way(connection, LENDER, channel=channel, address=address, options=options, most_bytes=None, at=_AT)


def fill(stack: Stack, numbers: range) -> None:
    """Writes the messages of these numbers, due at once."""
    chunk = 1_000
    for start in range(0, len(numbers), chunk):
        rows = [_row(n) for n in numbers[start : start + chunk]]
        with stack.database.transaction() as connection:
            statements.write(connection, OUTGOING, rows)


def _row(n: int) -> Outgoing:
    message_id, queue = f"01a200cd-0000-7000-8000-{n:012d}", n % QUEUES
    body = b"<StatusMelding>" + b"x" * (_BODY_BYTES - 31) + b"</StatusMelding>"
    envelope = {"sender": OFFICE, "receiver": LENDER, "message_type": "SX StatusMelding", "environment": "production"}
    return Outgoing(
        id=message_id,
        unit_id=f"bench-{n}",
        n=0,
        number=n,
        queue=f"{LENDER}/{queue:04d}",
        lane_id=f"lane-{queue:04d}",
        dossier_id=None,
        office_id=None,
        environment="production",
        sender=OFFICE,
        receiver=LENDER,
        code="SX",
        message_type="SX StatusMelding",
        receiver_code="AE",
        request_version=1,
        envelope=envelope | {"message_id": message_id},
        about="",
        content_hash=hashlib.sha256(body).hexdigest(),
        size=len(body),
        payloads=[],
        body=body,
        made_at=_AT,
        made_by="bench",
        resends="",
        reason="",
    )


def _wait(stack: Stack, total: int) -> int:
    """Until so many are gone; returns how many there are then."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        gone = stack.count(_GONE)
        if gone >= total:
            return gone
        time.sleep(_POLL_S)
    raise TimeoutError(f"{stack.count(_GONE)} of {total} messages were delivered in {_PATIENCE_S:.0f} s")


@contextmanager
def _lender(stack: Stack, folder: Path) -> Iterator[str]:
    """A lender as a role of the stack, so that its CPU is told too."""
    certificate, key, port = folder / "certificate.pem", folder / "key.pem", free_port()
    made = [str(binary("openssl")), *_CERTIFICATE.split(), "-out", str(certificate), "-keyout", str(key)]
    subprocess.run(made, check=True, capture_output=True)  # noqa: S603 - our own command line
    command = [sys.executable, "-m", "adapters.bench.lender", str(port), str(certificate), str(key)]
    process = subprocess.Popen(command)  # noqa: S603 - the same
    stack.roles["lender"] = process
    try:
        yield f"https://localhost:{port}/in"
    finally:
        stack.stop("lender")
