"""reports of meetings; the database refuses to change what one says, or to remove it"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_KEPT = "subject, text, digest, recipients, sent_by, sent_at"
_ACTS = {"update": f"UPDATE OF {_KEPT}", "delete": "DELETE"}
_SQLITE = (
    "CREATE TRIGGER meeting_reports_{name} BEFORE {act} ON meeting_reports "
    "BEGIN SELECT RAISE(ABORT, 'reports are kept'); END"
)
_FUNCTION = (
    "CREATE FUNCTION meeting_reports_are_kept() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'reports are kept'; END $$"
)
_POSTGRES = (
    "CREATE TRIGGER meeting_reports_{name} BEFORE {act} ON meeting_reports "
    "FOR EACH ROW EXECUTE FUNCTION meeting_reports_are_kept()"
)


def upgrade() -> None:
    op.create_table(
        "meeting_reports",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "id", "about")),
        sa.Column("met_at", Instant(timezone=True), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("subject", "text", "digest")),
        sa.Column("recipients", Json(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("language", "form", "sent_by")),
        sa.Column("sent_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "id"),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.execute(_FUNCTION)
    for name, act in _ACTS.items():
        op.execute((_SQLITE if is_sqlite else _POSTGRES).format(name=name, act=act))


def downgrade() -> None:
    op.drop_table("meeting_reports")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION meeting_reports_are_kept()")
