"""The orders of an operator about a parked message. The engine carries them out itself; no handler takes them."""

from schemas.commands import Command


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
