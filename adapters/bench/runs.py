"""The measurements: throughput with CPU per part, latency at a steady rate, memory, and the embedded hub."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from adapters.bench.scenario import DOSSIERS, answers, applications, sizes
from adapters.bench.stack import Stack, running_stack
from adapters.simulator.messages import LENDER, OFFICE
from adapters.simulator.partner import AmqpPartner, Posted

WORKERS = 2
_HEAD_START_S = 4.0
_WARM_UP = 400
_MOMENTS = (
    "SELECT m.identity, extract(epoch FROM m.received_at), extract(epoch FROM pg_xact_commit_timestamp(m.xmin)), "
    "extract(epoch FROM pg_xact_commit_timestamp(o.xmin)) FROM messages m JOIN outcomes o ON o.unit_id = m.id"
)


def throughput(messages: int) -> dict[str, Any]:
    """Messages a second from `hub.intake` to committed state.

    The queue is filled first, and the clock starts when the roles are up and the first message is applied.
    """
    with fresh_stack() as stack:
        open_dossiers(stack)
        with AmqpPartner(stack.partner_url(LENDER), LENDER) as lender:
            lender.hand_in(answers(messages))
        start_hub(stack)
        stack.wait_for(DOSSIERS + 1)
        before, started, first = stack.cpu_seconds(), time.monotonic(), stack.applied()
        ended = stack.wait_for(DOSSIERS + messages)
        used, counted = stack.cpu_seconds(), DOSSIERS + messages - first
        return {
            "messages": counted,
            "seconds": round(ended - started, 2),
            "messages_per_second": round(counted / (ended - started)),
            "cpu_us_per_message": {name: round((used[name] - before[name]) / counted * 1e6) for name in used},
            "memory_mb": {name: round(stack.memory_mb(name), 1) for name in stack.roles},
            "states": _states(stack),
            "average_bytes": sizes(),
        }


def latency(rate: int, seconds: int) -> dict[str, Any]:
    """From publishing to the commit of the outcome, at a steady rate, in milliseconds, whole and per part of the way.

    The moments of commits are the database's own, so nobody watches while it runs.
    """
    with fresh_stack() as stack:
        open_dossiers(stack)
        start_hub(stack)
        with AmqpPartner(stack.partner_url(LENDER), LENDER) as lender:
            lender.hand_in(answers(_WARM_UP, run="w"))
        stack.wait_for(DOSSIERS + _WARM_UP)
        posted = list(answers(rate * seconds))
        before, started = stack.cpu_seconds(), time.monotonic()
        sent = _hand_in_steadily(stack, posted, rate)
        stack.wait_for(DOSSIERS + _WARM_UP + len(posted))
        used, elapsed = stack.cpu_seconds(), time.monotonic() - started
        moments = [(sent[name], *when) for name, *when in _moments(stack) if name in sent]
        return {
            "rate": rate,
            "messages": len(moments),
            **_spread([done - begun for begun, _, _, done in moments]),
            "parts": {
                "to intake": _spread([received - begun for begun, received, _, _ in moments]),
                "journal": _spread([journaled - received for _, received, journaled, _ in moments]),
                "worker": _spread([done - journaled for _, _, journaled, done in moments]),
            },
            "cores": {name: round((used[name] - before[name]) / elapsed, 2) for name in used},
        }


def memory(messages: int) -> dict[str, Any]:
    """Resident memory of the workers while `messages` go through, in MB, at every tenth of the way."""
    with fresh_stack() as stack:
        open_dossiers(stack)
        start_hub(stack)
        tenth = messages // 10
        read: list[float] = []
        with AmqpPartner(stack.partner_url(LENDER), LENDER) as lender:
            for turn in range(10):
                lender.hand_in(answers(tenth, seed=turn, run=f"m{turn}"))
                stack.wait_for(DOSSIERS + tenth * (turn + 1))
                read.append(round(sum(stack.memory_mb(f"work-{n}") for n in range(WORKERS)), 1))
        return {"messages": tenth * 10, "workers_mb": read, "growth_after_first_tenth_mb": round(read[-1] - read[0], 1)}


@contextmanager
def fresh_stack() -> Iterator[Stack]:
    """A stack of its own in a folder that goes away with it."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder, running_stack(Path(folder)) as stack:
        yield stack


def open_dossiers(stack: Stack) -> None:
    """One application per dossier is applied, and the roles are ended again."""
    start_hub(stack)
    with AmqpPartner(stack.partner_url(OFFICE), OFFICE) as office:
        office.hand_in(applications())
    stack.wait_for(DOSSIERS)
    stack.stop()


def start_hub(stack: Stack) -> None:
    """Workers and relay, and intake when they are up."""
    for n in range(WORKERS):
        stack.start(f"work-{n}", "work")
    stack.start("relay")
    time.sleep(_HEAD_START_S)
    stack.start("intake")


def _hand_in_steadily(stack: Stack, posted: Sequence[Posted], rate: int) -> dict[str, float]:
    """Hands in at this rate; returns the moment of publishing per identity."""
    sent: dict[str, float] = {}
    with AmqpPartner(stack.partner_url(LENDER), LENDER) as lender:
        started = time.monotonic()
        for n, message in enumerate(posted):
            pause = started + n / rate - time.monotonic()
            if pause > 0:
                time.sleep(pause)
            sent[message.message_id] = time.time()
            lender.hand_in([message])
    return sent


def _moments(stack: Stack) -> Sequence[Any]:
    """Identity, and the moments of receipt, of the journal's commit and of the outcome's commit, in seconds."""
    with stack.database.reading() as connection:
        return [
            (name, float(received), float(journaled), float(done))
            for name, received, journaled, done in connection.exec_driver_sql(_MOMENTS)
        ]


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    took = sorted(each * 1e3 for each in seconds)
    at = {"p50_ms": took[len(took) // 2], "p99_ms": took[int(len(took) * 0.99) - 1], "max_ms": took[-1]}
    return {name: round(value, 1) for name, value in at.items()}


def _states(stack: Stack) -> dict[str, int]:
    with stack.database.reading() as connection:
        found = connection.exec_driver_sql("SELECT state, count(*) FROM outcomes GROUP BY state")
        return {row[0]: row[1] for row in found}
