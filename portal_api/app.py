"""The one web application: API, pages, health, and the routers that other rooms bring."""

from fastapi import FastAPI

from portal_api import answers
from portal_api.counter import Counter
from portal_api.events import Watch
from portal_api.examining import Examining
from portal_api.guard import Guard
from portal_api.looking import Looking
from portal_api.pages import account, assets, components, live, login, unsubscribe
from portal_api.pages import dossiers as dossier_pages
from portal_api.pages import helping as help_pages
from portal_api.pages import looks as look_pages
from portal_api.pages import messages as message_pages
from portal_api.pages import operations as operation_pages
from portal_api.pages import palette as palette_pages
from portal_api.pages import post as post_pages
from portal_api.pages import providers as provider_pages
from portal_api.pages import views as view_pages
from portal_api.routes import (
    action_points,
    applications,
    description,
    doctor,
    documents,
    dossiers,
    exchanges,
    health,
    hooks,
    ledger,
    looks,
    messages,
    notification_texts,
    notifications,
    outgoing,
    parked,
    partners,
    tokens,
    uploads,
)

API = "/api/v2"
_ABOUT = """
Messages, dossiers and exchanges of one office.

- **Who asks**: `Authorization: Bearer <API key or token>` with scopes (`messages:read`, `messages:write`,
  `dossiers:read`, `dossiers:write`, `documents:write`, and `operate` for whoever runs the hub), or the session cookie
  of the browser.
  A client gets its token with `POST /oauth/token` (OAuth2 client credentials); it works for ten minutes.
- **Scope**: what lies outside your office does not exist: 404, absent from lists and counts.
- **Pages**: `limit` and `cursor`; `next` of an answer is the cursor of what follows, null at the end.
- **Writes**: `Idempotency-Key` is required; the same key and request give the same answer. `If-Match` with the ETag of
  the dossier refuses a write on what has changed since.
- **Problems**: `application/problem+json` (RFC 9457) with a stable `slug` and a sentence in Dutch (`nl`) and in
  English (`en`).
"""


def create_app(counter: Counter) -> FastAPI:
    """The application around one counter. Nothing is connected until a request needs it."""
    app = FastAPI(
        title="Message hub",
        version="2",
        description=_ABOUT,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.counter = counter
    app.state.is_ending = lambda: False
    subjects = (
        messages,
        exchanges,
        dossiers,
        looks,
        applications,
        documents,
        action_points,
        uploads,
        outgoing,
        partners,
        parked,
        notifications,
        notification_texts,
    )
    for subject in subjects:
        app.include_router(subject.routes(), prefix=API)
    examining = Examining(counter.runtime)
    for long in (ledger, doctor):
        app.include_router(long.routes(examining), prefix=API)
    app.include_router(description.routes(), prefix=API)
    app.include_router(tokens.routes())
    app.include_router(hooks.routes())
    for router in counter.routers:
        app.include_router(router)
    for router in operation_pages.routers(examining):
        app.include_router(router)
    for pages in (
        dossier_pages,
        look_pages,
        message_pages,
        post_pages,
        components,
        login,
        account,
        unsubscribe,
        provider_pages,
        assets,
    ):
        app.include_router(pages.routes())
    for around in (help_pages, palette_pages, view_pages):
        app.include_router(around.routes())
    app.include_router(live.routes(Watch(counter.runtime)))
    readiness = health.Readiness(counter.runtime)
    app.include_router(health.routes(readiness))
    answers.install(app)
    messages_in = frozenset(getattr(route, "path", "") for router in counter.routers for route in router.routes)
    app.add_middleware(Looking, counter=counter)
    app.add_middleware(
        Guard,
        settings=counter.runtime.settings,
        open_ended=messages_in,
        measured=(f"{API}{uploads.PREFIX}/",),
        is_waiting=readiness.is_waiting,
    )
    return app
