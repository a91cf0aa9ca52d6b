"""Templates become answers here; every page gets its words, its formats and who is looking."""

from functools import cache, partial
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from hub.problems import Problem
from hub.settings import Settings
from portal_api import formats
from portal_api.texts import COOKIE, LANGUAGES, has, language_of, text
from portal_api.who import Asking, is_secure
from schemas.hdn.statuses import status_rule
from schemas.refusals import Language

_YEAR_S = 365 * 24 * 3600


def page(asking: Asking, request: Request, template: str, **facts: Any) -> Response:
    """A page for somebody who is signed in."""
    made = render(template, asking.language, who=asking.who, query=_without_language(request), **facts)
    return remembered(made, request, asking.counter.runtime.settings)


def public_page(request: Request, settings: Settings, template: str, http_status: int = 200, **facts: Any) -> Response:
    """A page for anybody: the log-in pages."""
    made = render(template, language_of(request), http_status, who=None, query="?", **facts)
    return remembered(made, request, settings)


def error_page(problem: Problem, language: Language) -> Response:
    """A failure in plain words, with what to do next."""
    made = render("problem.html", language, problem.status, who=None, query="?", problem=problem)
    made.headers.update(problem.headers)
    return made


def render(template: str, language: Language, http_status: int = 200, **facts: Any) -> Response:
    words = partial(text, language)
    tools = {
        "t": words,
        "has": has,
        "lang": language,
        "other_lang": next(each for each in LANGUAGES if each != language),
        "date": partial(formats.as_date, language=language),
        "moment": partial(formats.as_moment, language=language),
        "euros": partial(formats.as_euros, language=language),
        "percent": partial(formats.as_percent, language=language),
        "number": partial(formats.as_number, language=language),
        "size": partial(formats.as_size, language=language),
        "tone": tone,
    }
    body = _environment().get_template(template).render(**tools, **facts)
    headers = {"Content-Language": language, "Cache-Control": "private, no-store", "Vary": "Cookie, Accept-Language"}
    return HTMLResponse(body, http_status, headers)


def tone(code: str) -> str:
    """How loud a status of an application is shown; a deviation asks for attention."""
    rule = status_rule("AX", code)
    return {"deviation": "alert", "warning": "warn"}.get(rule.kind, "good") if rule else "warn"


def remembered(response: Response, request: Request, settings: Settings) -> Response:
    """Keeps the language that the address asked for."""
    if request.query_params.get("lang") in LANGUAGES:
        language, secure = request.query_params["lang"], is_secure(settings)
        response.set_cookie(COOKIE, language, max_age=_YEAR_S, samesite="lax", secure=secure, httponly=True)
    return response


def _without_language(request: Request) -> str:
    """The query of this address up to where a language can be added."""
    kept = request.url.remove_query_params("lang").query
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
