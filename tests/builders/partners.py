"""Simulated partners that meet without a hub: what one says the other takes, at the moments that they name."""

from datetime import UTC, datetime, timedelta

from adapters.hdn.exchanged import exchanged_of
from adapters.hdn.xml import parse
from adapters.simulator.post import Came
from schemas.hdn.agreements.trace import Trace
from schemas.hdn.messages import message_type
from schemas.letters import Route

BEGIN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def came(said):
    return Came(id=said.id, body=said.body, facts=said.facts)


def play(one, other, until=timedelta(days=60)):
    """Everything that both say until nothing is left, each message once per identity, in the order of leaving."""
    seen = set()
    exchanged = []
    at = BEGIN
    while moments := [each.next_at for each in (one, other) if each.next_at]:
        at = max(at, min(moments))
        if at > BEGIN + until:
            break
        for sender, receiver in ((one, other), (other, one)):
            for said in sender.say(at):
                if said.id not in seen:
                    seen.add(said.id)
                    exchanged.append(said)
                    receiver.take(came(said), at)
    return exchanged


def trace_of(exchanged, ours=frozenset()):
    """What they exchanged, as the agreements judge it."""
    return Trace(tuple(sorted((_exchanged(said) for said in exchanged), key=lambda each: each.at)), ours=ours)


def _exchanged(said):
    route = Route(
        sender=said.sender,
        receiver=said.receiver,
        environment="production",
        request_version=said.version,
        at=said.at,
    )
    root = parse(said.body, limit=len(said.body)).root
    return exchanged_of(root, message_type(said.code), route, id=said.id, content_hash=said.id)


def named(exchanged):
    """`AX 1`, `SX 09`, `DA`: what was exchanged, in a word each."""
    return [_name(_exchanged(said)) for said in exchanged]


def _name(seen):
    return f"{seen.code} {seen.status or seen.request_version}" if seen.code in {"SX", "AX"} else seen.code
