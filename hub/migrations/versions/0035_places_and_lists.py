"""People and properties by postcode and house number, and the lists of all products and of all stukken."""

import json
import re

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None
_KEYS = {
    "parties": ("dossier_id", "application_id", "reference"),
    "properties": ("dossier_id", "application_id", "number"),
}
_AT_ONCE = 1000


def upgrade() -> None:
    for name, keys in _KEYS.items():
        with op.batch_alter_table(name) as table:
            for column in ("postcode", "house_number"):
                table.add_column(sa.Column(column, sa.String(), nullable=False, server_default=""))
        _fill(name, keys)
        op.create_index(f"{name}_place", name, ["postcode", "house_number"])
    op.create_index("kept_products_made", "kept_products", ["made_at", "id"])
    op.create_index("stock_lines_status", "stock_lines", ["status", "dossier_id"])


def downgrade() -> None:
    op.drop_index("stock_lines_status", "stock_lines")
    op.drop_index("kept_products_made", "kept_products")
    for name in _KEYS:
        op.drop_index(f"{name}_place", name)
        with op.batch_alter_table(name) as table:
            for column in ("house_number", "postcode"):
                table.drop_column(column)


def _fill(name: str, keys: tuple[str, ...]) -> None:
    """What is there says where it is, in the words of `handlers/dossiers/rules/places.py` as they were here."""
    table = sa.table(name, *(sa.column(each) for each in (*keys, "facts", "postcode", "house_number")))
    here = op.get_bind()
    found = here.execute(sa.select(*(table.c[each] for each in (*keys, "facts")))).all()
    wanted = []
    for *key, facts in found:
        said = json.loads(facts) if isinstance(facts, str) else facts
        number = re.match(r"\s*0*(\d+)", str(said.get("house_number", "")))
        place = {"p": "".join(str(said.get("postcode", "")).split()).upper(), "h": number[1] if number else ""}
        if any(place.values()):
            wanted.append({f"k{index}": value for index, value in enumerate(key)} | place)
    is_it = [table.c[each] == sa.bindparam(f"k{index}") for index, each in enumerate(keys)]
    put = sa.update(table).where(*is_it).values(postcode=sa.bindparam("p"), house_number=sa.bindparam("h"))
    for start in range(0, len(wanted), _AT_ONCE):
        here.execute(put, wanted[start : start + _AT_ONCE])
