"""What shows an item of an advice file, and whether gaps in it stop what an office sends."""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("advice_lines") as table:
        table.add_column(sa.Column("proof", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "advice_policies",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("office_id", "kind")),
        sa.Column("blocks", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "kind"),
    )


def downgrade() -> None:
    op.drop_table("advice_policies")
    with op.batch_alter_table("advice_lines") as table:
        table.drop_column("proof")
