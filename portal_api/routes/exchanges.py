"""Exchanges: those that belong to no dossier yet, and linking, unlinking, moving and taking that back."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from handlers.applications.views import link_change_for
from handlers.dossiers.views import visible
from hub.records import Lane
from hub.views import lane_for
from portal_api import paging
from portal_api.exchanges import unlinked
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.exchanges import DoneShape, LinkRequest, ReasonRequest, UnlinkedPage, UnlinkedShape
from portal_api.who import Asking, DossierReader, DossierWriter
from portal_api.writes import IdempotencyKey, IfMatch, done, write
from schemas.applications import LinkExchange, MoveExchange, UndoLink, UnlinkExchange
from schemas.commands import Command
from schemas.errors import NotFound


def routes() -> APIRouter:
    router = APIRouter(prefix="/exchanges", tags=["exchanges"])
    said = problems(*WRITE_PROBLEMS)
    router.get("/unlinked", responses=problems(), summary="Exchanges without a dossier")(list_unlinked)
    router.post("/{lane_id}/link", responses=said, summary="It belongs to this dossier")(link)
    router.post("/{lane_id}/unlink", responses=said, summary="It belongs to no dossier")(unlink)
    router.post("/{lane_id}/move", responses=said, summary="It belongs to another dossier")(move)
    router.post("/{lane_id}/undo", responses=said, summary="Take the last link, unlink or move back")(undo)
    return router


def list_unlinked(asking: DossierReader, cursor: paging.Cursor = None, limit: paging.Limit = 50) -> UnlinkedPage:
    """The newest first, with what may tell where it belongs."""
    key = paging.after(cursor, 1)
    found = unlinked(asking, after=key[0] if key else None, limit=limit + 1)
    shown, following = paging.cut(found, limit, lambda each: (each.id,))
    return UnlinkedPage(items=tuple(UnlinkedShape.model_validate(each) for each in shown), next=following)


def link(
    asking: DossierWriter,
    lane_id: PathId,
    body: LinkRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """What waited in the exchange is applied in order."""
    _check_dossier(asking, body.dossier_id)
    given = {"command": "LinkExchange", "lane_id": lane_id, **body.model_dump()}
    seen = (body.dossier_id, if_match)
    return _run(
        asking, response, idempotency_key, given, seen, lambda: LinkExchange(lane_id=lane_id, **body.model_dump())
    )


def unlink(
    asking: DossierWriter,
    lane_id: PathId,
    body: ReasonRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """What came through the exchange leaves the dossier with it."""
    lane = _lane(asking, lane_id)
    given = {"command": "UnlinkExchange", "lane_id": lane_id, "reason": body.reason}
    seen = (lane.dossier_id, if_match)
    return _run(
        asking, response, idempotency_key, given, seen, lambda: UnlinkExchange(lane_id=lane_id, reason=body.reason)
    )


def move(
    asking: DossierWriter,
    lane_id: PathId,
    body: LinkRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """What came through the exchange goes with it."""
    _check_dossier(asking, body.dossier_id)
    given = {"command": "MoveExchange", "lane_id": lane_id, **body.model_dump()}
    seen = (body.dossier_id, if_match)
    return _run(
        asking, response, idempotency_key, given, seen, lambda: MoveExchange(lane_id=lane_id, **body.model_dump())
    )


def undo(
    asking: DossierWriter,
    lane_id: PathId,
    body: ReasonRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """Within a day of the change."""
    given = {"command": "UndoLink", "lane_id": lane_id, "reason": body.reason}

    def command() -> Command:
        with asking.reading() as connection:
            change = link_change_for(asking.viewer, connection, lane_id)
        return UndoLink(lane_id=lane_id, dossier_id=change.from_dossier_id if change else None, reason=body.reason)

    return _run(asking, response, idempotency_key, given, (None, None), command)


def _run(
    asking: Asking,
    response: Response,
    key: str | None,
    given: dict[str, Any],
    seen: tuple[str | None, str | None],
    command: Callable[[], Command],
) -> DoneShape:
    _lane(asking, str(given["lane_id"]))
    outcome, name = write(asking, key, given, command, seen=seen)
    return done(outcome, name, response)


def _lane(asking: Asking, lane_id: str) -> Lane:
    with asking.reading() as connection:
        lane = lane_for(asking.viewer, connection, lane_id)
    if lane is None:
        raise NotFound("not-found", path="lane_id", came=lane_id, expected="an exchange")
    return lane


def _check_dossier(asking: Asking, dossier_id: str) -> None:
    with asking.reading() as connection:
        if visible(asking.viewer, connection, dossier_id) is None:
            raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="a dossier")
