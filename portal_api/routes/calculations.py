"""Calculations: what a loan costs. Nothing is kept, so no key is asked."""

from fastapi import APIRouter

from handlers.calculations.views import LoanPart, costs_of
from portal_api.routes.documented import problems
from portal_api.shapes.calculations import CostsRequest, CostsShape
from portal_api.who import DossierReader


def routes() -> APIRouter:
    router = APIRouter(prefix="/calculations", tags=["calculations"])
    router.post("/monthly-costs", responses=problems(), summary="What a loan costs by month and year")(monthly_costs)
    return router


def monthly_costs(_asking: DossierReader, body: CostsRequest) -> CostsShape:
    """Annuity, linear and interest-only parts together, with the schedule by month."""
    parts = [LoanPart(each.repayment, each.principal, each.rate_pct, each.months) for each in body.parts]
    return CostsShape.model_validate(costs_of(parts))
