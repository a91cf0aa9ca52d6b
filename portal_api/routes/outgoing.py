"""What goes out: search, one message with its states, its bytes, taking back and sending again."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from hub.delivery.views import OutgoingLine, OutgoingView, Wanted, outgoing_for, outgoing_one_for, stored_outgoing_for
from portal_api import paging
from portal_api.files import attachment
from portal_api.routes.documented import PathId, problems
from portal_api.shapes.outgoing import (
    AgainRequest,
    DecidedShape,
    OutgoingLineShape,
    OutgoingPage,
    OutgoingQuery,
    OutgoingShape,
    WithdrawRequest,
)
from portal_api.who import Asking, DossierWriter, MessageReader
from portal_api.writes import IdempotencyKey, decided
from schemas.errors import NotFound
from schemas.operations import SendAgain, WithdrawOutgoing


def routes() -> APIRouter:
    """The router of what goes out; the address of the API is the caller's."""
    router = APIRouter(prefix="/outgoing", tags=["outgoing"])
    said = problems(400, 404, 409)
    router.get("", responses=problems(), summary="Search what goes out, the latest first")(search)
    router.get("/{outgoing_id}", responses=problems(404), summary="One message with its states and moments")(one)
    router.get(
        "/{outgoing_id}/raw",
        responses={
            **problems(404),
            200: {"content": {"application/xml": {}}, "description": "The bytes as they go out."},
        },
        response_class=Response,
        summary="The message byte for byte",
    )(raw)
    router.post("/{outgoing_id}/withdraw", responses=said, summary="Take it back before it goes")(withdraw)
    router.post("/{outgoing_id}/again", responses=said, summary="Send it once more")(again)
    return router


def search(asking: MessageReader, query: Annotated[OutgoingQuery, Query()]) -> OutgoingPage:
    """By id, state, receiver, type, dossier, exchange and moment of making."""
    shown, following = found(asking, query)
    return OutgoingPage(items=tuple(OutgoingLineShape.model_validate(line) for line in shown), next=following)


def one(asking: MessageReader, outgoing_id: PathId) -> OutgoingShape:
    """Queued, delivered, acknowledged or refused, each with its moment; and what holds it while it is queued."""
    view = view_of(asking, outgoing_id)
    line = OutgoingLineShape.model_validate(view.line)
    return OutgoingShape(
        **line.model_dump(),
        environment=view.environment,
        receiver_code=view.receiver_code,
        queue=view.queue,
        unit_id=view.unit_id,
        content_hash=view.content_hash,
        envelope=view.envelope,
        answer=view.answer,
        nl=view.nl,
        en=view.en,
    )


def raw(asking: MessageReader, outgoing_id: PathId) -> Response:
    """As an attachment, because a browser must never run what a message carries."""
    with asking.reading() as connection:
        stored = stored_outgoing_for(asking.viewer, connection, outgoing_id)
        if stored is None:
            raise _unknown(outgoing_id)
        content = asking.counter.outgoing_bytes(connection, stored)
    return attachment(content, f"{stored.code}-{stored.id}.xml", "application/xml")


def withdraw(
    asking: DossierWriter, outgoing_id: PathId, body: WithdrawRequest, idempotency_key: IdempotencyKey = None
) -> DecidedShape:
    """What is behind it in its queue goes on; what has gone already stays gone."""
    view_of(asking, outgoing_id)
    return decided(asking, idempotency_key, WithdrawOutgoing(outgoing_id=outgoing_id, reason=body.reason))


def again(
    asking: DossierWriter, outgoing_id: PathId, body: AgainRequest, idempotency_key: IdempotencyKey = None
) -> DecidedShape:
    """The partner knows the same message by its id; as new it cannot."""
    view_of(asking, outgoing_id)
    command = SendAgain(outgoing_id=outgoing_id, as_new=body.as_new, reason=body.reason)
    return decided(asking, idempotency_key, command)


def found(asking: Asking, query: OutgoingQuery) -> tuple[tuple[OutgoingLine, ...], str | None]:
    """What fits, and the cursor of the page after it; also the page of operations shows it."""
    wanted = Wanted(
        id=query.id,
        state=query.state,
        receiver=query.receiver,
        code=query.code,
        dossier=query.dossier,
        lane=query.lane,
        made_from=query.made_from,
        made_to=query.made_to,
    )
    with asking.reading() as connection:
        lines = outgoing_for(
            asking.viewer, connection, wanted, after=paging.moment_and_id(query.cursor), limit=query.limit + 1
        )
    return paging.cut(lines, query.limit, lambda line: (line.made_at.isoformat(), line.id))


def view_of(asking: Asking, outgoing_id: str) -> OutgoingView:
    """The message, or `not-found`."""
    with asking.reading() as connection:
        found = outgoing_one_for(asking.viewer, connection, outgoing_id)
    if found is None:
        raise _unknown(outgoing_id)
    return found


def _unknown(outgoing_id: str) -> NotFound:
    return NotFound("not-found", path="outgoing_id", came=outgoing_id, expected="a message that goes out")
