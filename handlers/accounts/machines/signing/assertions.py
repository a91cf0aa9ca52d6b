"""A client that proves who it is with a signed assertion (RFC 7523, `private_key_jwt`), each of which works once.

Every function takes the connection of a transaction that its caller opened and commits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson
from joserfc import jwk, jws, jwt
from joserfc.errors import JoseError
from sqlalchemy import delete
from sqlalchemy.engine import Connection

from handlers.accounts.machines import rules
from handlers.accounts.machines.rules import ClientKey, UsedAssertion
from handlers.accounts.machines.signing.public_keys import keys_of
from handlers.accounts.machines.tables import CLIENT_KEYS, USED_ASSERTIONS
from hub import rows as statements
from hub.ids import new_id
from schemas.errors import Refused

_LONGEST = 8_192


def client_id_of(assertion: str) -> str:
    """The client that the assertion says it is of, which proves nothing yet; raises `Refused` (`assertion-invalid`)."""
    try:
        claims = orjson.loads(_parts_of(assertion).payload)
    except orjson.JSONDecodeError:
        claims = None
    subject = claims.get("sub") if isinstance(claims, dict) else None
    if not isinstance(subject, str) or not subject.isprintable():
        raise rules.assertion_invalid("sub", "no client", "the id of the client")
    return subject


def use_assertion(
    connection: Connection, client_id: str, assertion: str, audiences: Sequence[str], at: datetime
) -> None:
    """Uses the assertion up, and says that its key was used.

    Raises `Refused`: `assertion-invalid` for what it is or claims; `client-unknown` for a key that the client has not
    got (any more) or another signature, never saying which; `assertion-used` for the second time.
    """
    header = _parts_of(assertion).headers()
    if header.get("alg") not in rules.ALGORITHMS:
        raise rules.assertion_invalid("alg", str(header.get("alg")), ", ".join(rules.ALGORITHMS))
    key = _key(connection, client_id, header, at)
    try:
        found = jwt.decode(assertion, jwk.import_key(key.public_key), algorithms=list(rules.ALGORITHMS))  # type: ignore[arg-type] # the members of a JWK
    except (JoseError, ValueError) as error:
        raise Refused("client-unknown", path="client_assertion") from error
    jti, ends = rules.check_claims(found.claims, client_id, audiences, at)
    _use_up(connection, client_id, jti, ends, at)
    if key.used_at is None or at >= key.used_at + rules.USE_IS_KEPT_EVERY:
        statements.write(connection, CLIENT_KEYS, [replace(key, used_at=at)], "replace")


def _parts_of(assertion: str) -> jws.CompactSignature:
    if len(assertion) > _LONGEST:
        raise rules.assertion_invalid("client_assertion", f"{len(assertion)} characters", f"at most {_LONGEST}")
    try:
        return jws.extract_compact(assertion.encode())
    except (JoseError, ValueError) as error:
        raise rules.assertion_invalid("client_assertion", "no JWT", "a signed JWT") from error


def _key(connection: Connection, client_id: str, header: Mapping[str, Any], at: datetime) -> ClientKey:
    """The key that the assertion names; without a name the one that there is."""
    valid = [each for each in keys_of(connection, [client_id]) if rules.is_key_valid(each, at)]
    wanted = header.get("kid")
    found = [each for each in valid if each.kid == wanted] if wanted is not None else valid
    if len(found) != 1:
        raise Refused("client-unknown", path="client_assertion")
    return found[0]


def _use_up(connection: Connection, client_id: str, jti: str, ends: datetime, at: datetime) -> None:
    """Keeps until nobody could use it any more that it was used; of two at once the database takes one."""
    table = USED_ASSERTIONS.table
    connection.execute(delete(table).where((table.c.client_id == client_id) & (table.c.expires_at < at)))
    digest = sha256(f"{client_id}\0{jti}".encode()).hexdigest()
    mine = UsedAssertion(digest, client_id, new_id(), ends + rules.SKEW)
    statements.write(connection, USED_ASSERTIONS, [mine], "ignore")
    (kept,) = statements.select(connection, USED_ASSERTIONS, "digest", [digest])
    if kept.use_id != mine.use_id:
        raise Refused("assertion-used", path="jti")
