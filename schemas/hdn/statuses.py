"""Status rules: what each status code means within the answered message, as the table of the standard has it.

The key is domain and code: the same number differs per domain (09 is a receipt in AX and LX, paid out in KX).
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from schemas.hdn.dictionary import rows

Kind = Literal["happy", "deviation", "warning"]
Terminal = Literal["yes", "no", "version", "unknown"]


@dataclass(frozen=True, slots=True)
class StatusRule:
    """`order` is the place in the happy flow, `terminal` is `version` when it ends one request version only.

    `code` is empty for the two AX statuses whose number is not public.
    """

    domain: str
    code: str
    text: str
    kind: Kind
    order: int | None
    terminal: Terminal
    needs_text: bool
    max_once: bool
    deadline_minutes: int | None
    remark: str
    source: str


@cache
def status_rules() -> tuple[StatusRule, ...]:
    """Every rule, in the order of the table."""
    return tuple(_rule(row) for row in rows("status_rules.csv"))


@cache
def by_code() -> dict[tuple[str, str], StatusRule]:
    """The rules with a known number, by (domain, code)."""
    return {(rule.domain, rule.code): rule for rule in status_rules() if rule.code}


def status_rule(domain: str, code: str) -> StatusRule | None:
    """The rule of a code, or `None` for a code that the table does not know."""
    return by_code().get((domain, code))


def _rule(row: dict[str, str]) -> StatusRule:
    return StatusRule(
        domain=row["domain"],
        code=row["code"],
        text=row["text"],
        kind=row["kind"],  # type: ignore[arg-type]  # a test holds the column against the words of Kind
        order=int(row["order"]) if row["order"] else None,
        terminal=row["terminal"],  # type: ignore[arg-type]  # the same for Terminal
        needs_text=row["needs_text"] == "yes",
        max_once=row["max_once"] == "yes",
        deadline_minutes=int(row["deadline_minutes"]) if row["deadline_minutes"] else None,
        remark=row["remark"],
        source=row["source"],
    )
