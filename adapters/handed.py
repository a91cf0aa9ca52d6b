"""What a channel hands to intake: the bytes and everything the channel knows about them."""

from dataclasses import dataclass, field
from datetime import datetime

from schemas.envelope import Envelope
from schemas.errors import Refused

NOBODY = "nobody"
"""What a connection of no node is bound to; its messages are refused and never share an identity with others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """`identity` is the channel's own id of the message, `None` to go by content.

    `bound_to` is the node that the connection may send for; `None` when the channel is the operator's own.
    `charset` is what the channel says about the encoding of the XML.
    `refusal` is what the channel itself found wrong, such as an envelope that cannot be read.
    `unread` is the number of bytes of a message that the channel did not take in, because there were too many.
    """

    body: bytes
    channel: str
    received_at: datetime
    envelope: Envelope = field(default_factory=Envelope)
    identity: str | None = None
    bound_to: str | None = None
    charset: str | None = None
    refusal: Refused | None = None
    unread: int = 0
