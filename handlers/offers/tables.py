"""The table of offers, private to this folder."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Field, Index, SQLModel

from handlers.offers import rules
from hub.columns import Exact, Json
from hub.rows import Rows


class OfferTable(SQLModel, table=True):
    __tablename__ = "offers"
    __table_args__ = (Index("offers_reference", "lender_reference"),)
    dossier_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    rank: str = Field(primary_key=True)
    lane_id: str = Field(primary_key=True)
    unit_id: str
    kind: str
    request_version: int
    lender_reference: str
    moment: str
    amount: Decimal | None = Field(default=None, sa_type=Exact, nullable=True)
    accept_before: date | None = None
    valid_until: date | None = None
    extension_possible: bool | None = None
    extended: bool | None = None
    extension_until: date | None = None
    extends_automatically: bool | None = None
    latest_passing_date: date | None = None
    latest_passing_date_extended: date | None = None
    parts: list[Any] = Field(sa_type=Json)
    files: list[Any] = Field(sa_type=Json)


OFFERS = Rows(OfferTable, rules.Offer)
