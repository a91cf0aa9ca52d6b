"""The reading side of applications, and how other capabilities find the application that a lane speaks about."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnExpressionArgument, Select, exists, func, or_, select, text
from sqlalchemy.engine import Connection

from handlers.applications import rules
from handlers.applications.additions import KeptAddition as KeptAddition  # noqa: PLC0414 - other rooms read it here
from handlers.applications.comparing import VersionStep as VersionStep  # noqa: PLC0414 - other rooms read it here
from handlers.applications.comparing import steps
from handlers.applications.rules import Application, ApplicationLink, LinkChange, Version
from handlers.applications.tables import ADDITIONS, APPLICATIONS, LINK_CHANGES, LINKS, VERSIONS
from hub import rows as statements
from hub.outgoing import WITHDRAWN
from hub.reach import of_dossiers, of_office, sees_dossier
from hub.records import LANES, OUTGOING, Lane
from hub.work import Work
from schemas.errors import NotFound, Waiting
from schemas.viewer import Viewer, VisibleDossier

_PEOPLE = ("user:", "key:", "client:")
"""Actors that are people or their programs, and not the hub itself."""


@dataclass(frozen=True, slots=True)
class VersionView:
    request_version: int
    sent_at: datetime | None
    unit_id: str
    lane_id: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version with all that it said, as JSON."""

    application_id: str
    request_version: int
    sent_at: datetime | None
    unit_id: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """`number` is the sender's own name of the exchange; `request_version` is 0 while no version is on file."""

    id: str
    domain: str
    number: str
    partner: str
    request_version: int
    package: str
    sent_at: datetime | None
    versions: tuple[VersionView, ...]
    lanes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LateAnswer:
    """An application that its lender (`receiver`) has since `delivered_at` and did not answer: no receipt status
    within 15 minutes, and `is_overdue` when no status at all within 30.
    """

    id: str
    dossier_id: str
    receiver: str
    request_version: int
    delivered_at: datetime
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """An exchange without a dossier: `waiting` messages are set aside until a person links it."""

    id: str
    office_id: str | None
    partner: str
    node: str
    opened_at: datetime
    waiting: int
    held: bool


def lanes_of_applications(work: Work, dossier_id: str, applications: Collection[str] | None) -> frozenset[str]:
    """The exchanges that speak about these applications of a locked dossier; `None` for all of them."""
    links = work.find(LINKS, dossier_id)
    return frozenset(each.lane_id for each in links if applications is None or each.application_id in applications)


def lane_of(work: Work) -> Lane:
    """The lane of the unit; a command without one is our own mistake."""
    if work.lane is None:
        raise LookupError(f"unit {work.cause.unit_id} has no lane")
    return work.lane


def link_of(work: Work, dossier_id: str | None = None) -> ApplicationLink | None:
    """Which application the lane of this unit speaks about, if it has a dossier."""
    scope = dossier_id or work.dossier_id
    if scope is None:
        return None
    if dossier_id in {None, work.dossier_id}:
        return work.get(LINKS, scope, lane_of(work).id)
    return next((link for link in work.find(LINKS, scope) if link.lane_id == lane_of(work).id), None)


def application_id_of(work: Work) -> str:
    """The application that the lane of this unit speaks about; raises `Waiting("application")` without one."""
    link = link_of(work)
    if link is None:
        raise Waiting("application")
    return link.application_id


def domain_of(work: Work, application_id: str) -> str:
    """The two letters of an application of the locked dossier (`AX`), empty while no version is on file.

    Raises `NotFound` when the dossier has no such application.
    """
    return _application(work, application_id).domain


def number_of(work: Work, application_id: str) -> str | None:
    """The AanvraagVolgNr of an application of the locked dossier, if it has one; raises `NotFound` as `domain_of`."""
    return _application(work, application_id).number or None


def request_version_of(work: Work, dossier_id: str, application_id: str) -> tuple[str, int]:
    """Domain and newest version of an application of a locked dossier; ("", 0) while no version is on file."""
    for application in work.find(APPLICATIONS, dossier_id):
        if application.id == application_id:
            return application.domain, application.request_version
    return "", 0


def applications_there(work: Work, dossier_id: str) -> tuple[str, ...]:
    """The applications of a locked dossier, for a handler."""
    return tuple(each.id for each in work.find(APPLICATIONS, dossier_id))


def _application(work: Work, application_id: str) -> Application:
    for application in work.find(APPLICATIONS):
        if application.id == application_id:
            return application
    raise NotFound("not-found", path="application_id", came=application_id, expected="an application of the dossier")


def numbered(number: str) -> Select[tuple[str]]:
    """The dossiers that have an application of this number, for use inside another query."""
    applications = APPLICATIONS.table.c
    return select(applications.dossier_id).where(applications.number == number)


def known_by_number(connection: Connection, numbers: Iterable[str]) -> set[tuple[str, str]]:
    """Each of these numbers with the dossiers that have an application of it, in any office."""
    applications = APPLICATIONS.table.c
    query = select(applications.number, applications.dossier_id).where(applications.number.in_(set(numbers)))
    return {(row[0], row[1]) for row in connection.execute(query)}


def of_lender(code: str) -> Select[tuple[str]]:
    """The dossiers that have an application with this lender, for use inside another query."""
    applications = APPLICATIONS.table.c
    return select(applications.dossier_id).where(applications.partner == code)


def sent_to(code: str) -> Select[tuple[str]]:
    """The applications that are with this lender, for use inside another query."""
    applications = APPLICATIONS.table.c
    return select(applications.id).where(applications.partner == code)


def numbers_in_each(connection: Connection, dossiers: Iterable[VisibleDossier]) -> dict[str, tuple[str, str]]:
    """Application id → its number and its lender's code, for a list."""
    found = statements.select(connection, APPLICATIONS, "dossier_id", [each.id for each in dossiers])
    return {each.id: (each.number, each.partner) for each in found}


def applications_in(dossier: VisibleDossier, connection: Connection) -> tuple[ApplicationView, ...]:
    """The applications of a dossier, oldest identity first, with their versions from old to new."""
    found = statements.select(connection, APPLICATIONS, "dossier_id", [dossier.id])
    versions = statements.select(connection, VERSIONS, "dossier_id", [dossier.id])
    links = statements.select(connection, LINKS, "dossier_id", [dossier.id])
    return tuple(_view(application, versions, links) for application in found)


def version_steps_in(dossier: VisibleDossier, connection: Connection, application_id: str) -> tuple[VersionStep, ...]:
    """Every version of an application, the newest first, with what it changed."""
    found = statements.select(connection, VERSIONS, "dossier_id", [dossier.id])
    return steps([each for each in found if each.application_id == application_id])


def versions_of_number(dossier: VisibleDossier, connection: Connection, number: str) -> tuple[KeptVersion, ...]:
    """What a dossier has under this AanvraagVolgNr, old to new."""
    found = statements.select(connection, VERSIONS, "dossier_id", [dossier.id])
    mine = sorted((each for each in found if each.facts.get("number") == number), key=lambda each: each.rank)
    return tuple(KeptVersion(e.application_id, e.request_version, e.sent_at, e.unit_id, e.facts) for e in mine)


def additions_in(dossier: VisibleDossier, connection: Connection, application_id: str) -> tuple[KeptAddition, ...]:
    """What the office fills in itself when this application is sent, by place."""
    found = statements.select(connection, ADDITIONS, "dossier_id", [dossier.id])
    return tuple(each for each in found if each.application_id == application_id)


def unlinked_for(
    viewer: Viewer, connection: Connection, *, after: str | None = None, limit: int = 50, only: str = ""
) -> tuple[ExchangeView, ...]:
    """Exchanges of the viewer's office without a dossier, newest first; `after` is the id of the last one seen.

    `only` asks for one of them.
    """
    lanes = LANES.table.c
    columns = (lanes.id, lanes.office_id, lanes.partner, lanes.node, lanes.opened_at, lanes.waiting, lanes.held)
    query = select(*columns).where(*_is_unlinked(viewer)).order_by(lanes.id.desc()).limit(limit)
    if after:
        query = query.where(lanes.id < after)
    if only:
        query = query.where(lanes.id == only)
    return tuple(ExchangeView(*row) for row in connection.execute(query))


def placed_for(viewer: Viewer, connection: Connection, since: datetime, *, limit: int = 25) -> tuple[LinkChange, ...]:
    """What people of the viewer's office linked or moved since then, the latest first."""
    lanes, changes = LANES.table.c, LINK_CHANGES.table.c
    query = (
        select(LINK_CHANGES.table)
        .join(LANES.table, lanes.id == changes.lane_id)
        .where(lanes.environment == viewer.environment, of_office(viewer, lanes.office_id))
        .where(changes.at >= since, changes.to_dossier_id == lanes.dossier_id)
        .where(or_(*(changes.actor.startswith(kind) for kind in _PEOPLE)))
        .order_by(changes.at.desc(), changes.lane_id.desc())
    )
    return tuple(LinkChange(*row) for row in connection.execute(query.limit(limit)))


def application_linked(connection: Connection, dossier: VisibleDossier, lane_id: str) -> str:
    """The application of this dossier that the exchange speaks about; empty when it speaks about none."""
    links = statements.select(connection, LINKS, "dossier_id", [dossier.id])
    return next((each.application_id for each in links if each.lane_id == lane_id), "")


def unlinked_count_for(viewer: Viewer, connection: Connection) -> int:
    """How many exchanges `unlinked_for` lists, page after page."""
    query = select(func.count()).select_from(LANES.table).where(*_is_unlinked(viewer))
    return connection.execute(query).scalar_one()


def late_for(viewer: Viewer, connection: Connection, now: datetime, *, limit: int = 25) -> tuple[LateAnswer, ...]:
    """Applications that lenders have and said nothing about in time, the longest silent first."""
    return _late(viewer, connection, now, _unanswered(now - rules.RECEIPT_WITHIN).limit(limit))


def late_in(viewer: Viewer, connection: Connection, dossier_id: str, now: datetime) -> tuple[LateAnswer, ...]:
    """Those of one dossier."""
    here = OUTGOING.table.c.dossier_id == dossier_id
    return _late(viewer, connection, now, _unanswered(now - rules.RECEIPT_WITHIN).where(here))


def overdue_count(connection: Connection, now: datetime) -> int:
    """How many applications of all offices wait for any status longer than they should, for a gauge."""
    late = _unanswered(now - rules.STATUS_WITHIN).subquery()
    return connection.execute(select(func.count()).select_from(late)).scalar_one()


def _late(viewer: Viewer, connection: Connection, now: datetime, query: Select[Any]) -> tuple[LateAnswer, ...]:
    outgoing = OUTGOING.table.c
    shown = [outgoing[name] for name in ("id", "dossier_id", "receiver", "request_version", "delivered_at")]
    found = connection.execute(
        query.with_only_columns(*shown)
        .where(outgoing.environment == viewer.environment)
        .where(of_dossiers(viewer, outgoing.office_id, outgoing.dossier_id))
        .order_by(outgoing.delivered_at, outgoing.id)
    )
    return tuple(LateAnswer(*row, is_overdue=now - row.delivered_at >= rules.STATUS_WITHIN) for row in found)


def _unanswered(until: datetime) -> Select[Any]:
    """What was delivered by then, is not answered, and has no newer version that went out after it."""
    outgoing = OUTGOING.table.c
    newer = OUTGOING.table.alias("newer").c
    overtaken = exists().where(
        newer.lane_id == outgoing.lane_id,
        newer.code == outgoing.code,
        newer.request_version > outgoing.request_version,
        newer.state != WITHDRAWN,
    )
    # As the index over these few says it of itself, so that both databases use it.
    waits = text(f"outgoing.state = 'delivered' AND outgoing.code IN {rules.ASKING!r}")
    return select(OUTGOING.table).where(waits, outgoing.n >= 0, outgoing.delivered_at <= until, ~overtaken)


def link_change_for(viewer: Viewer, connection: Connection, lane_id: str) -> LinkChange | None:
    """The last change of a lane's link that `UndoLink` would take back; `None` outside the viewer's scope."""
    lanes = statements.select(connection, LANES, "id", [lane_id])
    lane = lanes[0] if lanes else None
    if lane is None or not sees_dossier(viewer, connection, lane.office_id, lane.environment, lane.dossier_id):
        return None
    changes = statements.select(connection, LINK_CHANGES, "lane_id", [lane_id])
    here = [each for each in changes if each.to_dossier_id == lane.dossier_id]
    return max(here, key=lambda change: change.at, default=None)


def facts_part(connection: Connection, dossier_id: str) -> dict[str, dict[str, Any]]:
    """Application id → what is true of it whatever the order of arrival."""
    versions = statements.select(connection, VERSIONS, "dossier_id", [dossier_id])
    made = {}
    for application in statements.select(connection, APPLICATIONS, "dossier_id", [dossier_id]):
        own = {v.rank: v for v in versions if v.application_id == application.id}
        newest = own[max(own)] if own else None
        made[application.id] = {
            "domain": application.domain,
            "partner": application.partner,
            "number": application.number,
            "request_version": application.request_version,
            "versions": [[own[rank].request_version, own[rank].content_hash] for rank in sorted(own)],
            "content": {k: v for k, v in newest.facts.items() if k != "source"} if newest else {},
        }
    return made


def _is_unlinked(viewer: Viewer) -> list[ColumnExpressionArgument[bool]]:
    """An exchange of the viewer's office without a dossier, in which something waits or that a person unlinked."""
    lanes = LANES.table.c
    # What is joined to an exchange that is in a dossier, or is shown here itself, follows that one by itself.
    kept = LANES.table.alias("kept").c
    leads = exists().where(kept.id == lanes.joined_to, or_(kept.dossier_id.is_not(None), kept.waiting > 0, kept.held))
    mine: list[ColumnExpressionArgument[bool]] = [lanes.dossier_id.is_(None), or_(lanes.held, ~leads)]
    mine.append(lanes.environment == viewer.environment)
    # As the index over these few says it of itself, so that both databases use it.
    mine.append(text("(lanes.waiting > 0 OR lanes.held)"))
    return [*mine, of_office(viewer, lanes.office_id)]


def _view(application: Application, versions: list[Version], links: list[ApplicationLink]) -> ApplicationView:
    own = sorted((each for each in versions if each.application_id == application.id), key=lambda v: v.rank)
    return ApplicationView(
        id=application.id,
        domain=application.domain,
        number=application.number,
        partner=application.partner,
        request_version=application.request_version,
        package=application.package,
        sent_at=application.sent_at,
        versions=tuple(
            VersionView(v.request_version, v.sent_at, v.unit_id, v.lane_id, v.rank == application.rank) for v in own
        ),
        lanes=tuple(link.lane_id for link in links if link.application_id == application.id),
    )
