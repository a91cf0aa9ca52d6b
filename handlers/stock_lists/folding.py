"""Where a line stands, folded from what every DA said about it (standard, section 5). Pure.

A fold walks the messages in the order of their rank; a message that comes last by rank is one step further,
so taking the step at once and folding everything again give the same answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from schemas.hdn.agreements import documents

REQUESTED, APPROVED, REDELIVER, DROPPED = "01", "04", "07", "08"
STATUSES = frozenset({"01", "02", "03", "04", "06", "07", "08"})
STAYS_APPROVED = "approved-stays-approved"

Issued = tuple[str, str, str]
"""An offer that was issued: its rank, its kind, the lane that brought it."""

Asked = tuple[str, str]
"""The rank of the message that asks for a document, and the status moment it gave; both empty when none does."""
NOT_ASKED: Asked = ("", "")


@dataclass(frozen=True, slots=True)
class Stand:
    """A line's status; `approved_at` is the rank of the message that approved it, empty when it is not approved.

    `asked` is the message that asks for the document.
    """

    status: str
    text: str
    note: str
    moment: str
    approved_at: str
    asked: Asked
    flags: tuple[str, ...]


def step(before: Stand | None, said: dict[str, Any], rank: str, offers: Iterable[Issued]) -> Stand:
    """Where a line stands after the message of this rank said `said` about it."""
    status = said.get("status", "")
    flags = [] if status in STATUSES else ["unknown-code"]
    if status in {REDELIVER, DROPPED} and not said.get("note"):
        flags.append("note-missing")
    if before and before.approved_at and status != APPROVED and not may_leave_approved(before, status, rank, offers):
        return replace(before, flags=(STAYS_APPROVED,))
    approved_at = ""
    if status == APPROVED:
        again = before is not None and before.approved_at and before.moment == said["moment"]
        approved_at = before.approved_at if before and again else rank
    asked = asked_by(before, status, said["moment"], rank)
    return Stand(status, said.get("text", ""), said.get("note", ""), said["moment"], approved_at, asked, tuple(flags))


def asked_by(before: Stand | None, status: str, moment: str, rank: str) -> Asked:
    """Which message asks for the document, when the one of this rank says `status` with this status moment.

    A list that repeats what it asked asks nothing anew. A rejection (07) does, but not the same one once more, and so
    does 01 after the document was with the lender. Source: only 07 calls for a new delivery (documentstatussen);
    that 01 after 02, 03, 04, 06 or 08 does too is our reading.
    """
    if status not in {REQUESTED, REDELIVER}:
        return NOT_ASKED
    if before is None or before.asked == NOT_ASKED:
        return rank, moment
    is_repeated = status == REQUESTED or (before.status == REDELIVER and before.moment == moment)
    return before.asked if is_repeated else (rank, moment)


def may_leave_approved(before: Stand, status: str, rank: str, offers: Iterable[Issued]) -> bool:
    """Whether an approved line may get this status from the message of this rank (`approval-withdrawn`)."""
    issued = [(at, kind == "binding") for at, kind, _ in offers]
    return documents.may_leave_approved(status, before.approved_at, rank, issued)


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
