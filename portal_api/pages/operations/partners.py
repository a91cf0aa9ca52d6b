"""Partners: how each is reached, what stands still and why, and the last that went to it."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from hub.decided import decisions_about
from hub.delivery.views import Wanted, outgoing_for
from portal_api.pages.operations.frame import Done, done_of, framed, told
from portal_api.routes.partners import NodePath, partner_of, partners_of
from portal_api.who import OperatorReader

_LAST = 10


def routes() -> APIRouter:
    router = APIRouter(prefix="/operations", include_in_schema=False)
    router.get("/partners")(listed)
    router.get("/partners/{node}")(one)
    return router


def listed(asking: OperatorReader, request: Request) -> Response:
    return framed(asking, request, "partners", "partners.html", {"partners": partners_of(asking)})


def one(asking: OperatorReader, request: Request, node: NodePath, done: Done = "") -> Response:
    """With who paused and resumed it, and its last deliveries."""
    partner = partner_of(asking, node)
    with asking.reading() as connection:
        last = outgoing_for(asking.viewer, connection, Wanted(receiver=node), limit=_LAST)
        decisions = told(asking, connection, decisions_about(connection, node, ("PausePartner", "ResumePartner")))
        facts = {"decisions": decisions, "done": done_of(asking, connection, done)}
    return framed(asking, request, "partners", "partner.html", {"partner": partner, "last": last, **facts})
