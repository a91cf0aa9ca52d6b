"""The page *Maandlasten*: the parts of a loan in a form, what they cost, a plot, and the schedule by year and month.

The form is in the address, so that a calculation can be kept as a bookmark; it names nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import StringConstraints, ValidationError

from handlers.calculations.views import REPAYMENTS, LoanPart, MonthlyCosts, YearView, costs_of
from handlers.dossiers.views import PartView, dossier_for
from portal_api.pages.rendering import page
from portal_api.pages.typed import number_typed
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import found
from portal_api.shapes.calculations import MOST_PARTS, PartRequest
from portal_api.texts import text
from portal_api.who import Asking, DossierReader
from schemas.errors import NotFound

HERE = "/monthly-costs"
_OF_PRODUCT = "/dossiers/{dossier_id}/applications/{application_id}/products/{number}/monthly-costs"
_BY_CODE = {"01": "annuity", "02": "linear", "05": "interest-only"}
"""The HDN code AflossingsVorm; another one has no schedule of its own and counts as interest-only."""
_NUMBERS = ("principal", "rate_pct")
_FIELDS = ("repayment", "principal", "rate_pct", "months")
_WIDE, _HIGH = 720, 240
_Typed = Annotated[str, StringConstraints(max_length=20, pattern=r"^[^\x00]*$")]
Several = Annotated[list[_Typed], Query(max_length=MOST_PARTS + 1)]
_EMPTY = {"repayment": "annuity", "principal": "", "rate_pct": "", "months": "360"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A year of the plot in its own units: from where, how high the interest and how high the repayment above it."""

    year: YearView
    x: float
    wide: float
    interest: float
    repayment: float


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(monthly_costs)
    router.get(_OF_PRODUCT)(of_product)
    return router


def monthly_costs(
    asking: DossierReader,
    request: Request,
    repayment: Several = [],  # noqa: B006 - FastAPI copies a default
    principal: Several = [],  # noqa: B006 - the same
    rate_pct: Several = [],  # noqa: B006 - the same
    months: Several = [],  # noqa: B006 - the same
    more: Annotated[bool, Query()] = False,  # noqa: FBT002 - a parameter of an address
) -> Response:
    """The form, and what its parts cost as soon as they are whole; a row without an amount is left out."""
    rows = _rows((repayment, principal, rate_pct, months))
    return _page(asking, request, rows, more=more)


def of_product(
    asking: DossierReader,
    request: Request,
    dossier_id: PathId,
    application_id: PathId,
    number: PathId,
) -> Response:
    """The parts of a product of a dossier; raises `NotFound` for one that is not there."""
    with asking.reading() as connection:
        dossier = found(dossier_for(asking.viewer, connection, dossier_id), dossier_id)
    named = (each for each in dossier.products if (each.application_id, str(each.number)) == (application_id, number))
    product = next(named, None)
    if product is None:
        raise NotFound("not-found", path="number", came=number, expected="een product / a product of the dossier")
    rows = [_row_of(each) for each in product.parts]
    return _page(asking, request, rows, dossier_id=dossier_id, title=dossier.title)


def _page(
    asking: Asking,
    request: Request,
    rows: list[dict[str, str]],
    *,
    more: bool = False,
    dossier_id: str = "",
    title: str = "",
) -> Response:
    parts, mistakes = _parts(asking, rows)
    costs = costs_of(parts) if parts and not mistakes else None
    shown = rows + ([_EMPTY] if (more and len(rows) < MOST_PARTS) or not rows else [])
    return page(
        asking,
        request,
        "calculations/monthly_costs.html",
        422 if mistakes else 200,
        rows=list(enumerate(shown)),
        mistakes=mistakes,
        labels={f"{name}-{n}": _label(asking, name, n) for n in range(len(shown)) for name in _FIELDS},
        repayments=[(each, _word(asking, each)) for each in REPAYMENTS],
        costs=costs,
        bars=_bars(costs) if costs else (),
        wide=_WIDE,
        high=_HIGH,
        may_add=len(shown) < MOST_PARTS,
        dossier_id=dossier_id,
        title=title,
        word=lambda each: _word(asking, each),
    )


def _rows(columns: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """The rows of the form as they were typed, without those that have no amount."""
    count = max(len(each) for each in columns)
    padded = [[*each, *[""] * (count - len(each))] for each in columns]
    rows = [dict(zip(_FIELDS, row, strict=True)) for row in zip(*padded, strict=True)]
    return [each for each in rows if each["principal"].strip()][:MOST_PARTS]


def _parts(asking: Asking, rows: Sequence[dict[str, str]]) -> tuple[list[LoanPart], dict[str, str]]:
    """The parts, and what is wrong by field and row."""
    parts: list[LoanPart] = []
    mistakes: dict[str, str] = {}
    for n, row in enumerate(rows):
        try:
            part = PartRequest.model_validate(
                {
                    name: (number_typed(typed, is_amount=name == "principal") if name in _NUMBERS else typed.strip())
                    for name, typed in row.items()
                }
            )
        except ValidationError as error:
            wrong = {str(each["loc"][0]) for each in error.errors()}
            mistakes |= {f"{name}-{n}": text(asking.language, f"costs.wrong_{name}") for name in sorted(wrong)}
        else:
            parts.append(LoanPart(part.repayment, part.principal, part.rate_pct, part.months))
    return parts, mistakes


def _row_of(part: PartView) -> dict[str, str]:
    code = part.repayment.partition(" ")[0]
    return {
        "repayment": _BY_CODE.get(code, "interest-only"),
        "principal": _plain(part.amount),
        "rate_pct": _plain(part.rate_pct),
        "months": str(part.term_months or 360),
    }


def _plain(amount: Decimal | None) -> str:
    try:
        return f"{(amount or Decimal(0)).normalize():f}".replace(".", ",")
    except InvalidOperation:
        return ""


def _bars(costs: MonthlyCosts) -> tuple[Bar, ...]:
    """One bar a year; the highest is as high as the plot."""
    highest = max((each.payment for each in costs.years), default=Decimal(0)) or Decimal(1)
    wide = _WIDE / len(costs.years)
    return tuple(
        Bar(
            each,
            round(n * wide, 2),
            round(wide * 0.8, 2),
            round(float(each.interest / highest) * _HIGH, 2),
            round(float(each.repayment / highest) * _HIGH, 2),
        )
        for n, each in enumerate(costs.years)
    )


def _word(asking: Asking, repayment: str) -> str:
    return text(asking.language, f"costs.{repayment.replace('-', '_')}")


def _label(asking: Asking, name: str, n: int) -> str:
    return f"{text(asking.language, 'costs.part', number=n + 1)}: {text(asking.language, f'costs.{name}')}"
