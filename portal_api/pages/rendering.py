"""Templates become answers here; every page gets its words, its formats and who is looking."""

from functools import cache, partial
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy.engine import Connection

from handlers.accounts.views.reaching import Reached
from handlers.applications.views import unlinked_count_for
from handlers.conversations.views import unread_count_for
from handlers.offices.views import brand_for
from handlers.plain_words.views import form_for
from hub.problems import Problem
from hub.settings import Settings
from portal_api import formats
from portal_api.brands import Look, look_of
from portal_api.counter import DOSSIERS_READ, OWN_READ, PEOPLE_READ
from portal_api.guidance import page_of, pages
from portal_api.pages.assets import address_of
from portal_api.pages.tabs import tabs_at
from portal_api.reaching import whom_to_reach
from portal_api.texts import COOKIE, LANGUAGES, NAMES, has, language_of, text, told_in
from portal_api.who import Asking, counter_of, is_secure
from schemas.hdn.statuses import status_rule
from schemas.refusals import Language

_YEAR_S = 365 * 24 * 3600
THEMES = ("light", "dark")
THEME_COOKIE = "theme"
_OF_THE_SYSTEM = "system"
_REMEMBERED = {COOKIE: LANGUAGES, THEME_COOKIE: (*THEMES, _OF_THE_SYSTEM)}
"""What an address may choose for the visits after it."""
_DEAD_ENDS = frozenset({401, 403, 404, 409, 410, 422})


def page(asking: Asking, request: Request, template: str, http_status: int = 200, **facts: Any) -> Response:
    """A page for somebody who is signed in."""
    with asking.reading() as connection:
        brand = look_of(brand_for(asking.viewer, connection))
        unplaced = unlinked_count_for(asking.viewer, connection) if sees_inbox(asking) else 0
        tabs = tabs_at(request.url.path, asking.who.scopes)
        unread = _unread(asking, connection, request.url.path) if tabs else 0
    frame = {
        **_frame(request),
        "brand": brand,
        "dossier_tabs": tabs,
        "unread": unread,
        "unplaced": unplaced,
        "address": address_of_reader(asking),
    }
    made = render(template, asking.language, http_status, **frame, who=asking.who, **facts)
    return remembered(made, request, asking.counter.runtime.settings)


def address_of_reader(asking: Asking) -> str:
    """How the page addresses who reads it: a customer as he or his office chose, and everybody else with u."""
    if OWN_READ not in asking.who.scopes:
        return "u"
    with asking.reading() as connection:
        return form_for(asking.viewer, connection)


def _unread(asking: Asking, connection: Connection, path: str) -> int:
    """What customers said in the dossier of this address and nobody read, for who may read it."""
    dossier_id = path.strip("/").split("/")[1]
    return unread_count_for(asking.viewer, connection, dossier_id) if PEOPLE_READ in asking.who.scopes else 0


def sees_inbox(asking: Asking) -> bool:
    """Whether the inbox of an office is his: it is nobody's who sees some dossiers only."""
    return DOSSIERS_READ in asking.who.scopes and asking.viewer.involved_as is None


def public_page(request: Request, settings: Settings, template: str, http_status: int = 200, **facts: Any) -> Response:
    """A page for anybody: the log-in pages."""
    made = render(template, language_of(request), http_status, **_frame(request), who=None, **facts)
    return remembered(made, request, settings)


def error_page(problem: Problem, language: Language, request: Request | None = None) -> Response:
    """A failure in plain words, with what to do next."""
    frame = _frame(request) if request else {}
    again = str(request.url.replace(scheme="", netloc="")) if request and request.method == "GET" else ""
    made = render(
        "problem.html",
        language,
        problem.status,
        **frame,
        who=None,
        problem=problem,
        again=again,
        whom=_whom(problem, request),
    )
    made.headers.update(problem.headers)
    return made


def _whom(problem: Problem, request: Request | None) -> Reached | None:
    """Whom a customer calls who can get no further; nobody is looked up while the hub itself is in trouble."""
    return whom_to_reach(request) if request and problem.status in _DEAD_ENDS else None


def theme_of(request: Request) -> str:
    """The ground that the address or an earlier visit chose; empty when the system decides."""
    chosen = request.query_params.get(THEME_COOKIE) or request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def _frame(request: Request) -> dict[str, Any]:
    """What the frame of a page says about the request."""
    return {
        "query": _without_choices(request),
        "theme": theme_of(request),
        "path": request.url.path,
        "demo": counter_of(request).demo,
        "demo_time": counter_of(request).demo_time,
    }


def render(template: str, language: Language, http_status: int = 200, **facts: Any) -> Response:
    words = partial(text, language, addressed=facts.get("address", "u"))
    tools = {
        "t": words,
        "has": has,
        "lang": language,
        "told_lang": told_in(language),
        "languages": NAMES,
        "asset": address_of,
        "date": partial(formats.as_date, language=language),
        "long_date": partial(formats.as_long_date, language=language),
        "moment": partial(formats.as_moment, language=language),
        "euros": partial(formats.as_euros, language=language),
        "money": partial(formats.as_money, language=language),
        "percent": partial(formats.as_percent, language=language),
        "number": partial(formats.as_number, language=language),
        "size": partial(formats.as_size, language=language),
        "tone": tone,
    }
    name = page_of(template)
    framed = {
        "query": "?",
        "theme": "",
        "path": "/",
        "who": None,
        "unplaced": 0,
        "brand": Look(),
        "address": "u",
        "dossier_tabs": (),
        "unread": 0,
        "demo": None,
        "demo_time": None,
    } | facts
    framed |= {"help_page": name if name in pages() else ""}
    body = _environment().get_template(template).render(**tools, **framed)
    headers = {"Content-Language": language, "Cache-Control": "private, no-store", "Vary": "Cookie, Accept-Language"}
    return HTMLResponse(body, http_status, headers)


def tone(code: str) -> str:
    """How loud a status of an application is shown; a deviation asks for attention."""
    rule = status_rule("AX", code)
    return {"deviation": "alert", "warning": "warn"}.get(rule.kind, "good") if rule else "warn"


def remembered(response: Response, request: Request, settings: Settings) -> Response:
    """Keeps the language and the ground that the address asked for."""
    for name, possible in _REMEMBERED.items():
        chosen = request.query_params.get(name)
        if chosen in possible:
            secure = is_secure(settings)
            response.set_cookie(name, str(chosen), max_age=_YEAR_S, samesite="lax", secure=secure, httponly=True)
    return response


def _without_choices(request: Request) -> str:
    """The query of this address up to where a language or a ground can be added."""
    kept = request.url.remove_query_params(list(_REMEMBERED)).query
    return f"?{kept}&" if kept else "?"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("portal_api"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
