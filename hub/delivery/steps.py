"""The steps of one round of delivery, by name, so that a test can stop a process between every two of them."""

from collections.abc import Callable

TAKEN, CLAIMED, SENT, ANSWERED, RECORDED, COMMITTED = (
    "taken",
    "claimed",
    "sent",
    "answered",
    "recorded",
    "committed",
)
STEPS = (TAKEN, CLAIMED, SENT, ANSWERED, RECORDED, COMMITTED)
"""taken: the rows are read. claimed: that they are in hand is committed. sent: bytes left, no answer is read yet.
answered: the results are known. recorded: they are written and not committed. committed: done."""

Reached = Callable[[str], None]


def unwatched(_step: str) -> None:
    """What a hub outside a test does at a step: nothing."""
