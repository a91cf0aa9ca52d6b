"""what an office fills in itself when an application is sent"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "application_additions",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "application_id", "place", "value")),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "application_id", "place"),
    )


def downgrade() -> None:
    op.drop_table("application_additions")
