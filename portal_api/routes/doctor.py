"""The doctor, for whoever runs the hub: each part tried with a harmless call, and what mends it."""

from collections.abc import Callable

from fastapi import APIRouter

from hub.doctor import is_healthy
from portal_api.examining import Examining
from portal_api.routes.documented import problems
from portal_api.shapes.doctor import DoctorShape, FindingShape
from portal_api.who import OperatorReader
from schemas.errors import Busy

_PATIENCE_S = 4.0


def routes(examining: Examining) -> APIRouter:
    router = APIRouter(prefix="/doctor", tags=["doctor"])
    router.get("", responses=problems(), summary="Every part, tried with a harmless call")(_examined(examining))
    return router


def _examined(examining: Examining) -> Callable[..., DoctorShape]:
    def examined(asking: OperatorReader) -> DoctorShape:  # noqa: ARG001 - asking is what lets nobody else in
        """Tried within the last minute; 503 with `Retry-After` while the first round takes longer than that."""
        known = examining.findings.get(_PATIENCE_S)
        if known is None:
            raise Busy("doctor", "it is looking")
        return DoctorShape(
            examined_at=known.at,
            healthy=is_healthy(known.value),
            findings=tuple(FindingShape.model_validate(each) for each in known.value),
        )

    return examined
