"""Which answers show somebody's data, and the layer that has each look written down before the answer leaves.

A new route that answers a GET fails in a test until it stands in `LOOKS` or is named there as showing nobody's data.
"""

from typing import NamedTuple

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.metrics import METRICS
from hub.problems import problem_of
from portal_api.answers import respond
from portal_api.who import Asking
from schemas.errors import Busy, Refused
from schemas.looks import Glance, LookKind

_API = "/api/v2"
_SHOWN = (200, 206, 304)
LONGEST_REASON = 200
MOST_ASKED = 40
"""Names in one question; what is beyond them would be shown without being written down."""
REASON = "hub-reason"
"""The header in which a program says why it looks."""


class Look(NamedTuple):
    """`kind` is view, search or download; `what` names the thing."""

    kind: LookKind
    what: str


_CONVERSATION: tuple[tuple[str, LookKind], ...] = (("", "view"), ("/{saying_id}/files/{index}", "download"))
LOOKS: dict[str, Look] = {
    "/": Look("search", "start"),
    "/dossiers": Look("search", "dossiers"),
    "/dossiers/{dossier_id}": Look("view", "dossier"),
    "/dossiers/{dossier_id}/applications/{application_id}/status": Look("view", "dossier"),
    "/dossiers/{dossier_id}/stukken/{stuk_id}": Look("view", "stuk"),
    "/dossiers/{dossier_id}/applications/{application_id}/before-sending": Look("view", "dossier"),
    "/dossiers/{dossier_id}/applications/{application_id}/stukken": Look("view", "stukken"),
    "/dossiers/{dossier_id}/looks": Look("view", "looks"),
    "/dossiers/{dossier_id}/parties": Look("view", "parties"),
    "/dossiers/{dossier_id}/merge": Look("view", "dossier"),
    "/dossiers/{dossier_id}/split": Look("view", "dossier"),
    "/dossiers/{dossier_id}/products": Look("view", "products"),
    "/dossiers/{dossier_id}/products/{product_id}": Look("view", "products"),
    "/dossiers/{dossier_id}/products/{product_id}/advice-file": Look("view", "products"),
    "/dossiers/{dossier_id}/tasks": Look("view", "contacts"),
    "/tasks": Look("search", "tasks"),
    "/products": Look("search", "products"),
    "/stukken": Look("search", "stukken"),
    "/dossiers/assign": Look("search", "dossiers"),
    "/tasks/assign": Look("search", "tasks"),
    "/inbox": Look("search", "exchanges"),
    "/inbox/{lane_id}": Look("view", "exchange"),
    "/appointments": Look("search", "appointments"),
    "/dossiers/{dossier_id}/for-the-customer": Look("view", "action-points"),
    "/dossiers/{dossier_id}/conversation": Look("view", "conversation"),
    "/dossiers/{dossier_id}/publications": Look("view", "publications"),
    "/mine/{dossier_id}/conversation": Look("view", "conversation"),
    "/dossiers/{dossier_id}/meeting-reports": Look("view", "meeting-reports"),
    "/dossiers/{dossier_id}/appointments": Look("view", "appointments"),
    "/dossiers/{dossier_id}/exports": Look("view", "exports"),
    "/dossiers/{dossier_id}/agreements": Look("view", "agreements"),
    "/dossiers/{dossier_id}/agreements/new": Look("view", "agreements"),
    "/dossiers/{dossier_id}/agreements/{agreement_id}": Look("view", "agreements"),
    "/dossiers/{dossier_id}/agreements/{agreement_id}/edit": Look("view", "agreements"),
    "/dossiers/{dossier_id}/involved": Look("view", "involvements"),
    "/dossiers/{dossier_id}/applications/{application_id}/products/{number}/monthly-costs": Look("view", "dossier"),
    "/dates": Look("search", "dates"),
    "/dossiers/{dossier_id}/dates": Look("view", "dates"),
    "/dossiers/{dossier_id}/dates/condition": Look("view", "dates"),
    "/dossiers/{dossier_id}/dates/deed": Look("view", "dates"),
    "/dossiers/{dossier_id}/dates/{date_id}/extend": Look("view", "dates"),
    "/dossiers/{dossier_id}/dates/{date_id}/end": Look("view", "dates"),
    "/people": Look("view", "people"),
    "/people/{person_id}": Look("view", "people"),
    "/traffic": Look("search", "messages"),
    "/dossiers/{dossier_id}/customers": Look("view", "customers"),
    "/mine/data": Look("view", "own-dossier"),
    "/mine/{dossier_id}/export": Look("download", "own-data"),
    f"{_API}/own/dossiers/{{dossier_id}}/export": Look("download", "own-data"),
    "/mine": Look("view", "own-dossier"),
    "/palette": Look("search", "dossiers"),
    "/looks": Look("search", "looks"),
    "/messages/{message_id}": Look("view", "message"),
    "/messages/{message_id}/content": Look("view", "message"),
    "/outgoing/{outgoing_id}": Look("view", "outgoing"),
    "/dossiers/{dossier_id}/hdn": Look("view", "messages"),
    "/operations/messages": Look("search", "messages"),
    "/operations/parked": Look("search", "messages"),
    "/operations/parked/{message_id}": Look("view", "message"),
    "/operations/outgoing": Look("search", "outgoing"),
    "/operations/outgoing/{outgoing_id}": Look("view", "outgoing"),
    f"{_API}/dossiers": Look("search", "dossiers"),
    f"{_API}/dossiers/{{dossier_id}}": Look("view", "dossier"),
    f"{_API}/dossiers/{{dossier_id}}/timeline": Look("view", "timeline"),
    f"{_API}/dossiers/{{dossier_id}}/parties": Look("view", "parties"),
    f"{_API}/dossiers/{{dossier_id}}/people": Look("view", "parties"),
    f"{_API}/dossiers/{{dossier_id}}/merges": Look("view", "dossier"),
    f"{_API}/dossiers/{{dossier_id}}/products": Look("view", "products"),
    f"{_API}/dossiers/{{dossier_id}}/products/{{product_id}}": Look("view", "products"),
    f"{_API}/dossiers/{{dossier_id}}/products/{{product_id}}/workflow": Look("view", "products"),
    f"{_API}/dossiers/{{dossier_id}}/products/{{product_id}}/advice-file": Look("view", "products"),
    f"{_API}/dossiers/{{dossier_id}}/products/{{product_id}}/advice-file/proofs": Look("view", "products"),
    f"{_API}/dossiers/{{dossier_id}}/tasks": Look("view", "tasks"),
    f"{_API}/dossiers/{{dossier_id}}/contacts": Look("view", "contacts"),
    f"{_API}/tasks": Look("search", "tasks"),
    f"{_API}/products": Look("search", "products"),
    f"{_API}/stukken": Look("search", "stukken"),
    f"{_API}/appointments": Look("search", "appointments"),
    f"{_API}/appointments/overlaps": Look("search", "appointments"),
    **{
        f"{_API}/{whose}dossiers/{{dossier_id}}/conversation{place}": Look(kind, "conversation")
        for whose in ("", "own/")
        for place, kind in _CONVERSATION
    },
    f"{_API}/dossiers/{{dossier_id}}/publications": Look("view", "publications"),
    f"{_API}/dossiers/{{dossier_id}}/publications/sources": Look("view", "publications"),
    f"{_API}/dossiers/{{dossier_id}}/publications/{{publication_id}}/versions/{{number}}": Look(
        "download", "publication"
    ),
    f"{_API}/own/dossiers/{{dossier_id}}/publications": Look("view", "publications"),
    f"{_API}/own/dossiers/{{dossier_id}}/publications/{{publication_id}}/file": Look("download", "publication"),
    f"{_API}/dossiers/{{dossier_id}}/meeting-reports": Look("view", "meeting-reports"),
    f"{_API}/dossiers/{{dossier_id}}/appointments": Look("view", "appointments"),
    f"{_API}/dossiers/{{dossier_id}}/appointments/{{appointment_id}}/calendar": Look("download", "appointments"),
    f"{_API}/dossiers/{{dossier_id}}/exports": Look("view", "exports"),
    f"{_API}/dossiers/{{dossier_id}}/exports/{{export_id}}/file": Look("download", "export"),
    f"{_API}/dossiers/{{dossier_id}}/agreements": Look("view", "agreements"),
    f"{_API}/dossiers/{{dossier_id}}/agreements/{{agreement_id}}": Look("view", "agreements"),
    f"{_API}/dossiers/{{dossier_id}}/agreements/{{agreement_id}}/document": Look("download", "agreement"),
    f"{_API}/dossiers/{{dossier_id}}/agreements/{{agreement_id}}/copy": Look("download", "agreement"),
    f"{_API}/dossiers/{{dossier_id}}/agreements/{{agreement_id}}/pages/{{index}}": Look("view", "agreements"),
    f"{_API}/dossiers/{{dossier_id}}/looks": Look("view", "looks"),
    f"{_API}/dossiers/{{dossier_id}}/customers": Look("view", "customers"),
    f"{_API}/dossiers/{{dossier_id}}/files/{{file_id}}": Look("download", "file"),
    f"{_API}/dossiers/{{dossier_id}}/stukken": Look("view", "stukken"),
    f"{_API}/dossiers/{{dossier_id}}/applications/{{application_id}}/before-sending": Look("view", "dossier"),
    f"{_API}/dossiers/{{dossier_id}}/applications/{{application_id}}/stukken": Look("view", "stukken"),
    f"{_API}/dossiers/{{dossier_id}}/applications/{{application_id}}/stukken/versions": Look("view", "stukken"),
    f"{_API}/dossiers/{{dossier_id}}/stukken/{{stuk_id}}": Look("view", "stuk"),
    f"{_API}/dossiers/{{dossier_id}}/stukken/{{stuk_id}}/document": Look("download", "document"),
    f"{_API}/dossiers/{{dossier_id}}/attachments/{{attachment_id}}/original": Look("download", "attachment"),
    f"{_API}/dossiers/{{dossier_id}}/attachments/{{attachment_id}}/pages/{{index}}": Look("view", "attachment"),
    f"{_API}/dossiers/{{dossier_id}}/action-points": Look("view", "action-points"),
    f"{_API}/dossiers/{{dossier_id}}/involvements": Look("view", "involvements"),
    f"{_API}/dates": Look("search", "dates"),
    f"{_API}/dossiers/{{dossier_id}}/dates": Look("view", "dates"),
    f"{_API}/people": Look("view", "people"),
    f"{_API}/people/{{person_id}}": Look("view", "people"),
    f"{_API}/people/{{person_id}}/dossiers": Look("search", "dossiers"),
    f"{_API}/organisations": Look("view", "people"),
    f"{_API}/substitutions": Look("view", "people"),
    f"{_API}/own/dossiers": Look("view", "own-dossier"),
    f"{_API}/own/dossiers/{{dossier_id}}": Look("view", "own-dossier"),
    f"{_API}/exchanges/unlinked": Look("search", "exchanges"),
    f"{_API}/start": Look("search", "start"),
    f"{_API}/search": Look("search", "dossiers"),
    f"{_API}/exchanges/inbox": Look("search", "exchanges"),
    f"{_API}/exchanges/{{lane_id}}": Look("view", "exchange"),
    f"{_API}/exchanges/{{lane_id}}/preview": Look("view", "exchange"),
    f"{_API}/looks": Look("search", "looks"),
    "/post": Look("search", "notifications"),
    "/post/{notification_id}": Look("view", "notification"),
    "/post/{notification_id}/html": Look("view", "notification"),
    f"{_API}/notifications": Look("search", "notifications"),
    f"{_API}/notifications/bounces": Look("search", "notifications"),
    f"{_API}/notifications/{{notification_id}}": Look("view", "notification"),
    f"{_API}/office/notification-preferences": Look("search", "notifications"),
    f"{_API}/messages": Look("search", "messages"),
    f"{_API}/messages/{{message_id}}": Look("view", "message"),
    f"{_API}/messages/{{message_id}}/content": Look("view", "message"),
    f"{_API}/outgoing/{{outgoing_id}}/content": Look("view", "outgoing"),
    f"{_API}/dossiers/{{dossier_id}}/hdn": Look("view", "messages"),
    f"{_API}/dossiers/{{dossier_id}}/applications/{{application_id}}/versions": Look("view", "dossier"),
    f"{_API}/messages/{{message_id}}/effect": Look("view", "message"),
    f"{_API}/messages/{{message_id}}/raw": Look("download", "message"),
    f"{_API}/parked/messages": Look("search", "messages"),
    f"{_API}/parked/messages/{{message_id}}": Look("view", "message"),
    f"{_API}/outgoing": Look("search", "outgoing"),
    f"{_API}/outgoing/{{outgoing_id}}": Look("view", "outgoing"),
    f"{_API}/outgoing/{{outgoing_id}}/raw": Look("download", "outgoing"),
}
_PAGING = frozenset({"cursor", "limit", "lang", "sort", "theme", "width"})


def shows(request: Request, *dossiers: str) -> None:
    """Says which dossiers an answer shows whose address names none: each of them is a look of its own."""
    request.state.shown = dossiers


class Looking:
    """A layer inside the guard: what it cannot write down, nobody gets to see."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return

        kept_back = False

        async def noted(message: Message) -> None:
            nonlocal kept_back
            if message["type"] == "http.response.start" and message["status"] in _SHOWN:
                try:
                    await run_in_threadpool(self._note, scope)
                except (Busy, Refused) as error:
                    kept_back = True
                    await respond(Request(scope), problem_of(error))(scope, receive, send)
            if not kept_back:
                await send(message)

        await self._app(scope, receive, noted)

    def _note(self, scope: Scope) -> None:
        request = Request(scope)
        asking: Asking | None = scope.get("state", {}).get("asking")
        look = LOOKS.get(_template(scope))
        if asking is None or look is None:
            return
        asked = request.query_params.items()
        if len(asked) > MOST_ASKED:
            raise Refused("request-invalid", path="query", came=len(asked), expected=f"≤ {MOST_ASKED}")
        said = {name: value for name, value in asked if name not in _PAGING} if look.kind == "search" else {}
        reason = request.headers.get(REASON, "")[:LONGEST_REASON]
        place = dict(scope.get("path_params", {}))
        viewing, kind = asking.who.viewing, look.kind
        if viewing:
            kind, reason, place = "impersonate", viewing.reason, {"dossier_id": viewing.dossier_id, **place}
        for dossier in scope["state"].get("shown") or ("",):
            where = {"dossier_id": dossier, **place} if dossier else place
            note_look(asking, Glance(kind, look.what, where, said, reason))


def note_look(asking: Asking, glance: Glance) -> None:
    """Writes a look down, as the layer does for every GET; for what is asked by POST because no address may hold it."""
    runtime = asking.counter.runtime
    with runtime.database.transaction() as connection:
        asking.counter.access.record_look(connection, asking.viewer, runtime.clock.now(), glance)
    METRICS.looks.labels(glance.kind).inc()


def _template(scope: Scope) -> str:
    """The address of the route with the names of its parts; a route knows its own end of it only."""
    path: str = getattr(scope.get("route"), "path", "")
    return f"{_API}{path}" if scope["path"].startswith(f"{_API}/") and not path.startswith(_API) else path
