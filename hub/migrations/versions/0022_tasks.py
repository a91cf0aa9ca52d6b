"""tasks and the contact log"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tasks",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "id", "subject", "remark")),
        sa.Column("due", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("assignee", "about", "state", "outcome", "made_by")
        ),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("dossier_id", "id"),
    )
    op.create_index("tasks_assignee", "tasks", ["assignee", "state", "due"])
    op.create_index("tasks_due", "tasks", ["state", "due", "id"])
    said = ("means", "direction", "party", "summary", "task_id", "no_follow_up", "recorded_by")
    op.create_table(
        "contacts",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "id")),
        sa.Column("at", Instant(timezone=True), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in said),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "id"),
    )


def downgrade() -> None:
    op.drop_table("contacts")
    op.drop_index("tasks_due", table_name="tasks")
    op.drop_index("tasks_assignee", table_name="tasks")
    op.drop_table("tasks")
