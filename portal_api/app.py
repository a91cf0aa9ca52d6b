"""The one web application: API, pages, health, and the routers that other rooms bring."""

from functools import cache
from types import ModuleType

from anyio import CapacityLimiter
from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute

from portal_api import answers
from portal_api.counter import Counter
from portal_api.events import Watch
from portal_api.examining import Examining
from portal_api.guard import Guard
from portal_api.looking import Looking
from portal_api.pages import account, assets, components, live, login, stuk_acts, unsubscribe
from portal_api.pages import addresses as address_pages
from portal_api.pages import advice_exports as export_pages
from portal_api.pages import advice_files as advice_file_pages
from portal_api.pages import appointments as appointment_pages
from portal_api.pages import assigning as assigning_pages
from portal_api.pages import before_sending as before_pages
from portal_api.pages import brand as brand_pages
from portal_api.pages import calculations as calculation_pages
from portal_api.pages import categories as category_pages
from portal_api.pages import conversations as conversation_pages
from portal_api.pages import customers as customer_pages
from portal_api.pages import dates as date_pages
from portal_api.pages import demo as demo_pages
from portal_api.pages import dossiers as dossier_pages
from portal_api.pages import exports as list_export_pages
from portal_api.pages import for_the_customer as for_the_customer_pages
from portal_api.pages import hdn as hdn_pages
from portal_api.pages import helping as help_pages
from portal_api.pages import idle as idle_pages
from portal_api.pages import imports as import_pages
from portal_api.pages import inbox as inbox_pages
from portal_api.pages import involvements as involvement_pages
from portal_api.pages import keeping as keeping_pages
from portal_api.pages import lending as lending_pages
from portal_api.pages import lists as list_pages
from portal_api.pages import looks as look_pages
from portal_api.pages import meeting_reports as meeting_report_pages
from portal_api.pages import merging as merge_pages
from portal_api.pages import messages as message_pages
from portal_api.pages import office as office_pages
from portal_api.pages import opening as opening_pages
from portal_api.pages import operations as operation_pages
from portal_api.pages import own as own_pages
from portal_api.pages import own_data as own_data_pages
from portal_api.pages import palette as palette_pages
from portal_api.pages import people_once as people_pages
from portal_api.pages import plain_words as plain_words_pages
from portal_api.pages import post as post_pages
from portal_api.pages import post_texts as post_text_pages
from portal_api.pages import products as product_pages
from portal_api.pages import providers as provider_pages
from portal_api.pages import publications as publication_pages
from portal_api.pages import sending as sending_pages
from portal_api.pages import service_agreements as agreement_pages
from portal_api.pages import splitting as split_pages
from portal_api.pages import staff as staff_pages
from portal_api.pages import start as start_pages
from portal_api.pages import station as station_pages
from portal_api.pages import statuses as status_pages
from portal_api.pages import stukken as stuk_pages
from portal_api.pages import tasks as task_pages
from portal_api.pages import traffic as traffic_pages
from portal_api.pages import views as view_pages
from portal_api.pages import workflows as workflow_pages
from portal_api.routes import (
    action_points,
    advice_exports,
    advice_files,
    applications,
    appointments,
    before_sending,
    brand,
    calculations,
    conversations,
    customers,
    dates,
    description,
    doctor,
    documents,
    dossiers,
    exchanges,
    exports,
    for_the_customer,
    hdn,
    health,
    hooks,
    imports,
    involvements,
    keeping,
    ledger,
    lists,
    looks,
    meeting_reports,
    merging,
    messages,
    notification_texts,
    notifications,
    office,
    outgoing,
    own,
    own_conversations,
    own_data,
    parked,
    partners,
    people,
    plain_words,
    products,
    publications,
    search,
    sending,
    service_agreements,
    staff,
    start,
    station,
    tasks,
    tokens,
    uploads,
    workflows,
)
from portal_api.viewing import ViewingOnly

API = "/api/v2"
_SUBJECTS = (
    messages,
    start,
    search,
    exports,
    exchanges,
    hdn,
    dossiers,
    dates,
    calculations,
    keeping,
    people,
    merging,
    imports,
    lists,
    products,
    workflows,
    advice_files,
    tasks,
    appointments,
    service_agreements,
    advice_exports,
    meeting_reports,
    for_the_customer,
    conversations,
    publications,
    looks,
    customers,
    own,
    plain_words,
    own_data,
    own_conversations,
    applications,
    before_sending,
    sending,
    documents,
    action_points,
    uploads,
    outgoing,
    partners,
    parked,
    notifications,
    notification_texts,
    brand,
    station,
    office,
    staff,
    involvements,
)
_PAGES = (
    start_pages,
    list_export_pages,
    list_pages,
    assigning_pages,
    opening_pages,
    import_pages,
    keeping_pages,
    people_pages,
    merge_pages,
    split_pages,
    product_pages,
    workflow_pages,
    advice_file_pages,
    task_pages,
    inbox_pages,
    appointment_pages,
    agreement_pages,
    export_pages,
    meeting_report_pages,
    for_the_customer_pages,
    conversation_pages,
    publication_pages,
    category_pages,
    dossier_pages,
    date_pages,
    calculation_pages,
    lending_pages,
    status_pages,
    stuk_pages,
    stuk_acts,
    sending_pages,
    before_pages,
    customer_pages,
    own_pages,
    plain_words_pages,
    own_data_pages,
    look_pages,
    message_pages,
    hdn_pages,
    post_text_pages,
    post_pages,
    components,
    login,
    account,
    idle_pages,
    address_pages,
    unsubscribe,
    provider_pages,
    brand_pages,
    station_pages,
    office_pages,
    demo_pages,
    staff_pages,
    involvement_pages,
    traffic_pages,
    assets,
    help_pages,
    palette_pages,
    view_pages,
)
_FILES_AT_ONCE = 4
_ABOUT = """
Messages, dossiers and exchanges of one office.

- **Who asks**: `Authorization: Bearer <API key or token>` with scopes (`messages:read`, `messages:write`,
  `dossiers:read`, `dossiers:write`, `documents:write`, `documents:judge`, `customers:write`, `office:write`, `operate`
  for whoever runs the hub), or the session cookie of the browser.
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
    app.state.places_for_files = CapacityLimiter(_FILES_AT_ONCE)
    app.router.routes.extend(_shared(_SUBJECTS, API))
    examining = Examining(counter.runtime)
    for long in (ledger, doctor):
        app.include_router(long.routes(examining), prefix=API)
    app.router.routes.extend(_shared((description,), API))
    app.router.routes.extend(_shared((tokens, hooks), ""))
    for router in counter.routers:
        app.include_router(router)
    for router in operation_pages.routers(examining):
        app.include_router(router)
    app.router.routes.extend(_shared(_PAGES, ""))
    app.include_router(live.routes(Watch(counter.runtime)))
    readiness = health.Readiness(counter.runtime)
    app.include_router(health.routes(readiness))
    answers.install(app)
    messages_in = frozenset(getattr(route, "path", "") for router in counter.routers for route in router.routes)
    app.add_middleware(Looking)
    app.add_middleware(ViewingOnly, settings=counter.runtime.settings)
    app.add_middleware(
        Guard,
        settings=counter.runtime.settings,
        open_ended=messages_in
        | {import_pages.HERE, import_pages.FILE, f"{brand_pages.HERE}/logo", f"{API}{brand.PREFIX}/logo"},
        measured=(f"{API}{uploads.PREFIX}/", stuk_pages.FILES),
        is_waiting=readiness.is_waiting,
    )
    return app


@cache
def _shared(subjects: tuple[ModuleType, ...], prefix: str) -> list[BaseRoute]:
    """The routes of modules that ask nothing of a counter: applications in one process share them.

    FastAPI works out what each route asks and answers when it is first looked at, which takes long for all of them.
    """
    router = APIRouter()
    for subject in subjects:
        router.include_router(subject.routes(), prefix=prefix)
    return router.routes
