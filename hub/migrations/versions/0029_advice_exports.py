"""exports to adviser software, and exchanges that a dossier asked for"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    named = ("dossier_id", "id", "office_id", "environment", "correlation")
    op.create_table(
        "advice_exports",
        *(sa.Column(name, sa.String(), nullable=False) for name in named),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("format", "receiver", "blob")),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("answers", Json(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "id"),
    )
    op.create_index("advice_exports_correlation", "advice_exports", ["correlation"])
    op.add_column("lanes", sa.Column("born_in", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("lanes", "born_in")
    op.drop_index("advice_exports_correlation", table_name="advice_exports")
    op.drop_table("advice_exports")
