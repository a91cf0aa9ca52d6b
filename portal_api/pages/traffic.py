"""The page *Verkeer*: the messages that somebody may see without seeing dossiers, like a lender's own."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from hub.search import Wanted
from hub.views import messages_for
from portal_api import paging
from portal_api.pages.rendering import page
from portal_api.who import MessageReader

_A_PAGE = 50


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/traffic")(traffic)
    return router


def traffic(asking: MessageReader, request: Request, cursor: paging.Cursor = None) -> Response:
    """The latest first; a message leads to its page."""
    after = paging.moment_and_id(cursor)
    with asking.reading() as connection:
        found = messages_for(asking.viewer, connection, Wanted(), after=after, limit=_A_PAGE + 1)
    lines, following = paging.cut(found, _A_PAGE, lambda line: (line.received_at.isoformat(), line.id))
    return page(asking, request, "messages/traffic.html", lines=lines, next=following, is_first=cursor is None)
