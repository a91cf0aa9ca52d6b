"""The stukken of a dossier for the API: finding one, its files, and their shapes."""

from dataclasses import asdict
from typing import Any

from handlers.documents.views.stukken import AttachmentView, StukkenView, StukView, stukken_in
from handlers.documents.views.ways import way_of
from handlers.dossiers.views import visible
from portal_api.shapes.documents import StukkenShape, StukShape
from portal_api.who import Asking
from schemas.documents import SendStuk
from schemas.errors import Conflict, NotFound


def stukken_of(asking: Asking, dossier_id: str) -> StukkenView:
    """Every stuk of the dossier; raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="a dossier")
        return stukken_in(dossier, connection)


def stuk_of(asking: Asking, dossier_id: str, stuk_id: str) -> StukView:
    """One stuk; raises `NotFound`."""
    found = stukken_of(asking, dossier_id).stuk(stuk_id)
    if found is None:
        raise NotFound("not-found", path="stuk_id", came=stuk_id, expected="a stuk of the dossier")
    return found


def attachment_of(asking: Asking, dossier_id: str, attachment_id: str) -> AttachmentView:
    """One file, whatever its state; raises `NotFound`."""
    found = stukken_of(asking, dossier_id).attachment(attachment_id)
    if found is None:
        raise NotFound("not-found", path="attachment_id", came=attachment_id, expected="a file of the dossier")
    return found


def opened(asking: Asking, dossier_id: str, attachment_id: str) -> AttachmentView:
    """One file that may be opened; raises `Conflict` for one that is not clean (yet)."""
    found = attachment_of(asking, dossier_id, attachment_id)
    if not found.may_be_opened:
        slug = {"infected": "file-infected", "unscannable": "file-unscannable"}.get(found.state, "file-not-scanned")
        raise Conflict(slug, path="attachment_id", came=found.found or found.state, expected="clean")
    return found


def sending_of(asking: Asking, dossier_id: str, stuk: StukView) -> SendStuk:
    """The command that sends it over its exchange as that is reached now; raises what `way_of` does."""
    with asking.reading() as connection:
        way = way_of(connection, stuk.lane_id)
    return SendStuk(
        dossier_id=dossier_id,
        application_id=stuk.application_id,
        line_number=stuk.number,
        lane_id=way.lane_id,
        receiver=way.receiver,
        receiver_code=way.receiver_code,
        receiver_name=way.receiver_name,
        most_bytes=way.most_bytes,
    )


def stukken_shape(dossier_id: str, found: StukkenView) -> StukkenShape:
    items = tuple(stuk_shape(dossier_id, each) for each in found.stukken)
    return StukkenShape.model_validate({"items": items, "loose": [_file(dossier_id, each) for each in found.loose]})


def stuk_shape(dossier_id: str, stuk: StukView) -> StukShape:
    made = asdict(stuk) | {"attachments": [_file(dossier_id, each) for each in stuk.attachments]}
    if stuk.prepared:
        made["prepared"] |= {"href": f"/api/v2/dossiers/{dossier_id}/stukken/{stuk.id}/document"}
    return StukShape.model_validate(made)


def _file(dossier_id: str, attachment: AttachmentView) -> dict[str, Any]:
    href = f"/api/v2/dossiers/{dossier_id}/attachments/{attachment.id}/original"
    return asdict(attachment) | {"may_be_opened": attachment.may_be_opened, "href": href}
