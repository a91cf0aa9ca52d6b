"""The reading side of conversations: as the office sees them, and as one customer does.

A shape of its own for the customer, so that what was taken back does not reach him by accident.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.action_points.views import ActionPointView, asked_ever_in
from handlers.conversations import rules
from handlers.conversations.rules import Reading, Saying
from handlers.conversations.tables import READINGS, SAYINGS
from handlers.customers.views import OwnEye
from handlers.dossiers.views import dossiers_in_scope, titles_for
from hub import rows as statements
from hub.records import INVOLVEMENTS
from schemas.viewer import Viewer, VisibleDossier

MOST_CHARACTERS = rules.MOST_CHARACTERS
_HELD = ("adviser", "handler")


@dataclass(frozen=True, slots=True)
class EnclosureView:
    """A file that went along; `kind` is what its content is, `size` in bytes."""

    name: str
    kind: str
    size: int
    blob: str


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Who of the other side read it, and when first."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SayingView:
    """As the office sees it: what was taken back too, by whom and why. `is_new`: nobody of the office read it."""

    id: str
    number: int
    side: str
    who: str
    said_at: datetime
    text: str
    enclosures: tuple[EnclosureView, ...]
    read_by: tuple[ReadBy, ...]
    is_new: bool
    withdrawn_at: datetime | None
    withdrawn_who: str
    withdrawn_why: str


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said about one thing. `about` is an action point, empty for the dossier; `subject` and `person` its."""

    about: str
    subject: str
    person: str
    sayings: tuple[SayingView, ...]

    @property
    def new(self) -> int:
        return sum(each.is_new for each in self.sayings)


@dataclass(frozen=True, slots=True)
class OwnSaying:
    """As a customer sees it; of what was taken back only that it was. `is_new`: he did not read it before."""

    id: str
    number: int
    is_mine: bool
    side: str
    who: str
    said_at: datetime
    text: str
    enclosures: tuple[EnclosureView, ...]
    read_by: tuple[ReadBy, ...]
    is_new: bool
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class OwnThread:
    """What a customer and his office said about one thing; `about` as in `Thread`."""

    about: str
    subject: str
    sayings: tuple[OwnSaying, ...]

    @property
    def new(self) -> int:
        return sum(each.is_new for each in self.sayings)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A dossier in which a customer said something that nobody of the office read; `count` of them since `since`."""

    dossier_id: str
    dossier: str
    count: int
    since: datetime


def threads_in(dossier: VisibleDossier, connection: Connection) -> tuple[Thread, ...]:
    """The thread of the dossier first, then one per action point that customers have or had."""
    sayings, readings = _kept(connection, dossier.id)
    names = _names(connection, sayings, readings)
    read = _read(readings, names)
    by_about: dict[str, list[SayingView]] = defaultdict(list)
    for each in sayings:
        by_about[each.about].append(_view(each, names, read[each.id]))
    points = asked_ever_in(dossier, connection)
    return tuple(
        Thread(about, subject, person, tuple(by_about[about])) for about, subject, person in _places(points, by_about)
    )


def own_threads_in(eye: OwnEye, connection: Connection) -> tuple[OwnThread, ...]:
    """The same for one customer: what is about his partner alone is not in it."""
    kept, readings = _kept(connection, eye.dossier.id)
    sayings = [each for each in kept if eye.is_his(each.person)]
    names = _names(connection, sayings, readings)
    read = _read(readings, names)
    unread = {each.id for each in rules.unread_by(sayings, readings, eye.reader)}
    by_about: dict[str, list[OwnSaying]] = defaultdict(list)
    for each in sayings:
        by_about[each.about].append(_own(each, eye.reader, names, read[each.id], is_new=each.id in unread))
    points = asked_ever_in(eye.dossier, connection, eye.is_his)
    known = {"", *(each.id for each in points)}
    places = (each for each in _places(points, by_about) if each[0] in known)
    return tuple(OwnThread(about, subject, tuple(by_about[about])) for about, subject, _ in places)


def unread_count_for(viewer: Viewer, connection: Connection, dossier_id: str) -> int:
    """How much customers said in this dossier that nobody of the office read; 0 outside the scope."""
    said = SAYINGS.table.c
    query = select(func.count()).where(
        said.dossier_id == dossier_id, *_new(), said.dossier_id.in_(dossiers_in_scope(viewer))
    )
    return int(connection.execute(query).scalar_one())


def counts_in(dossier: VisibleDossier, connection: Connection) -> dict[str, tuple[int, int]]:
    """Action point (empty for the dossier) → how much was said about it, and what of it nobody of the office read."""
    found: dict[str, tuple[int, int]] = {}
    for each in statements.select(connection, SAYINGS, "dossier_id", [dossier.id]):
        said, fresh = found.get(each.about, (0, 0))
        found[each.about] = (said + 1, fresh + (each.side == "customer" and each.is_new))
    return found


def unanswered_for(viewer: Viewer, connection: Connection, *, limit: int) -> tuple[Unanswered, ...]:
    """Where a customer said something to the viewer, to whom he stands in for, or to nobody; the longest ago first."""
    said = SAYINGS.table.c
    query = select(said.dossier_id, func.count(), func.min(said.said_at)).where(
        *_new(), said.dossier_id.in_(dossiers_in_scope(viewer)), _is_for(viewer)
    )
    query = query.group_by(said.dossier_id).order_by(func.min(said.said_at), said.dossier_id).limit(limit)
    found = connection.execute(query).all()
    titles = titles_for(viewer, connection, {row[0] for row in found})
    return tuple(Unanswered(row[0], titles.get(row[0], ""), row[1], row[2]) for row in found)


def unanswered_count_for(viewer: Viewer, connection: Connection) -> int:
    """How many such dossiers there are."""
    said = SAYINGS.table.c
    query = select(func.count(func.distinct(said.dossier_id))).where(
        *_new(), said.dossier_id.in_(dossiers_in_scope(viewer)), _is_for(viewer)
    )
    return int(connection.execute(query).scalar_one())


def _new() -> tuple[Any, ...]:
    said = SAYINGS.table.c
    return said.seen_at.is_(None), said.withdrawn_at.is_(None), said.side == "customer"


def _is_for(viewer: Viewer) -> Any:
    part, said = INVOLVEMENTS.table.c, SAYINGS.table.c
    held: Select[Any] = select(part.name).where(part.dossier_id == said.dossier_id, part.part.in_(_HELD))
    his = held.where(part.name.in_((viewer.actor, *viewer.stands_in_for)))
    return or_(exists(his), ~exists(held))


def _places(points: Iterable[ActionPointView], said: Iterable[str]) -> list[tuple[str, str, str]]:
    """Of each thread what it is about, the subject and the person; what is talked about and is gone has no subject."""
    found = [("", "", ""), *((each.id, each.subject, each.person) for each in points)]
    known = {about for about, _, _ in found}
    return [*found, *((about, "", "") for about in said if about not in known)]


def _kept(connection: Connection, dossier_id: str) -> tuple[list[Saying], list[Reading]]:
    sayings = statements.select(connection, SAYINGS, "dossier_id", [dossier_id])
    readings = statements.select(connection, READINGS, "dossier_id", [dossier_id]) if sayings else []
    return sorted(sayings, key=lambda each: (each.said_at, each.number)), readings


def _names(connection: Connection, sayings: Iterable[Saying], readings: Iterable[Reading]) -> dict[str, str]:
    spoke = [each for one in sayings for each in (one.said_by, one.withdrawn_by) if each]
    actors = {*spoke, *(each.reader for each in readings)}
    return names_of(connection, actors) if actors else {}


def _read(readings: Iterable[Reading], names: dict[str, str]) -> dict[str, tuple[ReadBy, ...]]:
    found: dict[str, tuple[ReadBy, ...]] = defaultdict(tuple)
    for each in sorted(readings, key=lambda each: (each.read_at, each.reader)):
        found[each.saying_id] += (ReadBy(names.get(each.reader, ""), each.read_at),)
    return found


def _enclosed(saying: Saying) -> tuple[EnclosureView, ...]:
    return tuple(EnclosureView(each["name"], each["kind"], each["size"], each["blob"]) for each in saying.enclosures)


def _view(saying: Saying, names: dict[str, str], read_by: tuple[ReadBy, ...]) -> SayingView:
    return SayingView(
        id=saying.id,
        number=saying.number,
        side=saying.side,
        who=names.get(saying.said_by, ""),
        said_at=saying.said_at,
        text=saying.text,
        enclosures=_enclosed(saying),
        read_by=read_by,
        is_new=saying.side == "customer" and saying.is_new,
        withdrawn_at=saying.withdrawn_at,
        withdrawn_who=names.get(saying.withdrawn_by, ""),
        withdrawn_why=saying.withdrawn_why,
    )


def _own(saying: Saying, reader: str, names: dict[str, str], read_by: tuple[ReadBy, ...], *, is_new: bool) -> OwnSaying:
    is_gone = saying.withdrawn_at is not None
    return OwnSaying(
        id=saying.id,
        number=saying.number,
        is_mine=saying.said_by == reader,
        side=saying.side,
        who=names.get(saying.said_by, ""),
        said_at=saying.said_at,
        text="" if is_gone else saying.text,
        enclosures=() if is_gone else _enclosed(saying),
        read_by=read_by if saying.side == "customer" else (),
        is_new=is_new,
        is_withdrawn=is_gone,
    )
