"""The measurements: throughput with CPU per part, latency at a steady rate, memory, and the embedded hub."""

import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from adapters.bench.scenario import DOSSIERS, answers, applications, sizes
from adapters.bench.stack import Stack, running_stack
from adapters.simulator.messages import LENDER, OFFICE
from adapters.simulator.partner import AmqpPartner

WORKERS = 2
_POLL_S = 0.01
_HEAD_START_S = 4.0
_LOOK_BACK = 200
_WARM_UP = 400
_PATIENCE_S = 120.0
_NEW = (
    "SELECT o.number, m.identity FROM outcomes o JOIN messages m ON m.id = o.unit_id "
    "WHERE o.number > %s ORDER BY o.number"
)


def throughput(messages: int) -> dict[str, Any]:
    """Messages a second from `hub.intake` to committed state.

    The queue is filled first, and the clock starts when the roles are up and the first message is applied.
    """
    with _stack() as stack:
        _open_dossiers(stack)
        with AmqpPartner(stack.partner_url(LENDER), LENDER) as lender:
            lender.hand_in(answers(messages))
        _start_hub(stack)
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
    """From publishing to the committed outcome being visible, at a steady rate, in milliseconds."""
    with _stack() as stack:
        _open_dossiers(stack)
        _start_hub(stack)
        with AmqpPartner(stack.partner_url(LENDER), LENDER) as lender:
            lender.hand_in(answers(_WARM_UP, run="w"))
        stack.wait_for(DOSSIERS + _WARM_UP)
        posted = list(answers(rate * seconds))
        sent: dict[str, float] = {}
        seen: dict[str, float] = {}
        watcher = threading.Thread(target=_watch, args=(stack, DOSSIERS + _WARM_UP, len(posted), seen))
        watcher.start()
        with AmqpPartner(stack.partner_url(LENDER), LENDER) as lender:
            started = time.monotonic()
            for n, message in enumerate(posted):
                pause = started + n / rate - time.monotonic()
                if pause > 0:
                    time.sleep(pause)
                sent[message.message_id] = time.monotonic()
                lender.hand_in([message])
        watcher.join()
        took = sorted((seen[name] - moment) * 1e3 for name, moment in sent.items() if name in seen)
        return {
            "rate": rate,
            "messages": len(took),
            "p50_ms": round(statistics.median(took), 1),
            "p99_ms": round(took[int(len(took) * 0.99) - 1], 1),
            "max_ms": round(took[-1], 1),
        }


def memory(messages: int) -> dict[str, Any]:
    """Resident memory of the workers while `messages` go through, in MB, at every tenth of the way."""
    with _stack() as stack:
        _open_dossiers(stack)
        _start_hub(stack)
        tenth = messages // 10
        read: list[float] = []
        with AmqpPartner(stack.partner_url(LENDER), LENDER) as lender:
            for turn in range(10):
                lender.hand_in(answers(tenth, seed=turn, run=f"m{turn}"))
                stack.wait_for(DOSSIERS + tenth * (turn + 1))
                read.append(round(sum(stack.memory_mb(f"work-{n}") for n in range(WORKERS)), 1))
        return {"messages": tenth * 10, "workers_mb": read, "growth_after_first_tenth_mb": round(read[-1] - read[0], 1)}


@contextmanager
def _stack() -> Iterator[Stack]:
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder, running_stack(Path(folder)) as stack:
        yield stack


def _open_dossiers(stack: Stack) -> None:
    _start_hub(stack)
    with AmqpPartner(stack.partner_url(OFFICE), OFFICE) as office:
        office.hand_in(applications())
    stack.wait_for(DOSSIERS)
    stack.stop()


def _start_hub(stack: Stack) -> None:
    for n in range(WORKERS):
        stack.start(f"work-{n}", "work")
    stack.start("relay")
    time.sleep(_HEAD_START_S)
    stack.start("intake")


def _watch(stack: Stack, first: int, total: int, seen: dict[str, float]) -> None:
    """Notes when each outcome became visible; workers commit out of the order of their numbers, so it looks back."""
    highest, deadline = first, time.monotonic() + _PATIENCE_S
    while len(seen) < total and time.monotonic() < deadline:
        with stack.database.reading() as connection:
            new = connection.exec_driver_sql(_NEW, (max(first, highest - _LOOK_BACK),)).fetchall()
        now = time.monotonic()
        for number, identity in new:
            seen.setdefault(identity, now)
            highest = max(highest, number)
        time.sleep(_POLL_S)


def _states(stack: Stack) -> dict[str, int]:
    with stack.database.reading() as connection:
        found = connection.exec_driver_sql("SELECT state, count(*) FROM outcomes GROUP BY state")
        return {row[0]: row[1] for row in found}
