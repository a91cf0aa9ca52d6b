"""Notifications: what was sent, addresses that came back, and what an office and its people decided about them."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from handlers.notifications.views import (
    STATES,
    NotificationLine,
    NotificationView,
    bounce_for,
    bounces_for,
    notification_for,
    notifications_for,
    office_of,
)
from hub.sealing import Sealer, hidden
from portal_api import paging
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.notifications import (
    BounceShape,
    BouncesShape,
    ConfirmRequest,
    NotificationLineShape,
    NotificationPage,
    NotificationShape,
)
from portal_api.who import Asking, DossierReader, DossierWriter
from portal_api.writes import IdempotencyKey, done, write
from schemas.errors import NotFound
from schemas.notifications import ConfirmAddress

State = Annotated[str, Query(pattern=f"^({'|'.join(STATES)})?$", description="One state only.")]
Way = Annotated[str, Query(pattern="^(email|sms)?$", description="One channel only.")]
BounceId = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,64}$")]
HIDDEN = "[…]"


def routes() -> APIRouter:
    router = APIRouter(prefix="/notifications", tags=["notifications"])
    said = problems(*WRITE_PROBLEMS)
    router.get("", responses=problems(), summary="What people were told, the latest first")(listed)
    router.get("/bounces", responses=problems(), summary="Addresses that came back, the longest open first")(bounces)
    router.post("/bounces/{bounce_id}/confirm", responses=said, summary="The address is right again")(confirm)
    router.get("/{notification_id}", responses=problems(404), summary="One notification with its texts")(one)
    return router


def listed(
    asking: DossierReader,
    state: State = "",
    channel: Way = "",
    limit: paging.Limit = 50,
    cursor: paging.Cursor = None,
) -> NotificationPage:
    """Queued, sent, delivered, bounced, failed or withheld, each with its moments."""
    shown, following = found(asking, state, channel, limit, cursor)
    return NotificationPage(items=tuple(NotificationLineShape.model_validate(each) for each in shown), next=following)


def one(asking: DossierReader, notification_id: PathId) -> NotificationShape:
    """A link that lets somebody in stands in the message alone; in the demo it is shown."""
    view = view_of(asking, notification_id)
    facts = {name: getattr(view, name) for name in NotificationShape.model_fields if hasattr(view, name)}
    line = NotificationLineShape.model_validate(view.line).model_dump()
    text, html = readable(asking, view)
    return NotificationShape.model_validate({**line, **facts, "text": text, "html": html})


def bounces(asking: DossierReader) -> BouncesShape:
    """Nothing goes to these addresses: ask the person, mend the address where it is kept, and confirm."""
    with asking.reading() as connection:
        items = bounces_for(asking.viewer, connection)
    return BouncesShape(items=tuple(BounceShape.model_validate(each) for each in items))


def confirm(
    asking: DossierWriter,
    bounce_id: BounceId,
    body: ConfirmRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """What failed meanwhile is not sent again by itself."""
    with asking.reading() as connection:
        bounce = bounce_for(asking.viewer, connection, bounce_id)
    if bounce is None:
        raise NotFound("not-found", path="bounce_id", came=bounce_id, expected="a bounce")
    made = ConfirmAddress(office_id=bounce.office_id, bounce_id=bounce_id, reason=body.reason)
    given = {"command": "ConfirmAddress", **made.model_dump(mode="json")}
    outcome, name = write(asking, idempotency_key, given, lambda: made)
    return done(outcome, name, response)


def found(
    asking: Asking, state: str, channel: str, limit: int, cursor: str | None
) -> tuple[tuple[NotificationLine, ...], str | None]:
    """What fits and the cursor of what follows; also the page shows it."""
    with asking.reading() as connection:
        lines = notifications_for(
            asking.viewer,
            connection,
            state=state,
            channel=channel,
            after=paging.moment_and_id(cursor),
            limit=limit + 1,
        )
    return paging.cut(lines, limit, lambda line: (line.made_at.isoformat(), line.id))


def view_of(asking: Asking, notification_id: str) -> NotificationView:
    """The notification, or `not-found`."""
    with asking.reading() as connection:
        view = notification_for(asking.viewer, connection, notification_id)
    if view is None:
        raise NotFound("not-found", path="notification_id", came=notification_id, expected="a notification")
    return view


def readable(asking: Asking, view: NotificationView) -> tuple[str, str]:
    """Text and HTML as the asker may read them: what is sealed is opened in the demo only."""
    settings = asking.counter.runtime.settings
    if settings.demo:
        sealer = Sealer(settings)
        return sealer.opened(view.text), sealer.opened(view.html, as_html=True)
    return hidden(view.text, HIDDEN), hidden(view.html, HIDDEN)


def own_office(asking: Asking) -> str:
    return office_of(asking.viewer)
