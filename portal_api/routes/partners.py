"""Partners as a whole, for whoever runs the hub: how each is reached, what waits for it, pausing and resuming."""

from typing import Annotated

from fastapi import APIRouter, Path

from hub.delivery.views import PartnerView, partners_for
from portal_api.routes.documented import problems
from portal_api.shapes.outgoing import DecidedShape
from portal_api.shapes.partners import PartnerShape, PartnersShape, PauseRequest
from portal_api.who import Asking, Operating, OperatorReader
from portal_api.writes import IdempotencyKey, decided
from schemas.errors import NotFound
from schemas.operations import PausePartner, ResumePartner

NodePath = Annotated[str, Path(pattern=r"^[0-9]{6}$")]


def routes() -> APIRouter:
    router = APIRouter(prefix="/partners", tags=["partners"])
    said = problems(400, 404, 409)
    router.get("", responses=problems(), summary="Every partner with its way, its breaker and its pauses")(listed)
    router.get("/{node}", responses=problems(404), summary="One partner")(one)
    router.post("/{node}/pause", responses=said, summary="Stop one direction of a partner")(pause)
    router.post("/{node}/resume", responses=said, summary="Let it go on")(resume)
    return router


def listed(asking: OperatorReader) -> PartnersShape:
    """By node; a partner without a way is among them."""
    return PartnersShape(items=tuple(PartnerShape.model_validate(each) for each in partners_of(asking)))


def one(asking: OperatorReader, node: NodePath) -> PartnerShape:
    return PartnerShape.model_validate(partner_of(asking, node))


def pause(
    asking: Operating, node: NodePath, body: PauseRequest, idempotency_key: IdempotencyKey = None
) -> DecidedShape:
    """Nothing is lost: what goes out stays queued, what comes in is journaled and answered, and waits."""
    command = PausePartner(node=node, direction=body.direction, reason=body.reason)
    return decided(asking, idempotency_key, command)


def resume(
    asking: Operating, node: NodePath, body: PauseRequest, idempotency_key: IdempotencyKey = None
) -> DecidedShape:
    """Everything that waited goes at once, in its order."""
    command = ResumePartner(node=node, direction=body.direction, reason=body.reason)
    return decided(asking, idempotency_key, command)


def partners_of(asking: Asking) -> tuple[PartnerView, ...]:
    with asking.reading() as connection:
        return partners_for(asking.viewer, connection, asking.counter.runtime.clock.now())


def partner_of(asking: Asking, node: str) -> PartnerView:
    """The partner, or `not-found`."""
    for each in partners_of(asking):
        if each.node == node:
            return each
    raise NotFound("not-found", path="node", came=node, expected="a partner")
