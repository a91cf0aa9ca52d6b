"""Shapes of calculations: the parts of a loan, and what they cost by month and year."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from handlers.calculations.views import Repayment
from portal_api.shapes.exchanges import Request
from portal_api.shapes.shape import Shape

MOST_PARTS, MOST_MONTHS = 10, 600
Principal = Annotated[Decimal, Field(gt=0, le=100_000_000, max_digits=11, decimal_places=2)]
Rate = Annotated[Decimal, Field(ge=0, le=25, max_digits=6, decimal_places=4)]
Term = Annotated[int, Field(ge=1, le=MOST_MONTHS)]


class PartRequest(Request):
    """A part of a loan."""

    repayment: Repayment = Field(examples=["annuity"])
    principal: Principal = Field(description="In euros.", examples=["200000"])
    rate_pct: Rate = Field(description="A year, in percent.", examples=["3.85"])
    months: Term = Field(description="The term.", examples=[360])


class CostsRequest(Request):
    parts: Annotated[tuple[PartRequest, ...], Field(min_length=1, max_length=MOST_PARTS)]


class MonthShape(Shape):
    number: int
    payment: Decimal = Field(examples=["843.21"])
    interest: Decimal = Field(examples=["500.00"])
    repayment: Decimal = Field(examples=["343.21"])
    balance: Decimal = Field(description="What is owed after it.", examples=["199656.79"])


class YearShape(MonthShape):
    months: tuple[MonthShape, ...]


class PartCostsShape(Shape):
    first: MonthShape
    last: MonthShape
    interest: Decimal = Field(description="Over the whole term.")
    paid: Decimal
    owed: Decimal = Field(description="What is left to repay after the term.")


class CostsShape(Shape):
    """Every amount is rounded once, from exact months."""

    principal: Decimal
    first: MonthShape
    interest: Decimal
    paid: Decimal
    owed: Decimal
    parts: tuple[PartCostsShape, ...]
    years: tuple[YearShape, ...]
