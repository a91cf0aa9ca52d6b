"""The ledger, for whoever runs the hub. Counting reads whole tables, so it is done beside the request and kept."""

from collections.abc import Callable

from fastapi import APIRouter

from hub.ledger import Balance, Imbalance
from hub.long_answer import Known
from portal_api import paging
from portal_api.examining import Examining
from portal_api.routes.documented import problems
from portal_api.shapes.ledger import ImbalanceShape, LedgerShape
from portal_api.who import OperatorReader
from schemas.errors import Busy

_PATIENCE_S = 4.0


def routes(examining: Examining) -> APIRouter:
    router = APIRouter(prefix="/ledger", tags=["ledger"])
    router.get("", responses=problems(), summary="The balance of the five records")(_balance(examining))
    return router


def _balance(examining: Examining) -> Callable[..., LedgerShape]:
    def balance(
        asking: OperatorReader,  # noqa: ARG001 - asking is what lets nobody else in
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
    ) -> LedgerShape:
        """Counted within the last minute; 503 with `Retry-After` while the first count takes longer than that."""
        known = examining.balance.get(_PATIENCE_S)
        if known is None:
            raise Busy("ledger", "it is being counted")
        shown, following = imbalances(known, cursor, limit)
        return LedgerShape(
            counted_at=known.at,
            accounts=known.value.accounts,
            outgoing=known.value.outgoing,
            in_flight=known.value.in_flight,
            balanced=known.value.is_balanced,
            imbalances=tuple(ImbalanceShape.model_validate(each) for each in shown),
            next=following,
        )

    return balance


def imbalances(known: Known[Balance], cursor: str | None, limit: int) -> tuple[tuple[Imbalance, ...], str | None]:
    """One page of what cannot be accounted for, by kind and id, and the cursor of the next."""
    key = paging.after(cursor, 2)
    ordered = sorted(known.value.imbalances, key=lambda each: (each.slug, each.id))
    left = [each for each in ordered if key is None or (each.slug, each.id) > key]
    return paging.cut(left[: limit + 1], limit, lambda each: (each.slug, each.id))
