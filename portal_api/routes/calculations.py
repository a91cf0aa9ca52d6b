"""Calculations: what a loan costs and how high it may be. Nothing is kept, so no key is asked."""

from dataclasses import asdict

from fastapi import APIRouter

from handlers.calculations.views import LoanPart, costs_of, maximum_on
from portal_api.routes.documented import problems
from portal_api.shapes.calculations import CostsRequest, CostsShape, MaximumRequest, MaximumShape
from portal_api.who import DossierReader


def routes() -> APIRouter:
    router = APIRouter(prefix="/calculations", tags=["calculations"])
    router.post("/monthly-costs", responses=problems(), summary="What a loan costs by month and year")(monthly_costs)
    router.post("/maximum-mortgage", responses=problems(), summary="How high a mortgage may be")(maximum_mortgage)
    return router


def monthly_costs(_asking: DossierReader, body: CostsRequest) -> CostsShape:
    """Annuity, linear and interest-only parts together, with the schedule by month."""
    parts = [LoanPart(each.repayment, each.principal, each.rate_pct, each.months) for each in body.parts]
    return CostsShape.model_validate(costs_of(parts))


def maximum_mortgage(asking: DossierReader, body: MaximumRequest) -> MaximumShape:
    """By income and by value, by the norms of today; 422 `norm-missing` for what the hub has no figure of."""
    day = asking.counter.runtime.clock.business_date()
    found, source = maximum_on(day, body.household(), body.wish())
    return MaximumShape(**asdict(found), source=source)
