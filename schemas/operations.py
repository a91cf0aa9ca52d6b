"""The orders of an operator about a parked message, about what goes out and about a partner.

The engine carries them out itself; no handler takes them.
"""

from typing import Literal

from schemas.commands import Command
from schemas.values import Node

APPLICATIONS = frozenset({"AX", "KX", "LX"})
"""Messages that never go a second time as new for the same version: a lender would have two applications."""

Direction = Literal["out", "in"]


class RetryParked(Command):
    """Try a parked message again; its lane goes on, and what waited behind it follows in order."""

    unit_id: str
    lane_id: str
    reason: str


class DiscardParked(Command):
    """Never apply a parked message; its lane goes on behind it."""

    unit_id: str
    lane_id: str
    reason: str


class SendAgain(Command):
    """Send what went out once more: the same bytes under the same id, or `as_new` under an id of its own."""

    outgoing_id: str
    as_new: bool = False
    reason: str


class WithdrawOutgoing(Command):
    """Take back what has not gone yet; what is behind it in its queue goes on."""

    outgoing_id: str
    reason: str


class PausePartner(Command):
    """Stop one direction of a partner: `out` keeps its messages queued, `in` keeps its exchanges from moving."""

    node: Node
    direction: Direction
    reason: str


class ResumePartner(Command):
    """Let it go on, with everything that waited."""

    node: Node
    direction: Direction
    reason: str
