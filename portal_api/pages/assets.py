"""Sheets, scripts and the icon, served by the hub itself and known by name; nothing else in the folder is reachable.

A sheet or script is put together of the files in its row, so that a page asks for one of each.
Its address carries the hash of its content: a browser keeps it for a year, and a new content has a new address.
"""

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter, Request
from fastapi.responses import Response

from schemas.errors import NotFound

_CSS, _JS = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
_MADE_OF: dict[str, tuple[str, tuple[str, ...]]] = {
    "style.css": (
        _CSS,
        tuple(
            f"styles/{name}.css"
            for name in ("tokens", "ground", "frame", "controls", "parts", "lists", "dossier", "narrow")
        ),
    ),
    "hub.js": (_JS, tuple(f"scripts/{name}.js" for name in ("dialogs", "palette", "uploads", "live", "tabs"))),
    "demo.css": (_CSS, ("styles/demo.css",)),
    "passkey.js": (_JS, ("scripts/passkey.js",)),
    "idle.js": (_JS, ("scripts/idle.js",)),
    "leaving.js": (_JS, ("scripts/leaving.js",)),
    "htmx.js": (_JS, ("vendor/htmx.min.js",)),
    "icon.svg": ("image/svg+xml", ("icon.svg",)),
}
"""Name → media type and the files that it is made of, in order."""
_A_YEAR = "public, max-age=31536000, immutable"
_A_WHILE = "public, max-age=300"


@dataclass(frozen=True, slots=True)
class Served:
    """`version` is the beginning of the content's hash."""

    media_type: str
    body: bytes
    zipped: bytes
    version: str


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/static/{name}")(asset)
    return router


def address_of(name: str) -> str:
    """Where a page finds this asset."""
    return f"/static/{name}?v={loaded(name).version}"


def asset(request: Request, name: str) -> Response:
    """The asset, kept for long when its version was asked for, compressed for who says that he takes it."""
    if name not in _MADE_OF:
        raise NotFound("not-found", path="name", came=name, expected="an asset")
    found = loaded(name)
    kept = _A_YEAR if request.query_params.get("v") == found.version else _A_WHILE
    headers = {"Cache-Control": kept, "ETag": f'"{found.version}"', "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if takes_gzip(request):
        return Response(found.zipped, media_type=found.media_type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(found.body, media_type=found.media_type, headers=headers)


def takes_gzip(request: Request) -> bool:
    """Whether the caller says that he takes gzip, and not with `q=0`."""
    named = [each.strip().lower() for each in request.headers.get("accept-encoding", "").split(",")]
    return any(each.partition(";")[0] == "gzip" and not each.endswith((";q=0", ";q=0.0")) for each in named)


@cache
def loaded(name: str) -> Served:
    media_type, parts = _MADE_OF[name]
    folder = files("portal_api").joinpath("static")
    body = b"\n".join(folder.joinpath(part).read_bytes() for part in parts)
    return Served(media_type, body, gzip.compress(body, mtime=0), sha256(body).hexdigest()[:12])
