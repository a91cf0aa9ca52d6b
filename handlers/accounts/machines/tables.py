"""The tables of machines, private to this folder and to the keys beside it; none belongs to a dossier."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from handlers.accounts.machines import rules
from hub.columns import Instant, Json
from hub.rows import Rows


class ClientTable(SQLModel, table=True):
    __tablename__ = "machine_clients"
    __table_args__ = (Index("machine_clients_office", "office_id"),)
    id: str = Field(primary_key=True)
    office_id: str | None = None
    name: str
    scopes: list[str] = Field(sa_type=Json)
    node: str | None = None
    certificate: str
    created_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class SecretTable(SQLModel, table=True):
    """The secrets of clients and API keys; only hashes."""

    __tablename__ = "machine_secrets"
    __table_args__ = (Index("machine_secrets_owner", "owner_id"),)
    secret_hash: str = Field(primary_key=True)
    owner_id: str
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    used_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class TokenTable(SQLModel, table=True):
    """The tokens that clients have now; only hashes."""

    __tablename__ = "access_tokens"
    __table_args__ = (Index("access_tokens_client", "client_id"),)
    token_hash: str = Field(primary_key=True)
    client_id: str
    scopes: list[str] = Field(sa_type=Json)
    issued_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)


class ClientKeyTable(SQLModel, table=True):
    """The public keys of clients that sign assertions."""

    __tablename__ = "client_keys"
    client_id: str = Field(primary_key=True)
    kid: str = Field(primary_key=True)
    public_key: dict[str, str] = Field(sa_type=Json)
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    used_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class UsedAssertionTable(SQLModel, table=True):
    """Assertions that were used and could be used again otherwise."""

    __tablename__ = "used_assertions"
    __table_args__ = (Index("used_assertions_client", "client_id"),)
    digest: str = Field(primary_key=True)
    client_id: str
    use_id: str
    expires_at: datetime = Field(sa_type=Instant)


CLIENTS = Rows(ClientTable, rules.Client, scope="office_id")
SECRETS = Rows(SecretTable, rules.Secret, scope="owner_id")
CLIENT_KEYS = Rows(ClientKeyTable, rules.ClientKey, scope="client_id")
USED_ASSERTIONS = Rows(UsedAssertionTable, rules.UsedAssertion, scope="client_id")
TOKENS = Rows(TokenTable, rules.Token, scope="client_id")
