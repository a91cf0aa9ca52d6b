"""Machines: what a client, a secret and a token are, and how long each lives. Pure."""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import unquote

from schemas.errors import Refused
from schemas.viewer import Viewer

TOKEN_LIVES = timedelta(minutes=10)
OVERLAP = timedelta(days=7)
"""How long the old secret works after a new one was made, unless the operator says another date."""
USE_IS_KEPT_EVERY = timedelta(minutes=5)
SECRET_PREFIX, TOKEN_PREFIX = "hubs_", "hubt_"
SMALLEST_RSA = 2_048
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
"""How an assertion may be signed: only with the private key of the client, never `none` or a shared secret."""
MEMBERS = ("kty", "n", "e", "crv", "x", "y")
"""What is kept of a public key (RFC 7517); never a private member, whatever came."""
SKEW = timedelta(seconds=60)
"""How far the clock of a client may be from ours."""
ASSERTION_LIVES = timedelta(minutes=5)
"""How long from now an assertion may be valid at most; it is made for one request."""
_LONGEST_JTI = 255
_LATEST = 253_402_300_800
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_PEM_LINE = re.compile(r"-----(?:BEGIN|END) CERTIFICATE-----")


@dataclass(frozen=True, slots=True)
class Client:
    """A machine of an office, or of the operator without one, that asks for tokens.

    `certificate` is the SHA-256 of the certificate that it must show, in hex; empty when it needs none.
    """

    id: str
    office_id: str | None
    name: str
    scopes: list[str]
    node: str | None
    certificate: str
    created_at: datetime
    revoked_at: datetime | None

    def viewer(self, environment: str) -> Viewer:
        return Viewer(self.office_id, self.office_id is None, f"client:{self.id}", environment)


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret of a client or of an API key; a machine may have two while the old one is replaced."""

    secret_hash: str
    owner_id: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClientKey:
    """A public key with which a client signs assertions; `kid` names it, `public_key` are its members (RFC 7517)."""

    client_id: str
    kid: str
    public_key: dict[str, str]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class UsedAssertion:
    """An assertion that was used; `digest` is the hash of client and `jti`, `use_id` tells two uses apart."""

    digest: str
    client_id: str
    use_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """What a client got for its secret; it is opaque, and only its hash is kept."""

    token_hash: str
    client_id: str
    scopes: list[str]
    issued_at: datetime
    expires_at: datetime


def is_valid(secret: Secret, at: datetime) -> bool:
    return secret.expires_at is None or at < secret.expires_at


def is_use_due(secret: Secret, at: datetime) -> bool:
    """Whether the last use should be written again; not with every request."""
    return secret.used_at is None or at >= secret.used_at + USE_IS_KEPT_EVERY


def replaced(secrets: Iterable[Secret], until: datetime) -> list[tuple[Secret, datetime]]:
    """The secrets that end because a new one was made, with the moment; one that ends sooner anyway stays so."""
    return [(each, until) for each in secrets if each.expires_at is None or each.expires_at > until]


def is_key_valid(key: ClientKey, at: datetime) -> bool:
    return key.expires_at is None or at < key.expires_at


def replaced_keys(keys: Iterable[ClientKey], until: datetime) -> list[tuple[ClientKey, datetime]]:
    """As `replaced`, of keys."""
    return [(each, until) for each in keys if each.expires_at is None or each.expires_at > until]


def check_claims(
    claims: Mapping[str, object], client_id: str, audiences: Sequence[str], at: datetime
) -> tuple[str, datetime]:
    """The `jti` and the end of an assertion whose signature holds (RFC 7523, section 3).

    `audiences` are the ways to name us; it must name us alone. Raises `Refused` (`assertion-invalid`).
    """
    for name in ("iss", "sub"):
        if claims.get(name) != client_id:
            raise assertion_invalid(name, "another client", "the id of the client")
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    if len(named) != 1 or named[0] not in audiences:
        raise assertion_invalid("aud", "another audience", audiences[0])
    ends = _moment(claims, "exp")
    if ends is None or at >= ends + SKEW:
        raise assertion_invalid("exp", "none, or one that is over", "a moment to come")
    if ends > at + ASSERTION_LIVES + SKEW:
        raise assertion_invalid("exp", "too long from now", f"at most {int(ASSERTION_LIVES.total_seconds())} seconds")
    for name in ("iat", "nbf"):
        begins = _moment(claims, name)
        if name in claims and (begins is None or begins > at + SKEW):
            raise assertion_invalid(name, "a moment to come", "a moment that was")
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_JTI:
        raise assertion_invalid("jti", "none, or a long one", f"1 to {_LONGEST_JTI} characters")
    return jti, ends


def assertion_invalid(path: str, came: str, expected: str) -> Refused:
    return Refused("assertion-invalid", path=path, came=came, expected=expected)


def _moment(claims: Mapping[str, object], name: str) -> datetime | None:
    """A moment in seconds since 1970; `None` for anything else."""
    said = claims.get(name)
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 <= said < _LATEST:
        return None
    return datetime.fromtimestamp(said, UTC)


def granted(client: Client, wanted: str) -> list[str]:
    """The scopes of a token: what was asked for, or all that the client has.

    Raises `Refused` (`scope-not-granted`) when the client has not got one of them, or would get none.
    """
    asked = wanted.split()
    lacking = sorted(set(asked) - set(client.scopes))
    if lacking or not (asked or client.scopes):
        raise Refused("scope-not-granted", path="scope", came=wanted or "none", expected=" ".join(client.scopes))
    return sorted(set(asked)) or list(client.scopes)


def check_fingerprint(text: str) -> str:
    """The SHA-256 of a certificate as `openssl x509 -fingerprint -sha256` prints it; empty stays empty.

    Raises `Refused` (`request-invalid`).
    """
    plain = text.rpartition("=")[2].replace(":", "").strip().lower()
    if plain and not _FINGERPRINT.fullmatch(plain):
        raise Refused("request-invalid", path="certificate", came=text, expected="the SHA-256 fingerprint, 64 digits")
    return plain


def fingerprint(header: str) -> str:
    """The SHA-256 of the certificate in a header, empty when there is none that can be read.

    The header is RFC 9440 (base64 of the DER between colons), or PEM with escapes as nginx writes it.
    """
    body = re.sub(r"\s", "", _PEM_LINE.sub("", unquote(header))).strip(":")
    try:
        der = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return sha256(der).hexdigest() if der else ""


def last_use(secrets: Sequence[Secret]) -> datetime | None:
    return max((each.used_at for each in secrets if each.used_at), default=None)
