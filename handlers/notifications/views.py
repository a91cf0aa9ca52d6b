"""The reading side of notifications: an office sees its own, an operator all and those that have no office."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, literal, select, tuple_
from sqlalchemy.engine import Connection

from handlers.notifications import rules
from handlers.notifications.addresses import safe_line
from handlers.notifications.making import values_of
from handlers.notifications.rendering import LOGO_ID as _LOGO_ID
from handlers.notifications.rendering import check, examples, made
from handlers.notifications.rules import Bounce, Notification
from handlers.notifications.shipped import Wording, kind_of, kinds, place_in
from handlers.notifications.tables import (
    BOUNCE,
    BOUNCES,
    NOTIFICATION,
    NOTIFICATIONS,
    PREFERENCES_OF,
    QUIET_HOURS,
    TEMPLATES,
)
from handlers.offices.views import Letterhead, name_of_office
from hub import rows as statements
from hub.reach import meets, of_office
from schemas.errors import NotFound, Refused
from schemas.notifications import HUB_OFFICE
from schemas.viewer import Viewer

STATES = rules.STATES
LOGO_ID = _LOGO_ID
"""Under which the HTML of a mail shows the logo (`cid:`)."""


@dataclass(frozen=True, slots=True)
class NotificationLine:
    """A notification in a list. `trouble` says what holds it while it is queued."""

    id: str
    office_id: str
    template: str
    channel: str
    addressee: str
    address: str
    name: str
    subject: str
    about: str
    state: str
    reason: str
    made_at: datetime
    made_by: str
    sent_at: datetime | None
    ended_at: datetime | None
    next_try_at: datetime | None
    attempts: int
    trouble: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class NotificationView:
    """One notification whole; what is sealed in its texts is sealed still."""

    line: NotificationLine
    sender: str
    language: str
    form: str
    text: str
    html: str
    enclosures: tuple[dict[str, Any], ...]
    provider: str
    provider_id: str
    valid_until: datetime | None
    keep_until: datetime
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class BounceView:
    """An address that came back and that nobody confirmed yet."""

    id: str
    office_id: str
    channel: str
    address: str
    addressee: str
    notification_id: str
    about: str
    reason: str
    bounced_at: datetime


@dataclass(frozen=True, slots=True)
class WordingView:
    """The text of one channel, language and form of address; `is_own` when the office wrote it."""

    channel: str
    language: str
    form: str
    subject: str
    text: str
    html: str
    is_own: bool
    set_by: str
    set_at: datetime | None


@dataclass(frozen=True, slots=True)
class KindView:
    """A kind of notification with its fields, an example of each, and its texts."""

    template: str
    is_urgent: bool
    can_switch_off: bool
    keep_days: int
    fields: dict[str, str]
    sealed: tuple[str, ...]
    required: tuple[str, ...]
    wordings: tuple[WordingView, ...]


@dataclass(frozen=True, slots=True)
class HoursView:
    quiet_from: str
    quiet_until: str


@dataclass(frozen=True, slots=True)
class Whose:
    """Of which office and person a notification is, for who has no session: a provider, a link in the mail itself."""

    office_id: str
    id: str
    addressee: str
    template: str
    sender: str
    can_switch_off: bool


def office_of(viewer: Viewer) -> str:
    """The office whose texts and hours a viewer keeps: an operator keeps those of the hub itself."""
    return viewer.office_id or HUB_OFFICE


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """What somebody was told, for himself; the subject of an SMS is empty."""

    kind: str
    channel: str
    subject: str
    at: datetime


def own_messages_of(connection: Connection, addressee: str) -> tuple[OwnMessage, ...]:
    """What was sent to this person, the latest first; without texts, which may hold links."""
    found = statements.select(connection, NOTIFICATIONS, "addressee", [addressee])
    found.sort(key=lambda each: (each.made_at, each.id), reverse=True)
    return tuple(OwnMessage(each.template, each.channel, each.subject, each.made_at) for each in found)


def notifications_for(
    viewer: Viewer,
    connection: Connection,
    *,
    state: str = "",
    channel: str = "",
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> tuple[NotificationLine, ...]:
    """The latest made first; at most `limit`, after the one given."""
    table = NOTIFICATIONS.table.c
    query = select(NOTIFICATIONS.table).where(*_mine(viewer, table.office_id))
    if state:
        query = query.where(table.state == state)
    if channel:
        query = query.where(table.channel == channel)
    if after:
        place = tuple_(literal(after[0], table.made_at.type), literal(after[1]))
        query = query.where(tuple_(table.made_at, table.id) < place)
    query = query.order_by(table.made_at.desc(), table.id.desc()).limit(limit)
    return tuple(_line(Notification(*row)) for row in connection.execute(query))


def office_of_notification(connection: Connection, notification_id: str) -> str:
    """The office that a message to somebody belongs to, whoever looks; empty when there is no such message."""
    found = statements.select(connection, NOTIFICATIONS, "id", [notification_id])
    return found[0].office_id if found else ""


def notification_for(viewer: Viewer, connection: Connection, notification_id: str) -> NotificationView | None:
    """One notification; `None` outside the scope."""
    for row in statements.select(connection, NOTIFICATION, "id", [notification_id]):
        if _is_mine(viewer, row.office_id):
            return NotificationView(
                _line(row),
                row.sender,
                row.language,
                row.form,
                row.text,
                row.html,
                tuple(row.enclosures),
                row.provider,
                row.provider_id,
                row.valid_until,
                row.keep_until,
                row.erased_at,
            )
    return None


def bounces_for(viewer: Viewer, connection: Connection) -> tuple[BounceView, ...]:
    """The open ones, the longest open first: each is something to do for the office."""
    table = BOUNCES.table.c
    query = select(BOUNCES.table).where(*_mine(viewer, table.office_id), table.confirmed_at.is_(None))
    rows = connection.execute(query.order_by(table.bounced_at, table.id).limit(500))
    return tuple(_bounce(Bounce(*row)) for row in rows)


def bounce_for(viewer: Viewer, connection: Connection, bounce_id: str) -> BounceView | None:
    """One, open or confirmed; `None` outside the scope."""
    found = [row for row in statements.select(connection, BOUNCE, "id", [bounce_id]) if _is_mine(viewer, row.office_id)]
    return _bounce(found[0]) if found else None


def templates_for(viewer: Viewer, connection: Connection) -> tuple[KindView, ...]:
    """Every kind with the texts of the viewer's office, else those that ship."""
    own = statements.select(connection, TEMPLATES, "office_id", [office_of(viewer)])
    found = []
    for kind in kinds().values():
        wordings = {
            place: WordingView(*place, each.subject, each.text, each.html, is_own=False, set_by="", set_at=None)
            for place, each in kind.wordings.items()
        }
        for each in own:
            if each.template == kind.name:
                wordings[each.channel, each.language, each.form] = WordingView(
                    each.channel,
                    each.language,
                    each.form,
                    each.subject,
                    each.text,
                    each.html,
                    is_own=True,
                    set_by=each.set_by,
                    set_at=each.set_at,
                )
        found.append(
            KindView(
                kind.name,
                kind.is_urgent,
                kind.can_switch_off,
                kind.keep_days,
                dict(kind.fields),
                tuple(sorted(kind.sealed)),
                tuple(sorted(kind.required)),
                tuple(wordings[place] for place in sorted(wordings)),
            )
        )
    return tuple(found)


def nearest_text(kind: KindView, channel: str, language: str, form: str) -> WordingView:
    """The text of this place, else the one to start from; raises `Refused` (`template-unknown`) without any."""
    known = {(each.channel, each.language, each.form): each for each in kind.wordings}
    place = place_in(known, channel, language, form)
    if place is None:
        raise Refused("template-unknown", path="language", came=language, expected="nl, en")
    return known[place]


def preview_of(
    template: str, channel: str, language: str, wording: tuple[str, str, str], office: str, letterhead: Letterhead
) -> tuple[str, str, str]:
    """Subject, text and HTML as they would leave from this office, with example fields. Raises what saving raises."""
    kind = kind_of(template)
    if channel not in kind.channels:
        raise Refused("template-unknown", path="channel", came=channel, expected=", ".join(kind.channels))
    said = Wording(*wording)
    check(kind, channel, said)
    shown = made(kind, channel, said, examples(kind) | ({"office": office} if office else {}), language, letterhead)
    return shown.subject, shown.text, shown.html


def letter_of(
    connection: Connection, office_id: str, template: str, language: str, form: str, name: str, fields: dict[str, str]
) -> tuple[str, str]:
    """Subject and text of a mail as it would leave from this office. Raises what sending it raises."""
    kind = kind_of(template)
    known = dict(kind.wordings)
    for each in statements.select(connection, TEMPLATES, "office_id", [office_id]):
        if each.template == template:
            known[each.channel, each.language, each.form] = Wording(each.subject, each.text, each.html)
    place = place_in(known, "email", language, form)
    if place is None:
        raise Refused("template-unknown", path="language", came=language, expected="nl, en")
    values = {"office": safe_line(name_of_office(connection, office_id)), "name": safe_line(name)}
    shown = made(kind, "email", known[place], values | values_of(kind, fields), place[1])
    return shown.subject, shown.text


def examples_of(template: str) -> tuple[dict[str, str], frozenset[str]]:
    """The fields that a caller gives with an example each, and which of them are sealed. Raises `template-unknown`."""
    kind = kind_of(template)
    return {name: value for name, value in kind.fields.items() if name not in {"name", "office"}}, kind.sealed


def hours_for(viewer: Viewer, connection: Connection) -> HoursView:
    found = statements.select(connection, QUIET_HOURS, "office_id", [office_of(viewer)])
    if found:
        return HoursView(found[0].quiet_from, found[0].quiet_until)
    return HoursView(rules.QUIET_FROM, rules.QUIET_UNTIL)


def preferences_for(viewer: Viewer, connection: Connection, addressee: str) -> dict[str, str]:
    """Kind → what this addressee wants in the viewer's office; the empty kind is all of them.

    Raises `NotFound` for an addressee of dossiers that the viewer does not see.
    """
    if not meets(viewer, connection, addressee):
        raise NotFound("not-found", path="addressee", came=addressee, expected="an addressee of your dossiers")
    found = statements.select(connection, PREFERENCES_OF, "addressee", [addressee])
    return {each.template: each.wants for each in found if each.office_id == office_of(viewer) and each.wants}


def whose(connection: Connection, notification_id: str) -> Whose | None:
    """Read for no viewer: the caller proved himself otherwise."""
    found = statements.select(connection, NOTIFICATION, "id", [notification_id])
    return _whose(found[0]) if found else None


def provided_by(connection: Connection, provider: str, provider_id: str) -> Whose | None:
    """As `whose`, by the provider's own id."""
    table = NOTIFICATIONS.table.c
    query = select(NOTIFICATIONS.table).where(table.provider == provider, table.provider_id == provider_id).limit(1)
    row = connection.execute(query).first()
    return _whose(Notification(*row)) if row else None


def _mine(viewer: Viewer, column: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    return (of_office(viewer, column),)


def _is_mine(viewer: Viewer, office_id: str) -> bool:
    return viewer.may_see(office_id, viewer.environment)


def _line(row: Notification) -> NotificationLine:
    is_waiting = row.state == rules.QUEUED
    return NotificationLine(
        row.id,
        row.office_id,
        row.template,
        row.channel,
        row.addressee,
        row.address,
        row.name,
        row.subject,
        row.about,
        row.state,
        row.reason,
        row.made_at,
        row.made_by,
        row.sent_at,
        row.ended_at,
        row.next_try_at if is_waiting else None,
        row.attempts,
        row.trouble if is_waiting else "",
        row.is_urgent,
    )


def _bounce(row: Bounce) -> BounceView:
    return BounceView(
        row.id,
        row.office_id,
        row.channel,
        row.address,
        row.addressee,
        row.notification_id,
        row.about,
        row.reason,
        row.bounced_at,
    )


def _whose(row: Notification) -> Whose:
    return Whose(row.office_id, row.id, row.addressee, row.template, row.sender, row.can_switch_off)
