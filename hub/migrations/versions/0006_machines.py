"""machines: clients with tokens, and secrets of clients and keys that are replaced with an overlap"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "machine_clients",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("office_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scopes", Json(), nullable=False),
        sa.Column("node", sa.String(), nullable=True),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("revoked_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("machine_clients_office", "machine_clients", ["office_id"])
    op.create_table(
        "machine_secrets",
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=True),
        sa.Column("used_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("secret_hash"),
    )
    op.create_index("machine_secrets_owner", "machine_secrets", ["owner_id"])
    op.create_table(
        "access_tokens",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("scopes", Json(), nullable=False),
        sa.Column("issued_at", Instant(timezone=True), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("access_tokens_client", "access_tokens", ["client_id"])
    op.execute(
        "INSERT INTO machine_secrets (secret_hash, owner_id, created_at) SELECT key_hash, id, created_at FROM api_keys"
    )
    with op.batch_alter_table("api_keys") as keys:
        keys.drop_column("key_hash")


def downgrade() -> None:
    with op.batch_alter_table("api_keys") as keys:
        keys.add_column(sa.Column("key_hash", sa.String(), nullable=True))
    newest = "SELECT max(created_at) FROM machine_secrets AS other WHERE other.owner_id = machine_secrets.owner_id"
    op.execute(
        "UPDATE api_keys SET key_hash = (SELECT min(secret_hash) FROM machine_secrets "  # noqa: S608 - our own names
        f"WHERE owner_id = api_keys.id AND created_at = ({newest}))"
    )
    with op.batch_alter_table("api_keys") as keys:
        keys.alter_column("key_hash", existing_type=sa.String(), nullable=False)
        keys.create_unique_constraint("api_keys_key_hash_key", ["key_hash"])
    op.drop_index("access_tokens_client", table_name="access_tokens")
    op.drop_table("access_tokens")
    op.drop_index("machine_secrets_owner", table_name="machine_secrets")
    op.drop_table("machine_secrets")
    op.drop_index("machine_clients_office", table_name="machine_clients")
    op.drop_table("machine_clients")
