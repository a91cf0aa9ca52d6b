"""lists: an index for each order of the list of dossiers and for what it is narrowed by"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_INDEXES = {
    "dossiers_office_name": ("dossiers", ["environment", "office_id", "search", "id"]),
    "dossiers_opened": ("dossiers", ["environment", "opened_at", "id"]),
    "dossiers_name": ("dossiers", ["environment", "search", "id"]),
    "application_statuses_shown": ("application_statuses", ["hand_code", "code", "dossier_id"]),
    "application_statuses_reference": ("application_statuses", ["lender_reference"]),
    "offers_reference": ("offers", ["lender_reference"]),
    "applications_partner": ("applications", ["partner", "dossier_id"]),
}


def upgrade() -> None:
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, (table, _) in reversed(list(_INDEXES.items())):
        op.drop_index(name, table_name=table)
