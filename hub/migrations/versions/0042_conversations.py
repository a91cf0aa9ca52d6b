"""conversations between offices and customers: what was said, and who read it"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_NEW = sa.text("seen_at IS NULL AND withdrawn_at IS NULL AND side = 'customer'")


def upgrade() -> None:
    op.create_table(
        "sayings",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "id")),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("about", "person", "side", "text")),
        sa.Column("enclosures", Json(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", Instant(timezone=True), nullable=False),
        *(sa.Column(name, Instant(timezone=True), nullable=True) for name in ("seen_at", "withdrawn_at")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("withdrawn_by", "withdrawn_why")),
        sa.PrimaryKeyConstraint("dossier_id", "id"),
    )
    op.create_index("sayings_unread", "sayings", ["dossier_id"], postgresql_where=_NEW, sqlite_where=_NEW)
    op.create_table(
        "saying_readings",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "saying_id", "reader")),
        sa.Column("read_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "saying_id", "reader"),
    )


def downgrade() -> None:
    op.drop_table("saying_readings")
    op.drop_table("sayings")
