"""The ledger and the doctor. Both take long, so a page shows the last answer with its moment."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from hub.doctor import Finding
from portal_api import paging
from portal_api.examining import MOST_OF_EACH, Examining
from portal_api.pages.operations.frame import framed
from portal_api.routes.ledger import imbalances
from portal_api.who import OperatorReader

_A_PAGE = 50
_PATIENCE_S = 1.0
_LEVELS = ("wrong", "warning", "ok")
_PLACES = {
    "parked": "/operations/parked",
    "ledger": "/operations/ledger",
    "delivery": "/operations/partners",
    "in flight": "/operations/messages?state=in-flight",
}
"""Where a page mends what the doctor found; the other parts are mended at the shell."""


def routes(examining: Examining) -> APIRouter:
    router = APIRouter(prefix="/operations", include_in_schema=False)
    router.get("/ledger")(_ledger(examining))
    router.get("/doctor")(_doctor(examining))
    return router


def _ledger(examining: Examining) -> Callable[..., Response]:
    def ledger(asking: OperatorReader, request: Request, cursor: paging.Cursor = None) -> Response:
        known = examining.balance.get(_PATIENCE_S)
        shown, following = imbalances(known, cursor, _A_PAGE) if known else ((), None)
        facts: dict[str, Any] = {"known": known, "imbalances": shown, "next": following, "most": MOST_OF_EACH}
        return framed(asking, request, "ledger", "ledger.html", facts | {"is_first": cursor is None})

    return ledger


def _doctor(examining: Examining) -> Callable[..., Response]:
    def doctor(asking: OperatorReader, request: Request) -> Response:
        """What is wrong first, then what is a warning, then what is well, each in the order of the checks."""
        known = examining.findings.get(_PATIENCE_S)
        findings: list[Finding] = sorted(known.value, key=lambda each: _LEVELS.index(each.level)) if known else []
        facts = {"known": known, "findings": findings, "ways": _PLACES}
        return framed(asking, request, "doctor", "doctor.html", facts)

    return doctor
