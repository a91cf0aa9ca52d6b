"""What providers of e-mail and SMS tell later: signed with a secret, fresh, and each event once.

`Hub-Signature: t=UNIX-SECONDS,v1=HEX`, where HEX is HMAC-SHA256 of `t.provider.body` under HUB_POST_HOOK_SECRET.
"""

import hashlib
import hmac
import re
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from pydantic import ValidationError
from sqlalchemy.engine import Connection

from handlers.notifications.views import Whose, provided_by, whose
from hub.ids import derived_id
from hub.runtime import Runtime
from hub.views import outcome_of
from portal_api.shapes.notifications import NewsRequest
from portal_api.who import counter_of
from schemas.errors import Conflict, NotFound, Refused
from schemas.notifications import RegisterPostNews

HEADER = "hub-signature"
_FRESH_S = 300
_SIGNED = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")
_ACTOR = "post"

Provider = Annotated[str, Path(pattern="^[a-z]{1,20}$")]


async def raw(request: Request) -> bytes:
    """The body as it came, which is what the signature is about."""
    return await request.body()


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.post("/hooks/post/{provider}")(news)
    return router


def news(request: Request, provider: Provider, body: Annotated[bytes, Depends(raw)]) -> Response:
    """Raises `hook-signature`, `hook-replayed`, `not-found` for an id that is not ours, `request-invalid`."""
    runtime = counter_of(request).runtime
    _check(runtime, provider, request.headers.get(HEADER, ""), body)
    told = _read(body)
    unit_id = derived_id("post-news", provider, told.id)
    with runtime.database.reading() as connection:
        if outcome_of(connection, unit_id):
            raise Conflict("hook-replayed", path="id", came=told.id)
        about = _about(connection, provider, told)
    command = RegisterPostNews(office_id=about.office_id, notification_id=about.id, news=told.news, reason=told.reason)
    runtime.execute(command, actor=_ACTOR, unit_id=unit_id)
    return Response(status_code=204)


def signature(secret: str, provider: str, seconds: int, body: bytes) -> str:
    """The header of a body that leaves at this moment."""
    return f"t={seconds},v1={_hex(secret, provider, str(seconds), body)}"


def _check(runtime: Runtime, provider: str, header: str, body: bytes) -> None:
    secret = runtime.settings.post_hook_secret
    signed = _SIGNED.fullmatch(header)
    if secret is None or signed is None:
        raise Refused("hook-signature", path=HEADER, came="none", expected="t=…,v1=…")
    age = runtime.clock.now().timestamp() - int(signed.group(1))
    expected = _hex(secret.get_secret_value(), provider, signed.group(1), body)
    if not hmac.compare_digest(expected, signed.group(2)):
        raise Refused("hook-signature", path=HEADER, came="v1", expected="HMAC-SHA256")
    if abs(age) > _FRESH_S:
        raise Refused("hook-signature", path=HEADER, came="t", expected=f"±{_FRESH_S} s")


def _hex(secret: str, provider: str, seconds: str, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{seconds}.{provider}.".encode() + body, hashlib.sha256).hexdigest()


def _read(body: bytes) -> NewsRequest:
    try:
        return NewsRequest.model_validate_json(body)
    except ValidationError as error:
        found = error.errors()[0]
        where = ".".join(str(part) for part in found["loc"])
        raise Refused("request-invalid", path=where or "body", expected=str(found["msg"])) from None


def _about(connection: Connection, provider: str, told: NewsRequest) -> Whose:
    about = whose(connection, told.notification) if told.notification else None
    if about is None and told.provider_id:
        about = provided_by(connection, provider, told.provider_id)
    if about is None:
        raise NotFound("not-found", path="notification", expected="a notification of this hub")
    return about
