"""leaving: an identity is one person, and how whoever came in through a provider leaves it"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("provider_identities_user", table_name="provider_identities")
    op.create_index("provider_identities_user", "provider_identities", ["user_id"], unique=True)
    op.create_table(
        "provider_sessions",
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("token_hash", "user_id", "address", "client_id", "id_token")
        ),
        sa.Column("opened_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("provider_sessions_opened", "provider_sessions", ["opened_at"])


def downgrade() -> None:
    op.drop_index("provider_sessions_opened", table_name="provider_sessions")
    op.drop_table("provider_sessions")
    op.drop_index("provider_identities_user", table_name="provider_identities")
    op.create_index("provider_identities_user", "provider_identities", ["user_id"])
