"""deliverers: what is queued is found by its receiver, a person's decision has a moment, a partner has a breaker"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_QUEUED = sa.text("state = 'queued'")
_ORDER = ["receiver", "queue", "number", "made_at", "n", "id"]


def upgrade() -> None:
    op.add_column("outgoing", sa.Column("decided_at", Instant(timezone=True), nullable=True))
    op.add_column("outgoing", sa.Column("decided_by", sa.String(), nullable=False, server_default=""))
    op.add_column("partners", sa.Column("out_failures", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("partners", sa.Column("out_open_until", Instant(timezone=True), nullable=True))
    op.drop_index("outgoing_state", table_name="outgoing")
    op.create_index("outgoing_queued", "outgoing", _ORDER, postgresql_where=_QUEUED, sqlite_where=_QUEUED)
    op.create_index("outgoing_made", "outgoing", ["made_at", "id"])


def downgrade() -> None:
    op.drop_index("outgoing_made", table_name="outgoing")
    op.drop_index("outgoing_queued", table_name="outgoing")
    op.create_index("outgoing_state", "outgoing", ["state", "queue", "number"])
    op.drop_column("partners", "out_open_until")
    op.drop_column("partners", "out_failures")
    op.drop_column("outgoing", "decided_by")
    op.drop_column("outgoing", "decided_at")
