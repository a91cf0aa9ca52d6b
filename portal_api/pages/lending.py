"""The page *Maximale hypotheek*: who borrows and what is asked in a form, how high it may be, and what that comes from.

The form is in the address, so that a calculation can be kept as a bookmark; it names nobody.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from handlers.calculations.views import Maximum, labels_on, maximum_on
from portal_api.pages.rendering import page
from portal_api.pages.staff import mistakes_in, status_of
from portal_api.pages.typed import number_typed
from portal_api.shapes.calculations import MaximumRequest
from portal_api.texts import text
from portal_api.who import Asking, DossierReader
from schemas.errors import Refused

HERE = "/maximum-mortgage"
AGES = ("below", "from")
AMOUNTS = ("income", "partner_income", "obligations", "study_payment", "value", "measures")
_RATES = ("rate_pct", "afm_rate", "quota_pct")
_Typed = Annotated[str, StringConstraints(max_length=20, pattern=r"^[^\x00]*$")]


class Typed(BaseModel):
    """The form as it was typed; without an income nothing is calculated yet."""

    model_config = ConfigDict(frozen=True)

    income: _Typed = ""
    partner_income: _Typed = ""
    age: _Typed = "below"
    obligations: _Typed = ""
    study_payment: _Typed = ""
    rate_pct: _Typed = ""
    fixed_years: _Typed = "10"
    afm_rate: _Typed = ""
    quota_pct: _Typed = ""
    label: _Typed = ""
    measures: _Typed = ""
    value: _Typed = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(maximum_mortgage)
    return router


def maximum_mortgage(asking: DossierReader, request: Request, typed: Annotated[Typed, Query()]) -> Response:
    """The form, and how high it may be as soon as there is an income and a rate."""
    day = asking.counter.runtime.clock.business_date()
    found: Maximum | None = None
    source, refused = "", None
    mistakes: Mapping[str, str] = {}
    if typed.income.strip() or typed.rate_pct.strip():
        try:
            asked = MaximumRequest.model_validate(_said(typed))
            found, source = maximum_on(day, asked.household(), asked.wish())
        except ValidationError as error:
            mistakes = _wrong(asking, error)
        except Refused as failed:
            refused = failed
    return page(
        asking,
        request,
        "calculations/maximum_mortgage.html",
        422 if mistakes else status_of(refused),
        typed=typed.model_dump(),
        mistakes=mistakes or mistakes_in(asking, refused),
        names=tuple(Typed.model_fields),
        labels=labels_on(day),
        ages=AGES,
        found=found,
        source=source,
    )


def _said(typed: Typed) -> dict[str, Any]:
    said = {
        name: number_typed(value, is_amount=name in AMOUNTS) if name in (*AMOUNTS, *_RATES) else value.strip()
        for name, value in typed.model_dump().items()
    }
    incomes = [said.pop("income"), said.pop("partner_income")]
    return {name: value for name, value in said.items() if value} | {"incomes": [each for each in incomes if each]}


def _wrong(asking: Asking, error: ValidationError) -> dict[str, str]:
    names = {"incomes.1": "partner_income"}
    found = (".".join(str(part) for part in each["loc"][:2]) for each in error.errors())
    fields = {names.get(each, "income" if each.startswith("incomes") else each.partition(".")[0]) for each in found}
    return {
        name: text(asking.language, "lending.wrong", field=text(asking.language, f"lending.{name}"))
        for name in sorted(fields)
    }
