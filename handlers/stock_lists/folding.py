"""Where a line stands, folded from what every DA said about it (standard, section 5). Pure.

A fold walks the messages in the order of their rank; a message that comes last by rank is one step further,
so taking the step at once and folding everything again give the same answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

REQUESTED, APPROVED, REDELIVER, DROPPED = "01", "04", "07", "08"
STATUSES = frozenset({"01", "02", "03", "04", "06", "07", "08"})
STAYS_APPROVED = "approved-stays-approved"

Issued = tuple[str, str, str]
"""An offer that was issued: its rank, its kind, the lane that brought it."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A line's status; `approved_at` is the rank of the message that approved it, empty when it is not approved."""

    status: str
    text: str
    note: str
    moment: str
    approved_at: str
    flags: tuple[str, ...]


def step(before: Stand | None, said: dict[str, Any], rank: str, offers: Iterable[Issued]) -> Stand:
    """Where a line stands after the message of this rank said `said` about it."""
    status = said.get("status", "")
    flags = [] if status in STATUSES else ["unknown-code"]
    if status in {REDELIVER, DROPPED} and not said.get("note"):
        flags.append("note-missing")
    if before and before.approved_at and status != APPROVED and not may_leave_approved(before, status, rank, offers):
        return Stand(before.status, before.text, before.note, before.moment, before.approved_at, (STAYS_APPROVED,))
    approved_at = ""
    if status == APPROVED:
        again = before is not None and before.approved_at and before.moment == said["moment"]
        approved_at = before.approved_at if before and again else rank
    return Stand(status, said.get("text", ""), said.get("note", ""), said["moment"], approved_at, tuple(flags))


def may_leave_approved(before: Stand, status: str, rank: str, offers: Iterable[Issued]) -> bool:
    """Approved (04) is final, but for 08, and for 01 after a new proposal or offer that followed a binding offer.

    The new one must have been issued after the approval and before this message.
    """
    if status == DROPPED:
        return True
    if status != REQUESTED:
        return False
    ordered = sorted(offers)
    binding = next((issued for issued, kind, _ in ordered if kind == "binding"), None)
    return binding is not None and any(max(binding, before.approved_at) < issued < rank for issued, _, _ in ordered)


def fold(messages: Sequence[tuple[str, dict[str, Any]]], offers: Sequence[Issued]) -> tuple[dict[str, Stand], bool]:
    """Line number → where it stands, and whether any approval was defended, after all messages (rank, lines)."""
    stands: dict[str, Stand] = {}
    defended = False
    for rank, lines in sorted(messages, key=lambda message: message[0]):
        for number, said in lines.items():
            stands[number] = step(stands.get(number), said, rank, offers)
            defended = defended or STAYS_APPROVED in stands[number].flags
    return stands, defended


def is_open(status: str, *, from_source: bool, on_list: bool) -> bool:
    """Whether somebody has to deliver: requested or refused, not fetched from a source, still on the list."""
    return on_list and not from_source and status in {REQUESTED, REDELIVER}
