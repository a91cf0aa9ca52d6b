"""sign-in tries: wrong passwords are counted by place; a session has its own app to confirm, and an end"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_in_tries",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "source"),
    )
    with op.batch_alter_table("sessions") as sessions:
        sessions.add_column(sa.Column("totp_next", sa.String(), nullable=False, server_default=""))
        sessions.add_column(sa.Column("ends_at", Instant(timezone=True), nullable=True))
    with op.batch_alter_table("credentials") as credentials:
        credentials.drop_column("totp_next")


def downgrade() -> None:
    with op.batch_alter_table("credentials") as credentials:
        credentials.add_column(sa.Column("totp_next", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("sessions") as sessions:
        sessions.drop_column("ends_at")
        sessions.drop_column("totp_next")
    op.drop_table("sign_in_tries")
