"""looks: who looked at what; the database refuses to change or remove a row"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TEXTS = ("actor", "office_id", "dossier_id", "kind", "what", "subject")
_SQLITE = "CREATE TRIGGER looks_{verb} BEFORE {verb} ON looks BEGIN SELECT RAISE(ABORT, 'looks are kept'); END"
_FUNCTION = (
    "CREATE FUNCTION looks_are_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'looks are kept'; END $$"
)
_POSTGRES = "CREATE TRIGGER looks_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON looks EXECUTE FUNCTION looks_are_kept()"


def upgrade() -> None:
    op.create_table(
        "looks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        sa.Column("said", Json(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("looks_dossier", "looks", ["dossier_id", "at"])
    op.create_index("looks_office", "looks", ["office_id", "at"])
    op.create_index("looks_at", "looks", ["at", "id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(verb=verb))
    else:
        op.execute(_FUNCTION)
        op.execute(_POSTGRES)


def downgrade() -> None:
    op.drop_table("looks")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION looks_are_kept()")
