"""Importing relations: rows that become dossiers, each with its own outcome."""

from collections import Counter

from fastapi import APIRouter

from portal_api.importing import FIELDS, RowOutcome, imported
from portal_api.routes.documented import problems
from portal_api.shapes.imports import ImportRequest, ImportShape, RowOutcomeShape
from portal_api.who import DossierWriter
from schemas.errors import Refused

STATES = ("new", "there", "alike", "refused")


def routes() -> APIRouter:
    router = APIRouter(tags=["dossiers"])
    router.post("/imports/relations", responses=problems(422), summary="Open a dossier per row, or try it")(import_)
    return router


def import_(asking: DossierWriter, body: ImportRequest) -> ImportShape:
    """The same row again opens no second dossier; a row that is refused stops no other."""
    for row in body.rows:
        for name in row:
            if name not in FIELDS:
                raise Refused("request-invalid", path=name, came=name, expected=", ".join(FIELDS))
    rows = [{name: value for name, value in row.items() if value.strip()} for row in body.rows]
    made = imported(asking, rows, range(1, len(rows) + 1), keep=body.keep, confirmed=body.confirmed)
    return ImportShape(items=tuple(RowOutcomeShape.model_validate(each) for each in made), counts=counted(made))


def counted(made: tuple[RowOutcome, ...]) -> dict[str, int]:
    """How many rows of each state."""
    found: Counter[str] = Counter(each.state for each in made)
    return {state: found[state] for state in STATES}
