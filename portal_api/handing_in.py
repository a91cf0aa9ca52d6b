"""Files on their way to a line of a stock list in one step: for a form without scripts, and for a customer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from handlers.action_points.views import asked_ever_in
from handlers.customers.views import own_eye_for
from handlers.documents.views.stukken import stukken_in
from portal_api.routes.dossiers import unknown
from portal_api.uploads import PIECE, file_name
from portal_api.who import Asking
from schemas.errors import Conflict, NotFound

_STUK = "stuk"


def keep_file(asking: Asking, place: tuple[str, str, str], name: str, size: int, read: Callable[[int], bytes]) -> Any:
    """The upload, attached to this line (dossier, application, number); `read` gives the next so many bytes.

    Raises `Refused` and `Conflict` as the resumable API does.
    """
    runtime, uploads = asking.counter.runtime, asking.counter.uploads
    settings, now = runtime.settings, runtime.clock.now()
    bounds = uploads.bounds_of(
        settings.max_file_bytes, settings.max_open_uploads, timedelta(hours=settings.upload_hours)
    )
    with runtime.database.transaction() as connection:
        upload = uploads.open_upload(connection, asking.viewer.actor, place, file_name(name), size, bounds, now)
    while piece := read(PIECE):
        with runtime.database.transaction() as connection:
            upload = uploads.append(connection, upload, piece)
    return asking.counter.attach(upload.id)


def place_of_point(asking: Asking, dossier_id: str, point_id: str) -> tuple[str, str, str]:
    """The line that an action point of this customer asks for.

    Raises `NotFound` for one that is not his or asks for no document of a list, `Conflict` (`action-point-state`).
    """
    with asking.reading() as connection:
        eye = own_eye_for(asking.viewer, connection, dossier_id)
        if eye is None:
            raise unknown(dossier_id)
        points = asked_ever_in(eye.dossier, connection, eye.is_his)
        point = next((each for each in points if each.id == point_id and each.about == _STUK), None)
        stuk = stukken_in(eye.dossier, connection).stuk(point.about_id) if point else None
    if point is None or stuk is None:
        expected = "een actiepunt waarvoor u iets aanlevert / an action point that asks for a document"
        raise NotFound("not-found", path="action_point_id", came=point_id, expected=expected)
    if point.state != "open":
        raise Conflict("action-point-state", path="action_point_id", came=point.state, expected="open")
    return dossier_id, stuk.application_id, stuk.number
