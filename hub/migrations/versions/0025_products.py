"""products that an office keeps; each application that is there gets the product that it is sent for"""

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant, Json
from hub.ids import derived_id

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_KINDS = {"AX": "mortgage", "KX": "credit", "LX": "term_life"}
_THERE = """
    SELECT a.dossier_id, a.id, a.domain, d.opened_at FROM applications a JOIN dossiers d ON d.id = a.dossier_id
    WHERE a.domain IN ('AX', 'KX', 'LX')
"""
_A_BATCH = 500


def upgrade() -> None:
    op.create_table(
        "kept_products",
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("dossier_id", "id", "kind", "application_id", "state", "reason")
        ),
        sa.Column("card", Json(), nullable=False),
        sa.Column("parts", Json(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("dossier_id", "id"),
    )
    _bring()


def downgrade() -> None:
    op.drop_table("kept_products")


def _bring() -> None:
    names = ("dossier_id", "id", "kind", "application_id", "state", "reason", "made_by", "ended_by")
    columns = [*(sa.column(name, sa.String()) for name in names), sa.column("made_at", Instant(timezone=True))]
    table = sa.table("kept_products", *columns, sa.column("card", Json()), sa.column("parts", Json()))
    there = sa.text(_THERE).columns(
        sa.column("dossier_id"), sa.column("id"), sa.column("domain"), sa.column("opened_at", Instant(timezone=True))
    )
    found = op.get_bind().execute(there).all()
    rows = [
        {
            "dossier_id": dossier_id,
            "id": derived_id(application_id, "product"),
            "kind": _KINDS[domain],
            "application_id": application_id,
            "state": "open",
            "reason": "",
            "made_by": "",
            "ended_by": "",
            "made_at": at,
            "card": {},
            "parts": [],
        }
        for dossier_id, application_id, domain, at in found
    ]
    for first in range(0, len(rows), _A_BATCH):
        op.get_bind().execute(table.insert(), rows[first : first + _A_BATCH])
