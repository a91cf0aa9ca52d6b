"""workflows of products; each product that is there begins the hub's own"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_BEGUN = """
    INSERT INTO workflows
        (dossier_id, product_id, kind, application_id, version, state, since, request_version, is_over)
    SELECT dossier_id, id, kind, application_id, 0, 'inventory', made_at, 0, state <> 'open' FROM kept_products
"""


def upgrade() -> None:
    op.create_table(
        "workflows",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "product_id", "kind")),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", Instant(timezone=True), nullable=False),
        sa.Column("request_version", sa.Integer(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "product_id"),
    )
    op.create_index("workflows_state", "workflows", ["state", "since", "product_id"])
    op.create_table(
        "workflow_steps",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier_id", "product_id", "id")),
        sa.Column("at", Instant(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("actor", "cause", "before", "after", "reason", "evidence")
        ),
        sa.PrimaryKeyConstraint("dossier_id", "product_id", "id"),
    )
    op.create_table(
        "workflow_definitions",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("office_id", "kind")),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("text", "note", "made_by")),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "kind", "version"),
    )
    op.execute(_BEGUN)


def downgrade() -> None:
    op.drop_table("workflow_definitions")
    op.drop_table("workflow_steps")
    op.drop_index("workflows_state", table_name="workflows")
    op.drop_table("workflows")
