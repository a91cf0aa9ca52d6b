"""The tables of notifications, private to this folder."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Field, Index, SQLModel

from handlers.notifications import rules
from hub.columns import Instant, Json
from hub.rows import Rows

_QUEUED = text("state = 'queued'")


def _moment() -> Any:
    return Field(default=None, sa_type=Instant, nullable=True)


class NotificationTable(SQLModel, table=True):
    __tablename__ = "notifications"
    __table_args__ = (
        Index("notifications_due", "channel", "next_try_at", postgresql_where=_QUEUED, sqlite_where=_QUEUED),
        Index("notifications_made", "office_id", "made_at"),
        Index("notifications_provider", "provider", "provider_id"),
        Index("notifications_kept", "erased_at", "keep_until"),
    )
    office_id: str
    id: str = Field(primary_key=True)
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
    enclosures: list[Any] = Field(sa_type=Json)
    about: str
    is_urgent: bool
    can_switch_off: bool
    state: str
    reason: str
    made_at: datetime = Field(sa_type=Instant)
    made_by: str
    valid_until: datetime | None = _moment()
    keep_until: datetime = Field(sa_type=Instant)
    attempts: int
    next_try_at: datetime | None = _moment()
    trouble: str
    provider: str
    provider_id: str
    sent_at: datetime | None = _moment()
    ended_at: datetime | None = _moment()
    erased_at: datetime | None = _moment()


class BounceTable(SQLModel, table=True):
    """Addresses that came back."""

    __tablename__ = "bounces"
    __table_args__ = (Index("bounces_address", "address"), Index("bounces_office", "office_id", "bounced_at"))
    office_id: str
    id: str = Field(primary_key=True)
    channel: str
    address: str
    addressee: str
    notification_id: str
    about: str
    reason: str
    bounced_at: datetime = Field(sa_type=Instant)
    confirmed_at: datetime | None = _moment()
    confirmed_by: str
    confirmed_why: str


class OwnTemplateTable(SQLModel, table=True):
    __tablename__ = "notification_templates"
    office_id: str = Field(primary_key=True)
    template: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    form: str = Field(primary_key=True)
    subject: str
    text: str
    html: str
    set_by: str
    set_at: datetime = Field(sa_type=Instant)


class PreferenceTable(SQLModel, table=True):
    __tablename__ = "notification_preferences"
    __table_args__ = (Index("notification_preferences_addressee", "addressee"),)
    office_id: str = Field(primary_key=True)
    addressee: str = Field(primary_key=True)
    template: str = Field(primary_key=True)
    wants: str
    set_by: str
    set_at: datetime = Field(sa_type=Instant)


class QuietHoursTable(SQLModel, table=True):
    __tablename__ = "quiet_hours"
    office_id: str = Field(primary_key=True)
    quiet_from: str
    quiet_until: str
    set_by: str
    set_at: datetime = Field(sa_type=Instant)


NOTIFICATIONS = Rows(
    NotificationTable, rules.Notification, scope="office_id", kept=("attempts", "next_try_at", "trouble")
)
NOTIFICATION = Rows(NotificationTable, rules.Notification, scope="id")
"""One of them, by its id: an office has too many to read them all."""
BOUNCES = Rows(BounceTable, rules.Bounce, scope="office_id")
BOUNCES_OF = Rows(BounceTable, rules.Bounce, scope="address")
BOUNCE = Rows(BounceTable, rules.Bounce, scope="id")
TEMPLATES = Rows(OwnTemplateTable, rules.OwnTemplate, scope="office_id")
PREFERENCES = Rows(PreferenceTable, rules.Preference, scope="office_id")
PREFERENCES_OF = Rows(PreferenceTable, rules.Preference, scope="addressee")
QUIET_HOURS = Rows(QuietHoursTable, rules.QuietHours, scope="office_id")
