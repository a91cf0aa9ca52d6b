"""service agreements (OTD), and the number of an office at the Chamber of Commerce"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _moment(name: str) -> "sa.Column[object]":
    return sa.Column(name, Instant(timezone=True), nullable=True)


def upgrade() -> None:
    op.create_table(
        "service_agreements",
        *_texts("dossier_id", "id", "number", "product_id", "state"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("terms", Json(), nullable=False),
        *_texts("made_by"),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("paper", Json(), nullable=False),
        *_texts("blob"),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        *_texts("finalised_by"),
        _moment("finalised_at"),
        *_texts("signed_how"),
        sa.Column("signed_on", sa.Date(), nullable=True),
        *_texts("signed_who", "signed_by"),
        _moment("signed_at"),
        *_texts("copy_blob", "copy_name", "copy_kind"),
        sa.Column("copy_size", sa.Integer(), nullable=False),
        sa.Column("copy_pages", sa.Integer(), nullable=False),
        *_texts("reason", "ended_by"),
        _moment("ended_at"),
        sa.PrimaryKeyConstraint("dossier_id", "id"),
    )
    op.add_column("office_profiles", sa.Column("kvk_number", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("office_profiles", "kvk_number")
    op.drop_table("service_agreements")
