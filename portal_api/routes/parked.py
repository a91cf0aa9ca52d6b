"""What our own mistakes stopped, for whoever runs the hub: groups, one message, advice, retrying and discarding."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from hub.advice import advise
from hub.parked import ParkedMessage, groups, parked_messages, show
from hub.release import Decided, Release, Verb, release_each
from portal_api import paging
from portal_api.routes.documented import PathId, problems
from portal_api.shapes.parked import (
    AdviceShape,
    AdvicesShape,
    AdviseRequest,
    GroupShape,
    GroupsShape,
    ParkedPage,
    ParkedShape,
    ReleasedShape,
    ReleaseRequest,
    ReleasesShape,
)
from portal_api.who import Asking, Operating, OperatorReader
from portal_api.writes import IdempotencyKey
from schemas.errors import Refused

GroupName = Annotated[str, Query(max_length=300, pattern=r"^[^\x00]*$", description="`slug` of a group.")]


def routes() -> APIRouter:
    router = APIRouter(prefix="/parked", tags=["parked"])
    said = problems(400, 404, 409)
    router.get("/groups", responses=problems(), summary="What is parked, by how it failed")(by_group)
    router.get("/messages", responses=problems(), summary="Parked messages, the oldest first")(listed)
    router.get("/messages/{message_id}", responses=problems(404, 409), summary="One, with what it holds up")(one)
    router.post("/advise", responses=problems(404, 409), summary="Try them and undo it again")(advised)
    router.post("/retry", responses=said, summary="Try them again; what waited behind each follows")(retry)
    router.post("/discard", responses=said, summary="Never apply them; what waited behind each goes on")(discard)
    return router


def by_group(asking: OperatorReader) -> GroupsShape:
    """The largest group first."""
    with asking.reading() as connection:
        return GroupsShape(items=tuple(GroupShape.model_validate(each) for each in groups(connection)))


def listed(
    asking: OperatorReader, group: GroupName = "", cursor: paging.Cursor = None, limit: paging.Limit = 50
) -> ParkedPage:
    """Of one group when it is given, as `slug` of a group names it."""
    shown, following = found(asking, group, cursor, limit)
    return ParkedPage(items=tuple(ParkedShape.model_validate(each) for each in shown), next=following)


def one(asking: OperatorReader, message_id: PathId) -> ParkedShape:
    """409 for a message that is not parked, or no longer."""
    with asking.reading() as connection:
        return ParkedShape.model_validate(show(connection, message_id))


def advised(asking: Operating, body: AdviseRequest) -> AdvicesShape:
    """What today's code would make of each, in a transaction that is rolled back; nothing of it stays."""
    runtime = asking.counter.runtime
    found = advise(runtime.database, runtime.registry, body.units, runtime.clock.now())
    return AdvicesShape(items=tuple(AdviceShape.model_validate(each) for each in found))


def retry(asking: Operating, body: ReleaseRequest, idempotency_key: IdempotencyKey = None) -> ReleasesShape:
    """Each by itself; refused as a whole only when none could be decided."""
    return _released(decide_parked(asking, "retry", body.units, body.reason, idempotency_key))


def discard(asking: Operating, body: ReleaseRequest, idempotency_key: IdempotencyKey = None) -> ReleasesShape:
    """For ever. Each by itself; refused as a whole only when none could be decided."""
    return _released(decide_parked(asking, "discard", body.units, body.reason, idempotency_key))


def found(asking: Asking, group: str, cursor: str | None, limit: int) -> tuple[tuple[ParkedMessage, ...], str | None]:
    """One page of what is parked, and the cursor of the next; also the page of operations shows it."""
    with asking.reading() as connection:
        rows = parked_messages(connection, group, after=paging.moment_and_id(cursor), limit=limit + 1)
    return paging.cut(rows, limit, lambda each: (each.parked_at.isoformat(), each.unit_id))


def decide_parked(asking: Asking, verb: Verb, units: Sequence[str], reason: str, key: str | None) -> list[Decided]:
    """Decides about each, once per key, and rings what was released.

    Raises `idempotency-key-missing`, and the first refusal when none could be decided.
    """
    if key is None:
        raise Refused("idempotency-key-missing", path="Idempotency-Key")
    runtime = asking.counter.runtime
    release = Release(
        database=runtime.database,
        registry=runtime.registry,
        actor=asking.viewer.actor,
        reason=reason,
        at=runtime.clock.now(),
    )
    decided = release_each(release, verb, dict.fromkeys(units), f"{asking.viewer.actor} {key}")
    asking.counter.ring([each.bell for each in decided if each.bell])
    refused = [each.refused for each in decided if each.refused]
    if len(refused) == len(decided):
        raise refused[0]
    return decided


def _released(decided: Sequence[Decided]) -> ReleasesShape:
    return ReleasesShape(
        items=tuple(
            ReleasedShape(unit_id=unit_id, result=refused.slug, nl=refused.nl, en=refused.en)
            if refused
            else ReleasedShape(unit_id=unit_id, result="released", nl="", en="")
            for unit_id, _, refused in decided
        )
    )
