"""How a failure is answered: problem+json for machines, a page in plain words for people."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from hub.logs import log
from hub.problems import MEDIA_TYPE, Problem, invalid_request, named, problem_of
from portal_api.pages.idle import over_page
from portal_api.pages.rendering import error_page
from portal_api.reaching import signed_out
from portal_api.texts import language_of, told_in
from portal_api.who import counter_of
from schemas.errors import HubError, NotFound

MERGED = "dossier-merged"
"""An old link leads where everything went."""


def respond(request: Request, problem: Problem) -> Response:
    """The problem, as a page when a person asked for a page."""
    language = language_of(request)
    if _is_page(request):
        return error_page(problem, language, request)
    body = problem.body(language, request.url.path)
    headers = problem.headers | {"Content-Language": told_in(language), "Cache-Control": "no-store"}
    return JSONResponse(body, problem.status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answers every failure that the hub names; what it does not name is the guard's."""
    app.add_exception_handler(HubError, _named)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def _named(request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    if problem.slug == "not-signed-in" and request.method == "GET" and _is_page(request) and counter_of(request).demo:
        return RedirectResponse("/demo", 303)
    if problem.slug == "not-signed-in" and _is_page(request) and signed_out(request)[0]:
        return over_page(request, problem.status, _page_asked(request))
    if problem.slug == MERGED and request.method == "GET" and _is_page(request):
        here, there = problem.facts["came"], problem.facts["expected"]
        return RedirectResponse(f"{request.url.path.replace(here, there, 1)}?from={here}", 303)
    if problem.level == "warning":
        log.warning("request-waits", slug=problem.slug, why=str(error), method=request.method)
    return respond(request, problem)


def _page_asked(request: Request) -> str:
    """Where he goes back to; an act is not done again."""
    return str(request.url.replace(scheme="", netloc="")) if request.method == "GET" else ""


def _invalid(request: Request, error: Exception) -> Response:
    found = list(error.errors()) if isinstance(error, RequestValidationError) else []
    if any(each["loc"][0] == "path" for each in found):
        return respond(request, problem_of(NotFound("not-found", path="path")))
    return respond(request, invalid_request([_mistake(each) for each in found]))


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 405:  # noqa: PLR2004 - the status says what happened
        return respond(request, named("method-not-allowed", 405, request.method))
    if status == 404:  # noqa: PLR2004 - the same
        return respond(request, problem_of(NotFound("not-found", path="path")))
    return respond(request, invalid_request([("body", "", "a body that can be read")]))


def _mistake(found: dict[str, Any]) -> tuple[str, str, str]:
    where = [str(part) for part in found["loc"] if part not in {"query", "path", "header", "body"}]
    came = found.get("input")
    shown = "" if isinstance(came, dict | list | bytes) or came is None else str(came)
    return _writable(".".join(where) or str(found["loc"][0])), _writable(shown), _writable(str(found["msg"]))


def _writable(text: str) -> str:
    """As it can be sent: JSON may name one half of a surrogate pair, which UTF-8 cannot write."""
    return text.encode("utf-8", "backslashreplace").decode()


def _is_page(request: Request) -> bool:
    """A page was asked for: outside the API, by something that reads HTML."""
    is_machine = request.url.path.startswith(("/api/", "/health/", "/hooks/", "/platform/"))
    return not is_machine and "text/html" in request.headers.get("accept", "")
