"""What one state of a stock list has that another had not: lines that came, went or stand elsewhere. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from handlers.stock_lists.folding import APPROVED, DROPPED, REDELIVER
from handlers.stock_lists.rules import ListVersion, StockLine, StockList, folded, shown_changes

Kind = Literal["added", "dropped", "rejected", "approved", "moved", "reworded"]
"""added: new on the list, or back on it. dropped: off the list, or 08. rejected: 07. approved: 04.
moved: another status. reworded: other words, the same status."""
KINDS: tuple[Kind, ...] = ("added", "dropped", "rejected", "approved", "moved", "reworded")
_OF_STATUS: dict[str, Kind] = {DROPPED: "dropped", REDELIVER: "rejected", APPROVED: "approved"}


@dataclass(frozen=True, slots=True)
class LineDifference:
    """One line that is not what it was; `changes` are its fields with the old and new value, as the timeline tells."""

    number: str
    title: str
    kind: Kind
    status: str
    status_text: str
    note: str
    changes: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One DA and what it made of the list; `is_first` when there was none before. `same` counts the other lines."""

    rank: str
    lane_id: str
    unit_id: str
    moment: str
    request_version: int
    is_first: bool
    lines: tuple[LineDifference, ...]
    same: int


def steps(stock_list: StockList, versions: Sequence[ListVersion]) -> tuple[Step, ...]:
    """Every DA in the order of its truth, the newest first, with what it changed."""
    ordered = sorted(versions, key=lambda version: version.rank)
    made, before = [], dict[str, StockLine]()
    for at, version in enumerate(ordered, start=1):
        after = {line.number: line for line in folded(stock_list, ordered[:at])[1]}
        made.append(_step(version, before, after, is_first=at == 1))
        before = after
    return tuple(reversed(made))


def compared(before: Mapping[str, StockLine], after: Mapping[str, StockLine]) -> tuple[LineDifference, ...]:
    """The lines that differ: by kind, what asks for work first, then by number."""
    numbers = sorted({*before, *after}, key=lambda number: (len(number), number))
    found = [_difference(before.get(number), after.get(number)) for number in numbers]
    return tuple(sorted((each for each in found if each), key=lambda each: _PLACE[each.kind]))


def counted(lines: Sequence[LineDifference]) -> dict[str, int]:
    """How many lines of each kind; kinds without a line are left out."""
    counts = {kind: sum(each.kind == kind for each in lines) for kind in KINDS}
    return {kind: count for kind, count in counts.items() if count}


_PLACE = {kind: at for at, kind in enumerate(("rejected", "added", "dropped", "moved", "approved", "reworded"))}


def _step(
    version: ListVersion, before: Mapping[str, StockLine], after: Mapping[str, StockLine], *, is_first: bool
) -> Step:
    lines = compared(before, after)
    return Step(
        rank=version.rank,
        lane_id=version.lane_id,
        unit_id=version.unit_id,
        moment=version.moment,
        request_version=version.request_version,
        is_first=is_first,
        lines=lines,
        same=len({*before, *after}) - len(lines),
    )


def _difference(old: StockLine | None, new: StockLine | None) -> LineDifference | None:
    line = new or old
    if line is None or old == new:
        return None
    changes = shown_changes(old, new) if new else []
    kind = _kind(old, new, is_changed=bool(changes))
    if kind is None:
        return None
    title = line.description or line.document_text or line.document
    told = () if old is None else tuple(changes)
    return LineDifference(line.number, title, kind, line.status, line.status_text, line.note, told)


def _kind(old: StockLine | None, new: StockLine | None, *, is_changed: bool) -> Kind | None:
    was_there, is_there = old is not None and old.on_list, new is not None and new.on_list
    if old is None or new is None or was_there != is_there:
        return _arrived(new) if is_there and new else "dropped" if was_there else None
    if old.status != new.status or (old.moment != new.moment and new.status == REDELIVER):
        return _OF_STATUS.get(new.status, "moved")
    return "reworded" if is_changed else None


def _arrived(line: StockLine) -> Kind:
    """A line that comes withdrawn or rejected is told as that; any other asks for work."""
    kind = _OF_STATUS.get(line.status, "added")
    return kind if kind != "approved" else "added"
