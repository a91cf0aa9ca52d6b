"""What the description of every operation says beside its answer: which problems it may give."""

from typing import Annotated, Any

from fastapi import Path

from portal_api.shapes.shape import ProblemShape

PathId = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,64}$")]
"""An id in an address; anything that cannot be one is not found."""

_WHEN = {
    400: "Idempotency-Key is missing.",
    401: "No session and no API key, or one that is unknown.",
    403: "The key has not got the scope.",
    404: "It does not exist or lies outside your office; the two are deliberately not told apart.",
    409: "Its state does not allow this now, or the Idempotency-Key was used for another request.",
    412: "The dossier changed since the ETag in If-Match.",
    422: "The request does not fit; `mistakes` names all of them.",
    503: "A part of the hub is away; try again after Retry-After.",
}
_ALWAYS = (401, 403, 422, 503)


def problems(*more: int) -> dict[int | str, dict[str, Any]]:
    """The problems of one operation, for its `responses`."""
    return {
        status: {
            "description": _WHEN[status],
            "model": ProblemShape,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemShape"}}},
        }
        for status in sorted({*_ALWAYS, *more})
    }


WRITE_PROBLEMS = (400, 404, 409, 412)
