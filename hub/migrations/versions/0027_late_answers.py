"""What lenders have and did not answer."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    some = sa.text("state = 'delivered' AND code IN ('AX', 'KX', 'LX')")
    op.create_index("outgoing_unanswered", "outgoing", ["delivered_at", "id"], postgresql_where=some, sqlite_where=some)


def downgrade() -> None:
    op.drop_index("outgoing_unanswered", "outgoing")
