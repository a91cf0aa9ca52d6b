"""involvements: who has a part in which dossier, organisations of an office, substitutes, what was done to accounts"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "involvements",
        *_texts("dossier_id", "part", "name"),
        sa.Column("since", Instant(timezone=True), nullable=False),
        *_texts("party", "start_point"),
        sa.PrimaryKeyConstraint("dossier_id", "part", "name"),
    )
    op.create_index("involvements_name", "involvements", ["name", "dossier_id"])
    op.add_column("offices", sa.Column("advisers_see", sa.String(), nullable=False, server_default="office"))
    op.create_table(
        "organisations",
        *_texts("id", "office_id", "kind", "code", "name"),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("closed_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("office_id", "code", name="organisations_code"),
        sa.UniqueConstraint("office_id", "email", name="organisations_email"),
    )
    op.execute(
        "INSERT INTO organisations (id, office_id, kind, code, name, created_at) "
        "SELECT id, id, 'intermediary', '', name, created_at FROM offices"
    )
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("organisation_id", sa.String(), nullable=True))
        users.add_column(sa.Column("node", sa.String(), nullable=True))
        users.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        users.add_column(sa.Column("phone", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "substitutions",
        *_texts("id", "office_id", "absent_id", "substitute_id"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        *_texts("made_by"),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        *_texts("ended_by"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("substitutions_office", "substitutions", ["office_id"])
    op.create_index("substitutions_substitute", "substitutions", ["substitute_id"])
    op.create_table(
        "account_changes",
        *_texts("id"),
        sa.Column("at", Instant(timezone=True), nullable=False),
        *_texts("actor"),
        sa.Column("office_id", sa.String(), nullable=True),
        *_texts("user_id", "what"),
        sa.Column("facts", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("account_changes_user", "account_changes", ["user_id", "at"])


def downgrade() -> None:
    op.drop_table("account_changes")
    op.drop_table("substitutions")
    with op.batch_alter_table("users") as users:
        for column in ("phone", "ends_on", "node", "organisation_id"):
            users.drop_column(column)
    op.drop_table("organisations")
    with op.batch_alter_table("offices") as offices:
        offices.drop_column("advisers_see")
    op.drop_table("involvements")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]
