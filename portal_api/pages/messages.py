"""The page of one message: its life, its receipt, what it changed, and its bytes."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from handlers.dossiers.views import dossier_for
from hub.directory import Directory
from hub.views import effect_for, message_for
from portal_api.pages.offers import line_names
from portal_api.pages.rendering import page
from portal_api.pages.sentences import flag_text, tell
from portal_api.routes.documented import PathId
from portal_api.who import MessageReader
from schemas.errors import NotFound


@dataclass(frozen=True, slots=True)
class Names:
    """How nodes are called: the names of the directory, the number for a node that nobody registered."""

    directory: Directory

    def get(self, node: str, otherwise: str = "") -> str:
        entry = self.directory.find(node) if node.isdigit() else None
        return entry.name if entry else otherwise


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/messages/{message_id}")(one)
    return router


def one(asking: MessageReader, request: Request, message_id: PathId) -> Response:
    with asking.reading() as connection:
        view = message_for(asking.viewer, connection, message_id)
        entries = effect_for(asking.viewer, connection, message_id) or ()
        about = view.line.dossier_id if view else None
        dossier = dossier_for(asking.viewer, connection, about) if about else None
    if view is None:
        raise NotFound("not-found", path="message_id", came=message_id, expected="a message")
    names = Names(asking.counter.runtime.directory)
    called = {party.reference: party.name for party in dossier.parties} | line_names(dossier) if dossier else {}
    called[view.line.sender] = names.get(view.line.sender, view.line.sender)
    return page(
        asking,
        request,
        "messages/one.html",
        message=view,
        sender=names.get(view.line.sender),
        receiver=names.get(view.line.receiver),
        flags=[flag_text(flag, asking.language) for flag in view.line.flags],
        entries=[tell(entry, asking.language, called) for entry in entries],
    )
