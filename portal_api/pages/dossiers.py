"""The pages of dossiers: the office's list with what waits on top, and one dossier whole."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.applications.views import LateAnswer, late_in
from handlers.dates.views import dates_in
from handlers.documents.views.stukken import stuk_id
from handlers.dossiers.views import (
    DossierLine,
    DossierView,
    TimelinePage,
    completeness_in,
    count_for,
    dossier_for,
    dossiers_for,
    persons,
    timeline_for,
    visible,
)
from handlers.involvements.views import Holder, holders_in_each
from handlers.merging.views import moves_in
from handlers.offices.views import names_of_organisations, offices_for
from handlers.preferences.views import normal
from handlers.products.views import without_application
from handlers.service_agreements.views import agreements_in
from handlers.stock_lists.views import StockLineView
from hub.counting import MOST_COUNTED
from hub.delivery.views import OutgoingLine, Wanted, outgoing_for
from hub.directory import all_nodes
from hub.records import TimelineEntry
from hub.views import held_counts, held_in
from portal_api import paging
from portal_api.counter import DOSSIERS_ASSIGN, DOSSIERS_WRITE, MESSAGES_READ
from portal_api.dossiers import HERE, STANDINGS, lenders, statuses, wanted_by
from portal_api.exchanges import lender_name
from portal_api.files import href_of, kind_text
from portal_api.lists import LISTS, address, chosen, narrowed, said, views_of
from portal_api.pages.messages import Names
from portal_api.pages.offers import counts, former, is_over, line_names, not_asked
from portal_api.pages.rendering import page
from portal_api.pages.sent import Sent, sent
from portal_api.pages.sentences import Told, flag_text, shown, tell
from portal_api.routes.dates import today_of
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import checked, found
from portal_api.shapes.lists import MOST, DossiersPageQuery
from portal_api.texts import text
from portal_api.who import Asking, DossierReader
from schemas.viewer import VisibleDossier

FILTERS = ("q", "standing", "status", "lender", "opened_from", "opened_until")
_A_PAGE = 25
_ENTRIES = 20
_SENT = 50
_SOON_DAYS = 14
_REJECTED = "07"
_SIDES = ("old", "new")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date and how near it is: `over`, `soon` or nothing; `left` in days."""

    on: date | None
    nearness: str
    left: int = 0


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(overview)
    router.get("/dossiers/{dossier_id}")(one)
    return router


def overview(asking: DossierReader, request: Request, query: Annotated[DossiersPageQuery, Query()]) -> Response:
    """The dossiers of the office, or those in which somebody has a part."""
    wanted, columns = wanted_by(request, query), chosen("dossiers", query.columns)
    with asking.reading() as connection:
        listed = dossiers_for(asking.viewer, connection, wanted, after=query.cursor, limit=_A_PAGE)
        count = count_for(asking.viewer, connection, wanted)
        held = held_counts(connection, [line.id for line in listed.lines])
        saved, counts = views_of(asking, connection, "dossiers")
        offices = {office.id: office.name for office in offices_for(asking.viewer, connection)}
        known = lenders([*(each.code for each in all_nodes(connection)), query.lender])
        holders = holders_of(asking, connection, listed.lines) if {"adviser", "handler"} & set(columns) else {}
    today = asking.counter.runtime.clock.business_date()
    over = {line.id for line in listed.lines if line.latest and is_over("AX", line.latest.code)}
    return page(
        asking,
        request,
        "dossiers/list.html",
        lines=listed.lines,
        next=address("dossiers", query, cursor=listed.next) if listed.next else "",
        first=address("dossiers", query) if query.cursor else "",
        count=count,
        query_of=query,
        typed=dict.fromkeys(FILTERS, "") | narrowed(query),
        is_narrowed=bool(narrowed(query)),
        said=said(query),
        columns=columns,
        choice=LISTS["dossiers"],
        sorted_by=lambda column: address("dossiers", query, sort=column),
        standings=[(each, text(asking.language, f"standing.{each}")) for each in STANDINGS],
        statuses=[(code, f"{code} {words}") for code, words in statuses().items()],
        lenders=known,
        saved=saved,
        counts=counts,
        most=MOST_COUNTED,
        most_given=MOST,
        view=normal(urlencode(said(query))),
        held=held,
        holders=holders,
        valid={line.id: _validity(line, today, over) for line in listed.lines},
        over=over,
        offices=offices if asking.viewer.is_operator else {},
    )


def holders_of(asking: Asking, connection: Connection, lines: Iterable[DossierLine]) -> dict[str, dict[str, Holder]]:
    """Dossier id → part → who has it, of dossiers that the viewer sees."""
    return holders_in_each(connection, [VisibleDossier(each.id, asking.viewer) for each in lines])


def one(
    asking: DossierReader,
    request: Request,
    dossier_id: PathId,
    cursor: paging.Cursor = None,
    answered: Literal["yes", "no"] | None = None,
    came_from: Annotated[str, Query(alias="from", pattern=r"^[0-9A-Za-z-]{0,64}$")] = "",
) -> Response:
    """Everything that is known, and the timeline a page at a time; `from` is a dossier that led here."""
    with asking.reading() as connection:
        dossier = found(dossier_for(asking.viewer, connection, dossier_id), dossier_id)
        seen = visible(asking.viewer, connection, dossier_id)
        held = held_in(seen, connection) if seen else ()
        dates = dates_in(seen, connection, asking.counter.runtime.clock.now()) if seen else ()
        complete = completeness_in(seen, connection) if seen else None
        told = timeline_for(asking.viewer, connection, dossier_id, after=checked(cursor), limit=_ENTRIES)
        agreements = agreements_in(seen, connection) if seen else ()
        kept = without_application(seen, connection) if seen else ()
        gone = outgoing_for(asking.viewer, connection, Wanted(dossier=dossier_id), limit=_SENT)
        moves = moves_in(seen, connection) if seen else ()
        late = late_in(asking.viewer, connection, dossier_id, asking.counter.runtime.clock.now())
    today = asking.counter.runtime.clock.business_date()
    return page(
        asking,
        request,
        "dossiers/one.html",
        dossier=dossier,
        held=held,
        kept=kept,
        shown=lambda name, value: shown(name, value, asking.language),
        papers=[each for each in agreements if each.blob],
        dates=[each for each in dates if each.state == "open"],
        today=today_of(asking),
        complete=complete,
        told=_told(asking, dossier, told),
        sent=_sent(asking, dossier, gone, late),
        next=told.next if told else None,
        is_first=cursor is None,
        ordered=ordered,
        deadline=lambda on: deadline(on, today),
        lender_name=lender_name,
        flag=lambda each: flag_text(each, asking.language),
        href=lambda blob: href_of(dossier.id, blob),
        kind_text=kind_text,
        counts=counts,
        former=former,
        not_asked=not_asked,
        is_over=is_over,
        stuk_id=stuk_id,
        may_write=DOSSIERS_WRITE in asking.who.scopes,
        may_assign={DOSSIERS_WRITE, DOSSIERS_ASSIGN} <= set(asking.who.scopes),
        persons=persons(dossier.parties),
        merges=[each for each in moves if each.kind == "merge" and each.undone_at is None],
        came_from=came_from,
        may_read_messages=MESSAGES_READ in asking.who.scopes,
        answering=_answering(asking, dossier, {each.lane_id for each in gone if each.code == "AX"}),
        answered=answered,
    )


def _answering(asking: Asking, dossier: DossierView, sent_over: Collection[str | None]) -> dict[str, bool]:
    """In the demo: the applications whose lender can be made to answer, by id, and whether it would by itself.

    Of what was not sent a lender knows nothing; what went out (`sent_over`, its exchanges) may be on its way there.
    """
    lenders = asking.counter.runtime.demo_lenders
    if lenders is None or DOSSIERS_WRITE not in asking.who.scopes:
        return {}
    return {
        each.application.id: lenders.has_more(each.application.partner, each.application.number)
        for each in dossier.applications
        if not (each.status and is_over(each.application.domain, each.status.code))
        and (
            lenders.knows(each.application.partner, each.application.number)
            or not set(sent_over).isdisjoint(each.application.lanes)
        )
    }


def deadline(on: date | None, today: date) -> Deadline:
    if on is None:
        return Deadline(None, "")
    left = (on - today).days
    return Deadline(on, "over" if left < 0 else "soon" if left <= _SOON_DAYS else "", left)


def _validity(line: DossierLine, today: date, over: Collection[str]) -> Deadline:
    """Until when the offer holds; nothing is near about an application that is over."""
    until = line.offer.valid_until if line.offer else None
    return Deadline(until, "") if line.id in over else deadline(until, today)


def ordered(lines: Iterable[StockLineView]) -> list[StockLineView]:
    """What asks for work first: rejected with its reason, then open by deadline, then the rest by number."""
    return sorted(lines, key=_urgency)


def _urgency(line: StockLineView) -> tuple[int, date, str]:
    is_rejected = line.status == _REJECTED and line.on_list
    group = 0 if is_rejected else 1 if line.is_open else 2 if line.on_list else 3
    return group, line.deliver_before or date.max, line.number.zfill(8)


def _sent(asking: Asking, dossier: DossierView, gone: Iterable[OutgoingLine], late: Iterable[LateAnswer]) -> list[Sent]:
    directory, names, lines = Names(asking.counter.runtime.directory), line_names(dossier), list(gone)
    names |= {line.receiver: name for line in lines if (name := directory.get(line.receiver))}
    silent = {each.id: each for each in late}
    return [sent(line, asking.language, names, silent.get(line.id)) for line in lines]


def _people(asking: Asking, entries: Iterable[TimelineEntry]) -> dict[str, str]:
    """How those are called who did something, and (`involved.…`) those whose part in the dossier changed."""
    changes = [each for entry in entries for each in entry.changes if str(each["field"]).startswith("involved.")]
    parts = {each.get(side) for each in changes for side in _SIDES}
    named = [f"{kind}:{each}" for each in parts if each for kind in ("user", "organisation")]
    with asking.reading() as connection:
        found = names_of(connection, [*named, *(entry.actor for entry in entries)])
        found |= names_of_organisations(connection, named)
    return found | {f"involved.{each.partition(':')[2]}": name for each, name in found.items() if each in named}


def _told(asking: Asking, dossier: DossierView, found: TimelinePage | None) -> list[Told]:
    entries = found.entries if found else ()
    directory = Names(asking.counter.runtime.directory)
    names = {party.reference: party.name for party in dossier.parties}
    names |= line_names(dossier)
    names |= {entry.actor: name for entry in entries if (name := directory.get(entry.actor))}
    names |= _people(asking, entries)
    names |= {asking.viewer.actor: asking.who.name}
    return [tell(entry, asking.language, names) for entry in entries]
