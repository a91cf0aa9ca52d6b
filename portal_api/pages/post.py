"""The Post page: what people were told by e-mail and SMS, one message readable, and addresses that came back."""

import base64

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from handlers.notifications.views import STATES, bounces_for
from hub.blobs import read_blob
from portal_api import paging
from portal_api.pages.rendering import page
from portal_api.routes.documented import PathId
from portal_api.routes.notifications import State, Way, found, readable, view_of
from portal_api.who import Asking, DossierReader
from schemas.errors import NotFound

_A_PAGE = 25
_TONES = {"delivered": "good", "sent": "good", "bounced": "alert", "failed": "alert"}
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; base-uri 'none'; frame-ancestors 'none'"
)


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/post")(overview)
    router.get("/post/{notification_id}")(one)
    router.get("/post/{notification_id}/html")(as_html)
    return router


def overview(
    asking: DossierReader, request: Request, state: State = "", channel: Way = "", cursor: paging.Cursor = None
) -> Response:
    """The latest first; what came back stands on top, because somebody has to act."""
    shown, following = found(asking, state, channel, _A_PAGE, cursor)
    with asking.reading() as connection:
        bounces = bounces_for(asking.viewer, connection)
    return page(
        asking,
        request,
        "post/list.html",
        lines=shown,
        next=following,
        is_first=cursor is None,
        bounces=bounces,
        state=state,
        channel=channel,
        states=STATES,
        tones=_TONES,
    )


def one(asking: DossierReader, request: Request, notification_id: PathId) -> Response:
    view = view_of(asking, notification_id)
    text, _ = readable(asking, view)
    return page(asking, request, "post/one.html", post=view, text=text, tones=_TONES)


def as_html(asking: DossierReader, notification_id: PathId) -> Response:
    """As a mail reader shows it: a sandbox without scripts, forms, frames or anything from elsewhere."""
    view = view_of(asking, notification_id)
    if not view.html:
        raise NotFound("not-found", path="notification_id", came=notification_id, expected="an e-mail with its text")
    _, html = readable(asking, view)
    for file in view.enclosures:
        if file.get("shown_as"):
            html = html.replace(f"cid:{file['shown_as']}", inside(asking, file["blob"], file["media_type"]))
    return HTMLResponse(html, headers={"Content-Security-Policy": POLICY, "Cache-Control": "private, no-store"})


def inside(asking: Asking, blob: str, media_type: str) -> str:
    """A file that the HTML shows, as part of it: the sandbox fetches nothing."""
    with asking.reading() as connection:
        body = read_blob(connection, asking.counter.runtime.store, blob)
    return f"data:{media_type};base64,{base64.b64encode(body).decode()}"
