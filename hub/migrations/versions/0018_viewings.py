"""viewings: colleagues who look at a dossier as its customer"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    names = ("token_hash", "session_hash", "user_id", "customer_id", "dossier_id", "reason")
    op.create_table(
        "viewings",
        *(sa.Column(name, sa.String(), nullable=False) for name in names),
        sa.Column("opened_at", Instant(timezone=True), nullable=False),
        sa.Column("closed_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token_hash"),
    )


def downgrade() -> None:
    op.drop_table("viewings")
