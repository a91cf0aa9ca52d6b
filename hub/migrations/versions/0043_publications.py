"""documents that customers see, with their versions, who opened them, and the categories of offices"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publications",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "id", "category", "title")),
        sa.Column("parties", Json(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(), nullable=False),
        sa.Column("withdrawn_at", Instant(timezone=True), nullable=True),
        sa.Column("withdrawn_why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "id"),
    )
    op.create_table(
        "publication_versions",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "publication_id")),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("source", "blob", "name", "kind")),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "publication_id", "number"),
    )
    op.create_table(
        "publication_openings",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "publication_id")),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "publication_id", "number", "reader"),
    )
    op.create_table(
        "document_categories",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("office_id", "id", "nl", "en")),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )


def downgrade() -> None:
    for table in ("document_categories", "publication_openings", "publication_versions", "publications"):
        op.drop_table(table)
