"""The reading side of accounts: who is signed in, and the people and keys that somebody may see."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.administration import is_active
from handlers.accounts.keys import api_key_of
from handlers.accounts.machines.clients import holder_of
from handlers.accounts.machines.rules import TOKEN_PREFIX, Secret, is_use_due
from handlers.accounts.machines.secrets import secrets_of
from handlers.accounts.machines.views import SecretView, shown
from handlers.accounts.passkeys import passkeys_of
from handlers.accounts.people import check_works, user_of
from handlers.accounts.proofs import codes_left, credentials_of
from handlers.accounts.roles import role_of
from handlers.accounts.rules import ApiKey, Session, User
from handlers.accounts.sessions import any_session_of, session_of, sessions_of
from handlers.accounts.substitutions import stands_in_for
from handlers.accounts.tables import ACCESS_LINKS, API_KEYS, SUBSTITUTIONS, USERS
from handlers.accounts.viewing import viewer_of
from handlers.accounts.viewings import viewing_of
from handlers.offices.views import advisers_see, name_of_node, name_of_office
from hub import rows as statements
from hub.reach import of_office, sees_dossier
from hub.work import Work
from schemas.errors import NotFound, Refused
from schemas.viewer import Viewer

VIEW_AS = "customers:view"
ADMINISTRATOR = "administrator"


def address_of_actor(connection: Connection, actor: str) -> str:
    """The e-mail address with which this person signs in; empty for a machine, and for a person without one."""
    kind, _, user_id = actor.partition(":")
    found = statements.select(connection, USERS, "id", [user_id]) if kind == "user" else []
    return (found[0].email or "") if found and found[0].disabled_at is None else ""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of an office as another capability tells him something; `email` is empty for one without."""

    id: str
    name: str
    email: str

    @property
    def actor(self) -> str:
        return f"user:{self.id}"


@dataclass(frozen=True, slots=True)
class ApiKeyView:
    """A key without its secrets."""

    id: str
    office_id: str | None
    name: str
    scopes: tuple[str, ...]
    node: str | None
    created_at: datetime
    revoked_at: datetime | None
    secrets: tuple[SecretView, ...]


@dataclass(frozen=True, slots=True)
class ViewedAs:
    """A colleague (`by`) sees the dossier as its customer (`customer`) does, and why; over at `until`."""

    customer: str
    by: str
    dossier_id: str
    reason: str
    until: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who asks, with what he may do. `is_due`: the last sight of the session or key should be written again.

    `viewing` is there for a colleague who looks as a customer: the name is the customer's then, the actor his own.
    `node` is what a key may send for; a person sends for none. `role` is a person's, empty for a machine.
    """

    viewer: Viewer
    scopes: frozenset[str]
    name: str
    office: str
    is_due: bool = False
    node: str | None = None
    role: str = ""
    viewing: ViewedAs | None = None


@dataclass(frozen=True, slots=True)
class SessionView:
    """A browser in which a person is signed in; `id` is no token."""

    id: str
    device: str
    opened_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class PasskeyView:
    id: str
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """A person's own account; `stage` says how far signing in is, and nothing else is told before it is `open`.

    `is_one_step`: his role asks for no second step, and he may have one (`roles.toml`).
    """

    name: str
    email: str
    stage: str
    has_password: bool
    has_totp: bool
    passkeys: tuple[PasskeyView, ...]
    codes_left: int
    sessions: tuple[SessionView, ...]
    is_one_step: bool = False


@dataclass(frozen=True, slots=True)
class WayIn:
    """A person with how he comes in. `is_active`: he has a password or a passkey.

    `invited_until` is how long the link works that he did not use yet, `None` without one.
    """

    id: str
    name: str
    email: str
    phone: str
    is_active: bool
    invited_until: datetime | None


def account_of(connection: Connection, token: str, at: datetime) -> AccountView | None:
    """The account whose session this is, also of somebody on his way in; `None` when the session is over."""
    found = any_session_of(connection, token, at)
    if found is None:
        return None
    session, user = found
    credentials = credentials_of(connection, user.id)
    keys = tuple(PasskeyView(k.id, k.name, k.created_at, k.used_at) for k in passkeys_of(connection, user.id))
    open_ = tuple(_session_view(each, session) for each in sessions_of(connection, user, at))
    return AccountView(
        name=user.name,
        email=user.email or "",
        stage=session.stage,
        has_password=bool(credentials.password_hash),
        has_totp=bool(credentials.totp),
        passkeys=keys,
        codes_left=codes_left(connection, user.id),
        sessions=open_,
        is_one_step=role_of(user.role).second == "optional",
    )


def _session_view(session: Session, this: Session) -> SessionView:
    is_this = session.token_hash == this.token_hash
    return SessionView(session.id, session.device, session.opened_at, session.seen_at, is_this)


def ways_in_of(connection: Connection, ids: Iterable[str], at: datetime) -> dict[str, WayIn]:
    """Per person how he comes in: by himself, with a link that still works, or not."""
    wanted = list(ids)
    made = statements.select(connection, ACCESS_LINKS, "user_id", wanted)
    unused = [each for each in made if each.used_at is None and each.expires_at > at]
    return {
        user.id: WayIn(
            id=user.id,
            name=user.name,
            email=user.email or "",
            phone=user.phone,
            is_active=is_active(connection, user),
            invited_until=max((each.expires_at for each in unused if each.user_id == user.id), default=None),
        )
        for user in statements.select(connection, USERS, "id", wanted)
    }


def signed_in_by_session(
    connection: Connection, token: str, environment: str, at: datetime, today: date
) -> SignedIn | None:
    """The person of an open session, with whose work is his `today`; `None` when it is unknown, closed or too old."""
    found = session_of(connection, token, at)
    if found is None:
        return None
    session, user = found
    return _signed_in(connection, user, environment, today, is_due=rules.is_due(session, at))


def signed_in_viewing(
    connection: Connection, token: str, session: str, environment: str, at: datetime, today: date
) -> SignedIn | None:
    """Who looks as a customer with this token beside his session; `None` when it is not one of this session.

    He may read what is the customer's in that one dossier, and write nothing. Asked anew each time: that he still has
    the right and still sees the dossier. Raises `Refused` (`viewing-over`).
    """
    found, own = viewing_of(connection, token, session), session_of(connection, session, at)
    if found is None or own is None:
        return None
    _, user = own
    customer = user_of(connection, found.customer_id)
    seen = _signed_in(connection, user, environment, today, is_due=rules.is_due(own[0], at))
    sees = sees_dossier(seen.viewer, connection, customer.office_id, environment, found.dossier_id)
    if not (found.is_on(at) and VIEW_AS in seen.scopes and sees):
        raise Refused("viewing-over")
    rights = frozenset(right for right in role_of(customer.role).rights if right.endswith(":read"))
    viewer = replace(viewer_of(customer, environment), actor=user.actor, only_in=found.dossier_id)
    viewing = ViewedAs(customer.name, user.name, found.dossier_id, found.reason, found.until)
    return replace(seen, viewer=viewer, scopes=rights, name=customer.name, role=customer.role, viewing=viewing)


def _signed_in(connection: Connection, user: User, environment: str, today: date, *, is_due: bool) -> SignedIn:
    viewer = viewer_of(
        user,
        environment,
        advisers_see=advisers_see(connection, user.office_id),
        stands_in_for=stands_in_for(connection, user, today),
    )
    role = role_of(user.role)
    office = name_of_office(connection, user.office_id) or name_of_node(connection, user.node)
    return SignedIn(viewer, role.rights, user.name, office, is_due, role=user.role)


def signed_in_by_key(connection: Connection, plain: str, environment: str, at: datetime) -> SignedIn | None:
    """The machine of an API key; `None` when the key is unknown, expired or revoked."""
    found = api_key_of(connection, plain, at)
    if found is None:
        return None
    key, secret = found
    office = name_of_office(connection, key.office_id)
    is_due = is_use_due(secret, at)
    return SignedIn(key.viewer(environment), frozenset(key.scopes), key.name, office, is_due, key.node)


def is_token(bearer: str) -> bool:
    """Whether this is the token of a client, and no API key."""
    return bearer.startswith(TOKEN_PREFIX)


def signed_in_by_token(
    connection: Connection, plain: str, certificate: str, environment: str, at: datetime
) -> SignedIn | None:
    """The client of a token, with the scopes of both; `None` when it is unknown, expired or revoked."""
    found = holder_of(connection, plain, certificate, at)
    if found is None:
        return None
    client, token = found
    office = name_of_office(connection, client.office_id)
    scopes = frozenset(token.scopes) & frozenset(client.scopes)
    return SignedIn(client.viewer(environment), scopes, client.name, office, node=client.node)


def person_of(work: Work, office_id: str, person_id: str, *, kinds: tuple[str, ...]) -> User:
    """Somebody of this office whose role is for people of one of these kinds (`roles.toml`), for a handler.

    Raises `NotFound`, also for who was shut out; `Refused` (`account-reads-only`, `account-over`) for who looks on
    until a day, and for an account whose last day is over.
    """
    own = {each.id: each for each in work.consult(USERS, office_id)}
    found = own.get(person_id)
    if found is None or found.disabled_at is not None or role_of(found.role).of not in kinds:
        raise NotFound("not-found", path="person_id", came=person_id, expected="iemand van het kantoor / a colleague")
    check_works(found, work.cause.at)
    return found


def administrators_of(work: Work, office_id: str) -> tuple[Colleague, ...]:
    """The administrators of an office who may come in, by id, for a handler."""
    return _colleagues(each for each in work.consult(USERS, office_id) if each.role == ADMINISTRATOR)


def people_of(work: Work, office_id: str, ids: Iterable[str]) -> dict[str, Colleague]:
    """Those of these people who are of the office and may come in, customers included, by id, for a handler."""
    wanted = set(ids)
    return {each.id: each for each in _colleagues(one for one in work.consult(USERS, office_id) if one.id in wanted)}


def colleague_and_substitutes(work: Work, office_id: str, person_id: str, today: date) -> tuple[Colleague, ...]:
    """Somebody of the office and who does his work today, for a handler; without who was shut out."""
    standing_in = {
        each.substitute_id
        for each in work.consult(SUBSTITUTIONS, office_id)
        if each.absent_id == person_id and each.is_on(today)
    }
    return _colleagues(each for each in work.consult(USERS, office_id) if each.id in {person_id, *standing_in})


def _colleagues(users: Iterable[User]) -> tuple[Colleague, ...]:
    return tuple(Colleague(each.id, each.name, each.email or "") for each in users if each.disabled_at is None)


def users_for(viewer: Viewer, connection: Connection) -> tuple[User, ...]:
    """The people in scope, by name."""
    query = select(USERS.table).order_by(USERS.table.c.name, USERS.table.c.id)
    return tuple(User(*row) for row in connection.execute(_mine(viewer, query, USERS.table.c.office_id)))


def api_keys_for(viewer: Viewer, connection: Connection) -> tuple[ApiKeyView, ...]:
    """The keys in scope, revoked ones included, by name."""
    query = select(API_KEYS.table).order_by(API_KEYS.table.c.name, API_KEYS.table.c.id)
    found = [ApiKey(*row) for row in connection.execute(_mine(viewer, query, API_KEYS.table.c.office_id))]
    secrets = secrets_of(connection, [key.id for key in found])
    return tuple(_view(key, [each for each in secrets if each.owner_id == key.id]) for key in found)


def _view(key: ApiKey, secrets: list[Secret]) -> ApiKeyView:
    scopes = tuple(key.scopes)
    return ApiKeyView(key.id, key.office_id, key.name, scopes, key.node, key.created_at, key.revoked_at, shown(secrets))


def names_of(connection: Connection, actors: Iterable[str]) -> dict[str, str]:
    """How the people (`user:…`) and machines (`key:…`) behind these actors are called; who is gone is left out."""
    wanted = [actor.partition(":") for actor in set(actors)]
    users = [name for kind, _, name in wanted if kind == "user"]
    keys = [name for kind, _, name in wanted if kind == "key"]
    found = {f"user:{each.id}": each.name for each in statements.select(connection, USERS, "id", users)}
    return found | {f"key:{each.id}": each.name for each in statements.select(connection, API_KEYS, "id", keys)}


def _mine(viewer: Viewer, query: Select[Any], column: ColumnElement[Any]) -> Select[Any]:
    return query.where(of_office(viewer, column))
