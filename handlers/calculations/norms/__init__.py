"""The dated figures of lending, one file per period, read once."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from handlers.calculations.rules.lending import Age, Norms
from schemas.errors import Refused

_AGES: tuple[Age, ...] = ("below", "from")


def norms_on(day: date) -> Norms:
    """Raises `Refused` (`norm-missing`) for a day of which the figures are not known."""
    found = next((each for each in every() if each.valid_from <= day <= each.valid_until), None)
    if found is None:
        known = ", ".join(f"{each.valid_from} – {each.valid_until}" for each in every())
        raise Refused("norm-missing", path="day", came=day.isoformat(), expected=known)
    return found


@cache
def every() -> tuple[Norms, ...]:
    """All periods that are known, the earliest first."""
    files = (each for each in resources.files(__name__).iterdir() if each.name.endswith(".toml"))
    return tuple(sorted((_read(each.read_text()) for each in files), key=lambda each: each.valid_from))


def _read(text: str) -> Norms:
    said = tomllib.loads(text)
    guarantee: dict[str, Any] = said["guarantee"]
    return Norms(
        source=said["source"],
        valid_from=said["valid_from"],
        valid_until=said["valid_until"],
        top_row=said["top_row"],
        least_test_rate=Decimal(said["least_test_rate"]),
        single_extra=Decimal(said["single_extra"]),
        single_above={age: Decimal(said["single_above"][age]) for age in _AGES},
        label_extra={name: Decimal(amount) for name, amount in said["label_extra"].items()},
        measures_extra={name: Decimal(amount) for name, amount in said["measures_extra"].items()},
        value_pct=Decimal(said["value_pct"]),
        value_pct_with_measures=Decimal(said["value_pct_with_measures"]),
        guarantee=Decimal(guarantee["limit"]),
        guarantee_with_measures=Decimal(guarantee["limit_with_measures"]),
        guarantee_fee_pct=Decimal(guarantee["fee_pct"]),
        study=tuple(
            (Decimal(row["up_to"]) if "up_to" in row else None, Decimal(row["times"])) for row in said["study"]
        ),
        quotas={
            (age, int(income), Decimal(band)): Decimal(quota)
            for age in _AGES
            for income, bands in said.get(age, {}).items()
            for band, quota in bands.items()
        },
    )
