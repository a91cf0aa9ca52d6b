"""Shapes of calculations: the parts of a loan, and what they cost by month and year."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from handlers.calculations.views import Age, Household, Repayment, Wish
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


Income = Annotated[Decimal, Field(ge=0, le=10_000_000, max_digits=10, decimal_places=2)]
PerMonth = Annotated[Decimal, Field(ge=0, le=1_000_000, max_digits=9, decimal_places=2)]


class MaximumRequest(Request):
    """Who borrows and what is asked."""

    incomes: Annotated[tuple[Income, ...], Field(min_length=1, max_length=2)] = Field(
        description="Gross year incomes in euros; joint income counts in full.", examples=[["50000"]]
    )
    age: Age = Field(default="below", description="below or from the AOW age.")
    obligations: PerMonth = Field(default=Decimal(0), description="Euros a month for other loans.")
    study_payment: PerMonth = Field(default=Decimal(0), description="Euros a month for a study loan.")
    rate_pct: Rate = Field(description="The offered rate.", examples=["4.25"])
    fixed_years: Annotated[int, Field(ge=0, le=40)] = Field(examples=[10])
    afm_rate: Rate | None = Field(default=None, description="The test rate of the quarter, for less than ten years.")
    quota_pct: Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)] | None = Field(
        default=None, description="The percentage of the official table, where the hub does not have it."
    )
    label: Annotated[str, Field(max_length=20)] = Field(default="", examples=["A++"])
    measures: Principal | Annotated[Decimal, Field(ge=0, le=0)] = Field(
        default=Decimal(0), description="Euros for measures that save energy."
    )
    value: Principal | None = Field(default=None, description="What the house is worth.")

    def household(self) -> Household:
        return Household(self.incomes, self.age, self.obligations, self.study_payment)

    def wish(self) -> Wish:
        of_rate = (self.rate_pct, self.fixed_years, self.afm_rate, self.quota_pct)
        return Wish(*of_rate, label=self.label, measures=self.measures, value=self.value)


class MaximumShape(Shape):
    """In euros; `by_income` is exact, `total` is without cents and `nearest` rounded as Nibud prints it."""

    test_rate: Decimal
    row: int
    quota_pct: Decimal
    by_income: Decimal
    single_extra: Decimal
    label_extra: Decimal
    measures_extra: Decimal
    income_total: Decimal
    by_value: Decimal | None
    total: Decimal = Field(examples=["199888"])
    nearest: Decimal = Field(examples=["199889"])
    guarantee_limit: Decimal
    guarantee_fee: Decimal | None = Field(description="Null when it is above the limit of the guarantee.")
    source: str
