"""which document an action point asks; an office's own plain words, every version; how customers are addressed"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_OF_STUKKEN = sa.text(
    "UPDATE action_points SET document = COALESCE((SELECT stukken.document FROM stukken"
    " WHERE stukken.dossier_id = action_points.dossier_id AND stukken.id = action_points.about_id), '')"
    " WHERE about = 'stuk'"
)


def upgrade() -> None:
    op.add_column("action_points", sa.Column("document", sa.String(), nullable=False, server_default=""))
    op.execute(_OF_STUKKEN)
    fields = ("name", "what", "where", "age", "often_wrong", "set_by")
    op.create_table(
        "plain_words",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("office_id", "document", "language")),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in fields),
        sa.Column("set_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "document", "language", "version"),
    )
    op.create_table(
        "forms_of_address",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("office_id", "person", "form", "set_by")),
        sa.Column("set_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "person"),
    )


def downgrade() -> None:
    op.drop_table("forms_of_address")
    op.drop_table("plain_words")
    op.drop_column("action_points", "document")
