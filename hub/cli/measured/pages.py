"""The pages and the API measured: people ask at a steady rate while an office has many dossiers."""

import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import httpx

from adapters.bench.runs import start_hub
from adapters.bench.scenario import answers, applications, somebody
from adapters.bench.stack import Stack, running_stack
from adapters.simulator.messages import LENDER, OFFICE
from adapters.simulator.partner import AmqpPartner, Posted
from handlers.accounts.links import make_link
from handlers.accounts.people import add_user
from handlers.offices.directory import add_office
from hub.bench.servers.process import free_port

_OFFICE_ID, _SECOND_NODE = "bench-office", "500099"
_PEOPLE = 10
_A_PORTION = 5_000
_READY_S = 60

_PAGES: tuple[tuple[str, str], ...] = (
    ("start", "/"),
    ("dossiers", "/dossiers"),
    ("dossiers, filtered", "/dossiers?status=10&sort=name"),
    ("search", "/dossiers?q={surname}"),
    ("search, misspelled", "/dossiers?q={slip}"),
    ("everything", "/api/v2/search?q={surname}"),
    ("dossier", "/dossiers/{dossier}"),
    ("HDN", "/dossiers/{dossier}/hdn"),
    ("products", "/dossiers/{dossier}/products"),
    ("for the customer", "/dossiers/{dossier}/for-the-customer"),
    ("contact and tasks", "/dossiers/{dossier}/tasks"),
    ("inbox", "/inbox"),
    ("tasks", "/tasks"),
    ("dossier, API", "/api/v2/dossiers/{dossier}"),
    ("dossiers, API", "/api/v2/dossiers?limit=25"),
)
"""What is asked in turn, each about another dossier."""


def pages(dossiers: int, rate: int, seconds: int) -> dict[str, Any]:
    """`rate` requests a second for `seconds` over an office with `dossiers`; times from when each was due, in ms."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder, running_stack(Path(folder)) as stack:
        stack.environment |= {
            "HUB_PUBLIC_URL": f"http://localhost:{port}",
            "HUB_HTTP_PORT": str(port),
            "HUB_RATE_LIMITS": "off",
        }
        links = _links(stack)
        _fill(stack, dossiers)
        stack.start("serve")
        with _signed_in(f"http://localhost:{port}", links) as people:
            places = _places(stack, rate * seconds)
            for name, place in places[: 2 * len(_PAGES)]:
                _asked(people[0], name, place)
            before = stack.cpu_seconds()
            made = _measured(people, places, rate)
            used = stack.cpu_seconds()
            cpu = {name: round((used[name] - before[name]) / len(places) * 1e3, 1) for name in ("serve", "postgresql")}
            return {"dossiers": dossiers, "rate": rate, "cpu_ms_per_request": cpu} | made


def _links(stack: Stack) -> list[str]:
    """Advisers of the office, each with a link to sign in with."""
    at = datetime.now(UTC)
    with stack.database.transaction() as connection:
        add_office(connection, name="Benchmark office", node=_SECOND_NODE, at=at, office_id=_OFFICE_ID)
        people = [
            add_user(connection, office_id=_OFFICE_ID, name=f"Adviser {n}", role="adviser", at=at)
            for n in range(_PEOPLE)
        ]
        return [make_link(connection, each.id, at) for each in people]


def _fill(stack: Stack, dossiers: int) -> None:
    """An application for each dossier and as many answers, the way that messages come in."""
    start_hub(stack)
    _handed_in(stack, OFFICE, applications(dossiers, varied=True), 0)
    _handed_in(stack, LENDER, answers(dossiers, dossiers=dossiers), dossiers)
    stack.stop()
    with stack.database.reading() as connection:
        connection.exec_driver_sql("ANALYZE")


def _handed_in(stack: Stack, node: str, messages: Iterator[Posted], before: int) -> None:
    with AmqpPartner(stack.partner_url(node), node) as partner:
        while portion := list(islice(messages, _A_PORTION)):
            partner.hand_in(portion)
            before += len(portion)
            stack.wait_for(before)


def _places(stack: Stack, count: int) -> list[tuple[str, str]]:
    with stack.database.reading() as connection:
        found = connection.exec_driver_sql("SELECT id FROM dossiers ORDER BY md5(id) LIMIT 500")
        known = [row[0] for row in found]
    made = []
    for n in range(count):
        name, place = _PAGES[n % len(_PAGES)]
        surname = somebody(n).surname
        slip = surname[:3] + surname[4:]
        made.append((name, place.format(dossier=known[n % len(known)], surname=surname, slip=slip)))
    return made


@contextmanager
def _signed_in(url: str, links: Sequence[str]) -> Iterator[list[httpx.Client]]:
    people = [httpx.Client(base_url=url, trust_env=False, verify=False, timeout=30) for _ in links]  # noqa: S501 - no TLS here
    try:
        _wait(people[0])
        for client, link in zip(people, links, strict=True):
            client.post(f"/login/{link}")
        yield people
    finally:
        for client in people:
            client.close()


def _wait(client: httpx.Client) -> None:
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline:
        try:
            if client.get("/health/ready").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"the counter was not ready within {_READY_S} s")


def _asked(client: httpx.Client, name: str, place: str) -> str:
    accept = "application/json" if place.startswith("/api/") else "text/html"
    answer = client.get(place, headers={"Accept": accept})
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"{name} {place}: {answer.status_code} {answer.text[:300]}")
    return name


def _measured(people: Sequence[httpx.Client], places: Sequence[tuple[str, str]], rate: int) -> dict[str, Any]:
    """Each request is due at its moment, whether or not the one before it was answered."""
    took: dict[str, list[float]] = defaultdict(list)
    started = time.monotonic()

    def ask(n: int) -> None:
        due = started + n / rate
        time.sleep(max(0.0, due - time.monotonic()))
        name = _asked(people[n % len(people)], *places[n])
        took[name].append((time.monotonic() - due) * 1e3)

    with ThreadPoolExecutor(len(people)) as asking:
        for done in [asking.submit(ask, n) for n in range(len(places))]:
            done.result()
    whole = [each for found in took.values() for each in found]
    return {
        "requests": len(whole),
        "requests_per_second": round(len(whole) / (time.monotonic() - started), 1),
        **_spread(whole),
        "pages": {name: _spread(took[name]) for name, _ in _PAGES},
    }


def _spread(found: Sequence[float]) -> dict[str, float]:
    ordered = sorted(found)
    at = {"p50_ms": len(ordered) // 2, "p99_ms": int(len(ordered) * 0.99), "max_ms": len(ordered) - 1}
    return {name: round(ordered[place], 1) for name, place in at.items()}
