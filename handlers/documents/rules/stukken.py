"""A stuk: one line of a stock list as we deliver it. Where it stands, which pages it has, and when it may go out.

Where it stands is derived from what the lender says of the line, from the files, and from what was sent, so the order
in which messages arrive plays no part; a row keeps only what a person or the hub decided.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from handlers.documents.rules.answers import is_defect, meaning_of
from handlers.documents.rules.attachments import Attachment, check_clean, current, refusal_for
from handlers.documents.rules.deliveries import Document, Judgement
from schemas.action_points import Need
from schemas.documents import ArrangePages, PageChoice, RegisterPreparation
from schemas.errors import Conflict, NotFound, Refused
from schemas.hdn.deliverers import Deliverer
from schemas.stock_lists import (
    APPROVED,
    DROPPED,
    IN_TREATMENT,
    PROVISIONAL,
    RECEIVED,
    REDELIVER,
    REQUESTED,
    LineStand,
)

State = Literal[
    "requested",
    "handed_in",
    "approved",
    "rejected",
    "sent",
    "refused",
    "in_treatment",
    "received",
    "provisional",
    "accepted",
    "returned",
    "withdrawn",
    "from_source",
]
"""gevraagd, aangeleverd, goedgekeurd, afgekeurd (by the office or the scanner), verstuurd, geweigerd (DX 01 to 06);
the lender's 02, 03, 06, 04, 07, 08; and what the lender fetches from a source itself."""

_OF_STATUS: dict[str, State] = {IN_TREATMENT: "in_treatment", RECEIVED: "received", PROVISIONAL: "provisional"}
_ASKS = frozenset({REQUESTED, REDELIVER})
_NEEDS: dict[State, Need] = {
    "requested": "asked",
    "rejected": "asked",
    "returned": "asked",
    "accepted": "closed",
    "withdrawn": "withdrawn",
    "from_source": "withdrawn",
}
"""How much its deliverer is needed; in every other state it was handed in."""

_SENDABLE = frozenset({"requested", "approved", "returned", "refused"})
_PREPARED_IN = _SENDABLE | {"sent"}
"""Where a document may be made: when the office agrees to every page; earlier files count when it arranged them."""

_JUDGED = "goedgekeurde bestanden / approved files"
_COMPOSED = "een samengesteld document / a composed document"
_UNSENT = "een stuk dat nog niet is verstuurd / a document that was not sent"


@dataclass(frozen=True, slots=True)
class Stuk:
    """What was decided about one line. `deliverer_by` is empty as long as nobody chose the deliverer for this line.

    `document` is the code that the default deliverer belongs to. `pages` is the order that the office chose, as JSON
    values; empty means as handed in. `wanted` names the pages that a document is due of, empty when none is due;
    `made_of` those of which one was made or tried, with the file or the `trouble`.
    """

    dossier_id: str
    application_id: str
    line_number: str
    id: str
    document: str
    deliverer: str
    deliverer_by: str = ""
    pages: list[Any] = field(default_factory=list)
    wanted: str = ""
    made_of: str = ""
    blob: str = ""
    page_count: int = 0
    size: int = 0
    sources: list[Any] = field(default_factory=list)
    made_at: datetime | None = None
    trouble: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What went to the lender for a line: the deliveries that count, old to new, each with the lender's answer.

    `taken_back` are outgoing messages that a person withdrew before they went.
    """

    all: tuple[tuple[Document, Judgement | None], ...] = ()
    taken_back: frozenset[str] = frozenset()

    @property
    def last(self) -> tuple[Document, Judgement | None] | None:
        return self.all[-1] if self.all else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a stuk stands; `reason` is what its deliverer reads, `answer` the lender's answer to the last delivery."""

    state: State
    reason: str = ""
    answer: Judgement | None = None

    @property
    def need(self) -> Need:
        return _NEEDS.get(self.state, "handed_in")


def delivered(pairs: Iterable[tuple[Document, Judgement | None]], taken_back: Iterable[str] = ()) -> Delivered:
    """The deliveries of one line without those that never went."""
    gone = frozenset(taken_back)
    return Delivered(tuple(pair for pair in pairs if pair[0].outgoing_id not in gone), gone)


def standing(line: LineStand | None, attachments: Sequence[Attachment], sent: Delivered) -> Standing:
    """Where the line stands. `attachments` are those of the line, in the order in which they came."""
    if line is None or not line.on_list or line.status == DROPPED:
        return Standing("withdrawn", line.note if line else "")
    if line.status == APPROVED:
        return Standing("accepted", line.note)
    if line.from_source:
        return Standing("from_source")
    if line.status in _ASKS:
        return _asked(line, attachments, sent)
    return _with_lender(line, sent)


def _with_lender(line: LineStand, sent: Delivered) -> Standing:
    """The lender has it, unless it could not take the last file after all."""
    defect = _defect(sent)
    if defect and defect.moment > line.moment:
        return Standing("refused", _told(defect), defect)
    return Standing(_OF_STATUS.get(line.status, "in_treatment"), line.note)


def _asked(line: LineStand, attachments: Sequence[Attachment], sent: Delivered) -> Standing:
    refusal = refusal_for(attachments, line)
    if refusal:
        return Standing("rejected", refusal)
    fresh = [each for each in current(attachments, line) if not _is_sent(each, sent)]
    if fresh:
        return Standing("approved" if all(each.is_good for each in fresh) else "handed_in")
    if sent.last and _covers(sent.last[0], line):
        defect = _defect(sent)
        return Standing("refused", _told(defect), defect) if defect else Standing("sent", answer=sent.last[1])
    return Standing("returned", line.note) if line.status == REDELIVER else Standing("requested")


def chosen(stuk: Stuk, line: LineStand, attachments: Sequence[Attachment]) -> list[PageChoice]:
    """The pages of the document: as the office arranged them, else every page as it was handed in."""
    fit = {each.id for each in attachments if each.is_fit}
    if stuk.pages:
        return [page for page in map(PageChoice.model_validate, stuk.pages) if page.attachment in fit]
    now = current(attachments, line)
    return [PageChoice(attachment=each.id, index=index) for each in now for index in range(each.pages)]


def arranged(stuk: Stuk, attachments: Sequence[Attachment], command: ArrangePages) -> Stuk:
    """With the pages in this order; raises `Refused` (`page-unknown`) and `Conflict` for a file that is not clean.

    Arranging the same pages once more makes the document anew.
    """
    known = {each.id: each for each in attachments}
    seen = set()
    for number, page in enumerate(command.pages, start=1):
        attachment = known.get(page.attachment)
        if attachment is None or page.index >= attachment.pages or (page.attachment, page.index) in seen:
            came, expected = f"{page.attachment}/{page.index}", "elke pagina één keer / each page once"
            raise Refused("page-unknown", path=f"pages[{number}]", came=came, expected=expected)
        check_clean(attachment)
        seen.add((page.attachment, page.index))
    return _unprepared(replace(stuk, pages=[each.model_dump() for each in command.pages]))


def with_file(stuk: Stuk, line: LineStand, before: Sequence[Attachment], new: Attachment) -> Stuk:
    """A new file comes after what the office arranged; an arrangement for an earlier request is over."""
    now = {each.id for each in current(before, line)}
    pages = [page for page in stuk.pages if page["attachment"] in now]
    if not pages:
        return replace(stuk, pages=[])
    added = [PageChoice(attachment=new.id, index=index).model_dump() for index in range(new.pages)]
    return replace(stuk, pages=[*pages, *added])


def without_file(stuk: Stuk, attachment_id: str) -> Stuk:
    return replace(stuk, pages=[page for page in stuk.pages if page["attachment"] != attachment_id])


def weighed(stuk: Stuk, line: LineStand, attachments: Sequence[Attachment], state: State) -> Stuk:
    """With the name of the pages that a document is due of, for a line that stands at `state`."""
    if state not in _PREPARED_IN:
        return replace(stuk, wanted="")
    pages = chosen(stuk, line, attachments)
    by_id = {each.id: each for each in attachments}
    used = [by_id[page.attachment] for page in pages]
    is_ready = bool(pages) and all(each.is_good for each in (*used, *current(attachments, line)))
    return replace(stuk, wanted=named(line.title, pages, by_id) if is_ready else "")


def named(title: str, pages: Iterable[PageChoice], by_id: dict[str, Attachment]) -> str:
    """The name of a document of these pages: equal for equal pages of equal files under one title."""
    told = [[by_id[page.attachment].blob, page.index, page.turn] for page in pages]
    return sha256(json.dumps([title, told], ensure_ascii=False).encode()).hexdigest()


def prepared(stuk: Stuk, command: RegisterPreparation, at: datetime) -> Stuk:
    """With the document, or why there is none; what is no longer wanted, or was made already, changes nothing."""
    if command.made_of != stuk.wanted or command.made_of == stuk.made_of:
        return stuk
    return replace(
        stuk,
        made_of=command.made_of,
        blob=command.blob,
        page_count=command.pages,
        size=command.size,
        sources=list(command.sources),
        made_at=at,
        trouble=dict(command.trouble),
    )


def defaulted(stuk: Stuk, line: LineStand, deliverer: Deliverer) -> Stuk:
    """With the default deliverer of the document, unless a person chose one for this line."""
    return replace(stuk, document=line.document, deliverer=stuk.deliverer if stuk.deliverer_by else deliverer)


def deliverer_of(stuk: Stuk, line: LineStand) -> Deliverer:
    """Who delivers it; what the lender fetches itself, a source delivers."""
    return "source" if line.from_source else stuk.deliverer  # type: ignore[return-value]  # the column holds these words


def check_sendable(stuk: Stuk, line: LineStand, attachments: Sequence[Attachment], sent: Delivered) -> None:
    """Whether the document may go out now; raises `Conflict` or `Refused` with what stands in the way.

    What the chain agreed about it (old requests, unknown numbers) the composer asks of the agreements.
    """
    where = standing(line, attachments, sent)
    _check_asked(line, where.state)
    _check_judged(line, attachments)
    pages = chosen(stuk, line, attachments)
    if not pages:
        raise Conflict("stuk-empty", path="line_number", came=line.number, expected="een bestand / a file")
    if stuk.trouble and stuk.made_of == stuk.wanted:
        raise Refused(**stuk.trouble)
    if not stuk.blob or stuk.made_of != stuk.wanted:
        raise Conflict("stuk-not-prepared", path="line_number", came=line.number, expected=_COMPOSED)
    _check_changed(stuk, line, sent)


def _check_asked(line: LineStand, state: State) -> None:
    if state == "from_source":
        raise Conflict("document-from-source", came=line.number, expected="geen DX / no DX")
    if state == "sent":
        raise Conflict("stuk-sent", path="line_number", came=line.title, expected=_UNSENT)
    if state not in _SENDABLE | {"handed_in", "rejected"}:
        came = f"{line.number} ({f'{line.status} {line.status_text}'.rstrip()})"
        raise Conflict("document-not-awaited", path="line_number", came=came, expected="01, 07")


def _check_judged(line: LineStand, attachments: Sequence[Attachment]) -> None:
    if refusal_for(attachments, line):
        raise Conflict("stuk-not-judged", path="line_number", came="afgekeurd / rejected", expected=_JUDGED)
    for each in current(attachments, line):
        check_clean(each)
        if not each.is_good:
            raise Conflict("stuk-not-judged", path="attachment_id", came=each.name, expected=_JUDGED)


def _check_changed(stuk: Stuk, line: LineStand, sent: Delivered) -> None:
    """What the lender turned down does not go again as it was."""
    if sent.last is None or sent.last[0].blob != stuk.blob:
        return
    answer = sent.last[1]
    is_turned_down = not _covers(sent.last[0], line) and line.status == REDELIVER
    if is_turned_down or (answer and meaning_of(answer.code).again == "changed"):
        raise Conflict("stuk-unchanged", path="line_number", came=line.number, expected="andere pagina's / other pages")


def found(line: LineStand | None, number: str) -> LineStand:
    """The line, or `NotFound`; one that is off the list or withdrawn is still there."""
    if line is None:
        raise NotFound(
            "not-found", path="line_number", came=number, expected="een stuk van de lijst / a line of the list"
        )
    return line


def _unprepared(stuk: Stuk) -> Stuk:
    return replace(stuk, made_of="", blob="", page_count=0, size=0, sources=[], made_at=None, trouble={})


def _covers(document: Document, line: LineStand) -> bool:
    """Whether a delivery is for what the lender asks now; another's DX tells only its moment."""
    if document.outgoing_id:
        return document.asked_rank >= line.asked_rank
    return document.moment >= line.asked_moment


def _is_sent(attachment: Attachment, sent: Delivered) -> bool:
    return bool(attachment.outgoing_id) and attachment.outgoing_id not in sent.taken_back


def _defect(sent: Delivered) -> Judgement | None:
    """The lender's answer that the last file could not be taken."""
    answer = sent.last[1] if sent.last else None
    return answer if answer and is_defect(answer.code) else None


def _told(answer: Judgement) -> str:
    return " ".join(text for text in (meaning_of(answer.code).nl, answer.reason) if text)
