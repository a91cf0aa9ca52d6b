"""who of an application is whom the office keeps"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "party_ties",
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("dossier_id", "application_id", "reference", "own")
        ),
        sa.Column("follows", Json(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "application_id", "reference"),
    )


def downgrade() -> None:
    op.drop_table("party_ties")
