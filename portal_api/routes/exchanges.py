"""Exchanges: the inbox, and linking, opening, unlinking, moving and taking that back, each tried before it is done."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from handlers.dossiers.views import visible
from portal_api import paging
from portal_api.exchanges import lender_name, unlinked, unlinked_one
from portal_api.inbox import carry_out, command_of, inbox, lane_of, matches_of, previewed
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.exchanges import (
    DoneShape,
    ExchangeShape,
    InboxShape,
    LinkRequest,
    MatchShape,
    ReasonRequest,
    UnlinkedPage,
    UnlinkedShape,
)
from portal_api.shapes.inbox import PreviewQuery, PreviewShape, preview_of
from portal_api.who import Asking, DossierReader, DossierWriter
from portal_api.writes import IdempotencyKey, IfMatch, done
from schemas.applications import LinkExchange, MoveExchange, UnlinkExchange
from schemas.commands import Command
from schemas.errors import NotFound


def routes() -> APIRouter:
    router = APIRouter(prefix="/exchanges", tags=["exchanges"])
    said = problems(*WRITE_PROBLEMS)
    router.get("/unlinked", responses=problems(), summary="Exchanges without a dossier")(list_unlinked)
    router.get("/inbox", responses=problems(), summary="What waits for a dossier, arrived, and was placed lately")(
        listed
    )
    router.get("/{lane_id}", responses=problems(404), summary="One exchange and where it may belong")(one)
    router.get("/{lane_id}/preview", responses=problems(404, 409, 422), summary="What an act would make")(preview)
    router.post("/{lane_id}/open", responses=said, summary="A new dossier for it")(open_)
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


def listed(asking: DossierReader) -> InboxShape:
    """At most 25 of each, the newest first; `unlinked` has pages of its own."""
    return InboxShape.model_validate(inbox(asking))


def one(asking: DossierReader, lane_id: PathId) -> ExchangeShape:
    """`matches` are the dossiers where it may belong; it is in `dossier_id` now, or in none."""
    lane, waiting = lane_of(asking, lane_id), unlinked_one(asking, lane_id)
    return ExchangeShape(
        id=lane.id,
        partner=lane.partner,
        lender=lender_name(lane.partner),
        dossier_id=lane.dossier_id,
        waiting=lane.waiting,
        held=lane.held,
        matches=tuple(MatchShape.model_validate(each) for each in matches_of(asking, lane, waiting)),
    )


def preview(asking: DossierWriter, lane_id: PathId, query: Annotated[PreviewQuery, Query()]) -> PreviewShape:
    """Tried and undone: nothing is written, nothing is sent. Refused as the act itself would be."""
    lane = lane_of(asking, lane_id)
    made = command_of(asking, query.act, lane_id, query.dossier_id, query.application_id)
    return preview_of(previewed(asking, query.act, lane, made))


def open_(
    asking: DossierWriter,
    lane_id: PathId,
    body: ReasonRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """Once for an exchange; whoever does it is the adviser of the new dossier."""
    given = {"command": "OpenForExchange", "lane_id": lane_id, "reason": body.reason}

    def command() -> Command:
        return command_of(asking, "open", lane_id, reason=body.reason)

    return _run(asking, response, idempotency_key, given, (None, None), command)


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
    lane = lane_of(asking, lane_id)
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
        return command_of(asking, "undo", lane_id, reason=body.reason)

    return _run(asking, response, idempotency_key, given, (None, None), command)


def _run(
    asking: Asking,
    response: Response,
    key: str | None,
    given: dict[str, Any],
    seen: tuple[str | None, str | None],
    command: Callable[[], Command],
) -> DoneShape:
    outcome, name = carry_out(asking, key, given, command, seen=seen)
    return done(outcome, name, response)


def _check_dossier(asking: Asking, dossier_id: str) -> None:
    with asking.reading() as connection:
        if visible(asking.viewer, connection, dossier_id) is None:
            raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="a dossier")
