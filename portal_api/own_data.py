"""What pages and API do alike about a customer's own data: the file to take along, and the request to erase."""

import io
import zipfile
from dataclasses import asdict, replace
from typing import Any

import orjson
from fastapi.responses import Response

from handlers.customers.views.own_data import OwnData, own_data_for
from hub.blobs import read_blob
from hub.records import Outcome
from portal_api.pages.rendering import render
from portal_api.who import Asking
from portal_api.writes import write
from schemas.customers import AskErasure
from schemas.errors import NotFound, Refused

_ROOT = "mijn-gegevens"


def own_data(asking: Asking, dossier_id: str) -> OwnData:
    """Raises `NotFound` for a dossier in which the asker is no customer, `Refused` for who looks as one."""
    if asking.who.viewing:
        raise Refused("viewing-only", path="method", came="export")
    with asking.reading() as connection:
        found = own_data_for(asking.viewer, connection, dossier_id, asking.counter.runtime.clock.now())
    if found is None:
        raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="een dossier van u / one of yours")
    return found


def taken_along(asking: Asking, dossier_id: str) -> Response:
    """A ZIP: `gegevens.json`, the same to read as `lees-mij.html`, and the documents."""
    found, into = own_data(asking, dossier_id), io.BytesIO()
    said: dict[str, Any] = asdict(replace(found, papers=()))
    said.pop("papers")
    readable = render("customers/taken_along.html", asking.language, data=found, office=asking.who.office)
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as file, asking.reading() as connection:
        options = orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z
        file.writestr(f"{_ROOT}/gegevens.json", orjson.dumps(said, default=str, option=options))
        file.writestr(f"{_ROOT}/lees-mij.html", bytes(readable.body))
        for paper in found.papers:
            body = read_blob(connection, asking.counter.runtime.store, paper.blob)
            file.writestr(f"{_ROOT}/documenten/{paper.name}", body)
    headers = {"Content-Disposition": f'attachment; filename="{_ROOT}.zip"', "Cache-Control": "private, no-store"}
    return Response(into.getvalue(), media_type="application/zip", headers=headers)


def ask_erasure(asking: Asking, key: str | None, dossier_id: str, reason: str) -> tuple[Outcome, str]:
    """The office has a task, once per key; raises `NotFound`, `Conflict` (`erasure-asked`)."""
    own_data(asking, dossier_id)
    person_id = asking.viewer.actor.partition(":")[2]
    made = AskErasure(dossier_id=dossier_id, person_id=person_id, reason=reason)
    return write(asking, key, {"command": "AskErasure", **made.model_dump(mode="json")}, lambda: made)
