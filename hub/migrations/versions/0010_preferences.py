"""preferences: saved views of lists, and what people thought of the help beside a page"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("saved_views_owner", "saved_views", ["owner", "page"])
    op.create_table(
        "help_opinions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("office_id", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("help_opinions_page", "help_opinions", ["page", "at"])


def downgrade() -> None:
    op.drop_index("help_opinions_page", table_name="help_opinions")
    op.drop_table("help_opinions")
    op.drop_index("saved_views_owner", table_name="saved_views")
    op.drop_table("saved_views")
