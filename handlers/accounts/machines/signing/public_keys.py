"""The public keys of clients: read from a file, registered, replaced with an overlap, taken away.

Every function takes the connection of a transaction that its caller opened and commits.
"""

import warnings
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import orjson
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from joserfc import jwk
from joserfc.errors import JoseError, SecurityWarning
from sqlalchemy import delete
from sqlalchemy.engine import Connection

from handlers.accounts.machines import rules
from handlers.accounts.machines.rules import ClientKey
from handlers.accounts.machines.tables import CLIENT_KEYS, TOKENS
from hub import rows as statements
from schemas.errors import NotFound, Refused

_KINDS = {"RSA": rsa.RSAPublicKey, "EC": ec.EllipticCurvePublicKey, "OKP": ed25519.Ed25519PublicKey}
_KEYS: dict[str, type[jwk.RSAKey | jwk.ECKey | jwk.OKPKey]] = {"RSA": jwk.RSAKey, "EC": jwk.ECKey, "OKP": jwk.OKPKey}
_CURVES = ("secp256r1", "secp384r1", "secp521r1")
_EXPECTED = "a public key as PEM or JWK: RSA of 2048 bits or more, P-256, P-384, P-521 or Ed25519"
_PRIVATE = "a public key; this one is private: keep it with the client, and make a new pair if anybody else saw it"
_LONGEST_KID = 200


def read_key(text: str) -> tuple[str, dict[str, str]]:
    """The name and the members of a public key, PEM or JWK; the thumbprint (RFC 7638) names one that has no name.

    Raises `Refused` (`request-invalid`) for a private key, and for what cannot be read or is too weak.
    """
    if "PRIVATE KEY" in text:
        raise _wrong("a private key", _PRIVATE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)  # what is too weak is refused here, with what would do
        key = _of_json(text) if text.lstrip().startswith("{") else _of_pem(text)
    plain, kind = key.raw_value, key.key_type
    fits = isinstance(plain, _KINDS.get(kind, ()))
    if isinstance(plain, rsa.RSAPublicKey) and plain.key_size < rules.SMALLEST_RSA:
        raise _wrong(f"RSA of {plain.key_size} bits", _EXPECTED)
    if not fits or (isinstance(plain, ec.EllipticCurvePublicKey) and plain.curve.name not in _CURVES):
        raise _wrong(kind, _EXPECTED)
    kid = key.kid or key.thumbprint()
    if not (kid.isprintable() and 0 < len(kid) <= _LONGEST_KID):
        raise _wrong("a kid that cannot be printed or is too long", f"a kid of 1 to {_LONGEST_KID} characters")
    return kid, {name: str(value) for name, value in key.as_dict(private=False).items() if name in rules.MEMBERS}


def add_key(
    connection: Connection, client_id: str, text: str, at: datetime, expires_at: datetime | None = None
) -> ClientKey:
    """The key of this file beside those that are there; raises `Refused` (`request-invalid`, `already-exists`)."""
    kid, members = read_key(text)
    known = any(each.kid == kid for each in keys_of(connection, [client_id]))
    made = ClientKey(client_id, kid, members, at, expires_at, None)
    if known or not statements.claim(connection, CLIENT_KEYS, made):
        raise Refused("already-exists", path="kid", came=kid, expected="a key that this client has not had yet")
    return made


def rotate_key(connection: Connection, client_id: str, text: str, at: datetime, until: datetime) -> ClientKey:
    """As `add_key`; the keys that are there work until `until`, and no longer."""
    before = keys_of(connection, [client_id])
    made = add_key(connection, client_id, text, at)
    ending = [replace(each, expires_at=ends) for each, ends in rules.replaced_keys(before, until)]
    statements.write(connection, CLIENT_KEYS, ending, "replace")
    return made


def remove_key(connection: Connection, client_id: str, kid: str, at: datetime) -> ClientKey:
    """The key works no longer, nor does any token of its client; its name is never used again. Raises `NotFound`."""
    for each in keys_of(connection, [client_id]):
        if each.kid == kid:
            gone = replace(each, expires_at=min(each.expires_at or at, at))
            statements.write(connection, CLIENT_KEYS, [gone], "replace")
            connection.execute(delete(TOKENS.table).where(TOKENS.table.c.client_id == client_id))
            return gone
    raise NotFound("not-found", path="kid", came=kid, expected="a key of this client")


def keys_of(connection: Connection, client_ids: Iterable[str]) -> list[ClientKey]:
    """The keys of these clients, ended ones included, oldest first."""
    found = statements.select(connection, CLIENT_KEYS, "client_id", client_ids)
    return sorted(found, key=lambda each: (each.created_at, each.kid))


def _of_json(text: str) -> jwk.Key:
    try:
        said = orjson.loads(text)
        listed = said.get("keys", [said])
        if len(listed) != 1:
            raise _wrong(f"{len(listed)} keys", "one key")
        key = jwk.import_key(listed[0])
    except (orjson.JSONDecodeError, JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _wrong(f"JSON that is no key ({type(error).__name__})", _EXPECTED) from None
    if getattr(key, "is_private", True):
        raise _wrong("a private key", _PRIVATE)
    return key


def _of_pem(text: str) -> jwk.Key:
    try:
        plain = load_pem_public_key(text.encode())
        return next(key for kind, key in _KEYS.items() if isinstance(plain, _KINDS[kind])).import_key(text)
    except (ValueError, UnsupportedAlgorithm, StopIteration, JoseError) as error:
        raise _wrong(f"a text that is no such key ({type(error).__name__})", _EXPECTED) from None


def _wrong(came: str, expected: str) -> Refused:
    return Refused("request-invalid", path="key", came=came, expected=expected)
