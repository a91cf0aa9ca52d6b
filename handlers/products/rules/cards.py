"""The product card: which fields each kind of product has, for itself and for each of its parts. Pure.

A field that is asked is refused without; one that is wanted is named as missing. Fields go by the names that
applications have for the same thing, so that both are read with one word.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from schemas.errors import Refused
from schemas.hdn.codes import texts
from schemas.products import Kind

Form = Literal["text", "long", "amount", "percent", "months", "number", "date", "yes_no", "choice", "code"]
_TEXT_MAX, _LONG_MAX = 100, 2000
_AMOUNT_MAX, _PERCENT_MAX, _MONTHS_MAX = Decimal("99999999.99"), Decimal("99.999"), 600
_NUMBER_MAX = 9999
_FIRST, _LAST = date(1950, 1, 1), date(2200, 1, 1)
_YES, _NO = ("yes", "true", "ja"), ("no", "false", "nee")


@dataclass(frozen=True, slots=True)
class CardField:
    """`form` says what it may hold: amounts in euros, percent a year, months; `options` are the choices.

    The options of a `code` are those of the list of the standard that `CODE_LISTS` names for the field.
    """

    name: str
    form: Form
    options: tuple[str, ...] = ()
    is_asked: bool = False
    is_wanted: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """The fields of a product and those of each of its parts."""

    fields: tuple[CardField, ...]
    parts: tuple[CardField, ...]


def _asked(name: str, form: Form, *options: str) -> CardField:
    return CardField(name, form, options, is_asked=True)


def _wanted(name: str, form: Form, *options: str) -> CardField:
    return CardField(name, form, options, is_wanted=True)


def _may(name: str, form: Form, *options: str) -> CardField:
    return CardField(name, form, options)


CODE_LISTS: Mapping[str, str] = {
    "arrangement": "Regeling",
    "change_kind": "Mutatie",
    "property_kind": "ObjectSoort",
    "collateral": "Onderpand",
    "kind": "CodeLeningDeel",
    "rate_kind": "RenteAfspraak",
    "payment_term": "BetalingsTermijn",
}
"""Field → list of the standard (HDN AX 24.0: Lening, Leningdeel, Object)."""


def _code(name: str, *, is_wanted: bool = False) -> CardField:
    return CardField(name, "code", tuple(texts(CODE_LISTS[name])), is_wanted=is_wanted)


_GOALS = ("purchase", "remortgage", "raise", "renovation", "bridging")
_CREDITS = ("personal_loan", "revolving", "home_equity")
_ADDRESS = (
    *(_wanted("street", "text"), _wanted("house_number", "text"), _may("house_number_suffix", "text")),
    *(_wanted("postcode", "text"), _wanted("city", "text")),
)

CARDS: Mapping[Kind, Card] = {
    "service": Card(
        (
            _asked("wanted_advice", "choice", *_GOALS, "credit_advice", "insurance_advice", "pension_advice"),
            _asked("scope", "choice", "advice", "mediation", "advice_and_mediation"),
            _wanted("with_risk_insurance", "yes_no"),
        ),
        (_asked("description", "text"), _wanted("fee", "amount")),
    ),
    "mortgage": Card(
        (
            *(_asked("goal", "choice", *_GOALS), _wanted("lender", "text"), _wanted("amount", "amount")),
            *(_may("purchase_price", "amount"), _wanted("market_value", "amount"), _wanted("with_guarantee", "yes_no")),
            *(_code("arrangement", is_wanted=True), _may("rank", "number"), _code("change_kind")),
            _may("loan_code", "text"),
            *(_may("passing_date", "date"), *_ADDRESS, _may("municipality", "text")),
            *(_code("property_kind"), _code("collateral"), _may("built_in", "number")),
            *(_may("owner_occupied", "yes_no"), _may("leasehold", "yes_no"), _may("apartment_right", "yes_no")),
            _may("overdue_maintenance", "amount"),
        ),
        (
            _asked("repayment", "choice", "annuity", "linear", "interest_only", "savings", "bridging_loan"),
            *(_asked("amount", "amount"), _wanted("term_months", "months"), _wanted("rate_pct", "percent")),
            *(_wanted("fixed_months", "months"), _code("kind", is_wanted=True), _code("rate_kind", is_wanted=True)),
            *(_code("payment_term", is_wanted=True), _wanted("in_arrears", "yes_no")),
        ),
    ),
    "credit": Card(
        (
            *(_wanted("purpose", "text"), _wanted("lender", "text"), _wanted("amount", "amount")),
            *(_wanted("term_months", "months"), _may("monthly_amount", "amount")),
        ),
        (
            *(_asked("credit_kind", "choice", *_CREDITS), _asked("amount", "amount")),
            *(_may("term_months", "months"), _may("rate_pct", "percent")),
        ),
    ),
    "existing_credit": Card(
        (
            *(_asked("lender", "text"), _may("contract_number", "text"), _wanted("balance", "amount")),
            *(_wanted("monthly_amount", "amount"), _may("end_date", "date")),
        ),
        (
            _asked("credit_kind", "choice", *_CREDITS, "mortgage_loan", "student_loan", "lease", "mobile_phone"),
            *(_asked("amount", "amount"), _may("rate_pct", "percent")),
        ),
    ),
    "term_life": Card(
        (
            *(_wanted("insurer", "text"), _wanted("insured", "text"), _wanted("sum_insured", "amount")),
            *(_may("premium", "amount"), _may("start_date", "date"), _wanted("end_date", "date")),
        ),
        (
            _asked("cover", "choice", "level", "annuity_falling", "linear_falling"),
            *(_asked("amount", "amount"), _may("term_months", "months")),
        ),
    ),
    "disability": Card(
        (_wanted("insurer", "text"), _wanted("insured", "text"), _may("premium", "amount")),
        (
            _asked("cover", "choice", "disability_cover", "unemployment_cover"),
            *(_asked("monthly_amount", "amount"), _wanted("waiting_months", "months"), _may("end_date", "date")),
        ),
    ),
    "damage": Card(
        (_wanted("insurer", "text"), _wanted("start_date", "date"), _may("contract_number", "text")),
        (
            _asked("cover", "choice", "building", "contents", "liability", "legal_aid", "travel", "accident"),
            *(_wanted("premium", "amount"), _may("sum_insured", "amount")),
        ),
    ),
    "bank_guarantee": Card(
        (_wanted("lender", "text"), _wanted("deadline", "date"), _may("notary_name", "text")),
        (_asked("amount", "amount"), _may("description", "text")),
    ),
    "valuation": Card(
        (_wanted("valuer", "text"), _may("ordered_on", "date"), *_ADDRESS),
        (_asked("description", "text"), _may("amount", "amount")),
    ),
}
"""What an office keeps per kind of product."""


def read(fields: Iterable[CardField], said: Mapping[str, str], at: str) -> dict[str, Any]:
    """The fields that were filled in, as JSON values: amounts and percentages as text with a point, days as ISO.

    Raises `Refused` (`request-invalid`) with its place below `at` for what the card has not, for what is asked and
    not there, and for what cannot be read.
    """
    known = {each.name: each for each in fields}
    for name in said:
        if name not in known:
            raise Refused("request-invalid", path=f"{at}{name}", came=name, expected=", ".join(known))
    made = {each.name: _value(each, said.get(each.name, "").strip(), f"{at}{each.name}") for each in known.values()}
    return {name: value for name, value in made.items() if value is not None}


def missing(fields: Iterable[CardField], filled: Mapping[str, Any]) -> tuple[str, ...]:
    """What is asked or wanted and not there."""
    return tuple(each.name for each in fields if (each.is_asked or each.is_wanted) and filled.get(each.name) is None)


def _value(field: CardField, typed: str, path: str) -> Any:
    if typed:
        return _READERS[field.form](field, typed, path)
    if field.is_asked:
        raise Refused("request-invalid", path=path, came="", expected=_expected(field))
    return None


def _text(field: CardField, typed: str, path: str) -> str:
    most = _LONG_MAX if field.form == "long" else _TEXT_MAX
    text = typed if field.form == "long" else " ".join(typed.split())
    if len(text) > most:
        raise Refused("request-invalid", path=path, came=len(text), expected=f"<= {most}")
    return text


def _amount(field: CardField, typed: str, path: str) -> str:
    return _decimal(field, typed, path, _AMOUNT_MAX, Decimal("0.01"))


def _percent(field: CardField, typed: str, path: str) -> str:
    return _decimal(field, typed, path, _PERCENT_MAX, Decimal("0.001"))


def _decimal(field: CardField, typed: str, path: str, most: Decimal, step: Decimal) -> str:
    """`250.000`, `250000,50` and `250000.50` are what they look like to a Dutch reader; a rate has no thousands."""
    plain = typed.replace("€", "").replace("%", "").replace(" ", "").replace("\xa0", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif field.form == "amount" and _is_grouped(plain):
        plain = plain.replace(".", "")
    try:
        number = Decimal(plain)
        fits = number.is_finite() and 0 <= number <= most and number == number.quantize(step)
    except InvalidOperation:
        fits = False
    if not fits:
        raise Refused("request-invalid", path=path, came=typed, expected=_expected(field))
    return f"{number.quantize(step):f}"


def _is_grouped(plain: str) -> bool:
    """Whether its points stand before thousands, as in `250.000` and `1.250.000`."""
    first, *groups = plain.split(".")
    return bool(groups) and first not in {"", "0"} and all(len(each) == 3 and each.isdigit() for each in groups)  # noqa: PLR2004 - thousands


def typed_again(fields: Iterable[CardField], kept: Mapping[str, Any]) -> dict[str, str]:
    """What was kept, as a Dutch reader types it, so that it is read as the same again."""
    forms = {each.name: each.form for each in fields}
    return {name: _TYPED.get(forms[name], str)(value) for name, value in kept.items() if name in forms}


def _typed_amount(value: Any) -> str:
    whole, _, cents = f"{Decimal(str(value)):,.2f}".partition(".")
    return whole.replace(",", ".") + (f",{cents}" if cents != "00" else "")


def _typed_percent(value: Any) -> str:
    return f"{Decimal(str(value)).normalize():f}".replace(".", ",")


def _typed_answer(value: Any) -> str:
    return "yes" if value else "no"


def _months(field: CardField, typed: str, path: str) -> int:
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed[:6]) <= _MONTHS_MAX:
        raise Refused("request-invalid", path=path, came=typed, expected=_expected(field))
    return int(typed)


def _number(field: CardField, typed: str, path: str) -> int:
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed[:6]) <= _NUMBER_MAX:
        raise Refused("request-invalid", path=path, came=typed, expected=_expected(field))
    return int(typed)


def _day(field: CardField, typed: str, path: str) -> str:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = date.min
    if not _FIRST <= day <= _LAST:
        raise Refused("request-invalid", path=path, came=typed, expected=_expected(field))
    return day.isoformat()


def _yes_no(field: CardField, typed: str, path: str) -> bool:
    word = typed.casefold()
    if word not in (*_YES, *_NO):
        raise Refused("request-invalid", path=path, came=typed, expected=_expected(field))
    return word in _YES


def _choice(field: CardField, typed: str, path: str) -> str:
    if typed not in field.options:
        raise Refused("request-invalid", path=path, came=typed, expected=_expected(field))
    return typed


def _expected(field: CardField) -> str:
    return ", ".join(field.options) if field.form in {"choice", "code"} else _EXPECTED[field.form]


_READERS: Mapping[Form, Callable[[CardField, str, str], Any]] = {
    "text": _text,
    "long": _text,
    "amount": _amount,
    "percent": _percent,
    "months": _months,
    "number": _number,
    "date": _day,
    "yes_no": _yes_no,
    "choice": _choice,
    "code": _choice,
}
_TYPED: Mapping[Form, Callable[[Any], str]] = {
    "amount": _typed_amount,
    "percent": _typed_percent,
    "yes_no": _typed_answer,
}
_EXPECTED: Mapping[Form, str] = {
    "text": "een tekst / a text",
    "long": "een tekst / a text",
    "amount": f"een bedrag in euro's als 250.000,00, hoogstens {_AMOUNT_MAX} / an amount in euros",
    "percent": "een percentage als 3,95 / a percentage",
    "months": f"hele maanden, 1–{_MONTHS_MAX} / whole months",
    "number": f"een heel getal, 1–{_NUMBER_MAX} / a whole number",
    "date": f"een datum als 2026-11-27, {_FIRST} – {_LAST} / a date",
    "yes_no": "yes, no",
}
