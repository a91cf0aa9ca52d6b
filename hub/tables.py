"""The engine's tables, as SQLModel declares them. The frozen values that stand for their rows are in `hub/records.py`.

Who writes what: intake writes messages, arrivals, receipts, commands, exchange names and lane heads;
workers write lanes, heads, outcomes, timeline and outgoing rows. The ledger compares what the two left behind.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Sequence, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from hub.columns import Instant, Json

OUTCOME_NUMBERS = Sequence("outcome_numbers", metadata=SQLModel.metadata)
"""The order in which units were first handled, over the whole hub; on SQLite the highest number tells."""


def _some(name: str, *columns: str, where: str) -> Index:
    """An index over the few rows that somebody looks for by it, so that the many others do not pay."""
    return Index(name, *columns, postgresql_where=text(where), sqlite_where=text(where))


def _json(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(Json, nullable=nullable))


class MessageTable(SQLModel, table=True):
    """The journal: every message that came in, as it came."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("identity", "sender", "environment", name="messages_identity"),
        Index("messages_content", "content_hash", postgresql_using="hash"),
        Index("messages_lane", "lane_id", "position"),
        Index("messages_received", "received_at", "id"),
    )
    id: str = Field(primary_key=True)
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
    lane_id: str | None = None
    position: int = Field(sa_type=BigInteger)
    content_hash: str
    size: int
    commands: int
    received_at: datetime = Field(sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    flags: list[str] = _json()
    payloads: list[Any] = _json()
    body: bytes = Field(sa_type=LargeBinary)
    receipt_status: str = Field(default="", sa_column_kwargs={"server_default": ""})


class ArrivalTable(SQLModel, table=True):
    """Each time a message was handed in, the first time and every copy."""

    __tablename__ = "arrivals"
    __table_args__ = (Index("arrivals_message", "message_id"),)
    id: str = Field(primary_key=True)
    message_id: str
    channel: str
    arrived_at: datetime = Field(sa_type=Instant)
    is_copy: bool


class ReceiptTable(SQLModel, table=True):
    """The receipt of a message, byte for byte as every channel gives it."""

    __tablename__ = "receipts"
    message_id: str = Field(primary_key=True)
    outcome: str
    given_at: datetime = Field(sa_type=Instant)
    body: bytes = Field(sa_type=LargeBinary)


class CommandTable(SQLModel, table=True):
    """The journal of commands: those of messages (with a lane and a position) and those of people and timers."""

    __tablename__ = "commands"
    __table_args__ = (
        Index("commands_lane", "lane_id", "position"),
        _some("commands_dossier", "dossier_id", where="dossier_id IS NOT NULL"),
    )
    unit_id: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    lane_id: str | None = None
    position: int = Field(sa_type=BigInteger)
    dossier_id: str | None = None
    name: str
    arguments: str
    actor: str
    given_at: datetime = Field(sa_type=Instant)


class LaneTable(SQLModel, table=True):
    """A lane as workers know it: how far it is, what blocks it, what waits in it; `joined_to` is intake's."""

    __tablename__ = "lanes"
    __table_args__ = (
        Index("lanes_dossier", "dossier_id"),
        Index("lanes_office", "office_id"),
        # What waits for a person to say where it belongs; counted on every page.
        _some("lanes_unlinked", "office_id", "id", where="dossier_id IS NULL AND (waiting > 0 OR held)"),
        _some("lanes_joined", "id", where="joined_to IS NOT NULL AND dossier_id IS NULL"),
    )
    id: str = Field(primary_key=True)
    environment: str
    office_id: str | None = None
    partner: str
    node: str
    opened_at: datetime = Field(sa_type=Instant)
    dossier_id: str | None = None
    done_position: int = Field(sa_type=BigInteger)
    waiting: int
    attempts: int
    blocked_by: str | None = None
    retry_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    held: bool
    joined_to: str | None = None
    forwards_to: str = Field(default="", sa_column_kwargs={"server_default": ""})
    born_in: str = Field(default="", sa_column_kwargs={"server_default": ""})


class LaneHeadTable(SQLModel, table=True):
    """A lane as intake knows it: the last position given, the highest application version seen."""

    __tablename__ = "lane_heads"
    lane_id: str = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger)
    version: int
    version_sent_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class ExchangeNameTable(SQLModel, table=True):
    """A name under which a partner speaks of an exchange: platform uuid or AanvraagVolgNr."""

    __tablename__ = "exchange_names"
    __table_args__ = (
        Index("exchange_names_value", "environment", "kind", "value"),
        Index("exchange_names_lane", "lane_id"),
    )
    environment: str = Field(primary_key=True)
    office: str = Field(primary_key=True)
    partner: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    lane_id: str


class HeadTable(SQLModel, table=True):
    """What a worker locks: a lane until it is linked, then its dossier. `seq` counts the units applied under it.

    `leads_to` is the dossier that took over everything of this one, empty for one that has its own.
    """

    __tablename__ = "heads"
    __table_args__ = (_some("heads_led", "leads_to", where="leads_to <> ''"),)
    key: str = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger)
    leads_to: str = Field(default="", sa_column_kwargs={"server_default": ""})


class OutcomeTable(SQLModel, table=True):
    """What became of a unit (a message, or a command of a person or timer)."""

    __tablename__ = "outcomes"
    __table_args__ = (
        _some("outcomes_waiting", "lane_id", where="state = 'waiting'"),
        Index("outcomes_key", "key", "seq"),
        _some("outcomes_notable", "state", "at", where="state NOT IN ('applied', 'superseded')"),
        Index("outcomes_number", "number"),
    )
    unit_id: str = Field(primary_key=True)
    kind: str
    lane_id: str | None = None
    key: str
    seq: int = Field(sa_type=BigInteger)
    number: int = Field(sa_type=BigInteger)
    state: str
    slug: str
    at: datetime = Field(sa_type=Instant)
    effects: int
    outgoing: int
    attempts: int
    detail: dict[str, Any] = _json()


class TimelineTable(SQLModel, table=True):
    """The timeline of a dossier: what changed, by which message, from which element."""

    __tablename__ = "timeline"
    __table_args__ = (Index("timeline_dossier", "dossier_id", "at", "id"), Index("timeline_unit", "unit_id"))
    id: str = Field(primary_key=True)
    dossier_id: str
    lane_id: str | None = None
    unit_id: str
    n: int
    at: datetime = Field(sa_type=Instant)
    actor: str
    kind: str
    about: str
    facts: dict[str, Any] = _json()
    changes: list[Any] = _json()


class InvolvementTable(SQLModel, table=True):
    """Who has a part in a dossier; for whoever does not see the whole office it is what he sees."""

    __tablename__ = "involvements"
    __table_args__ = (Index("involvements_name", "name", "dossier_id"),)
    dossier_id: str = Field(primary_key=True)
    part: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Instant)
    party: str
    start_point: str


class OutgoingTable(SQLModel, table=True):
    """What goes out, in final bytes, written in the transaction that decided it; `hub deliver` moves its state.

    `queue` is the outgoing lane: what stands in one queue goes out in the order of (`number`, `made_at`, `n`).
    `number` is that of the outcome of the unit that decided it, `n` its place among what that unit sends.
    A receipt status is intake's own: it has `n` -1 and belongs to the message that it answers.
    """

    __tablename__ = "outgoing"
    __table_args__ = (
        Index("outgoing_unit", "unit_id"),
        Index("outgoing_lane", "lane_id", "code", "request_version"),
        _some("outgoing_queued", "receiver", "queue", "number", "made_at", "n", "id", where="state = 'queued'"),
        # What a partner has and did not answer; the few that somebody waits for.
        _some("outgoing_unanswered", "delivered_at", "id", where="state = 'delivered' AND code IN ('AX', 'KX', 'LX')"),
        Index("outgoing_made", "made_at", "id"),
        Index("outgoing_dossier", "dossier_id"),
    )
    id: str = Field(primary_key=True)
    unit_id: str
    n: int
    number: int = Field(sa_type=BigInteger)
    queue: str
    lane_id: str | None = None
    dossier_id: str | None = None
    office_id: str | None = None
    environment: str
    sender: str
    receiver: str
    code: str
    message_type: str
    receiver_code: str
    request_version: int
    envelope: dict[str, Any] = _json()
    about: str
    content_hash: str
    size: int
    payloads: list[Any] = _json()
    body: bytes = Field(sa_type=LargeBinary)
    made_at: datetime = Field(sa_type=Instant)
    made_by: str
    resends: str
    reason: str
    state: str
    attempts: int
    trouble: str
    tried_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    next_try_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    delivered_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    answered_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    answer: dict[str, Any] = _json()
    decided_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    decided_by: str = Field(default="", sa_column_kwargs={"server_default": ""})


class PartnerTable(SQLModel, table=True):
    """How a node is reached, what of its traffic a person has paused, and its breaker."""

    __tablename__ = "partners"
    node: str = Field(primary_key=True)
    channel: str
    address: str
    options: dict[str, Any] = _json()
    most_bytes: int | None = None
    added_at: datetime = Field(sa_type=Instant)
    out_paused_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    out_paused_by: str
    out_reason: str
    in_paused_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    in_paused_by: str
    in_reason: str
    out_failures: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    out_open_until: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class BatchTable(SQLModel, table=True):
    """What a worker is about to handle; a row left behind by a dead worker makes its units suspects."""

    __tablename__ = "batches"
    id: str = Field(primary_key=True)
    worker: str
    started_at: datetime = Field(sa_type=Instant)
    units: list[str] = _json()
    deaths: int = Field(sa_type=Integer)


class TimerTable(SQLModel, table=True):
    """A command that will be given at a moment; it survives restarts."""

    __tablename__ = "timers"
    __table_args__ = (Index("timers_due", "done_at", "due_at"), Index("timers_dossier", "dossier_id"))
    id: str = Field(primary_key=True)
    due_at: datetime = Field(sa_type=Instant)
    dossier_id: str | None = None
    name: str
    arguments: str
    done_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


class BlobTable(SQLModel, table=True):
    """Small files, kept in the database so that they commit with the message that brought them."""

    __tablename__ = "blobs"
    hash: str = Field(primary_key=True)
    size: int
    body: bytes = Field(sa_type=LargeBinary)


class NodeTable(SQLModel, table=True):
    """The six-digit nodes that this hub knows: offices, lenders, adviser packages."""

    __tablename__ = "nodes"
    node: str = Field(primary_key=True)
    kind: str
    office_id: str | None = None
    code: str
    name: str
