"""The list of all stukken of an office: lines of its stock lists, each with who delivers it and where it stands."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.engine import Connection

from handlers.applications.views import numbers_in_each
from handlers.documents.names import stuk_id
from handlers.documents.rules import attachments as files
from handlers.documents.rules import deliverers, deliveries, stukken
from handlers.documents.tables import ATTACHMENTS, DOCUMENTS, JUDGEMENTS, OFFICE_DELIVERERS, STUKKEN
from handlers.dossiers.views import offices_of, titles_for
from handlers.stock_lists.views.listing import ListedLine, Place, Wanted, count_for, counts_for, lines_for
from hub import rows as statements
from hub.outgoing import withdrawn_among
from schemas.viewer import Viewer, VisibleDossier

__all__ = ["Place", "StukLine", "Wanted", "count_for", "counts_for", "stukken_for"]


@dataclass(frozen=True, slots=True)
class StukLine:
    """A stuk in a list; `id` names it within its dossier, `state` is where it stands here (`Standing`)."""

    id: str
    dossier_id: str
    dossier: str
    number: str
    title: str
    document: str
    document_text: str
    status: str
    status_text: str
    person: str
    due: date | None
    lender: str
    application: str
    deliverer: str
    state: str
    reason: str
    place: Place


def stukken_for(
    viewer: Viewer, connection: Connection, wanted: Wanted, *, after: Place | None = None, limit: int = 50
) -> tuple[StukLine, ...]:
    """The stukken that fit in the viewer's dossiers, the earliest day first."""
    found = lines_for(viewer, connection, wanted, after=after, limit=limit)
    own = [VisibleDossier(each, viewer) for each in sorted({one.dossier_id for one in found})]
    titles = titles_for(viewer, connection, [each.id for each in own])
    numbers, known = numbers_in_each(connection, own), _Known(connection, own)
    return tuple(
        _line(each, titles.get(each.dossier_id, ""), numbers.get(each.line.application_id, ("", "")), known)
        for each in found
    )


class _Known:
    """What these dossiers have of files and decisions, with one statement per table."""

    def __init__(self, connection: Connection, own: list[VisibleDossier]) -> None:
        ids = [each.id for each in own]
        self.stukken = {(e.dossier_id, e.id): e for e in statements.select(connection, STUKKEN, "dossier_id", ids)}
        self.files = _by_dossier(statements.select(connection, ATTACHMENTS, "dossier_id", ids))
        documents = statements.select(connection, DOCUMENTS, "dossier_id", ids)
        self.documents = _by_dossier(documents)
        self.judgements = _by_dossier(statements.select(connection, JUDGEMENTS, "dossier_id", ids))
        self.withdrawn = withdrawn_among(connection, [e.outgoing_id for e in documents if e.outgoing_id])
        self.offices = offices_of(connection, own)
        offices = sorted(set(self.offices.values()))
        self.deliverers = statements.select(connection, OFFICE_DELIVERERS, "office_id", offices)

    def standing(self, each: ListedLine) -> tuple[str, stukken.Standing]:
        """Who delivers the line, and where it stands."""
        line, dossier_id = each.line, each.dossier_id
        place = (line.application_id, line.number)
        own = files.of_line(self.files[dossier_id], *place)
        judged = deliveries.judged(self.documents[dossier_id], self.judgements[dossier_id])
        pairs = [pair for pair in judged if (pair[0].application_id, pair[0].line_number) == place]
        named = stuk_id(*place)
        office = [one for one in self.deliverers if one.office_id == self.offices.get(dossier_id)]
        usual = deliverers.deliverer_for(line.document, office)
        stuk = self.stukken.get((dossier_id, named)) or stukken.Stuk(dossier_id, *place, named, line.document, usual)
        return stukken.deliverer_of(stuk, line), stukken.standing(line, own, stukken.delivered(pairs, self.withdrawn))


def _by_dossier(found: list[Any]) -> dict[str, list[Any]]:
    made: dict[str, list[Any]] = defaultdict(list)
    for each in found:
        made[each.dossier_id].append(each)
    return made


def _line(each: ListedLine, dossier: str, application: tuple[str, str], known: _Known) -> StukLine:
    line, (number, lender) = each.line, application
    deliverer, where = known.standing(each)
    return StukLine(
        id=stuk_id(line.application_id, line.number),
        dossier_id=each.dossier_id,
        dossier=dossier,
        number=line.number,
        title=line.title,
        document=line.document,
        document_text=line.document_text,
        status=line.status,
        status_text=line.status_text,
        person=line.person,
        due=line.deliver_before,
        lender=lender,
        application=number,
        deliverer=deliverer,
        state=where.state,
        reason=where.reason,
        place=each.place,
    )
