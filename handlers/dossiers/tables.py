"""The tables of dossiers, private to this folder. Every key but the dossier's own starts with the dossier."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlmodel import Field, Index, SQLModel

from handlers.dossiers import rules
from handlers.dossiers.rules import people
from hub.columns import Exact, Instant, Json
from hub.rows import Rows


class DossierTable(SQLModel, table=True):
    __tablename__ = "dossiers"
    __table_args__ = (
        Index("dossiers_office", "environment", "office_id", "opened_at", "id"),
        Index("dossiers_office_name", "environment", "office_id", "search", "id"),
        # An operator's list names no office.
        Index("dossiers_opened", "environment", "opened_at", "id"),
        Index("dossiers_name", "environment", "search", "id"),
        Index("dossiers_number", "number"),
        Index(
            "dossiers_merged",
            "merged_into",
            sqlite_where=text("merged_into <> ''"),
            postgresql_where=text("merged_into <> ''"),
        ),
    )
    id: str = Field(primary_key=True)
    office_id: str
    environment: str
    opened_at: datetime = Field(sa_type=Instant)
    title: str
    search: str
    number: str
    standing: str
    lead_source: str
    merged_into: str = Field(default="", sa_column_kwargs={"server_default": ""})


class PartyTable(SQLModel, table=True):
    __tablename__ = "parties"
    # Somebody new is looked for among those who are there.
    __table_args__ = (
        Index("parties_email", "email"),
        Index("parties_birth_date", "birth_date"),
        Index("parties_phone", "phone"),
        Index("parties_place", "postcode", "house_number"),
    )
    dossier_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)
    lane_id: str
    role: str
    name: str
    birth_date: date | None = None
    email: str
    phone: str
    facts: dict[str, Any] = Field(sa_type=Json)
    postcode: str = Field(default="", sa_column_kwargs={"server_default": ""})
    house_number: str = Field(default="", sa_column_kwargs={"server_default": ""})


class ProductTable(SQLModel, table=True):
    __tablename__ = "products"
    dossier_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    lane_id: str
    lender: str
    name: str
    amount: Decimal | None = Field(default=None, sa_type=Exact, nullable=True)
    facts: dict[str, Any] = Field(sa_type=Json)


class PartTable(SQLModel, table=True):
    __tablename__ = "parts"
    dossier_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    product_number: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    lane_id: str
    repayment: str
    amount: Decimal | None = Field(default=None, sa_type=Exact, nullable=True)
    rate_pct: Decimal | None = Field(default=None, sa_type=Exact, nullable=True)
    term_months: int | None = None
    facts: dict[str, Any] = Field(sa_type=Json)


class PropertyTable(SQLModel, table=True):
    __tablename__ = "properties"
    __table_args__ = (Index("properties_place", "postcode", "house_number"),)
    dossier_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    lane_id: str
    address: str
    market_value: Decimal | None = Field(default=None, sa_type=Exact, nullable=True)
    facts: dict[str, Any] = Field(sa_type=Json)
    postcode: str = Field(default="", sa_column_kwargs={"server_default": ""})
    house_number: str = Field(default="", sa_column_kwargs={"server_default": ""})


class TieTable(SQLModel, table=True):
    """Who of an application is whom the office keeps."""

    __tablename__ = "party_ties"
    dossier_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)
    own: str
    follows: list[Any] = Field(sa_type=Json)
    name: str
    birth_date: date | None = None
    made_by: str
    made_at: datetime = Field(sa_type=Instant)


TIES = Rows(TieTable, people.Tie)
DOSSIERS = Rows(DossierTable, rules.Dossier, scope="id")
PARTIES = Rows(PartyTable, rules.Party)
PRODUCTS = Rows(ProductTable, rules.Product)
PARTS = Rows(PartTable, rules.Part)
PROPERTIES = Rows(PropertyTable, rules.Property)

CONTENTS: dict[type[Any], Rows[Any]] = {
    rules.Party: PARTIES,
    rules.Product: PRODUCTS,
    rules.Part: PARTS,
    rules.Property: PROPERTIES,
}
"""Which table keeps which kind of row of an application's content."""
