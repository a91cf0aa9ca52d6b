"""What intake hands to the journal: one message, understood or refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hub.records import Blob, Message, Outgoing
from schemas.commands import Command
from schemas.envelope import Envelope
from schemas.errors import Refused

Name = tuple[str, str]
"""Kind (`uuid` or `number`) and value under which a partner speaks of an exchange."""
Answer = Callable[["Entry", Refused | None, str, str | None], Outgoing | None]
"""From the entry, what refused it, the id of its message and its lane: the status that is sent in answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A message as intake understood it.

    `office_id` is the office it belongs to, `None` for the unclaimed node; `partner` the other party of the exchange.
    `opens` says that it is a version of an application; `answers` that it may come from that one's partner only.
    `node` is the office-side node it came to or from. `commands` is empty for a type that nobody handles.
    `belongs_to` is the dossier that asked for this application, when its number says so.
    `answer` makes the receipt status, once it is known what became of the message.
    """

    environment: str
    sender: str
    identity: str
    channel: str
    content_hash: str
    size: int
    received_at: datetime
    envelope: Envelope
    body: bytes
    payloads: tuple[object, ...] = ()
    blobs: tuple[Blob, ...] = ()
    flags: tuple[str, ...] = ()
    refusal: Refused | None = None
    office_id: str | None = None
    partner: str = ""
    node: str = ""
    names: tuple[Name, ...] = ()
    opens: bool = False
    answers: bool = False
    belongs_to: str = ""
    commands: tuple[Command, ...] = ()
    answer: Answer | None = None

    @property
    def reuse_identity(self) -> str:
        """The identity under which a message is kept that came with another message's identity."""
        return f"{self.identity}#{self.content_hash[:16]}"

    @property
    def office(self) -> str:
        """The office as a key: empty for the unclaimed node."""
        return self.office_id or f"node:{self.node}"

    def as_message(self, message_id: str, lane_id: str | None, position: int, receipt_status: str = "") -> Message:
        """The journal's row of this entry."""
        said = self.envelope
        return Message(
            id=message_id,
            environment=self.environment,
            sender=self.sender,
            identity=self.identity,
            receiver=said.receiver or "",
            message_type=said.message_type or "",
            receiver_code=said.receiver_code or "",
            schema_version=said.schema_version or "",
            request_version=said.request_version or 0,
            dossier_name=said.dossier or "",
            channel=self.channel,
            lane_id=lane_id,
            position=position,
            content_hash=self.content_hash,
            size=self.size,
            commands=0 if self.refusal else len(self.commands),
            received_at=self.received_at,
            sent_at=said.sent_at,
            flags=list(self.flags),
            payloads=list(self.payloads),
            body=self.body,
            receipt_status=receipt_status,
        )
