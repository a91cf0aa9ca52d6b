"""What has to be true when the play is over: each promise with what breaks it, in words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.agreements import counted, judged
from adapters.simulator.desk import Noted
from adapters.simulator.station import Station
from hub.cli.once.cast import OFFICES, Story
from hub.cli.once.company import Company
from hub.cli.once.stage import Theatre
from hub.ledger import balance
from hub.outcomes import FINAL

_MOST = 5


@dataclass(frozen=True, slots=True)
class Vow:
    """What was promised, and what broke it: at most some examples."""

    name: str
    broken: tuple[str, ...]

    @property
    def is_kept(self) -> bool:
        return not self.broken


@dataclass(frozen=True, slots=True)
class Played:
    """A play that is over; `stopped` says why it did not come to its end."""

    stage: Theatre
    cast: Company
    told: Sequence[Story]
    stopped: str = ""


def promises(played: Played) -> list[Vow]:
    """Every promise, judged."""
    return [Vow(name, tuple(judge(played))[:_MOST]) for name, judge in _PROMISES]


def breaches(stage: Theatre) -> dict[str, dict[str, int]]:
    """Per party how often it broke which agreement that the sources state literally."""
    with stage.hub.database.reading() as connection:
        return counted(list(judged(connection, stage.hub.directory, stage.clock.now())))


def _ended(played: Played) -> Iterator[str]:
    if played.stopped:
        yield played.stopped


def _balances(played: Played) -> Iterator[str]:
    with played.stage.hub.database.reading() as connection:
        for found in balance(connection).imbalances:
            yield f"{found.id}: {found.sentence}"


def _nothing_stays(played: Played) -> Iterator[str]:
    """Every message has its outcome, every lane goes on, and nothing waits to go out."""
    with played.stage.hub.database.reading() as connection:
        accounts = balance(connection).accounts
    yield from (f"{count} messages are {state}" for state, count in accounts.items() if state not in FINAL)
    for node, why, count in played.stage.sql(
        "SELECT receiver, trouble, count(*) FROM outgoing WHERE state = 'queued' GROUP BY receiver, trouble"
    ):
        yield f"{count} messages wait for {node}: {why or 'their turn'}"
    yield from (
        f"lane {row[0]} is blocked" for row in played.stage.sql("SELECT id FROM lanes WHERE blocked_by IS NOT NULL")
    )
    yield from (
        f"{node} has something left to hand over" for node, each in played.cast.stations.items() if each.is_waiting
    )


def _endings(played: Played) -> Iterator[str]:
    """The lender, the hub and the package all say that each application ended as it had to."""
    known = _statuses(played.stage)
    for story in played.told:
        lender = played.cast.lenders[story.lender.lender.node]
        said = {"lender": lender.endings.get(story.number, ""), "hub": known.get(story.number, "")}
        if story.way == "carried":
            said["package"] = played.cast.packages[story.package].exports[story.number].status
        for who, status in said.items():
            if status != story.ending:
                yield f"{story.number} must end with {story.ending}; the {who} says {status or 'nothing'}"


def _records(played: Played) -> Iterator[str]:
    """What each partner got and gave is what the hub sent and received, message by message."""
    for node, station in played.cast.stations.items():
        yield from _differences(f"sent to {node}", _sent_to(played.stage, node), _got(station))
        yield from _differences(f"received from {node}", _received_from(played.stage, node), _gave(station))


def _agreements(played: Played) -> Iterator[str]:
    found = breaches(played.stage)
    for office in OFFICES:
        yield from (f"{office.node} broke {slug} {count} times" for slug, count in found.get(office.node, {}).items())


_PROMISES: tuple[tuple[str, Callable[[Played], Iterator[str]]], ...] = (
    ("the chain came to its end", _ended),
    ("every application reached its named ending", _endings),
    ("the ledger balances", _balances),
    ("nothing is queued, waiting or parked", _nothing_stays),
    ("every partner's own record equals ours", _records),
    ("we broke no agreement of the chain", _agreements),
)


def _statuses(stage: Theatre) -> dict[str, str]:
    """Number of the application → the code of the status that the hub has."""
    found: dict[str, str] = {}
    with stage.hub.database.reading() as connection:
        for (dossier_id,) in stage.sql("SELECT id FROM dossiers"):
            facts: Any = stage.hub.facts(connection, dossier_id)
            found |= {each["number"]: each["status"] or "" for each in facts["applications"]}
    return found


Record = dict[str, tuple[str, int, str]]
"""Identity → hash of the bytes, how often it passed, and the outcome of its receipt."""


def _sent_to(stage: Theatre, node: str) -> Record:
    """How often it passed is for the partner alone to say: an attempt that broke off may have arrived."""
    sql = f"SELECT id, content_hash FROM outgoing WHERE receiver = '{node}' AND state NOT IN ('queued', 'withdrawn')"  # noqa: S608
    return {row[0]: (row[1], 0, "") for row in stage.sql(sql)}


def _received_from(stage: Theatre, node: str) -> Record:
    sql = (
        "SELECT m.identity, m.content_hash, (SELECT count(*) FROM arrivals a WHERE a.message_id = m.id), r.outcome "  # noqa: S608
        f"FROM messages m JOIN receipts r ON r.message_id = m.id WHERE m.sender = '{node}'"
    )
    return {row[0]: (row[1], row[2], row[3]) for row in stage.sql(sql)}


def _got(station: Station) -> Record:
    return {each.id: (each.hash, 0, "") for each in station.desk.got.values()}


def _gave(station: Station) -> Record:
    return {each.id: _noted(each) for each in station.desk.gave.values()}


def _noted(each: Noted) -> tuple[str, int, str]:
    return each.hash, each.times, each.outcome


def _differences(what: str, ours: Record, theirs: Record) -> Iterator[str]:
    for name in sorted(set(ours) | set(theirs)):
        if ours.get(name) != theirs.get(name):
            yield f"{what}: {name} is {_told(ours.get(name))} with us and {_told(theirs.get(name))} with them"


def _told(record: Any) -> str:
    return "absent" if record is None else f"{record[0][:8]}, {record[1]} times, {record[2] or 'no receipt'}"
