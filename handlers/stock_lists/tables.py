"""The tables of stock lists, private to this folder."""

from datetime import date
from typing import Any

from sqlmodel import Field, Index, SQLModel

from handlers.stock_lists import rules
from hub.columns import Json
from hub.rows import Rows


class StockListTable(SQLModel, table=True):
    __tablename__ = "stock_lists"
    dossier_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    rank: str
    lender_reference: str
    moment: str
    request_version: int
    offers: list[Any] = Field(sa_type=Json)
    defended: bool


class ListVersionTable(SQLModel, table=True):
    """Every DA as it came."""

    __tablename__ = "stock_list_versions"
    dossier_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    rank: str = Field(primary_key=True)
    lane_id: str = Field(primary_key=True)
    unit_id: str
    lender_reference: str
    moment: str
    request_version: int
    said: str


class StockLineTable(SQLModel, table=True):
    __tablename__ = "stock_lines"
    # The list of all stukken: what is still to come, by status.
    __table_args__ = (Index("stock_lines_status", "status", "dossier_id"),)
    dossier_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    number: str = Field(primary_key=True)
    document: str
    document_text: str
    description: str
    status: str
    status_text: str
    note: str
    moment: str
    approved_at: str
    asked_rank: str = Field(default="", sa_column_kwargs={"server_default": ""})
    asked_moment: str = Field(default="", sa_column_kwargs={"server_default": ""})
    flags: list[str] = Field(sa_type=Json)
    on_list: bool
    from_source: bool
    deliver_before: date | None = None
    valid_until: date | None = None
    chain_status: str
    chain_note: str
    person: str
    property_number: int | None = None
    details: dict[str, Any] = Field(sa_type=Json)


STOCK_LISTS = Rows(StockListTable, rules.StockList)
LIST_VERSIONS = Rows(ListVersionTable, rules.ListVersion)
STOCK_LINES = Rows(StockLineTable, rules.StockLine)
