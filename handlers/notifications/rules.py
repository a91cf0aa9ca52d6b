"""Notifications: states, quiet hours, preferences, retention, and what becomes of one. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from schemas.errors import Refused
from schemas.notifications import Addressee, Channel, Ending, News

QUEUED, SENT, DELIVERED, BOUNCED, FAILED, WITHHELD = "queued", "sent", "delivered", "bounced", "failed", "withheld"
STATES = (QUEUED, SENT, DELIVERED, BOUNCED, FAILED, WITHHELD)
"""withheld: the addressee switched this kind off, so it was never to go."""

BOUNCING, EXPIRED, GAVE_UP, GONE_FILE, OFF = (
    "address-bouncing",
    "expired",
    "gave-up",
    "file-missing",
    "switched-off",
)
"""Why the hub itself ended a notification; any other reason is the provider's own words."""

ANY = ""
QUIET_FROM, QUIET_UNTIL = "21:00", "08:00"
GIVES_UP_AFTER = timedelta(days=3)
_IS_AFTER = {QUEUED: 0, SENT: 1, DELIVERED: 2, FAILED: 3, BOUNCED: 4}


@dataclass(frozen=True, slots=True)
class Notification:
    """One message to one person. `address` and the texts are erased at `keep_until`.

    `attempts`, `next_try_at` and `trouble` are the post role's; the rest changes by commands.
    """

    office_id: str
    id: str
    template: str
    channel: str
    addressee: str
    address: str
    name: str
    sender: str
    language: str
    form: str
    subject: str
    text: str
    html: str
    enclosures: list[Any]
    about: str
    is_urgent: bool
    can_switch_off: bool
    state: str
    reason: str
    made_at: datetime
    made_by: str
    valid_until: datetime | None
    keep_until: datetime
    attempts: int
    next_try_at: datetime | None
    trouble: str
    provider: str
    provider_id: str
    sent_at: datetime | None
    ended_at: datetime | None
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class Bounce:
    """An address that came back; open until a person confirms it."""

    office_id: str
    id: str
    channel: str
    address: str
    addressee: str
    notification_id: str
    about: str
    reason: str
    bounced_at: datetime
    confirmed_at: datetime | None
    confirmed_by: str
    confirmed_why: str


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """An office's own text of one kind, channel, language and form of address."""

    office_id: str
    template: str
    channel: str
    language: str
    form: str
    subject: str
    text: str
    html: str
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class Preference:
    """What an addressee wants of a kind, of all kinds when `template` is empty."""

    office_id: str
    addressee: str
    template: str
    wants: str
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class QuietHours:
    """On the office's clock; two equal times are none."""

    office_id: str
    quiet_from: str
    quiet_until: str
    set_by: str
    set_at: datetime


def leaves_at(now: datetime, quiet_from: str, quiet_until: str, zone: tzinfo) -> datetime:
    """The first moment from `now` on that is not in quiet hours."""
    begin, end = time.fromisoformat(quiet_from), time.fromisoformat(quiet_until)
    local = now.astimezone(zone)
    at = local.time().replace(tzinfo=None)
    is_quiet = begin <= at < end if begin <= end else at >= begin or at < end
    if not is_quiet:
        return now
    day = local.date() + timedelta(days=1) if begin > end and at >= begin else local.date()
    return datetime.combine(day, end, zone).astimezone(now.tzinfo)


def wanted(preferences: Iterable[Preference], office_id: str, template: str) -> str:
    """What the addressee wants of this kind: its own preference, else that for all kinds, else nothing said."""
    said = {each.template: each.wants for each in preferences if each.office_id == office_id}
    return said.get(template) or said.get(ANY, "")


def channel_of(asked: Channel | None, wants: str, addressee: Addressee, offered: Iterable[str]) -> Channel:
    """The channel to use: what was asked for, what the addressee wants, else e-mail before SMS, if he can be reached.

    Raises `Refused("address-missing")`.
    """
    known = {"email": addressee.email, "sms": addressee.phone}
    order: tuple[Channel, ...] = ("sms", "email") if wants == "sms" else ("email", "sms")
    if asked:
        order = (asked,)
    for channel in order:
        if known[channel] and channel in set(offered):
            return channel
    raise Refused("address-missing", path="addressee", came=addressee.reference, expected=" / ".join(order))


def ended(
    before: Notification, ending: Ending, provider: str, provider_id: str, reason: str, at: datetime
) -> Notification:
    """After the provider's answer; what it told about it in the meantime stays."""
    told = replace(before, provider=provider, provider_id=provider_id or before.provider_id)
    if before.state != QUEUED:
        return replace(told, sent_at=told.sent_at or at)
    if ending == "sent":
        return replace(told, state=SENT, sent_at=at)
    return replace(told, state=ending, reason=reason, ended_at=at)


def told(before: Notification, news: News, reason: str, at: datetime) -> Notification:
    """After later news; nothing moves back, and a bounce is the last word."""
    if _IS_AFTER.get(news, 0) <= _IS_AFTER.get(before.state, 9):
        return before
    return replace(before, state=news, reason=reason, ended_at=at, sent_at=before.sent_at or at)


def is_open(bounces: Iterable[Bounce], office_id: str, channel: str) -> bool:
    """Whether this address came back in this office and nobody confirmed it since."""
    return any(each.confirmed_at is None for each in bounces if (each.office_id, each.channel) == (office_id, channel))
