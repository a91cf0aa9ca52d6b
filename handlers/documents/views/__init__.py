"""The reading side of documents: deliveries here, `stukken` beside it, and the `ways` to lenders."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from handlers.documents.rules import deliveries
from handlers.documents.rules.deliveries import Document, Judgement
from handlers.documents.tables import DOCUMENTS, JUDGEMENTS
from hub import rows as statements
from schemas.viewer import VisibleDossier


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A delivered file; `answer` is the lender's refusal of it (code and text), empty when there is none."""

    line_number: str
    blob: str
    document: str
    document_text: str
    description: str
    file_kind: str
    size: int
    moment: str
    delivered_at: datetime
    answer: str
    reason: str
    unit_id: str


def documents_in(dossier: VisibleDossier, connection: Connection) -> dict[str, tuple[DocumentView, ...]]:
    """Application id → its delivered documents, old to new."""
    made: dict[str, tuple[DocumentView, ...]] = {}
    for document, judgement in _judged(connection, dossier.id):
        made[document.application_id] = (*made.get(document.application_id, ()), _view(document, judgement))
    return made


def facts_part(connection: Connection, dossier_id: str) -> dict[str, list[dict[str, Any]]]:
    """Application id → its documents with the lender's answer, whatever the order of arrival."""
    left_out = {"dossier_id", "application_id", "lane_id", "unit_id", "delivered_at", "outgoing_id", "asked_rank"}
    made: dict[str, list[dict[str, Any]]] = {}
    for document, judgement in _judged(connection, dossier_id):
        facts = {name: getattr(document, name) for name in DOCUMENTS.columns if name not in left_out}
        made.setdefault(document.application_id, []).append({**facts, "answer": judgement.code if judgement else ""})
    return made


def _judged(connection: Connection, dossier_id: str) -> list[tuple[Document, Judgement | None]]:
    documents = statements.select(connection, DOCUMENTS, "dossier_id", [dossier_id])
    return deliveries.judged(documents, statements.select(connection, JUDGEMENTS, "dossier_id", [dossier_id]))


def _view(document: Document, judgement: Judgement | None) -> DocumentView:
    return DocumentView(
        line_number=document.line_number,
        blob=document.blob,
        document=document.document,
        document_text=document.document_text,
        description=document.description,
        file_kind=document.file_kind,
        size=document.size,
        moment=document.moment,
        delivered_at=document.delivered_at,
        answer=f"{judgement.code} {judgement.text}" if judgement else "",
        reason=judgement.reason if judgement else "",
        unit_id=document.unit_id,
    )
