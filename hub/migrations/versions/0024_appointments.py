"""appointments"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    said = ("subject", "remark", "language", "form", "state")
    op.create_table(
        "appointments",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "id")),
        *(sa.Column(name, Instant(timezone=True), nullable=False) for name in ("starts", "ends")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("place", "location", "assignee")),
        sa.Column("guests", Json(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in said),
        sa.Column("sequence", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("reason", "made_by")),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "id"),
    )
    op.create_index("appointments_assignee", "appointments", ["assignee", "starts"])
    op.create_index("appointments_next", "appointments", ["starts", "id"])


def downgrade() -> None:
    op.drop_index("appointments_next", table_name="appointments")
    op.drop_index("appointments_assignee", table_name="appointments")
    op.drop_table("appointments")
