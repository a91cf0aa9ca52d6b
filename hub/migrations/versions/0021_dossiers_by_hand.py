"""dossiers by hand: a number, what its people are to the office, where they came from; addresses in one form"""

import base64
import hashlib

import sqlalchemy as sa
from alembic import op

from hub.columns import Instant

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_SIGNS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_INDEXES = {"dossiers_number": ("dossiers", ["number"])} | {
    f"parties_{column}": ("parties", [column]) for column in ("email", "birth_date")
}


def upgrade() -> None:
    for name, first in (("number", ""), ("standing", "customer"), ("lead_source", "")):
        op.add_column("dossiers", sa.Column(name, sa.String(), nullable=False, server_default=first))
    with op.batch_alter_table("dossiers") as table:
        for name in ("number", "standing", "lead_source"):
            table.alter_column(name, server_default=None)
    dossiers = sa.table(
        "dossiers", sa.column("id"), sa.column("opened_at", Instant(timezone=True)), sa.column("number")
    )
    connection = op.get_bind()
    for dossier_id, opened_at in connection.execute(sa.select(dossiers.c.id, dossiers.c.opened_at)).all():
        signs = base64.b32encode(hashlib.sha256(dossier_id.encode()).digest()).decode().translate(_SIGNS)
        number = f"{opened_at:%y}-{signs[:6]}"
        connection.execute(sa.update(dossiers).where(dossiers.c.id == dossier_id).values(number=number))
    parties = sa.table("parties", sa.column("email"))
    op.execute(sa.update(parties).values(email=sa.func.lower(parties.c.email)))
    for name, (table_name, columns) in _INDEXES.items():
        op.create_index(name, table_name, columns)


def downgrade() -> None:
    for name, (table_name, _) in reversed(list(_INDEXES.items())):
        op.drop_index(name, table_name=table_name)
    with op.batch_alter_table("dossiers") as table:
        for name in ("lead_source", "standing", "number"):
            table.drop_column(name)
