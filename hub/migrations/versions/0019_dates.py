"""dates: what passes in a dossier, and who set, moved or ended it"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watched_dates",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "id", "office_id", "environment")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "subject", "application_id", "title")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("day", "ends_on")),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("notice_kind", sa.String(), nullable=False),
        sa.Column("rejections_required", sa.Integer(), nullable=False),
        sa.Column("guarantee_date", sa.Date(), nullable=True),
        sa.Column("termijnenwet_applies", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("state", "set_by")),
        sa.Column("set_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("is_escalated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "id"),
    )
    near = ["office_id", "environment", "state", "ends_on", "dossier_id", "id"]
    op.create_index("watched_dates_near", "watched_dates", near)
    op.create_table(
        "date_changes",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "date_id", "unit_id", "what")),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("was", "becomes")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("reason", "by")),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "date_id", "unit_id"),
    )
    op.create_index("timers_dossier", "timers", ["dossier_id"])


def downgrade() -> None:
    op.drop_index("timers_dossier", "timers")
    op.drop_table("date_changes")
    op.drop_index("watched_dates_near", "watched_dates")
    op.drop_table("watched_dates")
