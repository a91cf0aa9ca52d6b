"""people: passwords, second factors, passkeys and recovery codes; how far a session is, and of which device it is"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("email", sa.String(), nullable=True))
        users.add_column(sa.Column("disabled_at", Instant(timezone=True), nullable=True))
        users.create_unique_constraint("users_email_key", ["email"])
    op.add_column("access_links", sa.Column("purpose", sa.String(), nullable=False, server_default="sign-in"))
    for column, default in (("stage", "open"), ("device", ""), ("role", "")):
        op.add_column("sessions", sa.Column(column, sa.String(), nullable=False, server_default=default))
    op.execute("UPDATE sessions SET role = (SELECT role FROM users WHERE users.id = sessions.user_id)")
    op.create_index("sessions_user", "sessions", ["user_id"])
    op.create_table(
        "credentials",
        *_texts("user_id", "password_hash"),
        sa.Column("password_set_at", Instant(timezone=True), nullable=True),
        *_texts("totp", "totp_next"),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_table(
        "recovery_codes",
        *_texts("user_id", "code_hash"),
        sa.Column("used_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "code_hash"),
    )
    op.create_table(
        "passkeys",
        *_texts("id", "user_id", "name", "public_key"),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("used_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("passkeys_user", "passkeys", ["user_id"])
    op.create_table(
        "challenges",
        *_texts("challenge_hash", "user_id"),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("challenge_hash"),
    )


def downgrade() -> None:
    op.drop_table("challenges")
    op.drop_index("passkeys_user", table_name="passkeys")
    for table in ("passkeys", "recovery_codes", "credentials"):
        op.drop_table(table)
    op.drop_index("sessions_user", table_name="sessions")
    for column in ("role", "device", "stage"):
        op.drop_column("sessions", column)
    op.drop_column("access_links", "purpose")
    with op.batch_alter_table("users") as users:
        users.drop_constraint("users_email_key", type_="unique")
        users.drop_column("disabled_at")
        users.drop_column("email")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]
