"""The table of products, private to this folder."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel

from handlers.products import rules
from hub.columns import Instant, Json
from hub.rows import Rows


class KeptProductTable(SQLModel, table=True):
    __tablename__ = "kept_products"
    # The list of all products: the newest first.
    __table_args__ = (Index("kept_products_made", "made_at", "id"),)
    dossier_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    kind: str
    application_id: str
    state: str
    reason: str
    card: dict[str, Any] = Field(sa_type=Json)
    parts: list[dict[str, Any]] = Field(sa_type=Json)
    made_by: str
    made_at: datetime = Field(sa_type=Instant)
    ended_by: str
    ended_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


KEPT_PRODUCTS = Rows(KeptProductTable, rules.Product)
