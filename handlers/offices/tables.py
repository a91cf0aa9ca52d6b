"""The tables of offices, private to this folder; none belongs to a dossier."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from handlers.offices import rules
from hub.columns import Instant
from hub.rows import Rows


class OfficeTable(SQLModel, table=True):
    __tablename__ = "offices"
    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    created_at: datetime = Field(sa_type=Instant)
    advisers_see: str = Field(default="office", sa_column_kwargs={"server_default": "office"})


class OrganisationTable(SQLModel, table=True):
    """The intermediary itself and its sub-agents; a code and an address are one organisation's within an office."""

    __tablename__ = "organisations"
    __table_args__ = (
        UniqueConstraint("office_id", "code", name="organisations_code"),
        UniqueConstraint("office_id", "email", name="organisations_email"),
    )
    id: str = Field(primary_key=True)
    office_id: str
    kind: str
    code: str
    name: str
    email: str | None = None
    created_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class ProfileTable(SQLModel, table=True):
    """Who the office is to those who receive its messages."""

    __tablename__ = "office_profiles"
    office_id: str = Field(primary_key=True)
    company: str
    phone: str
    email: str
    afm_number: str
    website: str
    street: str
    house_number: str
    house_number_suffix: str
    postcode: str
    city: str
    kvk_number: str = Field(default="", sa_column_kwargs={"server_default": ""})
    set_by: str = Field(default="", sa_column_kwargs={"server_default": ""})
    set_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class AgentNumberTable(SQLModel, table=True):
    """The number under which a lender knows the office (TussenpersoonNr)."""

    __tablename__ = "agent_numbers"
    __table_args__ = (Index("agent_numbers_number", "number"),)
    office_id: str = Field(primary_key=True)
    lender: str = Field(primary_key=True)
    number: str
    set_by: str = Field(default="", sa_column_kwargs={"server_default": ""})
    set_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class BrandTable(SQLModel, table=True):
    """How the pages and mails of an office look."""

    __tablename__ = "office_brands"
    office_id: str = Field(primary_key=True)
    colour: str
    logo: str
    width: int
    height: int
    size: int
    version: int
    set_by: str
    set_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


OFFICES = Rows(OfficeTable, rules.Office, scope="id")
ORGANISATIONS = Rows(OrganisationTable, rules.Organisation, scope="office_id")
PROFILES = Rows(ProfileTable, rules.Profile, scope="office_id")
AGENT_NUMBERS = Rows(AgentNumberTable, rules.AgentNumber, scope="office_id")
BRANDS = Rows(BrandTable, rules.Brand, scope="office_id")
