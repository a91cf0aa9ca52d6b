"""The frozen values that stand for rows of the engine's tables; `Rows` ties each to its table."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub import tables
from hub.rows import Rows
from schemas.involvements import Involvement


@dataclass(frozen=True, slots=True)
class Message:
    """A journaled message. `payloads` lists files cut out of `body`; `position` counts within the lane from 1.

    `receipt_status` is the id of the status that intake sends in answer, empty when it sends none.
    `commands` is the number of its commands, so that the ledger sees when one of them is gone.
    """

    id: str
    environment: str
    sender: str
    identity: str
    receiver: str
    message_type: str
    receiver_code: str
    schema_version: str
    request_version: int
    dossier_name: str
    channel: str
    lane_id: str | None
    position: int
    content_hash: str
    size: int
    commands: int
    received_at: datetime
    sent_at: datetime | None
    flags: list[str]
    payloads: list[Any]
    body: bytes
    receipt_status: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    id: str
    message_id: str
    channel: str
    arrived_at: datetime
    is_copy: bool


@dataclass(frozen=True, slots=True)
class GivenReceipt:
    message_id: str
    outcome: str
    given_at: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class JournaledCommand:
    """A command as the journal keeps it; `arguments` is its JSON."""

    unit_id: str
    n: int
    lane_id: str | None
    position: int
    dossier_id: str | None
    name: str
    arguments: str
    actor: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Lane:
    """An exchange dossier. `held`: a person unlinked it, so that no message opens a dossier for it by itself.

    `joined_to` is the lane that this one turned out to be; intake alone writes it.
    `forwards_to` is the node of the package whose application we carried: the answers go back to it.
    `born_in` is the dossier that asked for the exchange before its first message came, which is in it from the start.
    """

    id: str
    environment: str
    office_id: str | None
    partner: str
    node: str
    opened_at: datetime
    dossier_id: str | None = None
    done_position: int = 0
    waiting: int = 0
    attempts: int = 0
    blocked_by: str | None = None
    retry_at: datetime | None = None
    held: bool = False
    joined_to: str | None = None
    forwards_to: str = ""
    born_in: str = ""

    @property
    def key(self) -> str:
        """What a worker locks for this lane."""
        return self.dossier_id or self.id


@dataclass(frozen=True, slots=True)
class LaneHead:
    lane_id: str
    position: int
    version: int
    version_sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExchangeName:
    environment: str
    office: str
    partner: str
    kind: str
    value: str
    lane_id: str


@dataclass(frozen=True, slots=True)
class Head:
    """`leads_to` is the dossier that took over everything of this one."""

    key: str
    seq: int
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`seq` counts what was applied within `key`; `number` is the order of first handling in the hub, 0 for never."""

    unit_id: str
    kind: str
    lane_id: str | None
    key: str
    seq: int
    number: int
    state: str
    slug: str
    at: datetime
    effects: int
    outgoing: int
    attempts: int
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`changes` is a list of `{field, old, new, path}`: which element of the message each field came from."""

    id: str
    dossier_id: str
    lane_id: str | None
    unit_id: str
    n: int
    at: datetime
    actor: str
    kind: str
    about: str
    facts: dict[str, Any]
    changes: list[Any]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`state` is one of `hub.outgoing.STATES`; `about` names what it is about, like a line of a stock list.

    `attempts` counts the tries of this sending, `trouble` is why the last one failed (`hub/delivery/troubles.py`).
    `decided_at` and `decided_by` say who last decided about it by hand: sent it again, or took it back.
    """

    id: str
    unit_id: str
    n: int
    number: int
    queue: str
    lane_id: str | None
    dossier_id: str | None
    office_id: str | None
    environment: str
    sender: str
    receiver: str
    code: str
    message_type: str
    receiver_code: str
    request_version: int
    envelope: dict[str, Any]
    about: str
    content_hash: str
    size: int
    payloads: list[Any]
    body: bytes
    made_at: datetime
    made_by: str
    resends: str
    reason: str
    state: str = "queued"
    attempts: int = 0
    trouble: str = ""
    tried_at: datetime | None = None
    next_try_at: datetime | None = None
    delivered_at: datetime | None = None
    answered_at: datetime | None = None
    answer: dict[str, Any] = field(default_factory=dict)
    decided_at: datetime | None = None
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    """A node's way out: `channel` is `amqp`, `folder` or `https`, `address` its exchange, folder or URL.

    An empty `channel` is a node without a way out that was paused all the same.
    `most_bytes` is the largest file that it takes. What a person paused has a moment, a name and a reason.
    `out_failures` in a row and `out_open_until` are its breaker, which delivery alone writes.
    """

    node: str
    channel: str
    address: str
    options: dict[str, Any]
    most_bytes: int | None
    added_at: datetime
    out_paused_at: datetime | None = None
    out_paused_by: str = ""
    out_reason: str = ""
    in_paused_at: datetime | None = None
    in_paused_by: str = ""
    in_reason: str = ""
    out_failures: int = 0
    out_open_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    id: str
    worker: str
    started_at: datetime
    units: list[str]
    deaths: int


@dataclass(frozen=True, slots=True)
class Timer:
    id: str
    due_at: datetime
    dossier_id: str | None
    name: str
    arguments: str
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Blob:
    hash: str
    size: int
    body: bytes


@dataclass(frozen=True, slots=True)
class NodeEntry:
    node: str
    kind: str
    office_id: str | None
    code: str
    name: str


MESSAGES = Rows(tables.MessageTable, Message, scope="lane_id")
ARRIVALS = Rows(tables.ArrivalTable, Arrival, scope="message_id")
RECEIPTS = Rows(tables.ReceiptTable, GivenReceipt, scope="message_id")
COMMANDS = Rows(tables.CommandTable, JournaledCommand, scope="lane_id")
LANES = Rows(tables.LaneTable, Lane, kept=("joined_to",))
LANE_HEADS = Rows(tables.LaneHeadTable, LaneHead, scope="lane_id")
EXCHANGE_NAMES = Rows(tables.ExchangeNameTable, ExchangeName, scope="lane_id")
HEADS = Rows(tables.HeadTable, Head, scope="key")
OUTCOMES = Rows(tables.OutcomeTable, Outcome, scope="key")
TIMELINE = Rows(tables.TimelineTable, TimelineEntry)
INVOLVEMENTS = Rows(tables.InvolvementTable, Involvement)
OUTGOING = Rows(tables.OutgoingTable, Outgoing)
PARTNERS = Rows(tables.PartnerTable, Partner, scope="node", kept=("out_failures", "out_open_until"))
BATCHES = Rows(tables.BatchTable, Batch, scope="worker")
TIMERS = Rows(tables.TimerTable, Timer)
BLOBS = Rows(tables.BlobTable, Blob, scope="hash")
NODES = Rows(tables.NodeTable, NodeEntry, scope="office_id")
