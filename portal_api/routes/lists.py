"""All products and all stukken of an office, as lists."""

from typing import Annotated

from fastapi import APIRouter, Query

from portal_api import paging
from portal_api.assigning import RowOutcome, assign_dossiers, assign_tasks, counted
from portal_api.listing import products_of_all, stukken_of_all
from portal_api.routes.documented import WRITE_PROBLEMS, problems
from portal_api.shapes.lists import (
    AssignDossiersRequest,
    AssignedRowShape,
    AssignedShape,
    AssignTasksRequest,
    ListedProductShape,
    ListedProductsShape,
    ListedStukkenShape,
    ListedStukShape,
    ProductsQuery,
    StukkenQuery,
)
from portal_api.who import DossierAssigner, DossierReader, DossierWriter
from portal_api.writes import IdempotencyKey


def routes() -> APIRouter:
    router = APIRouter()
    said = problems(422)
    router.get("/products", responses=said, tags=["products"], summary="All products, the newest first")(products)
    router.get("/stukken", responses=said, tags=["documents"], summary="All stukken, the earliest day first")(stukken)
    acts = problems(*WRITE_PROBLEMS)
    router.post("/dossiers/assign", responses=acts, tags=["involvements"], summary="Give many dossiers to a colleague")(
        assign_dossiers_
    )
    router.post("/tasks/assign", responses=acts, tags=["tasks"], summary="Give many tasks to a colleague")(
        assign_tasks_
    )
    return router


def products(
    asking: DossierReader,
    query: Annotated[ProductsQuery, Query()],
    cursor: paging.Cursor = None,
    limit: paging.Limit = 50,
) -> ListedProductsShape:
    """Those in the dossiers that you see, with what is missing on their cards."""
    found, count, following = products_of_all(asking, query, cursor, limit)
    items = tuple(ListedProductShape.model_validate(each) for each in found)
    return ListedProductsShape(items=items, count=count, next=following)


def stukken(
    asking: DossierReader,
    query: Annotated[StukkenQuery, Query()],
    cursor: paging.Cursor = None,
    limit: paging.Limit = 50,
) -> ListedStukkenShape:
    """Those that somebody still has to deliver, or all; what no day was said of comes last."""
    found, count, following = stukken_of_all(asking, query, cursor, limit)
    items = tuple(ListedStukShape.model_validate(each) for each in found)
    return ListedStukkenShape(items=items, count=count, next=following)


def assign_dossiers_(
    asking: DossierAssigner, body: AssignDossiersRequest, idempotency_key: IdempotencyKey = None
) -> AssignedShape:
    """A dossier that is refused stops no other; the same key again does nothing twice."""
    made = assign_dossiers(asking, idempotency_key, body.dossiers, body.part, body.person_id, body.reason)
    return _assigned(made)


def assign_tasks_(
    asking: DossierWriter, body: AssignTasksRequest, idempotency_key: IdempotencyKey = None
) -> AssignedShape:
    """A task that is refused stops no other; the same key again does nothing twice."""
    return _assigned(assign_tasks(asking, idempotency_key, body.tasks, body.person_id))


def _assigned(made: tuple[RowOutcome, ...]) -> AssignedShape:
    return AssignedShape(items=tuple(AssignedRowShape.model_validate(each) for each in made), counts=counted(made))
