"""Documents: which delivery an answer of the lender is about. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from schemas.documents import DocumentJudged, RegisterDocument
from schemas.values import rank

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was delivered for one line. `blob` is `sha256:…`; size in bytes; `moment` is local, as text."""

    dossier_id: str
    application_id: str
    line_number: str
    blob: str
    lane_id: str
    rank: str
    unit_id: str
    document: str
    document_text: str
    description: str
    file_kind: str
    size: int
    moment: str
    delivered_at: datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """The lender's answer (SX about a DX) on the document of one line."""

    dossier_id: str
    unit_id: str
    application_id: str
    lane_id: str
    line_number: str
    rank: str
    moment: str
    code: str
    text: str
    reason: str


def document_of(
    command: RegisterDocument, dossier_id: str, about: tuple[str, str], unit_id: str, at: datetime
) -> Document:
    """The delivery that this message is; `about` is its application and lane, `at` the moment of receipt.

    Without a moment of its own its place in time is when it was sent, on the clock of the Netherlands.
    """
    own = command.moment or local(command.sent_at)
    return Document(
        dossier_id=dossier_id,
        application_id=about[0],
        line_number=command.line_number,
        blob=command.file.blob,
        lane_id=about[1],
        rank=rank(command.request_version, own, command.sent_at, command.content_hash),
        unit_id=unit_id,
        document=command.document.code,
        document_text=command.document.text,
        description=command.description,
        file_kind=f"{command.file.kind.code} {command.file.kind.text}".strip(),
        size=command.file.size,
        moment=own.isoformat() if own else "",
        delivered_at=at,
    )


def judgement_of(event: DocumentJudged, unit_id: str) -> Judgement:
    return Judgement(
        dossier_id=event.dossier_id,
        unit_id=unit_id,
        application_id=event.application_id,
        lane_id=event.lane_id,
        line_number=event.line_number,
        rank=event.rank,
        moment=event.moment.isoformat(),
        code=event.status.code,
        text=event.status.text,
        reason=" ".join(event.lines),
    )


def is_outdated(document: Document, known: Document | None) -> bool:
    """Whether the same file was delivered for the same line at least as late."""
    return known is not None and document.rank <= known.rank


def judged(documents: Iterable[Document], judgements: Iterable[Judgement]) -> list[tuple[Document, Judgement | None]]:
    """Each delivery once, old to new, with the lender's answer; the order of arrival plays no part.

    An answer is about the last document that was delivered for its line before it.
    """
    ordered = sorted(_newest(documents), key=lambda each: (each.rank, each.line_number, each.blob))
    answers: dict[tuple[str, str, str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda each: each.rank):
        place = (judgement.application_id, judgement.line_number)
        before = [d for d in ordered if (d.application_id, d.line_number) == place and d.rank < judgement.rank]
        if before:
            answers[*place, before[-1].blob] = judgement
    return [(each, answers.get((each.application_id, each.line_number, each.blob))) for each in ordered]


def local(moment: datetime | None) -> datetime | None:
    """A moment on the clock of the Netherlands, without its zone, as messages write it."""
    return moment.astimezone(AMSTERDAM).replace(tzinfo=None) if moment and moment.tzinfo else moment


def _newest(documents: Iterable[Document]) -> list[Document]:
    """One delivery per file and line: the latest, whichever lane brought it."""
    found: dict[tuple[str, str, str], Document] = {}
    for document in sorted(documents, key=lambda each: each.rank):
        found[document.application_id, document.line_number, document.blob] = document
    return list(found.values())
