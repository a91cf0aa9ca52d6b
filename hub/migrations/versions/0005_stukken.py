"""stukken: files that people hand in, the document made of them, who delivers it, and what a customer has to do"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_WAITING = "state IN ('received', 'scanning')"
_DUE = "wanted <> made_of AND wanted <> ''"


def upgrade() -> None:
    for table, column in (("stock_lines", "asked_rank"), ("stock_lines", "asked_moment"), *_OF_DOCUMENTS):
        op.add_column(table, sa.Column(column, sa.String(), nullable=False, server_default=""))
    op.create_table(
        "attachments",
        *_texts("dossier_id", "id", "application_id", "line_number", "blob", "name", "kind"),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("handed_in_at", Instant(timezone=True), nullable=False),
        *_texts("handed_in_by", "asked_rank", "state", "found"),
        sa.Column("scanned_at", Instant(timezone=True), nullable=True),
        *_texts("judgement", "reason"),
        sa.Column("judged_at", Instant(timezone=True), nullable=True),
        *_texts("judged_by", "outgoing_id"),
        sa.PrimaryKeyConstraint("dossier_id", "id"),
    )
    op.create_index(
        "attachments_waiting",
        "attachments",
        ["handed_in_at"],
        postgresql_where=sa.text(_WAITING),
        sqlite_where=sa.text(_WAITING),
    )
    op.create_table(
        "stukken",
        *_texts("dossier_id", "application_id", "line_number", "id", "document", "deliverer", "deliverer_by"),
        sa.Column("pages", Json(), nullable=False),
        *_texts("wanted", "made_of", "blob"),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sources", Json(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=True),
        sa.Column("trouble", Json(), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "application_id", "line_number"),
    )
    op.create_index(
        "stukken_due", "stukken", ["dossier_id"], postgresql_where=sa.text(_DUE), sqlite_where=sa.text(_DUE)
    )
    op.create_table(
        "office_deliverers",
        *_texts("office_id", "document", "deliverer", "set_by"),
        sa.Column("set_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "document"),
    )
    op.create_table(
        "uploads",
        *_texts("id", "owner", "dossier_id", "application_id", "line_number", "name"),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("opened_at", Instant(timezone=True), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        *_texts("ended", "attachment_id"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("uploads_owner", "uploads", ["owner"])
    op.create_index("uploads_expiry", "uploads", ["expires_at"])
    op.create_table(
        "upload_parts",
        sa.Column("upload_id", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("upload_id", "start"),
    )
    op.create_table(
        "action_points",
        *_texts("dossier_id", "id", "application_id", "about", "about_id", "state"),
        sa.Column("round", sa.Integer(), nullable=False),
        *_texts("subject", "reason", "person"),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("opened_at", Instant(timezone=True), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        *_texts("released_by"),
        sa.Column("released_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("dossier_id", "id"),
    )
    op.create_table(
        "action_point_policies",
        sa.Column("office_id", sa.String(), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id"),
    )


def downgrade() -> None:
    for table in ("action_point_policies", "action_points", "upload_parts"):
        op.drop_table(table)
    op.drop_index("uploads_expiry", table_name="uploads")
    op.drop_index("uploads_owner", table_name="uploads")
    for table in ("uploads", "office_deliverers"):
        op.drop_table(table)
    op.drop_index("stukken_due", table_name="stukken")
    op.drop_table("stukken")
    op.drop_index("attachments_waiting", table_name="attachments")
    op.drop_table("attachments")
    for table, column in (*_OF_DOCUMENTS, ("stock_lines", "asked_moment"), ("stock_lines", "asked_rank")):
        op.drop_column(table, column)


_OF_DOCUMENTS = (("documents", "outgoing_id"), ("documents", "asked_rank"))


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]
