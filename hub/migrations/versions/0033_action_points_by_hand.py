"""action points that staff make: their kind, a remark for the customer, and for which party"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_NEW = {"kind": "upload", "remark": "", "party": ""}


def upgrade() -> None:
    for name, default in _NEW.items():
        op.add_column("action_points", sa.Column(name, sa.String(), nullable=False, server_default=default))


def downgrade() -> None:
    for name in _NEW:
        op.drop_column("action_points", name)
