"""The answer of a channel: accepted, or refused with what came and what was expected."""

from typing import Literal

from schemas.envelope import Envelope
from schemas.values import Value


class Refusal(Value):
    """Why a message was refused, in the words of both languages."""

    slug: str
    path: str = ""
    came: str = ""
    expected: str = ""
    rule: str = ""
    nl: str
    en: str


class Receipt(Value):
    """One per message and the same bytes for every copy of it.

    `id` is the journal's own id of the message, `lane` the exchange dossier it went into (none for a refusal).
    `envelope` is repeated as understood.
    """

    id: str
    outcome: Literal["accepted", "refused"]
    received_at: str
    content_hash: str
    lane: str | None = None
    flags: tuple[str, ...] = ()
    envelope: Envelope
    refusal: Refusal | None = None
