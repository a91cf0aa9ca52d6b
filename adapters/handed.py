"""What a channel hands to intake: the bytes and everything the channel knows about them."""

from dataclasses import dataclass, field
from datetime import datetime

from schemas.envelope import Envelope
from schemas.errors import Refused

OPERATOR = "operator"
"""The channel identity of the operator's own `hub ingest`: it may hand in for nodes that nobody claimed yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """`identity` is the channel's own id of the message, `None` to go by content.

    `bound_to` is the node that the connection may send for; `None` when the channel is the operator's own.
    `refusal` is what the channel itself found wrong, such as an envelope that cannot be read.
    """

    body: bytes
    channel: str
    received_at: datetime
    envelope: Envelope = field(default_factory=Envelope)
    identity: str | None = None
    bound_to: str | None = None
    charset: str | None = None
    refusal: Refused | None = None
