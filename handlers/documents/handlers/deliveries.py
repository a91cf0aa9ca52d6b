"""Registers delivered documents and the lender's answers about them."""

from handlers.applications.views import application_id_of, lane_of
from handlers.documents.handlers.stukken import weigh
from handlers.documents.rules import deliveries
from handlers.documents.tables import DOCUMENTS, JUDGEMENTS
from hub.work import Work
from schemas.applications import ExchangeUnlinked
from schemas.documents import DocumentJudged, RegisterDocument


def register_document(command: RegisterDocument, work: Work) -> None:
    """A file for a line of the stock list of the lane's application; raises `Waiting` when the lane has none yet."""
    about = (application_id_of(work), lane_of(work).id)
    document = deliveries.document_of(command, work.dossier_id or "", about, work.cause.unit_id, work.cause.at)
    if deliveries.is_outdated(document, work.get(DOCUMENTS, *DOCUMENTS.key(document))):
        work.superseded()
    else:
        work.put(DOCUMENTS, document)
    field, path = f"line.{document.line_number}.document", command.file.source
    change = {"field": field, "old": None, "new": document.blob, "path": path}
    facts = {"line": document.line_number, "document": document.document_text, "size": document.size}
    work.tell("document-registered", about=document.application_id, facts=facts, changes=[change])
    weigh(work, document.dossier_id, document.application_id, [document.line_number])


def judge_document(event: DocumentJudged, work: Work) -> None:
    """Keeps the lender's answer; which delivery it is about follows from the moments of both."""
    judgement = deliveries.judgement_of(event, work.cause.unit_id)
    work.add(JUDGEMENTS, judgement)
    facts = {"line": judgement.line_number, "answer": f"{judgement.code} {judgement.text}", "reason": judgement.reason}
    work.tell("document-judged", about=event.application_id, facts=facts)


def give_up_documents(event: ExchangeUnlinked, work: Work) -> None:
    """Removes what the lane brought; what the office sent itself is the office's and stays."""
    gone = [each for each in work.find(DOCUMENTS, event.dossier_id) if each.lane_id == event.lane_id]
    for document in gone:
        if not document.outgoing_id:
            work.remove(DOCUMENTS, document)
    for judgement in work.find(JUDGEMENTS, event.dossier_id):
        if judgement.lane_id == event.lane_id:
            work.remove(JUDGEMENTS, judgement)
    for application_id in {each.application_id for each in gone}:
        numbers = {each.line_number for each in gone if each.application_id == application_id}
        weigh(work, event.dossier_id, application_id, sorted(numbers))
