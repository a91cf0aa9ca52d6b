"""The rows that a unit of work has in hand: loaded once per table, changed in memory, written once per table.

Nothing is written before `write_out`, so a unit that is refused or must wait is undone by forgetting what it put.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.rows import Key, Rows, Writes

T = TypeVar("T")
_GONE = object()


class _Change(NamedTuple):
    rows: Rows[Any]
    scope: str
    key: Key
    before: Any


class Shelf:
    """Rows by table and scope, with the changes made since the last `mark`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[Rows[Any], dict[str, dict[Key, Any]]] = {}
        self._changes: list[_Change] = []
        self._added: list[tuple[Rows[Any], Any]] = []
        self._unseen: dict[Rows[Any], dict[str, dict[Key, Any]]] = {}
        self._new: set[str] = set()
        self.late_loads = 0

    def load(self, rows: Rows[Any], scopes: Iterable[str]) -> None:
        """Brings all rows of these scopes in hand with one statement; what is in hand already stays as it is."""
        self.load_all({rows: scopes})

    def load_all(self, wanted: Mapping[Rows[Any], Iterable[str]]) -> None:
        """As `load`, for several tables at a time: the statements travel together."""
        missing = {rows: self._missing(rows, scopes) for rows, scopes in wanted.items()}
        with statements.piped(self._connection):
            on_their_way = {
                rows: statements.asked(self._connection, rows, rows.scope, scopes) for rows, scopes in missing.items()
            }
            for rows, found in on_their_way.items():
                self._take(rows, missing[rows], found())

    def open(self, scope: str) -> None:
        """Says that this scope is new, so that no table has rows of it yet."""
        self._new.add(scope)

    def find(self, rows: Rows[T], scope: str) -> tuple[T, ...]:
        return tuple(self._scope(rows, scope).values())

    def get(self, rows: Rows[T], scope: str, key: Key) -> T | None:
        found: T | None = self._scope(rows, scope).get(key)
        return found

    def put(self, rows: Rows[T], scope: str, value: T) -> None:
        held = self._scope(rows, scope)
        key = rows.key(value)
        self._changes.append(_Change(rows, scope, key, held.get(key, _GONE)))
        held[key] = value

    def keep(self, rows: Rows[T], scope: str, value: T) -> None:
        """As `put`, without looking: for history that is written each time and seldom read."""
        if scope in self._held.setdefault(rows, {}):
            self.put(rows, scope, value)
            return
        unseen = self._unseen.setdefault(rows, {}).setdefault(scope, {})
        key = rows.key(value)
        self._changes.append(_Change(rows, scope, key, unseen.get(key, _GONE)))
        unseen[key] = value

    def add(self, rows: Rows[T], value: T) -> None:
        """A row that nobody reads back in this unit of work, like a timeline entry."""
        self._added.append((rows, value))

    def remove(self, rows: Rows[T], scope: str, value: T) -> None:
        held = self._scope(rows, scope)
        key = rows.key(value)
        self._changes.append(_Change(rows, scope, key, held.pop(key, _GONE)))

    def mark(self) -> tuple[int, int]:
        return len(self._changes), len(self._added)

    def undo_to(self, mark: tuple[int, int]) -> None:
        """Forgets everything that was put since `mark`."""
        changes, added = mark
        for change in reversed(self._changes[changes:]):
            held = self._place(change.rows, change.scope)
            if change.before is _GONE:
                held.pop(change.key, None)
            else:
                held[change.key] = change.before
        del self._changes[changes:]
        del self._added[added:]

    def write_out(self) -> None:
        """Writes what was put, added and removed: one statement per table and kind."""
        writes = Writes(self._connection)
        self.collect(writes)
        writes.make()

    def collect(self, writes: Writes) -> None:
        """As `write_out`, together with other writes."""
        puts: dict[Rows[Any], dict[Key, Any]] = {}
        gone: dict[Rows[Any], set[Key]] = {}
        for rows, scope, key, _ in self._changes:
            value = self._place(rows, scope).get(key, _GONE)
            if value is _GONE:
                gone.setdefault(rows, set()).add(key)
            else:
                puts.setdefault(rows, {})[key] = value
        for rows, keys in gone.items():
            writes.remove(rows, sorted(keys - puts.get(rows, {}).keys()))
        for rows, values in puts.items():
            writes.write(rows, [values[key] for key in sorted(values)], "replace")
        for rows, added in _grouped(self._added).items():
            writes.write(rows, added)
        self._changes.clear()
        self._added.clear()

    def _missing(self, rows: Rows[Any], scopes: Iterable[str]) -> list[str]:
        shelf = self._held.get(rows, {})
        return [scope for scope in scopes if scope not in shelf]

    def _take(self, rows: Rows[Any], scopes: Sequence[str], found: Iterable[Any]) -> None:
        shelf = self._held.setdefault(rows, {})
        for scope in scopes:
            shelf[scope] = {}
        for value in found:
            shelf[rows.scope_of(value)][rows.key(value)] = value
        for scope in scopes:
            self._meet(rows, scope)

    def _place(self, rows: Rows[Any], scope: str) -> dict[Key, Any]:
        held = self._held.get(rows, {})
        return held[scope] if scope in held else self._unseen[rows][scope]

    def _meet(self, rows: Rows[Any], scope: str) -> None:
        """What was kept unseen joins what was loaded, and undoing it gives back the loaded row."""
        unseen = self._unseen.get(rows, {}).pop(scope, None)
        if unseen is None:
            return
        loaded = self._held[rows][scope]
        for place, change in enumerate(self._changes):
            if (change.rows, change.scope, change.before) == (rows, scope, _GONE) and change.key in loaded:
                self._changes[place] = change._replace(before=loaded[change.key])
        loaded.update(unseen)

    def _scope(self, rows: Rows[T], scope: str) -> dict[Key, T]:
        held = self._held.setdefault(rows, {})
        if scope not in held:
            if scope in self._new:
                held[scope] = {}
                self._meet(rows, scope)
            else:
                self.late_loads += 1
                self.load(rows, (scope,))
        return held[scope]


def _grouped(added: list[tuple[Rows[Any], Any]]) -> dict[Rows[Any], list[Any]]:
    groups: dict[Rows[Any], list[Any]] = {}
    for rows, value in added:
        groups.setdefault(rows, []).append(value)
    return groups
