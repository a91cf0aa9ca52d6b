"""Files as they are handed in for a line: attached, scanned, judged, removed."""

from collections.abc import Callable
from dataclasses import replace

from handlers.documents.handlers.stukken import of_line, weigh
from handlers.documents.names import attachment_id, stuk_id
from handlers.documents.rules import attachments as files
from handlers.documents.rules import stukken
from handlers.documents.rules.attachments import Attachment
from handlers.documents.tables import ATTACHMENTS, DOCUMENTS, STUKKEN
from handlers.stock_lists.views import list_of
from hub.work import Work
from schemas.applications import ApplicationMoved
from schemas.documents import (
    AttachFile,
    BeginScan,
    JudgeAttachment,
    OfAttachment,
    RegisterScan,
    RemoveAttachment,
)


def attach_file(command: AttachFile, work: Work) -> None:
    """A file for a line, also for one that is asked no more; the same file again is the one that is there."""
    line, stuk, before = of_line(command, work)
    named = attachment_id(command.application_id, command.line_number, command.blob)
    if work.get(ATTACHMENTS, command.dossier_id, named):
        work.superseded()
        return
    stock_list = list_of(work, command.application_id)
    rank = stock_list.rank if stock_list else ""
    new = files.attached(command, named, rank, work.cause.actor, work.cause.at)
    work.put(ATTACHMENTS, new)
    work.put(STUKKEN, stukken.with_file(stuk, line, before, new))
    facts = {"line": line.number, "file": new.name, "size": new.size, "pages": new.pages}
    work.tell("file-attached", about=new.application_id, facts=facts)
    _weigh(work, new)


def begin_scan(command: BeginScan, work: Work) -> None:
    """The file is with the scanner."""
    _change(command, work, files.scanning)


def register_scan(command: RegisterScan, work: Work) -> None:
    """What the scanner says; a file that it refuses has to come again."""
    after = _change(command, work, lambda before: files.scanned(before, command, work.cause.at))
    if after and after.state in files.UNFIT:
        facts = {"line": after.line_number, "file": after.name, "reason": after.refusal}
        work.tell("file-refused", about=after.application_id, facts=facts)


def judge_attachment(command: JudgeAttachment, work: Work) -> None:
    """The office approves or rejects a file. Raises `reason-needed`, and `Conflict` for what is not clean."""
    after = _change(command, work, lambda before: files.judged(before, command, work.cause.actor, work.cause.at))
    if after:
        kind = "file-approved" if command.approved else "file-rejected"
        facts = {"line": after.line_number, "file": after.name, "reason": after.reason}
        work.tell(kind, about=after.application_id, facts=facts)


def remove_attachment(command: RemoveAttachment, work: Work) -> None:
    """The file leaves its line. Raises `Conflict` (`stuk-sent`) for what went to the lender."""
    attachment = _found(command, work)
    files.check_removable(attachment)
    work.remove(ATTACHMENTS, attachment)
    for stuk in work.find(STUKKEN, command.dossier_id):
        if (stuk.application_id, stuk.line_number) == (attachment.application_id, attachment.line_number):
            work.put(STUKKEN, stukken.without_file(stuk, attachment.id))
    facts = {"line": attachment.line_number, "file": attachment.name}
    work.tell("file-removed", about=attachment.application_id, facts=facts)
    _weigh(work, attachment)


def move_files(event: ApplicationMoved, work: Work) -> None:
    """What people handed in, decided and sent for an application goes along to its new dossier."""
    dossier_id, application_id = event.dossier_id, event.application_id
    for file in work.find(ATTACHMENTS, event.from_dossier_id):
        if file.application_id == event.from_application_id:
            work.remove(ATTACHMENTS, file)
            work.put(ATTACHMENTS, replace(file, dossier_id=dossier_id, application_id=application_id))
    for stuk in work.find(STUKKEN, event.from_dossier_id):
        if stuk.application_id == event.from_application_id:
            work.remove(STUKKEN, stuk)
            named = stuk_id(application_id, stuk.line_number)
            work.put(STUKKEN, replace(stuk, dossier_id=dossier_id, application_id=application_id, id=named))
    for document in work.find(DOCUMENTS, event.from_dossier_id):
        if document.application_id == event.from_application_id:
            work.remove(DOCUMENTS, document)
            work.put(DOCUMENTS, replace(document, dossier_id=dossier_id, application_id=application_id))


def _change(command: OfAttachment, work: Work, change: Callable[[Attachment], Attachment]) -> Attachment | None:
    """Puts what the file becomes; `None` when it stays as it was."""
    before = _found(command, work)
    after = change(before)
    if after == before:
        work.superseded()
        return None
    work.put(ATTACHMENTS, after)
    _weigh(work, after)
    return after


def _found(command: OfAttachment, work: Work) -> Attachment:
    return files.found(work.get(ATTACHMENTS, command.dossier_id, command.attachment_id), command.attachment_id)


def _weigh(work: Work, attachment: Attachment) -> None:
    weigh(work, attachment.dossier_id, attachment.application_id, [attachment.line_number])
