"""The facts about a message that travel beside it, the same on every channel (design, section 5)."""

from pydantic import Field

from schemas.values import Environment, Moment, Node, Value


class Envelope(Value):
    """What a channel, a header or the XML says about a message; what nobody gave is `None` until intake derives it."""

    message_id: str | None = Field(default=None, max_length=255)
    sender: Node | None = None
    receiver: Node | None = None
    message_type: str | None = Field(default=None, max_length=64)
    receiver_code: str | None = Field(default=None, max_length=100)
    schema_version: str | None = Field(default=None, max_length=16)
    request_version: int | None = Field(default=None, ge=1, le=999)
    dossier: str | None = Field(default=None, max_length=255)
    environment: Environment | None = None
    sent_at: Moment | None = None
