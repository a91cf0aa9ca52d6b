"""The document of a line: who delivers it, which pages it has, what the hub made of them, and how it stands now."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.documents.names import stuk_id
from handlers.documents.rules import attachments as files
from handlers.documents.rules import deliverers, deliveries, stukken
from handlers.documents.rules.attachments import Attachment
from handlers.documents.rules.deliverers import OfficeDeliverer
from handlers.documents.rules.stukken import Delivered, Standing, Stuk
from handlers.documents.tables import ATTACHMENTS, DOCUMENTS, JUDGEMENTS, OFFICE_DELIVERERS, STUKKEN
from handlers.dossiers.views import office_of
from handlers.stock_lists.views import lines_of
from hub.outgoing import ACKNOWLEDGED
from hub.work import Work
from schemas.action_points import ActionNeeded
from schemas.documents import ArrangePages, OfLine, RegisterPreparation, SetDeliverer, SetOfficeDeliverer
from schemas.hdn.deliverers import Deliverer
from schemas.stock_lists import APPROVED, IN_TREATMENT, PROVISIONAL, RECEIVED, REDELIVER, LinesChanged, LineStand

_ABOUT = "stuk"
_TAKEN = frozenset({IN_TREATMENT, RECEIVED, APPROVED, PROVISIONAL, REDELIVER})
"""The lender says that it has the file, whatever it thinks of it."""


def hear_of_lines(event: LinesChanged, work: Work) -> None:
    """The list changed: each of these lines is weighed anew."""
    weigh(work, event.dossier_id, event.application_id, event.numbers)


def arrange_pages(command: ArrangePages, work: Work) -> None:
    """The pages go out in this order; raises `not-found`, `page-unknown`, and `Conflict` for what is not clean."""
    line, stuk, known = of_line(command, work)
    work.put(STUKKEN, stukken.arranged(stuk, known, command))
    work.tell("pages-arranged", about=command.application_id, facts={"line": line.number, "pages": len(command.pages)})
    weigh(work, command.dossier_id, command.application_id, [line.number])


def register_preparation(command: RegisterPreparation, work: Work) -> None:
    """The hub made the document of a line, or could not; what is no longer wanted changes nothing."""
    line, stuk, _ = of_line(command, work)
    made = stukken.prepared(stuk, command, work.cause.at)
    if made == stuk:
        work.superseded()
        return
    work.put(STUKKEN, made)
    facts = {"line": line.number, "pages": made.page_count, "size": made.size, "reason": made.trouble.get("nl", "")}
    work.tell("document-not-prepared" if made.trouble else "document-prepared", about=line.application_id, facts=facts)


def set_deliverer(command: SetDeliverer, work: Work) -> None:
    """A person says who delivers this line."""
    line, stuk, _ = of_line(command, work)
    work.put(STUKKEN, replace(stuk, deliverer=command.deliverer, deliverer_by=work.cause.actor))
    change = {"field": f"line.{line.number}.deliverer", "old": stuk.deliverer, "new": command.deliverer, "path": ""}
    work.tell("deliverer-set", about=command.application_id, facts={"line": line.number}, changes=[change])
    weigh(work, command.dossier_id, command.application_id, [line.number])


def set_office_deliverer(command: SetOfficeDeliverer, work: Work) -> None:
    """An office says who delivers a kind of document from here on; lines that are there already keep theirs."""
    deliverers.check_known(command.document)
    own = {each.document: each for each in work.find(OFFICE_DELIVERERS, command.office_id)}
    if command.deliverer:
        cause = work.cause
        row = OfficeDeliverer(command.office_id, command.document, command.deliverer, cause.actor, cause.at)
        work.put(OFFICE_DELIVERERS, row)
    elif command.document in own:
        work.remove(OFFICE_DELIVERERS, own[command.document])


def weigh(work: Work, dossier_id: str, application_id: str, numbers: Iterable[str]) -> None:
    """Takes stock of these lines: what the hub has to prepare now, and what a customer has to do."""
    lines = lines_of(work, dossier_id, application_id)
    sent = _delivered(work, dossier_id, application_id)
    for number in numbers:
        line, stuk = lines.get(number), stuk_of(work, dossier_id, application_id, number)
        known = files.of_line(work.find(ATTACHMENTS, dossier_id), application_id, number)
        where = stukken.standing(line, known, sent.get(number, Delivered()))
        if line is None:
            _leave(work, stuk, known)
            continue
        kept = _kept(work, dossier_id, line, stuk, known, where)
        _need(work, kept, line, where)
        _acknowledge(work, line, sent.get(number, Delivered()))


def of_line(command: OfLine, work: Work) -> tuple[LineStand, Stuk, list[Attachment]]:
    """The line that a command is about, what was decided about it, and its files; raises `NotFound`."""
    place = (command.dossier_id, command.application_id, command.line_number)
    line = stukken.found(lines_of(work, *place[:2]).get(command.line_number), command.line_number)
    known = files.of_line(work.find(ATTACHMENTS, command.dossier_id), *place[1:])
    return line, stuk_of(work, *place) or _new(work, command.dossier_id, line), known


def stuk_of(work: Work, dossier_id: str, application_id: str, number: str) -> Stuk | None:
    """The row of a line, when it has one."""
    key = (dossier_id, application_id, number)
    return next((each for each in work.find(STUKKEN, dossier_id) if STUKKEN.key(each) == key), None)


def delivered_for(work: Work, line: LineStand, dossier_id: str, taken_back: Iterable[str]) -> Delivered:
    """What went to the lender for one line, without what a person took back."""
    pairs = _delivered(work, dossier_id, line.application_id).get(line.number, Delivered())
    return stukken.delivered(pairs.all, taken_back)


def _kept(
    work: Work, dossier_id: str, line: LineStand, stuk: Stuk | None, known: Sequence[Attachment], where: Standing
) -> Stuk:
    before = stuk or _new(work, dossier_id, line)
    if before.document != line.document:
        before = stukken.defaulted(before, line, _default(work, dossier_id, line.document))
    weighed = stukken.weighed(before, line, known, where.state)
    if weighed != stuk:
        work.put(STUKKEN, weighed)
    return weighed


def _new(work: Work, dossier_id: str, line: LineStand) -> Stuk:
    return Stuk(
        dossier_id=dossier_id,
        application_id=line.application_id,
        line_number=line.number,
        id=stuk_id(line.application_id, line.number),
        document=line.document,
        deliverer=_default(work, dossier_id, line.document),
    )


def _default(work: Work, dossier_id: str, document: str) -> Deliverer:
    return deliverers.deliverer_for(document, work.consult(OFFICE_DELIVERERS, office_of(work, dossier_id)))


def _need(work: Work, stuk: Stuk, line: LineStand, where: Standing) -> None:
    """Tells whether the customer has to act."""
    work.publish(
        ActionNeeded(
            dossier_id=stuk.dossier_id,
            application_id=stuk.application_id,
            about=_ABOUT,
            about_id=stuk.id,
            need=where.need,
            needed=stukken.deliverer_of(stuk, line) == "customer",
            subject=line.title,
            reason=where.reason if where.need == "asked" else "",
            person=line.person,
            due=line.deliver_before,
            document=line.document,
        )
    )


def _leave(work: Work, stuk: Stuk | None, known: Sequence[Attachment]) -> None:
    """The line left with its exchange, and takes with it what nobody decided or handed in."""
    if stuk is None:
        return
    place = {"dossier_id": stuk.dossier_id, "application_id": stuk.application_id}
    work.publish(ActionNeeded(**place, about=_ABOUT, about_id=stuk.id, need="gone", needed=False, subject=""))
    if not known and not stuk.deliverer_by and not stuk.blob:
        work.remove(STUKKEN, stuk)


def _acknowledge(work: Work, line: LineStand, sent: Delivered) -> None:
    """The lender speaks of a file of ours, so it has it; only the exchange that it went over may say so."""
    if sent.last is None or line.status not in _TAKEN or work.lane is None:
        return
    document = sent.last[0]
    is_about_it = line.status != REDELIVER or line.asked_rank > document.asked_rank
    if document.outgoing_id and document.lane_id == work.lane.id and is_about_it:
        work.answered("DX", int(document.rank[:5]), ACKNOWLEDGED, about=line.number, status=line.status)


def _delivered(work: Work, dossier_id: str, application_id: str) -> dict[str, Delivered]:
    """Line number → what went to the lender for it."""
    found: dict[str, list[tuple[deliveries.Document, deliveries.Judgement | None]]] = {}
    known = deliveries.judged(work.find(DOCUMENTS, dossier_id), work.find(JUDGEMENTS, dossier_id))
    for document, judgement in known:
        if document.application_id == application_id:
            found.setdefault(document.line_number, []).append((document, judgement))
    return {number: stukken.delivered(pairs) for number, pairs in found.items()}
