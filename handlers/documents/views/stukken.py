"""The stukken of a dossier: each line of its stock lists with who delivers it, its files, its document and its way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.engine import Connection

from handlers.documents.names import stuk_id as stuk_id  # noqa: PLC0414 - other rooms name a stuk as we do
from handlers.documents.rules import attachments as files
from handlers.documents.rules import deliverers, deliveries, stukken
from handlers.documents.rules.answers import meaning_of
from handlers.documents.rules.attachments import Attachment
from handlers.documents.rules.deliveries import Document, Judgement
from handlers.documents.rules.stukken import Delivered, Standing, Stuk
from handlers.documents.tables import ATTACHMENTS, DOCUMENTS, JUDGEMENTS, OFFICE_DELIVERERS, STUKKEN
from handlers.stock_lists.views import exchanges_in, lines_in
from hub import rows as statements
from hub.outgoing import WITHDRAWN, Sent, sent_in
from schemas.errors import Refused
from schemas.hdn.deliverers import default_deliverers
from schemas.stock_lists import LineStand
from schemas.viewer import Viewer, VisibleDossier


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file that was handed in. `may_be_opened`: only what is clean; `is_asked`: it counts for what is asked now."""

    id: str
    blob: str
    name: str
    kind: str
    size: int
    pages: int
    handed_in_at: datetime
    handed_in_by: str
    state: str
    found: str
    judgement: str
    reason: str
    is_asked: bool
    is_sent: bool

    @property
    def may_be_opened(self) -> bool:
        return self.state == "clean"


@dataclass(frozen=True, slots=True)
class PageView:
    attachment: str
    index: int
    turn: int


@dataclass(frozen=True, slots=True)
class PreparedView:
    """The PDF/A of a line, and the hashes of the originals that it was made of; size in bytes."""

    blob: str
    pages: int
    size: int
    sources: tuple[str, ...]
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class SentView:
    """The last delivery; `state` is that of the outgoing message, empty for what a package sent."""

    at: datetime
    outgoing_id: str
    state: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The lender's answer to the last delivery, and what the adviser does about it."""

    code: str
    text: str
    reason: str
    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a document cannot be sent now."""

    slug: str
    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class StukView:
    """One line as the office works on it. `lane_id` is the exchange over which its document goes.

    `is_being_made`: the hub is still composing the document of these pages. `obstacle` is absent when it may go.
    """

    id: str
    application_id: str
    number: str
    title: str
    document: str
    document_text: str
    status: str
    status_text: str
    person: str
    due: date | None
    deliverer: str
    is_default_deliverer: bool
    state: str
    reason: str
    attachments: tuple[AttachmentView, ...]
    pages: tuple[PageView, ...]
    prepared: PreparedView | None
    trouble: Obstacle | None
    is_being_made: bool
    sent: SentView | None
    answer: AnswerView | None
    obstacle: Obstacle | None
    lane_id: str


@dataclass(frozen=True, slots=True)
class StukkenView:
    """`loose` are files whose line left the dossier with its exchange."""

    stukken: tuple[StukView, ...]
    loose: tuple[AttachmentView, ...]

    def stuk(self, stuk_id: str) -> StukView | None:
        """One stuk by its id."""
        return next((each for each in self.stukken if each.id == stuk_id), None)

    def attachment(self, attachment_id: str) -> AttachmentView | None:
        """One file by its id, also one whose line left."""
        placed = (each for stuk in self.stukken for each in stuk.attachments)
        return next((each for each in (*placed, *self.loose) if each.id == attachment_id), None)


@dataclass(frozen=True, slots=True)
class DelivererView:
    """Who delivers a kind of document at this office; `is_own` when the office said so itself."""

    document: str
    text: str
    deliverer: str
    default: str
    why: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything of one dossier that its stukken are made of."""

    lines: tuple[LineStand, ...]
    rows: dict[str, Stuk]
    attachments: list[Attachment]
    pairs: list[tuple[Document, Judgement | None]]
    outgoing: dict[str, Sent]
    own: list[deliverers.OfficeDeliverer]
    lanes: dict[str, str]


def stukken_in(dossier: VisibleDossier, connection: Connection) -> StukkenView:
    """Every line of the dossier's stock lists, by application and number."""
    known = _known(connection, dossier.id, dossier.viewer.office_id or "", is_sent=True)
    shown = tuple(_view(known, line, _row(known, dossier.id, line)) for line in known.lines)
    placed = {(line.application_id, line.number) for line in known.lines}
    loose = [each for each in known.attachments if (each.application_id, each.line_number) not in placed]
    return StukkenView(shown, tuple(_attachment(each, None) for each in loose))


def deliverers_for(viewer: Viewer, connection: Connection) -> tuple[DelivererView, ...]:
    """Who delivers which kind of document at the viewer's office."""
    own = {
        each.document: each.deliverer
        for each in statements.select(connection, OFFICE_DELIVERERS, "office_id", [viewer.office_id or ""])
    }
    return tuple(
        DelivererView(
            row.document, row.text, own.get(row.document, row.deliverer), row.deliverer, row.why, row.document in own
        )
        for row in default_deliverers().values()
    )


def facts_part(connection: Connection, dossier_id: str) -> dict[str, list[dict[str, Any]]]:
    """Application id → its stukken with their files, whatever the order in which messages came."""
    known = _known(connection, dossier_id, "", is_sent=False)
    made: dict[str, list[dict[str, Any]]] = {}
    for line in known.lines:
        row = _row(known, dossier_id, line)
        made.setdefault(line.application_id, []).append(_facts(known, line, row))
    return made


def _known(connection: Connection, dossier_id: str, office_id: str, *, is_sent: bool) -> _Known:
    """`is_sent` asks also for the state of what went out, which is no fact of a dossier."""
    documents = statements.select(connection, DOCUMENTS, "dossier_id", [dossier_id])
    lanes = sorted({each.lane_id for each in documents if each.outgoing_id}) if is_sent else []
    judgements = statements.select(connection, JUDGEMENTS, "dossier_id", [dossier_id])
    return _Known(
        lines=lines_in(connection, dossier_id),
        rows={each.id: each for each in statements.select(connection, STUKKEN, "dossier_id", [dossier_id])},
        attachments=statements.select(connection, ATTACHMENTS, "dossier_id", [dossier_id]),
        pairs=deliveries.judged(documents, judgements),
        outgoing={each.id: each for lane_id in lanes for each in sent_in(connection, lane_id)},
        own=statements.select(connection, OFFICE_DELIVERERS, "office_id", [office_id]),
        lanes=exchanges_in(connection, dossier_id),
    )


def _row(known: _Known, dossier_id: str, line: LineStand) -> Stuk:
    """What was decided about a line; nothing yet for one that was never weighed."""
    named = stuk_id(line.application_id, line.number)
    deliverer = deliverers.deliverer_for(line.document, known.own)
    return known.rows.get(named) or Stuk(dossier_id, line.application_id, line.number, named, line.document, deliverer)


def _of(known: _Known, line: LineStand) -> tuple[list[Attachment], Delivered]:
    place = (line.application_id, line.number)
    pairs = [pair for pair in known.pairs if (pair[0].application_id, pair[0].line_number) == place]
    taken_back = (each.id for each in known.outgoing.values() if each.state == WITHDRAWN)
    return files.of_line(known.attachments, *place), stukken.delivered(pairs, taken_back)


def _view(known: _Known, line: LineStand, stuk: Stuk) -> StukView:
    own, sent = _of(known, line)
    where = stukken.standing(line, own, sent)
    is_current = bool(stuk.wanted) and stuk.made_of == stuk.wanted
    return StukView(
        id=stuk.id,
        application_id=line.application_id,
        number=line.number,
        title=line.title,
        document=line.document,
        document_text=line.document_text,
        status=line.status,
        status_text=line.status_text,
        person=line.person,
        due=line.deliver_before,
        deliverer=stukken.deliverer_of(stuk, line),
        is_default_deliverer=not stuk.deliverer_by,
        state=where.state,
        reason=where.reason,
        attachments=tuple(_attachment(each, line) for each in own),
        pages=_pages(stuk, line, own),
        prepared=_prepared(stuk) if is_current and stuk.blob else None,
        trouble=_trouble(stuk) if is_current and stuk.trouble else None,
        is_being_made=bool(stuk.wanted) and not is_current,
        sent=_sent(sent, known.outgoing),
        answer=_answer(where),
        obstacle=_obstacle(stuk, line, own, sent),
        lane_id=known.lanes.get(line.application_id, ""),
    )


def _facts(known: _Known, line: LineStand, stuk: Stuk) -> dict[str, Any]:
    own, sent = _of(known, line)
    where = stukken.standing(line, own, sent)
    named = ("name", "blob", "kind", "size", "pages", "state", "found", "judgement", "reason")
    by_id = {each.id: each for each in own}
    return {
        "number": line.number,
        "state": where.state,
        "reason": where.reason,
        "deliverer": stukken.deliverer_of(stuk, line),
        "attachments": [
            {name: getattr(each, name) for name in named} | {"is_sent": bool(each.outgoing_id)} for each in own
        ],
        "pages": [[by_id[page.attachment].blob, page.index, page.turn] for page in stukken.chosen(stuk, line, own)],
        "document": stuk.blob,
        "is_wanted": stuk.wanted == stuk.made_of,
        "trouble": stuk.trouble.get("slug", ""),
    }


def _attachment(attachment: Attachment, line: LineStand | None) -> AttachmentView:
    is_asked = line is not None and line.on_list and bool(line.asked_rank) and files.answers(attachment, line)
    return AttachmentView(
        id=attachment.id,
        blob=attachment.blob,
        name=attachment.name,
        kind=attachment.kind,
        size=attachment.size,
        pages=attachment.pages,
        handed_in_at=attachment.handed_in_at,
        handed_in_by=attachment.handed_in_by,
        state=attachment.state,
        found=attachment.found,
        judgement=attachment.judgement,
        reason=attachment.refusal,
        is_asked=is_asked,
        is_sent=bool(attachment.outgoing_id),
    )


def _pages(stuk: Stuk, line: LineStand, own: Sequence[Attachment]) -> tuple[PageView, ...]:
    return tuple(PageView(page.attachment, page.index, page.turn) for page in stukken.chosen(stuk, line, own))


def _prepared(stuk: Stuk) -> PreparedView:
    return PreparedView(stuk.blob, stuk.page_count, stuk.size, tuple(stuk.sources), stuk.made_at)


def _sent(sent: Delivered, outgoing: Mapping[str, Sent]) -> SentView | None:
    if sent.last is None:
        return None
    document = sent.last[0]
    state = outgoing[document.outgoing_id].state if document.outgoing_id in outgoing else ""
    return SentView(document.delivered_at, document.outgoing_id, state)


def _answer(where: Standing) -> AnswerView | None:
    if where.answer is None:
        return None
    meaning = meaning_of(where.answer.code)
    return AnswerView(where.answer.code, where.answer.text, where.answer.reason, meaning.nl, meaning.en)


def _obstacle(stuk: Stuk, line: LineStand, own: Sequence[Attachment], sent: Delivered) -> Obstacle | None:
    try:
        stukken.check_sendable(stuk, line, own, sent)
    except Refused as refused:
        return Obstacle(refused.slug, refused.nl, refused.en)
    return None


def _trouble(stuk: Stuk) -> Obstacle:
    return Obstacle(*(str(stuk.trouble.get(name, "")) for name in ("slug", "nl", "en")))
