"""What waits for a dossier, what was linked lately, and people by telephone number: the inbox."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("link_changes_at", "link_changes", ["at"])
    op.create_index("parties_phone", "parties", ["phone"])
    some = sa.text("dossier_id IS NULL AND (waiting > 0 OR held)")
    op.create_index("lanes_unlinked", "lanes", ["office_id", "id"], postgresql_where=some, sqlite_where=some)


def downgrade() -> None:
    op.drop_index("lanes_unlinked", "lanes")
    op.drop_index("parties_phone", "parties")
    op.drop_index("link_changes_at", "link_changes")
