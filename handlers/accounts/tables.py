"""The tables of people and machines, private to this folder; none belongs to a dossier."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from handlers.accounts import rules
from hub.columns import Instant, Json
from hub.rows import Rows


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
    scopes: list[str] = Field(sa_type=Json)
    node: str | None = None
    created_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


USERS = Rows(UserTable, rules.User, scope="office_id")
ACCESS_LINKS = Rows(AccessLinkTable, rules.AccessLink, scope="user_id")
SESSIONS = Rows(SessionTable, rules.Session, scope="user_id")
API_KEYS = Rows(ApiKeyTable, rules.ApiKey, scope="office_id")
