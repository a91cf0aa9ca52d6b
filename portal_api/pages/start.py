"""The first page: what waits, what is due, who is late, and what came in with what it changed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from portal_api.dossiers import HERE as LIST
from portal_api.pages.messages import Names
from portal_api.pages.places import first_place
from portal_api.pages.rendering import page
from portal_api.pages.sent import late_text
from portal_api.pages.sentences import Told, tell
from portal_api.routes.dates import today_of
from portal_api.shapes.dossiers import DossiersQuery
from portal_api.start import News, start
from portal_api.texts import text
from portal_api.who import Anyone, Asking

_MOST_POINTS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A message in words: who sent it, and what it changed, as `rente 3,85 % → 3,95 %`."""

    news: News
    sender: str
    headline: str
    points: tuple[str, ...]


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/")(overview)
    return router


def overview(asking: Anyone, request: Request) -> Response:
    """Who sees no dossiers begins elsewhere; an address of the list as it was leads to the list."""
    if place := first_place(asking.who.scopes):
        return RedirectResponse(place, 303)
    asked = [(name, value) for name, value in request.query_params.multi_items() if name in _OF_THE_LIST]
    if asked:
        return RedirectResponse(f"{LIST}?{urlencode(asked)}", 303)
    found = start(asking)
    names = Names(asking.counter.runtime.directory)
    return page(
        asking,
        request,
        "start/page.html",
        start=found,
        news=[_line(asking, each, names) for each in found.news],
        late=[(each, names.get(each.receiver, each.receiver), late_text(each, asking.language)) for each in found.late],
        today=today_of(asking),
    )


_OF_THE_LIST = frozenset(DossiersQuery.model_fields)


def _line(asking: Asking, news: News, names: Names) -> Line:
    told = [tell(entry, asking.language, {}) for entry in news.entries]
    said = [remark for each in told for remark in each.remarks][:1]
    points = said or [point for each in told for point in _points(each)]
    left = len(points) - _MOST_POINTS
    more = [text(asking.language, "home.more_one" if left == 1 else "home.more", count=left)] if left > 0 else []
    sender = names.get(news.line.sender, news.line.sender)
    return Line(news, sender, told[0].headline, (*points[:_MOST_POINTS], *more))


def _points(told: Told) -> list[str]:
    """What changed from something to something else; what is there for the first time is the headline's."""
    changed = [each for each in told.changes if each.old and each.new and each.new not in told.headline]
    return [f"{each.what} {each.old} → {each.new}" for each in changed]
