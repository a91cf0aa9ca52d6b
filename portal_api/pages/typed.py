"""What somebody typed in a form, as it is read."""

from datetime import date, datetime

from schemas.errors import Refused
from schemas.values import is_in_calendar


def day_typed(path: str, typed: str) -> date:
    """A day as a browser sends it; raises `Refused` (`request-invalid`)."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        expected = "een datum als 2026-11-27 / a date like 2026-11-27"
        raise Refused("request-invalid", path=path, came=typed, expected=expected) from None


def moment_typed(path: str, typed: str) -> datetime:
    """A day and time on the clock as a browser sends it, without a zone; raises `Refused` (`request-invalid`)."""
    try:
        moment = datetime.fromisoformat(typed.strip())
    except ValueError:
        moment = None
    if moment is None or not is_in_calendar(moment):
        expected = "een dag en tijd als 2026-11-27T14:05 / a day and time like it"
        raise Refused("request-invalid", path=path, came=typed, expected=expected)
    return moment


def number_typed(typed: str, *, is_amount: bool) -> str:
    """200.000,50 and 200000.50 are the same amount, and 3,85 is 3.85; what is no number stays what it is."""
    plain = typed.replace("€", "").replace("%", "").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if "," in plain:
        return plain.replace(".", "").replace(",", ".")
    return plain.replace(".", "") if is_amount and _is_grouped(plain) else plain


def _is_grouped(plain: str) -> bool:
    """Whether the points part thousands: 200.000 and no other reading."""
    whole, *groups = plain.split(".")
    return bool(groups) and 0 < len(whole) <= 3 and all(len(each) == 3 for each in groups)  # noqa: PLR2004 - a thousand
