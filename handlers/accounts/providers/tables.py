"""The tables of sign-in services, private to this folder; none belongs to a dossier."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from handlers.accounts.providers import rules
from hub.columns import Instant, Json
from hub.rows import Rows


class ProviderTable(SQLModel, table=True):
    __tablename__ = "office_providers"
    office_id: str = Field(primary_key=True)
    issuer: str
    client_id: str
    client_secret: str
    domains: list[str] = Field(sa_type=Json)
    group_claim: str
    roles: dict[str, str] = Field(sa_type=Json)
    set_at: datetime = Field(sa_type=Instant)


class IdentityTable(SQLModel, table=True):
    """Who somebody of a provider is here."""

    __tablename__ = "provider_identities"
    __table_args__ = (Index("provider_identities_user", "user_id", unique=True),)
    key: str = Field(primary_key=True)
    issuer: str
    subject: str
    user_id: str
    email: str
    seen_at: datetime = Field(sa_type=Instant)


class ProviderSessionTable(SQLModel, table=True):
    """How whoever came in through a provider ends his session there too."""

    __tablename__ = "provider_sessions"
    __table_args__ = (Index("provider_sessions_opened", "opened_at"),)
    token_hash: str = Field(primary_key=True)
    user_id: str
    address: str
    client_id: str
    id_token: str
    opened_at: datetime = Field(sa_type=Instant)


PROVIDERS = Rows(ProviderTable, rules.Provider, scope="office_id")
IDENTITIES = Rows(IdentityTable, rules.BoundIdentity, scope="user_id")
PROVIDER_SESSIONS = Rows(ProviderSessionTable, rules.ProviderSession, scope="user_id")
