"""One search over dossiers, what waits in the inbox, and tasks; a slip of the finger still finds a dossier."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Connection

from handlers.dossiers.views import Wanted, dossiers_for, named_for, near_for, pointed_for, read_words
from handlers.tasks.views import TaskView
from handlers.tasks.views import found_for as tasks_found_for
from hub.database import Database
from portal_api.counter import DOSSIERS_READ, PEOPLE_READ
from portal_api.exchanges import Unlinked, unlinked
from portal_api.who import Asking

_MOST = 8
_ANEW = timedelta(hours=1)
"""How long the words live before names that changed are read again; a new dossier is known at once."""


@dataclass(frozen=True, slots=True)
class Named:
    """A dossier, as it is called."""

    id: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Found:
    """`dossiers` have what was typed, `near` have something near to it and are asked for when those are few."""

    dossiers: tuple[Named, ...] = ()
    near: tuple[Named, ...] = ()
    exchanges: tuple[Unlinked, ...] = ()
    tasks: tuple[TaskView, ...] = ()


@dataclass(slots=True)
class _Known:
    words: dict[str, tuple[str, ...] | None]
    latest: datetime | None
    since: datetime


class Speller:
    """The words of names per office, as one process knows them."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], _Known] = {}
        self._turn = threading.Lock()

    def words(
        self, connection: Connection, environment: str, office_id: str, now: datetime
    ) -> dict[str, tuple[str, ...] | None]:
        """Reads what is new since it was last asked; all of it once an hour."""
        with self._turn:
            known = self._known.get((environment, office_id))
            if known is None or not timedelta() <= now - known.since <= _ANEW:
                known = self._known[environment, office_id] = _Known({}, None, now)
            known.latest = read_words(connection, environment, office_id, known.words, known.latest)
            return known.words


_SPELLERS: "WeakKeyDictionary[Database, Speller]" = WeakKeyDictionary()


def search(asking: Asking, typed: str) -> Found:
    """What fits in the scope of whoever asks; nothing for nothing."""
    words = typed.strip()
    if not words or DOSSIERS_READ not in asking.who.scopes:
        return Found()
    waiting = [each for each in unlinked(asking) if _is_about(each, words)] if asking.viewer.office_id else []
    with asking.reading() as connection:
        dossiers, near = _dossiers(asking, connection, words)
        reads_tasks = PEOPLE_READ in asking.who.scopes
        tasks = tasks_found_for(asking.viewer, connection, words, limit=_MOST) if reads_tasks else ()
    return Found(dossiers, near, tuple(waiting[:_MOST]), tasks)


def _dossiers(asking: Asking, connection: Connection, typed: str) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Those that have it, and those that are near to it while there is room.

    An operator, who belongs to no office, finds what the list finds.
    """
    viewer, runtime = asking.viewer, asking.counter.runtime
    if not viewer.office_id:
        lines = dossiers_for(viewer, connection, Wanted(typed), limit=_MOST).lines
        return tuple(Named(each.id, each.number, each.title) for each in lines), ()
    speller = _SPELLERS.setdefault(runtime.database, Speller())
    words = speller.words(connection, viewer.environment, viewer.office_id, runtime.clock.now())
    pointed = pointed_for(viewer, connection, typed)
    found = {each.id: each for each in (*pointed, *named_for(viewer, connection, typed, words, limit=_MOST))}
    room = _MOST - len(found)
    near = near_for(viewer, connection, typed, words, limit=_MOST) if room > 0 else ()
    others = [each for each in near if each.id not in found][: max(room, 0)]
    shown = list(found.values())[:_MOST]
    exact, alike = ([Named(each.id, each.number, each.title) for each in some] for some in (shown, others))
    return tuple(exact), tuple(alike)


def _is_about(each: Unlinked, typed: str) -> bool:
    said = (each.number, each.kenmerk, each.lender, *each.people)
    return any(typed.casefold() in one.casefold() for one in said)
