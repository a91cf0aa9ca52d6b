"""Dates (termijnen): those of a dossier, what is near over the office, and what would be told."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from handlers.dates.views import DateView, NearDate, dates_in, dates_near, preview_of
from handlers.dossiers.views import visible
from hub.clock import AMSTERDAM
from portal_api import paging
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.routes.dossiers import unknown
from portal_api.shapes.dates import (
    ConditionRequest,
    DateShape,
    DatesShape,
    DeedRequest,
    EndRequest,
    ExtendRequest,
    NearDatesShape,
    NearQuery,
    PreviewShape,
)
from portal_api.shapes.exchanges import DoneShape
from portal_api.who import Asking, DossierReader, DossierWriter
from portal_api.writes import IdempotencyKey, IfMatch, done, write
from schemas.commands import Command
from schemas.dates import Condition, DateKind, EndDate, ExtendDate, SetDeedDate, SetResolutiveCondition
from schemas.errors import Refused

ConditionPath = Annotated[Condition, Path(description="financiering, nhg or bouwkundig.")]
_KEY = 3


def routes() -> APIRouter:
    router = APIRouter(tags=["dates"])
    said, of = problems(*WRITE_PROBLEMS), "/dossiers/{dossier_id}/dates"
    router.get("/dates", responses=problems(), summary="What passes soon, over the office")(near)
    router.get("/dates/preview", responses=problems(), summary="What would be told of a date")(preview)
    router.get(of, responses=problems(404), summary="The dates of a dossier")(listed)
    router.post(f"{of}/conditions/{{kind}}", responses=said, summary="Watch a resolutive condition")(set_condition)
    router.post(f"{of}/deed", responses=said, summary="Watch the day of the deed")(set_deed)
    router.post(f"{of}/{{date_id}}/extend", responses=said, summary="Extend a date")(extend)
    router.post(f"{of}/{{date_id}}/end", responses=said, summary="A date needs no watching any more")(end)
    return router


def near(
    asking: DossierReader,
    query: Annotated[NearQuery, Query()],
    cursor: paging.Cursor = None,
    limit: paging.Limit = 50,
) -> NearDatesShape:
    """What has passed and nobody ended stands first."""
    found, following = near_of(asking, query, cursor, limit)
    return NearDatesShape.model_validate({"items": found, "next": following})


def near_of(
    asking: Asking, query: NearQuery, cursor: str | None, limit: int
) -> tuple[tuple[NearDate, ...], str | None]:
    """One page and the cursor of the next; raises `Refused("request-invalid")`."""
    with asking.reading() as connection:
        found = dates_near(
            asking.viewer,
            connection,
            today_of(asking),
            kind=query.kind or "",
            adviser=query.adviser or "",
            within=query.within,
            after=_after(cursor),
            limit=limit + 1,
        )
    return paging.cut(found, limit, lambda each: (each.ends_on.isoformat(), each.dossier_id, each.id))


def today_of(asking: Asking) -> date:
    """Today in the Netherlands, on the clock that alerts are given by."""
    return asking.counter.runtime.clock.now().astimezone(AMSTERDAM).date()


def preview(
    asking: DossierReader,
    kind: Annotated[DateKind, Query()],
    day: Annotated[date, Query()],
    termijnenwet_applies: Annotated[bool, Query()] = False,  # noqa: FBT002 - a parameter of an address
) -> PreviewShape:
    """Where the term would end and on which days somebody would be told; nothing is kept."""
    ends_on, alerts = preview_of(kind, day, asking.counter.runtime.clock.now(), is_moved=termijnenwet_applies)
    return PreviewShape.model_validate({"ends_on": ends_on, "alerts": alerts})


def listed(asking: DossierReader, dossier_id: PathId) -> DatesShape:
    return DatesShape(items=tuple(DateShape.model_validate(each) for each in dates_of(asking, dossier_id)))


def dates_of(asking: Asking, dossier_id: str) -> tuple[DateView, ...]:
    """Raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        return dates_in(dossier, connection, asking.counter.runtime.clock.now())


def set_condition(
    asking: DossierWriter,
    dossier_id: PathId,
    kind: ConditionPath,
    body: ConditionRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """One that is watched already is corrected, which asks a reason; use `extend` for what the parties agreed on."""
    made = SetResolutiveCondition(dossier_id=dossier_id, kind=kind, terms=body.terms, reason=body.reason)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def set_deed(
    asking: DossierWriter,
    dossier_id: PathId,
    body: DeedRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """Stukken whose validity ends before it are watched from here on."""
    made = SetDeedDate(dossier_id=dossier_id, day=body.day, reason=body.reason)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def extend(
    asking: DossierWriter,
    dossier_id: PathId,
    date_id: PathId,
    body: ExtendRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """What was planned to be told is withdrawn and planned anew."""
    made = ExtendDate(dossier_id=dossier_id, date_id=date_id, day=body.day, reason=body.reason)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def end(
    asking: DossierWriter,
    dossier_id: PathId,
    date_id: PathId,
    body: EndRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """Dissolved and waived are for a condition, passed and waived for the deed."""
    made = EndDate(
        dossier_id=dossier_id, date_id=date_id, ending=body.ending, rejections=body.rejections, reason=body.reason
    )
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def _done(
    asking: Asking, made: Command, dossier_id: str, response: Response, headers: tuple[str | None, str | None]
) -> DoneShape:
    dates_of(asking, dossier_id)
    key, if_match = headers
    given = {"command": type(made).__name__, **made.model_dump(mode="json")}
    outcome, name = write(asking, key, given, lambda: made, seen=(dossier_id, if_match))
    return done(outcome, name, response)


def _after(cursor: str | None) -> tuple[date, str, str] | None:
    key = paging.after(cursor, _KEY)
    if key is None:
        return None
    try:
        return date.fromisoformat(key[0]), key[1], key[2]
    except ValueError:
        raise Refused(
            "request-invalid", path="cursor", came=str(cursor), expected="`next` of an earlier page"
        ) from None
