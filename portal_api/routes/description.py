"""The OpenAPI description and a page that lists the operations; both ask who is there, like everything else."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from portal_api.pages.rendering import page
from portal_api.routes import tokens
from portal_api.who import Anyone, counter_of, session_cookie

_METHODS = ("get", "post", "put", "patch", "delete")


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/openapi.json")(description)
    router.get("/docs")(operations)
    return router


def description(asking: Anyone, request: Request) -> Response:  # noqa: ARG001 - asking is what lets nobody else in
    return JSONResponse(described(request))


def operations(asking: Anyone, request: Request) -> Response:
    """By tag, with what each does and which problems it may give; no script, nothing from elsewhere."""
    paths: dict[str, dict[str, Any]] = described(request)["paths"]
    listed = [
        {"method": method.upper(), "path": path, **operation}
        for path, operations in sorted(paths.items())
        for method, operation in operations.items()
        if method in _METHODS
    ]
    return page(asking, request, "operations.html", operations=listed)


def described(request: Request) -> dict[str, Any]:
    """The description with how to say who asks; health alone asks nobody."""
    made: dict[str, Any] = request.app.openapi()
    cookie = session_cookie(counter_of(request).runtime.settings)
    made["components"]["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "An API key of your office, with its scopes."},
        "token": {
            "type": "oauth2",
            "description": "A token that a client of your office asks for with its secret; it works for ten minutes.",
            "flows": {"clientCredentials": {"tokenUrl": tokens.PATH, "scopes": tokens.SCOPES}},
        },
        "session": {"type": "apiKey", "in": "cookie", "name": cookie, "description": "The session of a browser."},
    }
    made["security"] = [{"key": []}, {"token": []}, {"session": []}]
    for path, operations in made["paths"].items():
        if path.startswith("/health/"):
            operations["get"]["security"] = []
    made["paths"][tokens.PATH]["post"]["security"] = []
    return made
