"""The tables of people and machines, private to this folder; none belongs to a dossier."""

from datetime import date, datetime

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
    email: str | None = Field(default=None, unique=True)
    disabled_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    organisation_id: str | None = None
    node: str | None = None
    ends_on: date | None = None
    phone: str = Field(default="", sa_column_kwargs={"server_default": ""})


class SubstitutionTable(SQLModel, table=True):
    """Who does whose work, and from when to when."""

    __tablename__ = "substitutions"
    __table_args__ = (Index("substitutions_office", "office_id"), Index("substitutions_substitute", "substitute_id"))
    id: str = Field(primary_key=True)
    office_id: str
    absent_id: str
    substitute_id: str
    starts_on: date
    ends_on: date | None = None
    made_by: str
    made_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    ended_by: str


class AccountChangeTable(SQLModel, table=True):
    """What administrators did to accounts, from first to last."""

    __tablename__ = "account_changes"
    __table_args__ = (Index("account_changes_user", "user_id", "at"),)
    id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    actor: str
    office_id: str | None = None
    user_id: str
    what: str
    facts: dict[str, str] = Field(sa_type=Json)


class AccessLinkTable(SQLModel, table=True):
    __tablename__ = "access_links"
    token_hash: str = Field(primary_key=True)
    user_id: str
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    purpose: str = Field(default="sign-in", sa_column_kwargs={"server_default": "sign-in"})


class LetterCodeTable(SQLModel, table=True):
    """Codes on letters to customers, each as a keyed hash."""

    __tablename__ = "letter_codes"
    __table_args__ = (Index("letter_codes_user", "user_id"),)
    code_tag: str = Field(primary_key=True)
    user_id: str
    made_by: str
    made_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class EmailChangeTable(SQLModel, table=True):
    """Addresses that customers asked for, with the hashes of the links that confirm and undo them."""

    __tablename__ = "email_changes"
    __table_args__ = (Index("email_changes_user", "user_id"),)
    token_hash: str = Field(primary_key=True)
    user_id: str
    old_email: str
    new_email: str
    asked_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    undo_hash: str = Field(default="", sa_column_kwargs={"server_default": ""})
    undo_until: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    undone_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class SessionTable(SQLModel, table=True):
    __tablename__ = "sessions"
    __table_args__ = (Index("sessions_user", "user_id"),)
    token_hash: str = Field(primary_key=True)
    user_id: str
    opened_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    stage: str = Field(default="open", sa_column_kwargs={"server_default": "open"})
    device: str = Field(default="", sa_column_kwargs={"server_default": ""})
    role: str = Field(default="", sa_column_kwargs={"server_default": ""})
    totp_next: str = Field(default="", sa_column_kwargs={"server_default": ""})
    ends_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class ViewingTable(SQLModel, table=True):
    """Colleagues who look as a customer, kept after they are over."""

    __tablename__ = "viewings"
    token_hash: str = Field(primary_key=True)
    session_hash: str
    user_id: str
    customer_id: str
    dossier_id: str
    reason: str
    opened_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class CredentialsTable(SQLModel, table=True):
    """The hash of the password, the sealed secret of the app with codes, and how often somebody tried."""

    __tablename__ = "credentials"
    user_id: str = Field(primary_key=True)
    password_hash: str
    password_set_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    totp: str
    totp_step: int
    tries: int
    tried_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    code_tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    code_tried_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class TriesTable(SQLModel, table=True):
    """Wrong passwords by account and place; an address is kept as a keyed hash."""

    __tablename__ = "sign_in_tries"
    user_id: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    tries: int
    tried_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class RecoveryCodeTable(SQLModel, table=True):
    __tablename__ = "recovery_codes"
    user_id: str = Field(primary_key=True)
    code_hash: str = Field(primary_key=True)
    used_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class PasskeyTable(SQLModel, table=True):
    __tablename__ = "passkeys"
    __table_args__ = (Index("passkeys_user", "user_id"),)
    id: str = Field(primary_key=True)
    user_id: str
    name: str
    public_key: str
    sign_count: int
    created_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class ChallengeTable(SQLModel, table=True):
    """What devices were asked to sign and have not yet."""

    __tablename__ = "challenges"
    challenge_hash: str = Field(primary_key=True)
    user_id: str
    expires_at: datetime = Field(sa_type=Instant)


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
SUBSTITUTIONS = Rows(SubstitutionTable, rules.Substitution, scope="office_id")
ACCOUNT_CHANGES = Rows(AccountChangeTable, rules.AccountChange, scope="user_id")
ACCESS_LINKS = Rows(AccessLinkTable, rules.AccessLink, scope="user_id")
LETTER_CODES = Rows(LetterCodeTable, rules.LetterCode, scope="user_id")
EMAIL_CHANGES = Rows(EmailChangeTable, rules.EmailChange, scope="user_id")
SESSIONS = Rows(SessionTable, rules.Session, scope="user_id")
VIEWINGS = Rows(ViewingTable, rules.Viewing, scope="user_id")
API_KEYS = Rows(ApiKeyTable, rules.ApiKey, scope="office_id")
CREDENTIALS = Rows(CredentialsTable, rules.Credentials, scope="user_id")
TRIES = Rows(TriesTable, rules.Tries, scope="user_id")
RECOVERY_CODES = Rows(RecoveryCodeTable, rules.RecoveryCode, scope="user_id")
PASSKEYS = Rows(PasskeyTable, rules.Passkey, scope="user_id")
CHALLENGES = Rows(ChallengeTable, rules.Challenge, scope="user_id")
