"""Switching a kind of notification off from the message itself, without an account: a signed link and a button.

The button is what counts, because mail scanners open links; a mail reader posts by itself (RFC 8058).
"""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from handlers.notifications.views import Whose, whose
from hub.ids import derived_id
from hub.post.leaving import left
from portal_api.pages.rendering import public_page
from portal_api.who import counter_of
from schemas.errors import NotFound
from schemas.notifications import SetPreference

Token = Annotated[str, Path(max_length=100, pattern=r"^[0-9a-f-]{36}\.[0-9a-f]{32}$")]


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/unsubscribe/{token}")(ask)
    router.post("/unsubscribe/{token}")(leave)
    return router


def ask(request: Request, token: Token) -> Response:
    about = _about(request, token)
    settings = counter_of(request).runtime.settings
    return public_page(request, settings, "post/unsubscribe.html", token=token, about=about, is_done=False)


def leave(request: Request, token: Token) -> Response:
    """Once is enough; the office can put it on again."""
    about, runtime = _about(request, token), counter_of(request).runtime
    command = SetPreference(office_id=about.office_id, addressee=about.addressee, template=about.template, wants="off")
    runtime.execute(command, actor=about.addressee, unit_id=derived_id("unsubscribe", about.id))
    return public_page(request, runtime.settings, "post/unsubscribe.html", token=token, about=about, is_done=True)


def _about(request: Request, token: str) -> Whose:
    """What the link is about. Raises `not-found` for one that the hub did not make."""
    runtime = counter_of(request).runtime
    notification_id = left(runtime.settings, token)
    with runtime.database.reading() as connection:
        about = whose(connection, notification_id) if notification_id else None
    if about is None or not about.can_switch_off:
        raise NotFound("not-found", path="token", expected="a link of a message")
    return about
