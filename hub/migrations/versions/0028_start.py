"""Files that the office has to look at; lists of dossiers have an address of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    some = sa.text("state = 'clean' AND judgement = ''")
    op.create_index("attachments_to_judge", "attachments", ["handed_in_at"], postgresql_where=some, sqlite_where=some)
    op.execute("UPDATE saved_views SET page = '/dossiers' WHERE page = '/'")


def downgrade() -> None:
    op.execute("UPDATE saved_views SET page = '/' WHERE page = '/dossiers'")
    op.drop_index("attachments_to_judge", "attachments")
