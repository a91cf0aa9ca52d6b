"""What somebody typed in a form, as it is read."""


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
