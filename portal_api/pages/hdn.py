"""The tab *HDN* of a dossier, and a message as a person reads it: what came in and what goes out.

What a message changed stands beside it; a citizen service number is never shown, and each look is written down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from handlers.applications.views import LateAnswer, VersionStep, late_in
from handlers.dossiers.views import dossier_for
from hub.delivery.views import OutgoingView, outgoing_one_for
from hub.views import message_for
from portal_api.exchanges import lender_name
from portal_api.hdn import (
    MOST,
    Exchange,
    Exchanged,
    exchanges_of,
    legible_message,
    legible_outgoing,
)
from portal_api.pages.messages import Names
from portal_api.pages.offers import line_names
from portal_api.pages.rendering import page
from portal_api.pages.sent import Sent, sent
from portal_api.pages.sentences import Change, Told, change_text, tell
from portal_api.routes.documented import PathId
from portal_api.texts import told_in
from portal_api.who import Asking, MessageReader
from schemas.errors import NotFound, Refused
from schemas.legible import Legible


@dataclass(frozen=True, slots=True)
class _Row:
    """A message on the page: who and what in words, what it told, and for what goes out how far it is."""

    message: Exchanged
    sender: str
    receiver: str
    told: tuple[Told, ...]
    sent: Sent | None


@dataclass(frozen=True, slots=True)
class _Panel:
    exchange: Exchange
    title: str
    rows: tuple[_Row, ...]
    versions: tuple[tuple[VersionStep, tuple[Change, ...]], ...]


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/dossiers/{dossier_id}/hdn")(overview)
    router.get("/messages/{message_id}/content")(message)
    router.get("/outgoing/{outgoing_id}")(outgoing)
    return router


def overview(asking: MessageReader, request: Request, dossier_id: PathId) -> Response:
    """The newest first, per application."""
    found = exchanges_of(asking, dossier_id)
    with asking.reading() as connection:
        title, names = _named(asking, connection, dossier_id)
        silent = late_in(asking.viewer, connection, dossier_id, asking.counter.runtime.clock.now())
    late = {each.id: each for each in silent}
    panels = tuple(_panel(asking, each, names, late) for each in found.items)
    return page(
        asking,
        request,
        "dossiers/hdn.html",
        dossier_id=dossier_id,
        title=title,
        panels=panels,
        most=MOST,
        is_cut=found.is_cut,
    )


def message(asking: MessageReader, request: Request, message_id: PathId) -> Response:
    """What came in, in words and as XML; what is no XML says so."""
    with asking.reading() as connection:
        view = message_for(asking.viewer, connection, message_id)
    if view is None:
        raise NotFound("not-found", path="message_id", came=message_id, expected="a message")
    content, trouble = _content(asking, lambda: legible_message(asking, message_id))
    line, names = view.line, Names(asking.counter.runtime.directory)
    return page(
        asking,
        request,
        "messages/content.html",
        title=line.message_type,
        dossier_id=line.dossier_id or "",
        content=content,
        trouble=trouble,
        at=line.received_at,
        parties=(names.get(line.sender) or line.sender, names.get(line.receiver) or line.receiver),
        version=line.request_version,
        effect=f"/messages/{message_id}",
        raw=f"/api/v2/messages/{message_id}/raw",
        sent=None,
    )


def outgoing(asking: MessageReader, request: Request, outgoing_id: PathId) -> Response:
    """What goes out, how far it is, and what the other party answered."""
    with asking.reading() as connection:
        view = outgoing_one_for(asking.viewer, connection, outgoing_id)
        if view is None:
            raise NotFound("not-found", path="outgoing_id", came=outgoing_id, expected="an outgoing message")
        _, called = _named(asking, connection, view.line.dossier_id or "")
    content, trouble = _content(asking, lambda: legible_outgoing(asking, outgoing_id))
    line, names = view.line, Names(asking.counter.runtime.directory)
    return page(
        asking,
        request,
        "messages/content.html",
        title=line.message_type,
        dossier_id=line.dossier_id or "",
        content=content,
        trouble=trouble,
        at=line.made_at,
        parties=(names.get(line.sender) or line.sender, names.get(line.receiver) or line.receiver),
        version=line.request_version,
        effect="",
        raw=f"/api/v2/outgoing/{outgoing_id}/raw",
        sent=sent(line, asking.language, called),
        answer=_answer(view),
    )


def _content(asking: Asking, read: Any) -> tuple[Legible | None, str]:
    """The message in words, or why it cannot be read."""
    try:
        return read(), ""
    except NotFound:
        raise
    except Refused as refused:
        said = refused.nl if told_in(asking.language) == "nl" else refused.en
        return None, said.removesuffix(" Er is niets gewijzigd.").removesuffix(" Nothing was changed.")


def _answer(view: OutgoingView) -> tuple[str, ...]:
    """What the other party said of it, in its own words."""
    said = view.answer.get("lines") or ()
    return tuple(str(each) for each in (view.answer.get("status"), *said) if each)


def _named(asking: Asking, connection: Connection, dossier_id: str) -> tuple[str, dict[str, str]]:
    """What the dossier is called, and how its parties, lines of a stock list and nodes are."""
    dossier = dossier_for(asking.viewer, connection, dossier_id) if dossier_id else None
    if dossier is None:
        return "", {}
    return dossier.title, {party.reference: party.name for party in dossier.parties} | line_names(dossier)


def _panel(asking: Asking, exchange: Exchange, names: Mapping[str, str], late: Mapping[str, LateAnswer]) -> _Panel:
    application = exchange.application
    versions = (
        (each, tuple(change_text(change, asking.language, names) for change in each.changes))
        for each in exchange.versions
    )
    return _Panel(
        exchange,
        lender_name(application.partner) if application else "",
        tuple(_row(asking, each, names, late) for each in exchange.messages),
        tuple(versions),
    )


def _row(asking: Asking, each: Exchanged, names: Mapping[str, str], late: Mapping[str, LateAnswer]) -> _Row:
    nodes = Names(asking.counter.runtime.directory)
    called = {**names, each.sender: nodes.get(each.sender) or each.sender}
    called |= {each.receiver: nodes.get(each.receiver) or each.receiver}
    told = tuple(tell(entry, asking.language, called) for entry in each.effects)
    gone = sent(each.sent, asking.language, called, late.get(each.sent.id)) if each.sent else None
    return _Row(each, called[each.sender], called[each.receiver], told, gone)
