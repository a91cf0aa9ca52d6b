"""The words of the names of an office's dossiers, and the dossiers whose name is near to what somebody typed.

A word leads to few dossiers by their ids, or to many, which the list finds by the word itself at once.
What is found is always asked again within the scope of who looks, so the words say nothing to anybody.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.engine import Connection

from handlers.applications.views import numbered
from handlers.dossiers.rules import Dossier, spelling
from handlers.dossiers.rules.matching import spellings
from handlers.dossiers.tables import DOSSIERS, PARTIES
from handlers.dossiers.views.places import living_at
from handlers.dossiers.views.scope import dossiers_in_scope, led_from, mine
from handlers.offers.views import referred as offers_referred
from handlers.statuses.views import referred
from schemas.viewer import Viewer

_FEW, _MOST_WORDS, _MOST_IDS = 40, 20, 400
_LATE = timedelta(minutes=5)
Words = dict[str, tuple[str, ...] | None]
"""Word → the dossiers that have it; `None` for a word of many."""


def read_words(
    connection: Connection, environment: str, office_id: str, words: Words, after: datetime | None
) -> datetime | None:
    """Adds the words of the dossiers that were opened after that moment; returns the latest moment that it saw."""
    table = DOSSIERS.table.c
    query = select(table.id, table.search, table.opened_at).where(
        table.environment == environment, table.office_id == office_id
    )
    if after is not None:
        # What was opened before may be committed after what was seen last.
        query = query.where(table.opened_at > after - _LATE)
    latest = after
    for dossier_id, name, opened_at in connection.execute(query):
        latest = max(latest or opened_at, opened_at)
        for word in spelling.words_of(name):
            known = words.get(word, ())
            if known is not None and dossier_id not in known:
                words[word] = (*known, dossier_id) if len(known) < _FEW else None
    return latest


def named_for(
    viewer: Viewer, connection: Connection, typed: str, words: Mapping[str, tuple[str, ...] | None], *, limit: int = 8
) -> tuple[Dossier, ...]:
    """The viewer's dossiers whose name has each word that was typed, or a word with it inside; the newest first."""
    asked = typed.casefold().split()
    return _having(viewer, connection, [[each for each in words if one in each] for one in asked], words, limit)


def near_for(
    viewer: Viewer, connection: Connection, typed: str, words: Mapping[str, tuple[str, ...] | None], *, limit: int = 8
) -> tuple[Dossier, ...]:
    """As `named_for`, where a word may be one that is near to what was typed."""
    asked = spelling.words_of(typed)
    meant = [[*([one] if one in words else []), *spelling.near(one, words.keys())] for one in asked]
    return _having(viewer, connection, meant, words, limit)


def pointed_for(viewer: Viewer, connection: Connection, typed: str) -> tuple[Dossier, ...]:
    """The viewer's dossiers of this whole number, Kenmerk, e-mail address, telephone number or postcode."""
    table, parties = DOSSIERS.table.c, PARTIES.table.c
    calls = spellings(typed) or {typed}
    queries = (
        *(select(table.id).where(table.number == typed.upper()), numbered(typed), referred(typed)),
        *(offers_referred(typed), select(parties.dossier_id).where(parties.email == typed.lower())),
        *(select(parties.dossier_id).where(parties.phone.in_(calls)), led_from(typed)),
        *(each.where(each.selected_columns[0].in_(dossiers_in_scope(viewer))) for each in living_at(typed)),
    )
    found = {row[0] for query in queries for row in connection.execute(query.limit(_FEW))}
    return _newest(connection, mine(viewer).where(table.id.in_(found)), _FEW) if found else ()


def _having(
    viewer: Viewer,
    connection: Connection,
    meant: Sequence[Sequence[str]],
    words: Mapping[str, tuple[str, ...] | None],
    limit: int,
) -> tuple[Dossier, ...]:
    """One word of each of these; few dossiers are found by their ids, many by the word, which soon finds enough."""
    query, table = mine(viewer), DOSSIERS.table.c
    if not meant or not all(meant):
        return ()
    for each in meant:
        few = {dossier_id for one in each for dossier_id in words[one] or ()}
        many = [one for one in each if words[one] is None][:_MOST_WORDS]
        holding = [table.search.contains(one, autoescape=True) for one in many]
        query = query.where(or_(table.id.in_(sorted(few)[:_MOST_IDS]), *holding) if few else or_(*holding))
    return _newest(connection, query, limit)


def _newest(connection: Connection, query: Select[Any], limit: int) -> tuple[Dossier, ...]:
    table = DOSSIERS.table.c
    found = connection.execute(query.order_by(table.opened_at.desc(), table.id.desc()).limit(limit))
    return tuple(Dossier(*row) for row in found)
