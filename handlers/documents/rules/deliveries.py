"""Deliveries: what was sent to the lender, by whomever, and which delivery an answer of the lender is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from schemas.documents import DocumentJudged, RegisterDocument
from schemas.stock_lists import LineStand, ListStand
from schemas.values import rank

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was delivered for one line. `blob` is `sha256:…`; size in bytes; `moment` is local, as text.

    What the office sent itself has the id of the outgoing message, and `asked_rank`: the newest DA known then.
    """

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
    outgoing_id: str = ""
    asked_rank: str = ""


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


@dataclass(frozen=True, slots=True)
class Sent:
    """A document that goes out now: the file, the exchange, the outgoing message, by which unit and when."""

    blob: str
    size: int
    lane_id: str
    outgoing_id: str
    unit_id: str
    at: datetime


def in_order(number: str) -> tuple[bool, int, str]:
    """Where a line stands among others: numbers as numbers, then the rest as text."""
    return not number.isdecimal(), int(number) if number.isdecimal() else 0, number


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


def sent_document(
    line: LineStand, stock_list: ListStand, sent: Sent, known: Iterable[Judgement], *, dossier_id: str
) -> Document:
    """The delivery that the office makes itself; `known` are the lender's answers about the line so far.

    Its place in time is after everything that the lender said about the line, by the lender's own clock.
    """
    own = max([line.moment, *(each.moment for each in known)])
    return Document(
        dossier_id=dossier_id,
        application_id=line.application_id,
        line_number=line.number,
        blob=sent.blob,
        lane_id=sent.lane_id,
        rank=rank(stock_list.request_version, datetime.fromisoformat(own), sent.at, sent.blob.removeprefix("sha256:")),
        unit_id=sent.unit_id,
        document=line.document,
        document_text=line.document_text,
        description=line.description,
        file_kind="PDF PDF-file",
        size=sent.size,
        moment=own,
        delivered_at=sent.at,
        outgoing_id=sent.outgoing_id,
        asked_rank=stock_list.rank,
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
