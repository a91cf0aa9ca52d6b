"""What was exchanged about a dossier: per application and exchange every message, in and out, with what it did."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from handlers.applications.views import ApplicationView, VersionStep, applications_in, version_steps_in
from handlers.dossiers.views import told_by_each, visible
from hub import search
from hub.delivery import views as gone
from hub.delivery.views import OutgoingLine, stored_outgoing_for
from hub.records import TimelineEntry
from hub.search import MessageLine
from hub.views import messages_for, stored_message_for
from portal_api.who import Asking
from schemas.errors import NotFound
from schemas.legible import Legible

MOST = 200
"""Messages in each direction that one page shows."""
Direction = Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class Exchanged:
    """One message. `state` is the outcome of what came in, or how far what went out is; `effects` are what it told."""

    id: str
    direction: Direction
    code: str
    message_type: str
    lane_id: str
    at: datetime
    sender: str
    receiver: str
    request_version: int
    about: str
    state: str
    slug: str
    effects: tuple[TimelineEntry, ...]
    sent: OutgoingLine | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was exchanged about one application, the newest first; `application` is absent for what is about none."""

    application: ApplicationView | None
    messages: tuple[Exchanged, ...]
    versions: tuple[VersionStep, ...]


@dataclass(frozen=True, slots=True)
class Exchanges:
    """`is_cut`: there is more than a page shows."""

    items: tuple[Exchange, ...]
    is_cut: bool


def exchanges_of(asking: Asking, dossier_id: str) -> Exchanges:
    """Everything that was exchanged about a dossier; raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="a dossier")
        came = messages_for(asking.viewer, connection, search.Wanted(dossier=dossier_id), limit=MOST + 1)
        went = gone.outgoing_for(asking.viewer, connection, gone.Wanted(dossier=dossier_id), limit=MOST + 1)
        told = told_by_each(dossier, connection, [each.id for each in came])
        applications = applications_in(dossier, connection)
        steps = {each.id: version_steps_in(dossier, connection, each.id) for each in applications}
    found = [*(_came(each, told) for each in came[:MOST]), *(_went(each) for each in went[:MOST])]
    found.sort(key=lambda each: (each.at, each.id), reverse=True)
    return Exchanges(_by_application(applications, found, steps), len(came) > MOST or len(went) > MOST)


def versions_of(asking: Asking, dossier_id: str, application_id: str) -> tuple[VersionStep, ...]:
    """Every version of an application with what it changed; nothing outside the scope."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        return version_steps_in(dossier, connection, application_id) if dossier else ()


def legible_message(asking: Asking, message_id: str) -> Legible:
    """A message that came in; raises `NotFound`, and `Refused` for what is no XML."""
    with asking.reading() as connection:
        stored = stored_message_for(asking.viewer, connection, message_id)
    if stored is None:
        raise NotFound("not-found", path="message_id", came=message_id, expected="a message")
    return asking.counter.legible(stored.body, stored.payloads)


def legible_outgoing(asking: Asking, outgoing_id: str) -> Legible:
    """A message that goes out; raises `NotFound`."""
    with asking.reading() as connection:
        stored = stored_outgoing_for(asking.viewer, connection, outgoing_id)
    if stored is None:
        raise NotFound("not-found", path="outgoing_id", came=outgoing_id, expected="an outgoing message")
    return asking.counter.legible(stored.body, stored.payloads)


def _by_application(
    applications: Iterable[ApplicationView], found: list[Exchanged], steps: Mapping[str, tuple[VersionStep, ...]]
) -> tuple[Exchange, ...]:
    made, placed = [], set()
    for application in applications:
        own = tuple(each for each in found if each.lane_id in application.lanes)
        placed |= set(application.lanes)
        made.append(Exchange(application, own, steps[application.id]))
    rest = tuple(each for each in found if each.lane_id not in placed)
    return (*made, *([Exchange(None, rest, ())] if rest else []))


def _came(line: MessageLine, told: Mapping[str, tuple[TimelineEntry, ...]]) -> Exchanged:
    return Exchanged(
        id=line.id,
        direction="in",
        code=line.message_type[:2],
        message_type=line.message_type,
        lane_id=line.lane_id or "",
        at=line.received_at,
        sender=line.sender,
        receiver=line.receiver,
        request_version=line.request_version,
        about="",
        state=line.state,
        slug=line.slug,
        effects=told.get(line.id, ()),
    )


def _went(line: OutgoingLine) -> Exchanged:
    return Exchanged(
        id=line.id,
        direction="out",
        code=line.code,
        message_type=line.message_type,
        lane_id=line.lane_id or "",
        at=line.made_at,
        sender=line.sender,
        receiver=line.receiver,
        request_version=line.request_version,
        about=line.about,
        state=line.state,
        slug=line.trouble if line.state == "queued" else "",
        effects=(),
        sent=line,
    )
