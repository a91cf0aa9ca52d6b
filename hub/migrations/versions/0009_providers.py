"""providers: the sign-in services of offices, and who comes in through them"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_providers",
        *_texts("office_id", "issuer", "client_id", "client_secret"),
        sa.Column("domains", Json(), nullable=False),
        sa.Column("group_claim", sa.String(), nullable=False),
        sa.Column("roles", Json(), nullable=False),
        sa.Column("set_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id"),
    )
    op.create_table(
        "provider_identities",
        *_texts("key", "issuer", "subject", "user_id", "email"),
        sa.Column("seen_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("provider_identities_user", "provider_identities", ["user_id"])


def downgrade() -> None:
    op.drop_index("provider_identities_user", table_name="provider_identities")
    op.drop_table("provider_identities")
    op.drop_table("office_providers")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]
