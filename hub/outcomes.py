"""The closed vocabulary of what becomes of a unit, each word with its consequence."""

from typing import Literal

State = Literal["applied", "superseded", "stored", "carried", "waiting", "parked", "discarded", "rejected"]

STATES: dict[State, str] = {
    "applied": "changed the dossier; final until its exchange is unlinked",
    "superseded": "handled, but something newer was already known; kept in history; final",
    "stored": "kept and shown; nobody handles this type of message; final",
    "carried": "between others; forwarded and not interpreted; final",
    "waiting": "refers to something that is not here yet; tried again when its lane moves or is linked",
    "parked": "our mistake; blocks its own lane until an operator retries or discards it",
    "discarded": "a person decided, with a reason, that it will not be applied; final",
    "rejected": "the sender's mistake; refused with a reason; final",
}

FINAL: frozenset[State] = frozenset({"applied", "superseded", "stored", "carried", "discarded", "rejected"})

IN_FLIGHT = "in-flight"
"""The word for an accepted message that has no outcome yet."""
