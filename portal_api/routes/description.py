"""The OpenAPI description and a page that lists the operations; both ask who is there, like everything else."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from portal_api.pages.rendering import page
from portal_api.who import Anyone

_METHODS = ("get", "post", "put", "patch", "delete")


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/openapi.json")(description)
    router.get("/docs")(operations)
    return router


def description(asking: Anyone, request: Request) -> Response:  # noqa: ARG001 - asking is what lets nobody else in
    return JSONResponse(request.app.openapi())


def operations(asking: Anyone, request: Request) -> Response:
    """By tag, with what each does and which problems it may give; no script, nothing from elsewhere."""
    paths: dict[str, dict[str, Any]] = request.app.openapi()["paths"]
    listed = [
        {"method": method.upper(), "path": path, **operation}
        for path, operations in sorted(paths.items())
        for method, operation in operations.items()
        if method in _METHODS
    ]
    return page(asking, request, "operations.html", operations=listed)
