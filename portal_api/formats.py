"""Numbers, amounts and dates as people of a language write them; moments on the clock of the Netherlands."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal

from hub.clock import AMSTERDAM
from schemas.refusals import Language

NOTHING = "–"
_GLUE = "\N{NO-BREAK SPACE}"


def as_date(value: date | str | None, language: Language) -> str:
    """A date, or the date of an ISO text; a dash for none."""
    if not value:
        return NOTHING
    try:
        found = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    return format_date(found, "d MMM y", locale=language)


def as_long_date(value: date, language: Language) -> str:
    """A date in words, with its weekday: maandag 28 december 2026."""
    return format_date(value, "EEEE d MMMM y", locale=language)


def as_moment(value: datetime | str | None, language: Language) -> str:
    """A moment; one without a zone is local already, as lenders write theirs."""
    if not value:
        return NOTHING
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    local = found.astimezone(AMSTERDAM) if found.tzinfo else found
    return format_datetime(local, "d MMM y HH:mm", locale=language)


def as_euros(value: Decimal | str | None, language: Language) -> str:
    """An amount in euros; cents only when there are any."""
    amount = _decimal(value)
    if amount is None:
        return NOTHING if value in {None, ""} else str(value)
    is_whole = amount == amount.to_integral_value()
    return format_currency(
        amount,
        "EUR",
        format=f"¤{_GLUE}#,##0" if is_whole else f"¤{_GLUE}#,##0.00",
        locale=language,
        currency_digits=False,
    )


def as_money(value: Decimal, language: Language) -> str:
    """An amount in euros, always with its cents, for columns that are compared."""
    return format_currency(value, "EUR", format=f"¤{_GLUE}#,##0.00", locale=language, currency_digits=False)


def as_percent(value: Decimal | str | None, language: Language) -> str:
    """A rate in percent, as it stands: 3.85 is 3,85 %."""
    rate = _decimal(value)
    if rate is None:
        return NOTHING if value in {None, ""} else str(value)
    return f"{format_decimal(rate, '0.00##', locale=language)}{_GLUE}%"


def as_number(value: float, language: Language) -> str:
    return format_decimal(value, locale=language)


def as_size(size: int, language: Language) -> str:
    """A number of bytes in the unit that people read."""
    if size < 1000:  # noqa: PLR2004 - the step of the unit itself
        return f"{size} B"
    if size < 1_000_000:  # noqa: PLR2004 - the same
        return f"{as_number(round(size / 1000), language)} kB"
    return f"{as_number(round(size / 1_000_000, 1), language)} MB"


def _decimal(value: Decimal | str | None) -> Decimal | None:
    try:
        found = Decimal(value) if value not in {None, ""} else None
    except (InvalidOperation, TypeError):
        return None
    return found if found is not None and found.is_finite() else None
