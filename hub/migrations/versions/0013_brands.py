"""brands: how the pages and mails of an office look"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_brands",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("office_id", "colour", "logo")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("width", "height", "size", "version")),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("office_id"),
    )


def downgrade() -> None:
    op.drop_table("office_brands")
