"""Who said last who an office is to its receivers, and under which number a lender knows it."""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None
_TABLES = ("office_profiles", "agent_numbers")


def upgrade() -> None:
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("set_by", sa.String(), nullable=False, server_default=""))
            table.add_column(sa.Column("set_at", Instant(timezone=True), nullable=True))


def downgrade() -> None:
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_column("set_at")
            table.drop_column("set_by")
