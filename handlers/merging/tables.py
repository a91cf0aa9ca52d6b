"""The table of merges and splits, private to this folder."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel

from handlers.merging import rules
from hub.columns import Instant, Json
from hub.rows import Rows


class DossierMoveTable(SQLModel, table=True):
    __tablename__ = "dossier_moves"
    __table_args__ = (Index("dossier_moves_other", "other_id"),)
    dossier_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    other_id: str
    kind: str
    at: datetime = Field(sa_type=Instant)
    by: str
    reason: str
    figures: dict[str, Any] = Field(sa_type=Json)
    carried: dict[str, Any] = Field(sa_type=Json)
    left: dict[str, Any] = Field(sa_type=Json)
    undone_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


MOVES = Rows(DossierMoveTable, rules.DossierMove)
