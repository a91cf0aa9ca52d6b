"""The table of handlers: which command goes where with which rows, and who reacts to which event, in this order.

`needs` names the rows that a handler and the reactions to its events read; each table is loaded with one statement.
A command of a person that moves an exchange touches everything of two dossiers and names all.
"""

from handlers.applications.handlers import give_up_versions, register_application
from handlers.applications.linking import link_exchange, move_exchange, undo_link, unlink_exchange
from handlers.applications.tables import APPLICATIONS, LINK_CHANGES, LINKS, VERSIONS
from handlers.documents.handlers import give_up_documents, judge_document, register_document
from handlers.documents.tables import DOCUMENTS, JUDGEMENTS
from handlers.dossiers.handlers import give_up_content, take_over_application
from handlers.dossiers.tables import DOSSIERS, PARTIES, PARTS, PRODUCTS, PROPERTIES
from handlers.offers.handlers import give_up_offers, register_offer
from handlers.offers.tables import OFFERS
from handlers.statuses.handlers import give_up_statuses, register_status, set_status
from handlers.statuses.tables import CURRENT_STATUSES, STATUS_HISTORY
from handlers.stock_lists.handlers import give_up_stock_list, hear_of_offer, register_document_request
from handlers.stock_lists.tables import LIST_VERSIONS, STOCK_LINES, STOCK_LISTS
from hub.registry import Handler
from hub.work import Reaction
from schemas.applications import (
    ApplicationRegistered,
    ExchangeUnlinked,
    LinkExchange,
    MoveExchange,
    RegisterApplication,
    UndoLink,
    UnlinkExchange,
)
from schemas.commands import Command, Event
from schemas.documents import DocumentJudged, RegisterDocument
from schemas.offers import OfferRegistered, RegisterOffer
from schemas.statuses import RegisterStatus, SetStatus
from schemas.stock_lists import RegisterDocumentRequest

CONTENT = (DOSSIERS, PARTIES, PRODUCTS, PARTS, PROPERTIES)
EVERYTHING = (
    *(LINKS, APPLICATIONS, VERSIONS, LINK_CHANGES, *CONTENT, CURRENT_STATUSES, STATUS_HISTORY, OFFERS),
    *(STOCK_LISTS, STOCK_LINES, LIST_VERSIONS, DOCUMENTS, JUDGEMENTS),
)
"""Every table of a dossier, for what moves or compares whole dossiers."""

HANDLERS: dict[type[Command], Handler] = {
    RegisterApplication: Handler(register_application, (LINKS, APPLICATIONS, VERSIONS, *CONTENT)),
    RegisterStatus: Handler(register_status, (LINKS, CURRENT_STATUSES)),
    RegisterOffer: Handler(register_offer, (LINKS, OFFERS, STOCK_LISTS)),
    RegisterDocumentRequest: Handler(register_document_request, (LINKS, STOCK_LISTS, STOCK_LINES)),
    RegisterDocument: Handler(register_document, (LINKS, DOCUMENTS)),
    SetStatus: Handler(set_status, (APPLICATIONS, CURRENT_STATUSES)),
    LinkExchange: Handler(link_exchange, EVERYTHING),
    UnlinkExchange: Handler(unlink_exchange, EVERYTHING),
    MoveExchange: Handler(move_exchange, EVERYTHING),
    UndoLink: Handler(undo_link, EVERYTHING),
}


def join(lane_id: str, joins: str, dossier_id: str) -> Command:
    """What the hub does with an exchange that turned out to be another one."""
    return LinkExchange(lane_id=lane_id, dossier_id=dossier_id, joins=joins, reason="one exchange under two names")


REACTIONS: dict[type[Event], tuple[Reaction, ...]] = {
    ApplicationRegistered: (take_over_application,),
    OfferRegistered: (hear_of_offer,),
    DocumentJudged: (judge_document,),
    # Content goes first: what another lane's version says comes back when the versions are weighed again.
    ExchangeUnlinked: (
        give_up_content,
        give_up_versions,
        give_up_statuses,
        give_up_offers,
        give_up_stock_list,
        give_up_documents,
    ),
}
