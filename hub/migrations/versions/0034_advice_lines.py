"""advice files of products: what was recorded of each item"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "advice_lines",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "product_id")),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("item", "standing", "said", "made_by")),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "product_id", "number"),
    )


def downgrade() -> None:
    op.drop_table("advice_lines")
