"""Sends the document of a line to its lender, as one DX; or those of all lines of an application that may go."""

from dataclasses import replace
from typing import TypeVar

from handlers.applications.views import application_id_of, domain_of, lane_of, number_of
from handlers.documents.handlers.stukken import delivered_for, of_line, weigh
from handlers.documents.rules import deliveries, stukken
from handlers.documents.rules.deliveries import Sent
from handlers.documents.rules.stukken import Stuk
from handlers.documents.tables import ATTACHMENTS, DOCUMENTS, JUDGEMENTS
from handlers.stock_lists.views import lines_of, list_of
from hub.outgoing import WITHDRAWN
from hub.work import Work
from schemas.documents import SendStuk, SendStukken
from schemas.errors import Conflict, NotFound, Refused
from schemas.letters import DocumentDelivery, Route
from schemas.stock_lists import LineStand, ListStand
from schemas.values import CodedText

T = TypeVar("T")
_READY = "een stuk dat mag worden verstuurd / a stuk that may go"
_PDF = CodedText(code="PDF", text="PDF-file")


def send_stuk(command: SendStuk, work: Work) -> None:
    """The approved document goes to the lender, byte for byte as it was composed.

    Raises `not-found`, `Conflict` or `Refused` with what stands in the way, and whatever composing refuses.
    """
    _check_exchange(command, work)
    line, stuk, known = of_line(command, work)
    taken_back = [each.id for each in work.sent() if each.state == WITHDRAWN]
    stukken.check_sendable(stuk, line, known, delivered_for(work, line, command.dossier_id, taken_back))
    stock_list = _listed(list_of(work, command.application_id))
    outgoing_id = work.send(_letter(command, work, line, stuk, stock_list), about=line.number)
    _keep(command, work, line, stuk, stock_list, outgoing_id)
    gone = {page.attachment for page in stukken.chosen(stuk, line, known)}
    for attachment in known:
        if attachment.id in gone:
            work.put(ATTACHMENTS, replace(attachment, outgoing_id=outgoing_id))
    facts = {"line": line.number, "pages": stuk.page_count, "size": stuk.size, "receiver": command.receiver}
    work.tell("stuk-sent", about=command.application_id, facts=facts)
    weigh(work, command.dossier_id, command.application_id, [line.number])


def send_stukken(command: SendStukken, work: Work) -> None:
    """Every stuk that may go goes; what may not stays, and the timeline says which and by which rule.

    Raises `not-found`, and `Conflict` (`stukken-none-ready`) when none may go.
    """
    _check_exchange(command, work)
    numbers = sorted(lines_of(work, command.dossier_id, command.application_id), key=deliveries.in_order)
    left = {number: refused for number in numbers if (refused := _tried(command, work, number))}
    gone = [number for number in numbers if number not in left]
    if not gone:
        raise Conflict("stukken-none-ready", path="application_id", came=len(numbers), expected=_READY)
    stayed = [{"line": number, "slug": refused.slug} for number, refused in left.items()]
    work.tell("stukken-sent", about=command.application_id, facts={"sent": gone, "left": stayed})


def _tried(command: SendStukken, work: Work, number: str) -> Refused | None:
    """What stands in the way of one stuk; a stuk that is refused has changed nothing yet."""
    try:
        send_stuk(SendStuk(**command.model_dump(), line_number=number), work)
    except Refused as refused:
        return refused
    return None


def _keep(command: SendStuk, work: Work, line: LineStand, stuk: Stuk, stock_list: ListStand, outgoing_id: str) -> None:
    place = (command.application_id, line.number)
    answers = [
        each for each in work.find(JUDGEMENTS, command.dossier_id) if (each.application_id, each.line_number) == place
    ]
    sent = Sent(stuk.blob, stuk.size, command.lane_id, outgoing_id, work.cause.unit_id, work.cause.at)
    work.put(DOCUMENTS, deliveries.sent_document(line, stock_list, sent, answers, dossier_id=command.dossier_id))


def _letter(command: SendStuk, work: Work, line: LineStand, stuk: Stuk, stock_list: ListStand) -> DocumentDelivery:
    """The line as the lender described it, with our file; whom it is about the lender knows by its number."""
    lane = lane_of(work)
    route = Route(
        sender=lane.node,
        receiver=command.receiver,
        receiver_code=command.receiver_code,
        receiver_name=command.receiver_name,
        environment=lane.environment,
        number=number_of(work, command.application_id),
        request_version=stock_list.request_version,
        at=work.cause.at,
    )
    return DocumentDelivery(
        route=route,
        domain="KX" if domain_of(work, command.application_id) == "KX" else "AX",
        lender_reference=stock_list.lender_reference,
        number=line.number,
        document=CodedText(code=line.document, text=line.document_text),
        description=line.description,
        status=CodedText(code=line.status, text=line.status_text),
        status_note=line.note,
        moment=line.moment,
        delivery_moment=_coded(line.delivery_moment),
        originals=line.originals,
        original_kind=_coded(line.original_kind),
        file=stuk.blob,
        file_name=f"{line.title}.pdf",
        size=stuk.size,
        file_type=_PDF,
        most_bytes=command.most_bytes,
    )


def _check_exchange(command: SendStuk | SendStukken, work: Work) -> None:
    """The document goes over an exchange of its own application; raises `NotFound` for any other."""
    lane = lane_of(work)
    if lane.dossier_id != command.dossier_id or application_id_of(work) != command.application_id:
        raise NotFound("not-found", path="lane_id", came=lane.id, expected="een uitwisseling / an exchange")


def _listed(stock_list: ListStand | None) -> ListStand:
    if stock_list is None:
        raise LookupError("a line stands on no list")
    return stock_list


def _coded(value: str) -> CodedText | None:
    code, _, text = value.partition(" ")
    return CodedText(code=code, text=text) if code else None
