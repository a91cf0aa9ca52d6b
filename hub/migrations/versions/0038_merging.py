"""dossiers that lead to another one, and what was merged and split"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_LED = {"heads": ("heads_led", "leads_to"), "dossiers": ("dossiers_merged", "merged_into")}


def upgrade() -> None:
    for table, (index, column) in _LED.items():
        op.add_column(table, sa.Column(column, sa.String(), nullable=False, server_default=""))
        some = sa.text(f"{column} <> ''")
        op.create_index(index, table, [column], sqlite_where=some, postgresql_where=some)
    op.create_table(
        "dossier_moves",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "id", "other_id", "kind")),
        sa.Column("at", Instant(timezone=True), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("by", "reason")),
        *(sa.Column(name, Json(), nullable=False) for name in ("figures", "carried", "left")),
        sa.Column("undone_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("dossier_id", "id"),
    )
    op.create_index("dossier_moves_other", "dossier_moves", ["other_id"])


def downgrade() -> None:
    op.drop_table("dossier_moves")
    for table, (index, column) in _LED.items():
        op.drop_index(index, table)
        op.drop_column(table, column)
