"""Both ways at once: the throughput run while one `hub deliver` sends a steady stream to the lender over AMQP."""

import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from adapters.bench.delivery import fill, give_way
from adapters.bench.runs import fresh_stack, open_dossiers, start_hub
from adapters.bench.scenario import DOSSIERS, answers
from adapters.bench.stack import Stack
from adapters.simulator.messages import LENDER
from adapters.simulator.partner import AmqpPartner
from hub.delivery.partners import AMQP

_A_TURN_S = 0.1
_MADE = "SELECT count(*) FROM outgoing WHERE made_by = 'bench'"
_GONE = f"{_MADE} AND state <> 'queued'"
_SERVERS = ("rabbitmq", "postgresql")
_WAY_OUT = "deliver"


def both(messages: int, out_per_second: int) -> dict[str, Any]:
    """Messages a second from `hub.intake` to committed state, and from the database to the lender's queue.

    It is measured from the first message that is applied to the last; what goes out is counted over the same time.
    The CPU of a role stands per message of its own direction, that of a server per message of either.
    """
    with fresh_stack() as stack:
        open_dossiers(stack)
        with AmqpPartner(stack.partner_url(LENDER), LENDER) as lender:
            lender.hand_in(answers(messages))
        give_way(stack, channel=AMQP, address="", options={})
        stack.start(_WAY_OUT)
        start_hub(stack)
        stack.wait_for(DOSSIERS + 1)
        with _streaming(stack, out_per_second):
            before, started = stack.cpu_seconds(), time.monotonic()
            applied, gone = stack.applied(), stack.count(_GONE)
            seconds = stack.wait_for(DOSSIERS + messages) - started
            used, gone_since = stack.cpu_seconds(), stack.count(_GONE) - gone
            left = stack.count(_MADE) - gone - gone_since
        counts = {"in": DOSSIERS + messages - applied, "out": gone_since}
        return {
            "seconds": round(seconds, 2),
            "messages": counts,
            "messages_per_second": {way: round(count / seconds) for way, count in counts.items()},
            "out_asked_per_second": out_per_second,
            "out_left": left,
            "cpu_us_per_message": _per_message(before, used, counts),
        }


@contextmanager
def _streaming(stack: Stack, rate: int) -> Iterator[None]:
    """So many messages of 4 kB become due each second while the context is open; raises what ended them too soon."""
    stop = threading.Event()
    with ThreadPoolExecutor(1, "bench-stream") as threads:
        stream = threads.submit(_stream, stack, rate, stop)
        try:
            yield
        finally:
            stop.set()
        stream.result()


def _stream(stack: Stack, rate: int, stop: threading.Event) -> None:
    started, made = time.monotonic(), 0
    while not stop.wait(_A_TURN_S):
        due = int((time.monotonic() - started) * rate)
        fill(stack, range(made, due))
        made = due


def _per_message(before: Mapping[str, float], used: Mapping[str, float], counts: Mapping[str, int]) -> dict[str, int]:
    """Microseconds of CPU per part."""

    def among(name: str) -> int:
        if name in _SERVERS:
            return sum(counts.values())
        return counts["out" if name == _WAY_OUT else "in"]

    return {name: round((used[name] - before[name]) / max(1, among(name)) * 1e6) for name in used}
