"""Messages: search, one with its life, its bytes, and what it changed."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from hub.search import MessageLine, Wanted
from hub.views import (
    MessageView,
    effect_for,
    message_for,
    messages_for,
    stored_message_for,
)
from portal_api import paging
from portal_api.files import attachment
from portal_api.routes.documented import PathId, problems
from portal_api.shapes.messages import (
    ArrivalShape,
    EffectShape,
    EntryShape,
    MessageLineShape,
    MessagePage,
    MessageQuery,
    MessageShape,
)
from portal_api.who import Asking, MessageReader
from schemas.errors import NotFound


def routes() -> APIRouter:
    """The router of messages; the address of the API is the caller's."""
    router = APIRouter(tags=["messages"])
    router.get("/messages", responses=problems(), summary="Search messages, the latest first")(search)
    router.get("/messages/{message_id}", responses=problems(404), summary="One message with its life")(one)
    router.get(
        "/messages/{message_id}/raw",
        responses={
            **problems(404),
            200: {"content": {"application/xml": {}}, "description": "The bytes as they came."},
        },
        response_class=Response,
        summary="The message byte for byte",
    )(raw)
    router.get("/messages/{message_id}/effect", responses=problems(404), summary="What it changed, field by field")(
        effect
    )
    return router


def search(asking: MessageReader, query: Annotated[MessageQuery, Query()]) -> MessagePage:
    """By id, type, sender, state, reason, dossier, exchange and moment of receipt."""
    shown, following = found(asking, query)
    return MessagePage(items=tuple(MessageLineShape.model_validate(line) for line in shown), next=following)


def one(asking: MessageReader, message_id: PathId) -> MessageShape:
    return shape_of(message_of(asking, message_id))


def raw(asking: MessageReader, message_id: PathId) -> Response:
    """As an attachment, because a browser must never run what a sender wrote."""
    with asking.reading() as connection:
        message = stored_message_for(asking.viewer, connection, message_id)
        if message is None:
            raise _unknown(message_id)
        content = asking.counter.original(connection, message)
    return attachment(content, f"{message.message_type[:2] or 'bericht'}-{message.id}.xml", "application/xml")


def effect(asking: MessageReader, message_id: PathId) -> EffectShape:
    """The timeline entries of this message; every field names the element that it came from."""
    with asking.reading() as connection:
        entries = effect_for(asking.viewer, connection, message_id)
        view = message_for(asking.viewer, connection, message_id)
    if entries is None or view is None:
        raise _unknown(message_id)
    shown = tuple(EntryShape.model_validate(entry) for entry in entries)
    return EffectShape(message_id=message_id, state=view.line.state, entries=shown)


def found(asking: Asking, query: MessageQuery) -> tuple[tuple[MessageLine, ...], str | None]:
    """What fits, and the cursor of the page after it; also the page of operations shows it."""
    wanted = Wanted(
        id=query.id,
        message_type=query.type,
        sender=query.sender,
        state=query.state,
        slug=query.slug,
        dossier=query.dossier,
        dossier_name=query.name,
        lane=query.lane,
        received_from=query.received_from,
        received_to=query.received_to,
    )
    with asking.reading() as connection:
        lines = messages_for(
            asking.viewer, connection, wanted, after=paging.moment_and_id(query.cursor), limit=query.limit + 1
        )
    return paging.cut(lines, query.limit, lambda line: (line.received_at.isoformat(), line.id))


def message_of(asking: Asking, message_id: str) -> MessageView:
    """The message, or `not-found`."""
    with asking.reading() as connection:
        view = message_for(asking.viewer, connection, message_id)
    if view is None:
        raise _unknown(message_id)
    return view


def shape_of(view: MessageView) -> MessageShape:
    line = MessageLineShape.model_validate(view.line)
    return MessageShape(
        **line.model_dump(),
        identity=view.identity,
        content_hash=view.content_hash,
        receiver_code=view.receiver_code,
        schema_version=view.schema_version,
        environment=view.environment,
        receipt=view.receipt,
        arrivals=tuple(ArrivalShape.model_validate(arrival) for arrival in view.arrivals),
        decided_at=view.decided_at,
        attempts=view.attempts,
        why=view.why,
    )


def _unknown(message_id: str) -> NotFound:
    return NotFound("not-found", path="message_id", came=message_id, expected="a message")
