"""ID tokens: the signature under a key of the provider, and the claims that must hold (OpenID Connect, 3.1.3.7)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from joserfc import jwk, jws, jwt
from joserfc.errors import JoseError

from schemas.errors import Refused
from schemas.identity import Connected

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Only signatures that need the private key of the provider: never `none`, never a shared secret."""
_KINDS = frozenset({"RSA", "EC", "OKP"})
_LEEWAY_S = 60
_LONGEST_SUBJECT = 255
_ESSENTIAL = ("iss", "sub", "aud", "exp", "iat", "nonce")

Keys = tuple[jwk.Key, ...]


class KeyNotFoundError(Exception):
    """The token names a key that is not among these; the provider may have replaced its keys."""


def keys_of(document: Mapping[str, Any]) -> Keys:
    """The keys of a JWKS that may sign; others, and what cannot be read, are left out."""
    listed = document.get("keys")
    found = []
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, dict) and each.get("kty") in _KINDS and each.get("use", "sig") == "sig":
            try:
                found.append(jwk.import_key(each))
            except (JoseError, ValueError, KeyError, TypeError):
                continue
    return tuple(found)


def verified(token: str, keys: Keys, connected: Connected, nonce: str, now: datetime) -> dict[str, Any]:
    """The claims; raises `Refused` (`provider-answer`) with what does not hold, and `KeyNotFoundError`."""
    try:
        header = jws.extract_compact(token.encode()).headers()
        if header.get("alg") not in ALGORITHMS:
            raise _wrong("alg", str(header.get("alg")), "a signature of the provider")
        claims = jwt.decode(token, _key(keys, header), algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=_LEEWAY_S,
            **{name: {"essential": True} for name in _ESSENTIAL},  # type: ignore[arg-type] # a TypedDict by its names
        ).validate(claims)
    except (JoseError, ValueError) as error:
        raise _wrong("id_token", type(error).__name__, "a token that holds") from error
    _check(claims, connected, nonce)
    return claims


def _key(keys: Keys, header: Mapping[str, Any]) -> jwk.Key:
    """The key that the token names; without a name the one that there is."""
    wanted = header.get("kid")
    found = [key for key in keys if key.kid == wanted] if wanted is not None else list(keys)
    if len(found) != 1:
        raise KeyNotFoundError
    return found[0]


def _check(claims: Mapping[str, Any], connected: Connected, nonce: str) -> None:
    """What the library does not know: whose token it must be, and for which sign-in."""
    if claims["iss"] != connected.issuer:
        raise _wrong("iss", str(claims["iss"]), connected.issuer)
    audience = [claims["aud"]] if isinstance(claims["aud"], str) else claims["aud"]
    if connected.client_id not in audience:
        raise _wrong("aud", "another audience", "this hub")
    if (len(audience) > 1 or "azp" in claims) and claims.get("azp") != connected.client_id:
        raise _wrong("azp", "another party", "this hub")
    if claims["nonce"] != nonce:
        raise _wrong("nonce", "another nonce", "the nonce of this sign-in")
    subject = claims["sub"]
    if not (isinstance(subject, str) and 0 < len(subject) <= _LONGEST_SUBJECT and subject.isprintable()):
        raise _wrong("sub", "an empty, long or unprintable sub", f"1 to {_LONGEST_SUBJECT} characters")


def _wrong(path: str, came: str, expected: str) -> Refused:
    return Refused("provider-answer", path=path, came=came, expected=expected)
