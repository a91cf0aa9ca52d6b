"""What was exchanged about a dossier, a message as a person reads it, and how versions of an application differ."""

from dataclasses import asdict

from fastapi import APIRouter

from portal_api.hdn import exchanges_of, legible_message, legible_outgoing, versions_of
from portal_api.routes.applications import application_in
from portal_api.routes.documented import PathId, problems
from portal_api.shapes.hdn import (
    ExchangedShape,
    ExchangeShape,
    ExchangesShape,
    LegibleShape,
    VersionStepShape,
    VersionStepsShape,
)
from portal_api.who import DossierReader, MessageReader


def routes() -> APIRouter:
    router = APIRouter(tags=["messages"])
    read = "As a person reads it: in words, with code texts; also laid out as XML"
    router.get("/dossiers/{dossier_id}/hdn", responses=problems(404), summary="Every message about the dossier")(
        exchanges
    )
    router.get("/messages/{message_id}/content", responses=problems(404, 422), summary=read)(message)
    router.get("/outgoing/{outgoing_id}/content", responses=problems(404, 422), summary=read)(outgoing)
    router.get(
        "/dossiers/{dossier_id}/applications/{application_id}/versions",
        responses=problems(404),
        summary="What each version changed, field by field",
    )(versions)
    return router


def exchanges(asking: MessageReader, dossier_id: PathId) -> ExchangesShape:
    """Per application, the newest first; the latest 200 in each direction."""
    found = exchanges_of(asking, dossier_id)
    items = tuple(
        ExchangeShape(
            application_id=each.application.id if each.application else "",
            partner=each.application.partner if each.application else "",
            number=each.application.number if each.application else "",
            messages=tuple(ExchangedShape.model_validate(one) for one in each.messages),
        )
        for each in found.items
    )
    return ExchangesShape(items=items, is_cut=found.is_cut)


def message(asking: MessageReader, message_id: PathId) -> LegibleShape:
    return LegibleShape.model_validate(legible_message(asking, message_id))


def outgoing(asking: MessageReader, outgoing_id: PathId) -> LegibleShape:
    return LegibleShape.model_validate(legible_outgoing(asking, outgoing_id))


def versions(asking: DossierReader, dossier_id: PathId, application_id: PathId) -> VersionStepsShape:
    """The newest first; the first version changed nothing."""
    application_in(asking, dossier_id, application_id)
    found = versions_of(asking, dossier_id, application_id)
    made = (VersionStepShape.model_validate({**asdict(each), "message_id": each.unit_id}) for each in found)
    return VersionStepsShape(items=tuple(made))
