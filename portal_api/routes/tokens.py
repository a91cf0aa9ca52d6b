"""`POST /oauth/token`: a client gets a token for its secret (RFC 6749, client credentials), with that RFC's errors."""

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import parse_qsl, unquote_plus

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.engine import Connection

from handlers.accounts.views.staff import table
from portal_api.peers import CERTIFICATE
from portal_api.shapes.shape import Shape
from portal_api.who import counter_of
from schemas.errors import Refused

PATH = "/oauth/token"
SCOPES = {name: right.en for name, right in table().rights.items() if right.machine}
"""The scopes that a client may have, as the description explains them."""
_FORM = "application/x-www-form-urlencoded"
_GRANT = "client_credentials"
_MOST_FIELDS = 20
_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTED = ("client_assertion", "client_assertion_type")
_BASIC = {"WWW-Authenticate": 'Basic realm="hub", charset="UTF-8"'}


Prove = Callable[[Connection, str, datetime], tuple[str, Any]]
"""Gives a token for these scopes to whoever proved who he is, in the transaction of the caller."""


class TokenShape(Shape):
    """A token and how long it works, in seconds."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


class TokenErrorShape(Shape):
    """The error body of RFC 6749, section 5.2."""

    error: str
    error_description: str


class TokenError(Exception):
    """A request for a token that fails, in the words of RFC 6749."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.description, self.status = error, description, status
        self.headers: Mapping[str, str] = _BASIC if error == "invalid_client" else {}


def routes() -> APIRouter:
    router = APIRouter(tags=["tokens"])
    fields = {
        "grant_type": {"type": "string", "const": _GRANT},
        "scope": {"type": "string", "description": "Fewer scopes than the client has, with blanks between them."},
        "client_id": {"type": "string", "description": "Unless it comes in the Authorization header."},
        "client_secret": {"type": "string", "description": "Unless it comes in the Authorization header."},
        "client_assertion_type": {"type": "string", "description": f"{_ASSERTION}, with client_assertion."},
        "client_assertion": {"type": "string", "description": "A JWT that the client signed, instead of a secret."},
    }
    body = {"type": "object", "required": ["grant_type"], "properties": fields}
    router.add_api_route(
        PATH,
        token,
        methods=["POST"],
        operation_id="issue_token",
        summary="Get a token for the secret of a client, or for what it signed",
        description=(
            "OAuth2 client credentials. The token works for ten minutes, or until the client is revoked. "
            "A client with a key sends a JWT of its own instead of a secret (RFC 7523): iss and sub are its id, aud is "
            "this address, exp at most five minutes from now, jti new each time."
        ),
        response_model=TokenShape,
        responses={
            400: {"description": "The request does not fit.", "model": TokenErrorShape},
            401: {
                "description": "Its id, secret, assertion or certificate is wrong.",
                "model": TokenErrorShape,
            },
        },
        openapi_extra={"requestBody": {"required": True, "content": {_FORM: {"schema": body}}}},
    )
    return router


async def read_body(request: Request) -> bytes:
    """The bytes of the request; the guard has bounded them."""
    return await request.body()


def token(request: Request, body: Annotated[bytes, Depends(read_body)]) -> Response:
    """The token, or the error; both are never kept by anybody on the way."""
    try:
        return JSONResponse(_issued(request, body), headers=_NO_STORE)
    except TokenError as error:
        said = {"error": error.error, "error_description": error.description}
        return JSONResponse(said, error.status, _NO_STORE | dict(error.headers))


def _issued(request: Request, body: bytes) -> dict[str, Any]:
    form = _form(request, body)
    prove = _asserted(request, form) if any(name in form for name in _ASSERTED) else _secret(request, form)
    if form.get("grant_type") != _GRANT:
        kind = "unsupported_grant_type" if form.get("grant_type") else "invalid_request"
        raise TokenError(kind, f"grant_type must be {_GRANT}.")
    counter = counter_of(request)
    try:
        with counter.runtime.database.transaction() as connection:
            plain, made = prove(connection, form.get("scope", ""), counter.runtime.doors.now())
    except Refused as refused:
        raise _refusal(refused) from None
    lives = int((made.expires_at - made.issued_at).total_seconds())
    return {"access_token": plain, "token_type": "Bearer", "expires_in": lives, "scope": " ".join(made.scopes)}


def _secret(request: Request, form: dict[str, str]) -> Prove:
    """A client that says its secret."""
    client_id, secret = _client(request, form)
    if not (client_id + secret).isprintable():
        raise TokenError("invalid_client", _UNKNOWN, 401)
    machines, certificate = counter_of(request).machines, request.headers.get(CERTIFICATE, "")
    return lambda connection, scope, at: machines.issue_token(connection, client_id, secret, scope, certificate, at)


def _asserted(request: Request, form: dict[str, str]) -> Prove:
    """A client that signs who it is; one way to prove it is enough, and two are refused."""
    counter, assertion = counter_of(request), form.get("client_assertion", "")
    if "authorization" in request.headers or "client_secret" in form:
        raise TokenError("invalid_request", "The client proves itself twice: with a secret and with an assertion.")
    if form.get("client_assertion_type") != _ASSERTION or not assertion:
        raise TokenError("invalid_request", f"client_assertion_type must be {_ASSERTION}, with client_assertion.")
    machines, certificate = counter.machines, request.headers.get(CERTIFICATE, "")
    try:
        client_id = machines.client_id_of(assertion)
    except Refused as refused:
        raise _refusal(refused) from None
    if form.get("client_id", client_id) != client_id:
        raise TokenError("invalid_client", "The client_id of the form is not that of the assertion.", 401)
    here = counter.runtime.settings.public_url
    audiences = (f"{here}{PATH}", here)
    return lambda connection, scope, at: machines.issue_token_for_assertion(
        connection, assertion, audiences, scope, certificate, at
    )


def _refusal(refused: Refused) -> TokenError:
    if refused.slug == "scope-not-granted":
        return TokenError("invalid_scope", f"This client may ask for: {refused.expected}.")
    said = refused.en if refused.slug in {"assertion-invalid", "assertion-used"} else _UNKNOWN
    return TokenError("invalid_client", said.encode("ascii", "replace").decode(), 401)


_UNKNOWN = "The client is unknown or revoked, its secret or key is wrong or expired, or its certificate is another."


def _form(request: Request, body: bytes) -> dict[str, str]:
    """The fields of the form; each may come once."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise TokenError("invalid_request", f"The body must be {_FORM}.")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise TokenError("invalid_request", "The body cannot be read as a form.") from None
    if len({name for name, _ in pairs}) != len(pairs):
        raise TokenError("invalid_request", "A field came twice.")
    return dict(pairs)


def _client(request: Request, form: dict[str, str]) -> tuple[str, str]:
    """Who asks, from the header or from the form and never from both."""
    header = request.headers.get("authorization")
    if header is None:
        if not form.get("client_id") or not form.get("client_secret"):
            raise TokenError("invalid_client", "No client_id and client_secret came.", 401)
        return form["client_id"], form["client_secret"]
    if "client_secret" in form:
        raise TokenError("invalid_request", "The client said its secret twice: in the header and in the form.")
    client_id, secret = _basic(header)
    if form.get("client_id", client_id) != client_id:
        raise TokenError("invalid_request", "The client_id of the form is not that of the header.")
    return client_id, secret


def _basic(header: str) -> tuple[str, str]:
    scheme, _, told = header.partition(" ")
    try:
        text = base64.b64decode(told.strip(), validate=True).decode() if scheme.lower() == "basic" else ""
    except (binascii.Error, ValueError):
        text = ""
    client_id, colon, secret = text.partition(":")
    if not colon:
        raise TokenError("invalid_client", "Authorization is not Basic with an id and a secret.", 401)
    return unquote_plus(client_id), unquote_plus(secret)
