"""The HTTP channel: `POST /api/v2/messages` takes one message and answers with its receipt."""

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from adapters.channels.http_docs import DESCRIPTION, OPENAPI, RESPONSES
from adapters.channels.http_request import Body, handed_of, read_body
from adapters.intake import Intake, bells
from hub.bells import Bell
from hub.problems import MEDIA_TYPE, problem_of
from hub.runtime import Runtime
from schemas.errors import Refused

PATH = "/api/v2/messages"
SenderOf = Callable[[Request], str]
"""The node that the key of a request may send for; raises `Refused` (`not-signed-in`, `not-allowed`)."""


def routes(runtime: Runtime, intake: Intake, sender_of: SenderOf, ring: Callable[[Sequence[Bell]], None]) -> APIRouter:
    """The router of the channel.

    `ring` asks for bells and never waits; `Ringer.ring` is one.
    `Busy` leaves the route, nothing was accepted then; the application answers it with 503 and Retry-After.
    """

    def sender(request: Request) -> str:
        return sender_of(request)

    async def body(request: Request, _sender: Annotated[str, Depends(sender)]) -> Body:
        return await read_body(request, intake.limit)

    def hand_in(
        request: Request, bound_to: Annotated[str, Depends(sender)], content: Annotated[Body, Depends(body)]
    ) -> Response:
        recorded = intake.take([handed_of(request, content, bound_to, runtime.clock.now())])
        ring(bells(recorded))
        if content.is_too_large:
            return _too_large(request, content)
        answer = recorded[0]
        return Response(answer.receipt, 200 if answer.accepted else 422, media_type="application/json")

    router = APIRouter()
    router.add_api_route(
        PATH,
        hand_in,
        methods=["POST"],
        tags=["messages"],
        summary="Hand in a message",
        description=DESCRIPTION,
        operation_id="hand_in_message",
        response_class=Response,
        responses=RESPONSES,
        openapi_extra=OPENAPI,
    )
    return router


def _too_large(request: Request, content: Body) -> Response:
    refused = Refused("message-too-large", path="body", came=content.size, expected=content.most)
    problem = problem_of(refused)
    headers = {"Connection": "close", "Cache-Control": "no-store"}
    return JSONResponse(problem.body("nl", request.url.path), problem.status, headers, MEDIA_TYPE)
