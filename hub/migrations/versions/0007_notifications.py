"""notifications: what people are told by e-mail and SMS, addresses that came back, texts, preferences, quiet hours"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_QUEUED = "state = 'queued'"


def upgrade() -> None:
    op.create_table(
        "notifications",
        *_texts("office_id", "id", "template", "channel", "addressee", "address", "name", "sender"),
        *_texts("language", "form", "subject", "text", "html"),
        sa.Column("enclosures", Json(), nullable=False),
        *_texts("about"),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("can_switch_off", sa.Boolean(), nullable=False),
        *_texts("state", "reason"),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        *_texts("made_by"),
        sa.Column("valid_until", Instant(timezone=True), nullable=True),
        sa.Column("keep_until", Instant(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", Instant(timezone=True), nullable=True),
        *_texts("trouble", "provider", "provider_id"),
        *(sa.Column(name, Instant(timezone=True), nullable=True) for name in ("sent_at", "ended_at", "erased_at")),
        sa.PrimaryKeyConstraint("id"),
    )
    queued = sa.text(_QUEUED)
    op.create_index(
        "notifications_due", "notifications", ["channel", "next_try_at"], postgresql_where=queued, sqlite_where=queued
    )
    op.create_index("notifications_made", "notifications", ["office_id", "made_at"])
    op.create_index("notifications_provider", "notifications", ["provider", "provider_id"])
    op.create_index("notifications_kept", "notifications", ["erased_at", "keep_until"])
    op.create_table(
        "bounces",
        *_texts("office_id", "id", "channel", "address", "addressee", "notification_id", "about", "reason"),
        sa.Column("bounced_at", Instant(timezone=True), nullable=False),
        sa.Column("confirmed_at", Instant(timezone=True), nullable=True),
        *_texts("confirmed_by", "confirmed_why"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("bounces_address", "bounces", ["address"])
    op.create_index("bounces_office", "bounces", ["office_id", "bounced_at"])
    op.create_table(
        "notification_templates",
        *_texts("office_id", "template", "channel", "language", "form", "subject", "text", "html", "set_by"),
        sa.Column("set_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "template", "channel", "language", "form"),
    )
    op.create_table(
        "notification_preferences",
        *_texts("office_id", "addressee", "template", "wants", "set_by"),
        sa.Column("set_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "addressee", "template"),
    )
    op.create_index("notification_preferences_addressee", "notification_preferences", ["addressee"])
    op.create_table(
        "quiet_hours",
        *_texts("office_id", "quiet_from", "quiet_until", "set_by"),
        sa.Column("set_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id"),
    )


def downgrade() -> None:
    op.drop_table("quiet_hours")
    op.drop_index("notification_preferences_addressee", table_name="notification_preferences")
    for table in ("notification_preferences", "notification_templates"):
        op.drop_table(table)
    for name in ("bounces_office", "bounces_address"):
        op.drop_index(name, table_name="bounces")
    op.drop_table("bounces")
    for name in ("notifications_kept", "notifications_provider", "notifications_made", "notifications_due"):
        op.drop_index(name, table_name="notifications")
    op.drop_table("notifications")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]
