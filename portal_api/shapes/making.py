"""From views to shapes, where the names of the fields alone do not do it."""

from dataclasses import asdict
from typing import Any

from handlers.documents.views import DocumentView
from handlers.dossiers.views import DossierApplication, DossierView
from hub.views import HeldMessage
from portal_api.files import href_of
from portal_api.shapes.dossiers import DossierShape


def dossier_shape(dossier: DossierView, held: tuple[HeldMessage, ...]) -> DossierShape:
    """The whole dossier; every file gets the place where its bytes are."""
    applications = [_application(dossier.id, each) for each in dossier.applications]
    return DossierShape.model_validate(
        {**_plain(dossier), "applications": applications, "held": [asdict(each) for each in held]}
    )


def _application(dossier_id: str, each: DossierApplication) -> dict[str, Any]:
    made: dict[str, Any] = {**asdict(each.application), "status": None, "stock_list": None}
    if each.status:
        made["status"] = asdict(each.status)
    made["documents"] = [_document(dossier_id, document) for document in each.documents]
    if each.stock_list:
        made["stock_list"] = asdict(each.stock_list)
        for line, seen in zip(made["stock_list"]["lines"], each.stock_list.lines, strict=True):
            line["documents"] = [_document(dossier_id, document) for document in seen.documents]
    made["offers"] = [asdict(offer) for offer in each.offers]
    for offer in made["offers"]:
        offer["files"] = [_file(dossier_id, file) for file in offer["files"]]
    return made


def _document(dossier_id: str, document: DocumentView) -> dict[str, Any]:
    return {**asdict(document), "href": href_of(dossier_id, document.blob)}


def _file(dossier_id: str, file: dict[str, Any]) -> dict[str, Any]:
    return {
        "href": href_of(dossier_id, file["blob"]),
        "description": file["description"],
        "kind": file["kind"],
        "size": file["size"],
    }


def _plain(dossier: DossierView) -> dict[str, Any]:
    names = ("id", "number", "title", "standing", "lead_source", "opened_at", "version")
    lists = ("parties", "products", "properties")
    return {name: getattr(dossier, name) for name in names} | {
        name: [asdict(row) for row in getattr(dossier, name)] for name in lists
    }
