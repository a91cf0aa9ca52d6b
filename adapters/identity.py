"""OpenID Connect as a relying party: authorization code flow with PKCE, discovery, and keys that roll over.

Requests go to https only (http on this machine), follow no redirect, and end after a few seconds and bytes.
What the provider says is `Refused` when it does not hold, and the provider is `Busy` when it is away.
"""

import base64
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
import orjson

from adapters.channels.out.network import LOOPBACK, Deadline, check_url, open_client
from adapters.identity_tokens import ALGORITHMS, KeyNotFoundError, Keys, keys_of, verified
from schemas.errors import Busy, Refused
from schemas.identity import Begun, Connected, Described, Identity, Leaving

_MOST_BYTES = 512 * 1024
_SECONDS = 8.0
_OK, _BAD = 200, 400
_SCOPE = "openid email profile"
_METHODS = ("client_secret_basic", "client_secret_post")
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_NEEDS = (
    ("code", "response_types_supported", ("code",), ("code",)),
    ("S256", "code_challenge_methods_supported", ("S256",), ("S256",)),
    ("openid", "scopes_supported", ("openid",), ("openid",)),
    ("algorithm", "id_token_signing_alg_values_supported", ALGORITHMS, ("RS256",)),
    ("client-secret", "token_endpoint_auth_methods_supported", _METHODS, ("client_secret_basic",)),
)
"""What a sign-in needs: its name, the member of the description, what would do, and what an absent member means."""


class OpenIdClient:
    """Asks providers; keeps nothing of them but for the one question, so that a change there counts at once."""

    def __init__(self, now: Callable[[], datetime], *, allows_private: bool) -> None:
        self._now = now
        self._allows_private = allows_private

    def address(self, connected: Connected, begun: Begun, return_to: str) -> str:
        """Where the browser goes to sign in."""
        challenge = base64.urlsafe_b64encode(sha256(begun.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "scope": _SCOPE,
            "client_id": connected.client_id,
            "redirect_uri": return_to,
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        place = self._discovered(connected)["authorization_endpoint"]
        return f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(asked)}"

    def identity(self, connected: Connected, begun: Begun, code: str, return_to: str) -> Identity:
        """Who came back with this code; raises `Refused` (`provider-answer`), `Busy`."""
        found = self._discovered(connected)
        given = self._exchanged(connected, found, begun, code, return_to)
        token = given.get("id_token")
        if not isinstance(token, str):
            raise _wrong("no id_token", "an id_token")
        claims = self._verified(connected, found, token, begun.nonce)
        if not {"email", connected.group_claim} <= set(claims):
            claims = self._told(found, given, claims) | claims
        return _identity(connected, claims, _leaving(connected, found, token))

    def check(self, connected: Connected) -> int:
        """Asks for discovery and keys; the number of keys that may sign. Raises `Refused`, `Busy`."""
        return self.described(connected).keys

    def described(self, connected: Connected) -> Described:
        """What the provider says of itself now; raises `Refused` (`provider-answer`), `Busy`."""
        found = self._discovered(connected)
        lacks = tuple(name for name, member, would_do, absent in _NEEDS if not _offers(found, member, would_do, absent))
        return Described(len(self._keys(found)), _end_of(connected, found) != "", lacks)

    def _discovered(self, connected: Connected) -> dict[str, Any]:
        check_url(connected.issuer)
        found = self._asked("GET", f"{connected.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != connected.issuer:
            raise _wrong(str(found.get("issuer", "no issuer")), connected.issuer)
        for name in _ENDPOINTS:
            _check_endpoint(str(found.get(name, "")), connected.issuer)
        return found

    def _keys(self, found: Mapping[str, Any]) -> Keys:
        return keys_of(self._asked("GET", found["jwks_uri"]))

    def _verified(self, connected: Connected, found: Mapping[str, Any], token: str, nonce: str) -> dict[str, Any]:
        """The claims of the token, under the keys of this moment."""
        try:
            return verified(token, self._keys(found), connected, nonce, self._now())
        except KeyNotFoundError:
            raise _wrong("a key that the provider does not have", "one of its keys") from None

    def _exchanged(
        self, connected: Connected, found: Mapping[str, Any], begun: Begun, code: str, return_to: str
    ) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": return_to,
            "code_verifier": begun.verifier,
        }
        headers = {}
        methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if "client_secret_basic" in methods:
            pair = f"{quote(connected.client_id, safe='')}:{quote(connected.client_secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form |= {"client_id": connected.client_id, "client_secret": connected.client_secret}
        return self._asked("POST", found["token_endpoint"], headers, form)

    def _told(self, found: Mapping[str, Any], given: Mapping[str, Any], claims: Mapping[str, Any]) -> dict[str, Any]:
        """What the provider tells apart from the token, about the same person; nothing when it does not offer that."""
        place, token = found.get("userinfo_endpoint"), given.get("access_token")
        if not isinstance(place, str) or not isinstance(token, str):
            return {}
        _check_endpoint(place, str(found["issuer"]))
        told = self._asked("GET", place, {"Authorization": f"Bearer {token}"})
        if told.get("sub") != claims["sub"]:
            raise _wrong("another sub", "the sub of the token")
        return told

    def _asked(
        self, method: str, url: str, headers: Mapping[str, str] | None = None, form: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """One question; the answer is a JSON object."""
        deadline = Deadline()
        deadline.begin(_SECONDS)
        context = ssl.create_default_context()
        asked = {"Accept": "application/json", "Accept-Encoding": "identity", **(headers or {})}
        with open_client(context, deadline, _SECONDS, allows_private=self._allows_private) as client:
            try:
                with client.stream(method, url, headers=asked, data=form) as answer:
                    status, body = answer.status_code, _body(answer)
            except httpx.HTTPError as error:
                raise Busy("provider", type(error).__name__) from error
        return _read(status, body)


def _body(answer: httpx.Response) -> bytes:
    body = b""
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > _MOST_BYTES:
            raise _wrong(f"more than {_MOST_BYTES} bytes", f"at most {_MOST_BYTES} bytes")
    return body


def _read(status: int, body: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        said = None
    if status == _BAD:
        raise _wrong(str(said.get("error", status)) if isinstance(said, dict) else str(status), "a code that is valid")
    if status != _OK:
        raise Busy("provider", f"status {status}")
    if not isinstance(said, dict):
        raise _wrong("no JSON object", "a JSON object")
    return said


def _check_endpoint(url: str, issuer: str) -> None:
    """An endpoint may be on this machine only when the provider itself is."""
    check_url(url)
    if urlsplit(url).hostname in LOOPBACK and urlsplit(issuer).hostname not in LOOPBACK:
        raise _wrong("an address on this machine", "an address of the provider")


def _offers(found: Mapping[str, Any], member: str, would_do: tuple[str, ...], absent: tuple[str, ...]) -> bool:
    """Whether one of these is among what the provider says that it does."""
    said = found.get(member, absent)
    return any(each in would_do for each in said) if isinstance(said, list | tuple) else False


def _end_of(connected: Connected, found: Mapping[str, Any]) -> str:
    """Where the provider ends sessions; empty when it does not, or names an address that nobody may be sent to."""
    place = found.get("end_session_endpoint")
    if not isinstance(place, str):
        return ""
    try:
        _check_endpoint(place, connected.issuer)
    except Refused:
        return ""
    return place


def _leaving(connected: Connected, found: Mapping[str, Any], token: str) -> Leaving | None:
    place = _end_of(connected, found)
    return Leaving(place, connected.client_id, token) if place else None


def _is_verified(claims: Mapping[str, Any]) -> bool:
    """As the standard says it, as some services write it, and as Microsoft Entra does (`xms_edov`)."""
    return any(str(claims.get(name)).lower() in {"true", "1"} for name in ("email_verified", "xms_edov"))


def _identity(connected: Connected, claims: Mapping[str, Any], leaving: Leaving | None) -> Identity:
    email = str(claims.get("email") or "").strip().lower()
    if not email.isprintable():
        raise _wrong("an e-mail address that cannot be printed", "name@domain")
    name = str(claims.get("name") or claims.get("preferred_username") or email or claims["sub"])
    return Identity(
        issuer=connected.issuer,
        subject=claims["sub"],
        name=name,
        email=email,
        is_email_verified=_is_verified(claims),
        groups=_groups(claims, connected.group_claim),
        leaving=leaving,
    )


def _groups(claims: Mapping[str, Any], claim: str) -> tuple[str, ...]:
    """The values of a claim by its name, or by its path with dots (`realm_access.roles`)."""
    found: Any = claims.get(claim)
    if found is None:
        found = claims
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    listed = [found] if isinstance(found, str) else found
    return tuple(each for each in listed if isinstance(each, str)) if isinstance(listed, list) else ()


def _wrong(came: str, expected: str) -> Refused:
    return Refused("provider-answer", path="provider", came=came, expected=expected)
