"""Registers document requests, hears of offers, and gives up what came through an exchange that left."""

from collections.abc import Sequence

from handlers.applications.views import application_id_of, lane_of
from handlers.stock_lists import comparing, rules
from handlers.stock_lists.rules import ListVersion, StockLine, StockList
from handlers.stock_lists.tables import LIST_VERSIONS, STOCK_LINES, STOCK_LISTS
from hub.work import Work
from schemas.applications import ExchangeUnlinked
from schemas.offers import OfferRegistered
from schemas.stock_lists import LinesChanged, RegisterDocumentRequest


def register_document_request(command: RegisterDocumentRequest, work: Work) -> None:
    """A DA for the lane's application: it is the list when it is later than any other; raises `Waiting`."""
    place = (work.dossier_id or "", application_id_of(work))
    said = rules.said_by(command)
    version = rules.version_of(command, said, place, lane_of(work).id, work.cause.unit_id)
    stock_list, lines = _list(work, *place), _lines(work, *place)
    if version.rank > stock_list.rank:
        new, made = rules.next_list(stock_list, lines, version, said)
    else:
        # It came late: all that is on file decides, because a line may have stood elsewhere in between.
        new, made = rules.folded(stock_list, [*_versions(work, stock_list), version])
        work.superseded()
    work.keep(LIST_VERSIONS, version)
    _keep(work, stock_list, new, lines, made)
    changes = rules.changes(lines, made, command)
    work.tell("stock-list-registered", about=place[1], facts=_told(version, lines, made), changes=changes)
    _say(work, *place, rules.moved(lines, made))
    work.publish(rules.answer_of(version, command))


def _told(version: ListVersion, before: dict[str, StockLine], made: Sequence[StockLine]) -> dict[str, object]:
    counts = comparing.counted(comparing.compared(before, {line.number: line for line in made}))
    return {"moment": version.moment, "request_version": version.request_version, "difference": counts}


def hear_of_offer(event: OfferRegistered, work: Work) -> None:
    """Keeps what was issued; one that comes late may allow what an approval was defended against."""
    before = _list(work, event.dossier_id, event.application_id)
    stock_list = rules.with_offer(before, (event.rank, event.kind, event.lane_id))
    if stock_list == before:
        return
    work.put(STOCK_LISTS, stock_list)
    if stock_list.defended and event.rank < stock_list.rank:
        changes = _fold_again(work, stock_list, _versions(work, stock_list))
        if changes:
            work.tell("stock-list-weighed-again", about=event.application_id, changes=changes)


def give_up_stock_list(event: ExchangeUnlinked, work: Work) -> None:
    """Removes the requests and offers that the lane brought; what is left decides where every line stands."""
    for version in work.find(LIST_VERSIONS, event.dossier_id):
        if version.lane_id == event.lane_id:
            work.remove(LIST_VERSIONS, version)
    for before in work.find(STOCK_LISTS, event.dossier_id):
        stock_list = rules.without_offers_of(before, event.lane_id)
        versions = _versions(work, stock_list)
        _fold_again(work, stock_list, versions)
        if not versions and not stock_list.offers:
            work.remove(STOCK_LISTS, before)


def _fold_again(work: Work, stock_list: StockList, versions: Sequence[ListVersion]) -> list[dict[str, object]]:
    """Lets all requests decide anew, and says what changed; a line that no request carries any more goes."""
    lines = _lines(work, stock_list.dossier_id, stock_list.application_id)
    new, made = rules.folded(stock_list, versions)
    work.put(STOCK_LISTS, new)
    _keep(work, new, new, lines, made)
    known = {line.number for line in made}
    for number, line in lines.items():
        if number not in known:
            work.remove(STOCK_LINES, line)
    _say(work, stock_list.dossier_id, stock_list.application_id, rules.moved(lines, made))
    return rules.changes(lines, made, None)


def _say(work: Work, dossier_id: str, application_id: str, numbers: tuple[str, ...]) -> None:
    if numbers:
        work.publish(LinesChanged(dossier_id=dossier_id, application_id=application_id, numbers=numbers))


def _keep(
    work: Work, before: StockList, new: StockList, lines: dict[str, StockLine], made: Sequence[StockLine]
) -> None:
    """Puts what changed and nothing else: most lines of most requests are as they were."""
    if new != before:
        work.put(STOCK_LISTS, new)
    for line in made:
        if lines.get(line.number) != line:
            work.put(STOCK_LINES, line)


def _list(work: Work, dossier_id: str, application_id: str) -> StockList:
    found = (each for each in work.find(STOCK_LISTS, dossier_id) if each.application_id == application_id)
    return next(found, None) or rules.empty_list(dossier_id, application_id)


def _lines(work: Work, dossier_id: str, application_id: str) -> dict[str, StockLine]:
    return {line.number: line for line in work.find(STOCK_LINES, dossier_id) if line.application_id == application_id}


def _versions(work: Work, stock_list: StockList) -> list[ListVersion]:
    found = work.find(LIST_VERSIONS, stock_list.dossier_id)
    return [each for each in found if each.application_id == stock_list.application_id]
