"""Whose message it is: the office it belongs to and the partner that its exchange is with (design, section 4)."""

from dataclasses import dataclass

from hub.directory import LENDER, OFFICE, Directory
from hub.records import NodeEntry
from schemas.envelope import Envelope
from schemas.errors import Refused

FROM_LENDER = frozenset({"SX", "OX", "DA"})
"""Messages that answer an application and count only from its lender."""
GENERIC = "HDN"


@dataclass(frozen=True, slots=True)
class Address:
    """`office_id` is `None` for the unclaimed node; `node` the office-side node; `partner` a lender's code or a node."""

    office_id: str | None
    node: str
    partner: str


def address(directory: Directory, said: Envelope, code: str, financier: str, *, may_be_unclaimed: bool) -> Address:
    """The office and the partner of a message.

    `code` is the two letters of the message, `financier` the lender that an application names inside.
    Raises `Refused("unknown-receiver")`, or `envelope-invalid` when a partner names no receiver at all.
    """
    sender, receiver = directory.find(said.sender), directory.find(said.receiver)
    if said.receiver and receiver is None and not may_be_unclaimed:
        raise Refused("unknown-receiver", path="receiver", came=said.receiver, expected="")
    office = _office(receiver) or _office(sender)
    if office is None and not may_be_unclaimed:
        raise Refused("envelope-invalid", path="receiver", came=said.receiver or "", expected="a node of six digits")
    from_lender = code in FROM_LENDER
    node = office.node if office else (said.receiver if from_lender else said.sender or said.receiver) or ""
    other = sender if from_lender else receiver
    return Address(office.office_id if office else None, node, _partner(other, said, from_lender, financier))


def _office(entry: NodeEntry | None) -> NodeEntry | None:
    return entry if entry and entry.kind == OFFICE else None


def _partner(other: NodeEntry | None, said: Envelope, from_lender: bool, financier: str) -> str:  # noqa: FBT001
    """The lender: by its node, by the receiver code, by what the application names, else the node as it came."""
    if other and other.kind == LENDER and other.code:
        return other.code
    named = (said.receiver_code or "").partition(" ")[0]
    if named and named != GENERIC:
        return named
    return financier or (said.sender if from_lender else said.receiver) or ""
