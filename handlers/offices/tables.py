"""The tables of offices, private to this folder; none belongs to a dossier."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from handlers.offices import rules
from hub.columns import Instant, Json
from hub.rows import Rows


class OfficeTable(SQLModel, table=True):
    __tablename__ = "offices"
    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    created_at: datetime = Field(sa_type=Instant)


class UserTable(SQLModel, table=True):
    __tablename__ = "users"
    __table_args__ = (Index("users_office", "office_id"),)
    id: str = Field(primary_key=True)
    office_id: str | None = None
    name: str
    role: str
    created_at: datetime = Field(sa_type=Instant)


class AccessLinkTable(SQLModel, table=True):
    __tablename__ = "access_links"
    token_hash: str = Field(primary_key=True)
    user_id: str
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class SessionTable(SQLModel, table=True):
    __tablename__ = "sessions"
    token_hash: str = Field(primary_key=True)
    user_id: str
    opened_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class ApiKeyTable(SQLModel, table=True):
    __tablename__ = "api_keys"
    __table_args__ = (Index("api_keys_office", "office_id"),)
    id: str = Field(primary_key=True)
    office_id: str | None = None
    name: str
    key_hash: str = Field(unique=True)
    scopes: list[str] = Field(sa_type=Json)
    node: str | None = None
    created_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


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
USERS = Rows(UserTable, rules.User, scope="office_id")
ACCESS_LINKS = Rows(AccessLinkTable, rules.AccessLink, scope="user_id")
SESSIONS = Rows(SessionTable, rules.Session, scope="user_id")
PROFILES = Rows(ProfileTable, rules.Profile, scope="office_id")
AGENT_NUMBERS = Rows(AgentNumberTable, rules.AgentNumber, scope="office_id")
API_KEYS = Rows(ApiKeyTable, rules.ApiKey, scope="office_id")
