"""code tries: codes of the second step are counted apart from passwords"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("credentials") as credentials:
        credentials.add_column(sa.Column("code_tries", sa.Integer(), nullable=False, server_default="0"))
        credentials.add_column(sa.Column("code_tried_at", Instant(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("credentials") as credentials:
        credentials.drop_column("code_tried_at")
        credentials.drop_column("code_tries")
