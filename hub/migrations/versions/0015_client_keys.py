"""client keys: machines that sign assertions, and the assertions that were used"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "client_keys",
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column("public_key", Json(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=True),
        sa.Column("used_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("client_id", "kid"),
    )
    op.create_table(
        "used_assertions",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("use_id", sa.String(), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("used_assertions_client", "used_assertions", ["client_id"])


def downgrade() -> None:
    op.drop_index("used_assertions_client", table_name="used_assertions")
    op.drop_table("used_assertions")
    op.drop_table("client_keys")
