"""The tables of offices, private to this folder; none belongs to a dossier."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from handlers.offices import rules
from hub.columns import Instant
from hub.rows import Rows


class OfficeTable(SQLModel, table=True):
    __tablename__ = "offices"
    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    created_at: datetime = Field(sa_type=Instant)


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


class AgentNumberTable(SQLModel, table=True):
    """The number under which a lender knows the office (TussenpersoonNr)."""

    __tablename__ = "agent_numbers"
    __table_args__ = (Index("agent_numbers_number", "number"),)
    office_id: str = Field(primary_key=True)
    lender: str = Field(primary_key=True)
    number: str


OFFICES = Rows(OfficeTable, rules.Office, scope="id")
PROFILES = Rows(ProfileTable, rules.Profile, scope="office_id")
AGENT_NUMBERS = Rows(AgentNumberTable, rules.AgentNumber, scope="office_id")
