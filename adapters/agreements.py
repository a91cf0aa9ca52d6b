"""What was exchanged, held against the agreements of the chain: who broke which, and with which message."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from adapters.tracing import trace_of
from hub import rows as statements
from hub.directory import Directory
from hub.records import LANES, Lane
from schemas.errors import NotFound
from schemas.hdn.agreements.judging import breaches_of, is_passed_on, told
from schemas.hdn.agreements.table import agreement
from schemas.hdn.agreements.trace import Breach

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """A breach in an exchange. `certain` is false for what is our own reading of the sources."""

    lane_id: str
    agreement: str
    who: str
    message_id: str
    at: datetime
    certain: bool
    nl: str
    en: str


def judged(
    connection: Connection, directory: Directory, until: datetime, lane_id: str | None = None
) -> Iterator[Judged]:
    """Every breach in every exchange, or in one, by whom it is a mistake of.

    Raises `NotFound` for an exchange that is not there.
    """
    for lane in _lanes(connection, lane_id):
        lender = directory.of_lender(lane.partner)
        trace = trace_of(connection, lane, lender.node if lender else _unknown(lane), until=until)
        yield from (_judged(lane, breach) for breach in breaches_of(trace) if not is_passed_on(breach, trace))


def counted(found: Sequence[Judged]) -> dict[str, dict[str, int]]:
    """Per party how often it broke which certain agreement."""
    counts = Counter((each.who, each.agreement) for each in found if each.certain)
    made: dict[str, dict[str, int]] = {}
    for (who, slug), count in sorted(counts.items()):
        made.setdefault(who, {})[slug] = count
    return made


def _lanes(connection: Connection, lane_id: str | None) -> Iterator[Lane]:
    if lane_id is not None:
        found = statements.select(connection, LANES, "id", [lane_id])
        if not found:
            raise NotFound("not-found", path="lane_id", came=lane_id, expected="an exchange")
        yield found[0]
        return
    ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM lanes ORDER BY id")]
    for start in range(0, len(ids), _AT_ONCE):
        yield from statements.select(connection, LANES, "id", ids[start : start + _AT_ONCE])


def _unknown(lane: Lane) -> str:
    """A node for a lender that is not registered, so that its own messages are told from ours."""
    return lane.partner if len(lane.partner) == len("000000") and lane.partner.isdigit() else "000000"


def _judged(lane: Lane, breach: Breach) -> Judged:
    return Judged(
        lane_id=lane.id,
        agreement=breach.agreement,
        who=breach.who,
        message_id=breach.message_id,
        at=breach.at,
        certain=agreement(breach.agreement).certain,
        nl=told(breach, "nl"),
        en=told(breach, "en"),
    )
