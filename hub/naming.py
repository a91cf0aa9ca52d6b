"""Names of exchanges: which lane a message belongs to, and its position in it.

An exchange is known by the platform's uuid or by AanvraagVolgNr, always with office and partner.
A message with no name gets a lane of its own.
Two names that turn out to be one meet in the lane that has the application, else in the lane of the uuid; the other
lane is marked as joined to it, and `hub/joins.py` brings what came there to the same application.
Two lanes that each have an application of their own stay two, because one message must not merge two applications.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.entries import Entry, Name
from hub.ids import new_id
from hub.records import EXCHANGE_NAMES, HEADS, LANE_HEADS, LANES, ExchangeName, Head, Lane, LaneHead
from hub.rows import Writes
from schemas.errors import Refused

_JOINED = -1
"""The version in the head of a lane that was joined to another: no message may get a position there any more."""


class NamesMoved(Exception):  # noqa: N818 - it says what happened; the transaction starts again
    """Another intake joined lanes between our reading of the names and our lock."""


class Naming:
    """The names and lane heads of one transaction of intake; heads stay locked until it ends."""

    def __init__(
        self, connection: Connection, entries: Sequence[Entry], known: Sequence[ExchangeName] | None = None
    ) -> None:
        """`known` are the stored names of these entries (`names_of`), when they were asked for before."""
        self._connection = connection
        self._names: dict[tuple[str, str, str], list[ExchangeName]] = {}
        self._new_names: list[ExchangeName] = []
        self._moved_names: list[ExchangeName] = []
        self._new_lanes: list[Lane] = []
        self._moved: dict[str, LaneHead] = {}
        self._joined: dict[str, str] = {}
        for name in names_of(connection, entries)() if known is None else known:
            self._names.setdefault((name.environment, name.kind, name.value), []).append(name)
        self._heads = self._lock(sorted({name.lane_id for known in self._names.values() for name in known}))
        if any(head.version == _JOINED for head in self._heads.values()):
            raise NamesMoved

    def place(self, entry: Entry) -> tuple[str, int]:
        """The lane of the entry and its position; `Refused` for a foreign exchange or a version that goes back."""
        lane_id = self._lane_of(entry)
        head = self._heads.get(lane_id) or LaneHead(lane_id, 0, 0, None)
        if entry.opens:
            head = _with_version(head, entry)
        self._heads[lane_id] = self._moved[lane_id] = replace(head, position=head.position + 1)
        return lane_id, head.position + 1

    def write_out(self) -> None:
        """Writes new names and lanes, and the heads that moved, in lane order."""
        writes = Writes(self._connection)
        self.collect(writes)
        writes.make()

    def collect(self, writes: Writes) -> None:
        """As `write_out`, together with other writes."""
        writes.write(EXCHANGE_NAMES, sorted(self._new_names, key=EXCHANGE_NAMES.key))
        moved = {EXCHANGE_NAMES.key(name): name for name in self._moved_names}  # the last move of each counts
        writes.write(EXCHANGE_NAMES, [moved[key] for key in sorted(moved)], "replace")
        writes.write(LANES, self._new_lanes)
        writes.write(HEADS, [Head(lane.id, 0) for lane in self._new_lanes])
        writes.add(self._write_joins)
        writes.write(LANE_HEADS, [self._moved[key] for key in sorted(self._moved)], "replace")

    def _lane_of(self, entry: Entry) -> str:
        own = self._own(entry)
        if not own:
            self._refuse_foreign(entry)
            return self._open(entry)
        lanes = list(dict.fromkeys(name.lane_id for _, name in sorted(own.items(), reverse=True)))  # the uuid's first
        opened = [lane_id for lane_id in lanes if self._version_of(lane_id)]
        lane_id = opened[0] if opened else lanes[0]
        for name in entry.names:
            if name[0] not in own:
                self._name(entry, name, lane_id)
        if len(opened) <= 1:
            for other in lanes:
                self._join(other, lane_id)
        return lane_id

    def _version_of(self, lane_id: str) -> int:
        head = self._heads.get(lane_id)
        return head.version if head else 0

    def _join(self, other: str, lane_id: str) -> None:
        """Every name of the other lane means this one from here on."""
        if other == lane_id:
            return
        self._joined[other] = lane_id
        head = self._heads.get(other) or LaneHead(other, 0, 0, None)
        self._heads[other] = self._moved[other] = replace(head, version=_JOINED)
        stored = statements.select(self._connection, EXCHANGE_NAMES, "lane_id", [other])
        known = [name for names in self._names.values() for name in names if name.lane_id == other]
        for name in {EXCHANGE_NAMES.key(name): name for name in (*stored, *known)}.values():
            self._rename(name, lane_id)

    def _own(self, entry: Entry) -> dict[str, ExchangeName]:
        found = {}
        for kind, value in entry.names:
            for name in self._names.get((entry.environment, kind, value), ()):
                if (name.office, name.partner) == (entry.office, entry.partner):
                    found[kind] = name
        return found

    def _refuse_foreign(self, entry: Entry) -> None:
        """An answer to an application that another lender or another office has is refused."""
        if not entry.answers:
            return
        for kind, value in entry.names:
            for name in self._names.get((entry.environment, kind, value), ()):
                head = self._heads.get(name.lane_id)
                if head is None or not head.version:
                    continue
                if name.office == entry.office:
                    raise Refused("lender-mismatch", path="sender", came=entry.partner, expected=name.partner)
                if name.partner == entry.partner:
                    raise Refused("application-of-another-office", path="dossier", came=value, expected=entry.node)

    def _open(self, entry: Entry) -> str:
        lane = Lane(
            id=new_id(),
            environment=entry.environment,
            office_id=entry.office_id,
            partner=entry.partner,
            node=entry.node,
            opened_at=entry.received_at,
            dossier_id=entry.belongs_to or None,
            born_in=entry.belongs_to,
        )
        self._new_lanes.append(lane)
        for name in entry.names:
            self._name(entry, name, lane.id)
        return lane.id

    def _name(self, entry: Entry, name: Name, lane_id: str) -> None:
        kind, value = name
        made = ExchangeName(entry.environment, entry.office, entry.partner, kind, value, lane_id)
        self._new_names.append(made)
        self._names.setdefault((entry.environment, kind, value), []).append(made)

    def _rename(self, name: ExchangeName, lane_id: str) -> None:
        moved = replace(name, lane_id=lane_id)
        known = self._names.setdefault((name.environment, name.kind, name.value), [])
        known[:] = [each for each in known if each != name] + [moved]
        self._moved_names.append(moved)

    def _write_joins(self) -> None:
        """The one column of a lane that intake writes after it was opened; workers leave it as it is."""
        marker = "%s" if self._connection.dialect.name == "postgresql" else "?"
        for other in sorted(self._joined):
            sql = f"UPDATE lanes SET joined_to = {marker} WHERE id = {marker}"  # noqa: S608 - no input in it
            statements.run(self._connection, sql, (self._joined[other], other))

    def _lock(self, lane_ids: list[str]) -> dict[str, LaneHead]:
        if not lane_ids:
            return {}
        if self._connection.dialect.name != "postgresql":
            found = statements.select(self._connection, LANE_HEADS, "lane_id", lane_ids)
        else:
            sql = (
                "SELECT lane_id, position, version, version_sent_at FROM lane_heads "
                "WHERE lane_id = ANY(%s) ORDER BY lane_id FOR UPDATE"
            )
            rows = statements.ask(self._connection, sql, (lane_ids,))()
            found = statements.values_of(self._connection.dialect, LANE_HEADS, rows)
        return {head.lane_id: head for head in found}


def names_of(connection: Connection, entries: Sequence[Entry]) -> Callable[[], list[ExchangeName]]:
    """The stored names that these entries mention, on their way."""
    values = sorted({value for entry in entries for _, value in entry.names})
    return statements.asked(connection, EXCHANGE_NAMES, "value", values)


def _with_version(head: LaneHead, entry: Entry) -> LaneHead:
    """The head after this version of the application (agreement KET-003).

    A lower version that was sent before the highest one is a late arrival and is fine;
    one that was sent after it, or the same number with other content, is refused.
    """
    version, sent_at = entry.envelope.request_version or 1, entry.envelope.sent_at
    if version > head.version:
        return replace(head, version=version, version_sent_at=sent_at)
    late = sent_at is not None and head.version_sent_at is not None and sent_at < head.version_sent_at
    if "same-content" in entry.flags or (late and version < head.version):
        return head
    raise Refused("request-version-backwards", path="request_version", came=version, expected=head.version)
