"""Attachments: files as they were handed in for a line; scanned by the hub, judged by the office, one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NoReturn

from schemas.documents import AttachFile, JudgeAttachment, RegisterScan
from schemas.errors import Conflict, NotFound, Refused
from schemas.stock_lists import LineStand

State = Literal["received", "scanning", "clean", "infected", "unscannable"]
Judgement = Literal["", "approved", "rejected"]
UNFIT: frozenset[str] = frozenset({"infected", "unscannable"})
WAITING: frozenset[str] = frozenset({"received", "scanning"})

_INFECTED = (
    "Dit bestand is besmet ({found}) en wordt niet geopend. Lever het stuk opnieuw aan vanaf een veilig apparaat."
)
_UNSCANNABLE = (
    "Dit bestand kan niet veilig worden geopend ({found}). Sla het op als PDF zonder wachtwoord of maak een foto."
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One original, kept as it came. `id` follows from line and content, so the same file twice is one attachment.

    `asked_rank` is the newest DA that was known when it came; `outgoing_id` the last message that it went out with.
    """

    dossier_id: str
    id: str
    application_id: str
    line_number: str
    blob: str
    name: str
    kind: str
    size: int
    pages: int
    handed_in_at: datetime
    handed_in_by: str
    asked_rank: str
    state: str = "received"
    found: str = ""
    scanned_at: datetime | None = None
    judgement: str = ""
    reason: str = ""
    judged_at: datetime | None = None
    judged_by: str = ""
    outgoing_id: str = ""

    @property
    def is_fit(self) -> bool:
        """Neither refused by the scanner nor by the office."""
        return self.state not in UNFIT and self.judgement != "rejected"

    @property
    def is_good(self) -> bool:
        """The scanner and the office agree to it."""
        return self.state == "clean" and self.judgement == "approved"

    @property
    def refusal(self) -> str:
        """Why its deliverer has to act again; empty when he has not."""
        if self.judgement == "rejected":
            return self.reason
        told = {"infected": _INFECTED, "unscannable": _UNSCANNABLE}.get(self.state, "")
        return told.format(found=self.found)


def attached(command: AttachFile, attachment_id: str, asked_rank: str, by: str, at: datetime) -> Attachment:
    """The attachment that this file becomes."""
    return Attachment(
        dossier_id=command.dossier_id,
        id=attachment_id,
        application_id=command.application_id,
        line_number=command.line_number,
        blob=command.blob,
        name=command.name,
        kind=command.kind,
        size=command.size,
        pages=command.pages,
        handed_in_at=at,
        handed_in_by=by,
        asked_rank=asked_rank,
    )


def scanning(attachment: Attachment) -> Attachment:
    """With the scanner; one that has its verdict keeps it."""
    return replace(attachment, state="scanning") if attachment.state == "received" else attachment


def scanned(attachment: Attachment, command: RegisterScan, at: datetime) -> Attachment:
    """With the scanner's verdict; the first one counts."""
    if attachment.state not in WAITING:
        return attachment
    return replace(attachment, state=command.verdict, found=command.found, scanned_at=at)


def judged(attachment: Attachment, command: JudgeAttachment, by: str, at: datetime) -> Attachment:
    """As the office judges it.

    Raises `Conflict` for what is not clean, and `Refused` (`reason-needed`) for a rejection without a word.
    """
    check_clean(attachment)
    if not command.approved and not command.reason:
        raise Refused("reason-needed", path="reason", came="niets / nothing", expected="een reden / a reason")
    verdict = "approved" if command.approved else "rejected"
    reason = "" if command.approved else command.reason
    return replace(attachment, judgement=verdict, reason=reason, judged_at=at, judged_by=by)


def check_clean(attachment: Attachment) -> None:
    """Nobody opens, shows, merges or sends what is not clean; raises `Conflict` with the reason."""
    if attachment.state == "clean":
        return
    slug = "file-not-scanned" if attachment.state in WAITING else f"file-{attachment.state}"
    raise Conflict(slug, path="attachment_id", came=attachment.found or attachment.state, expected="clean")


def check_removable(attachment: Attachment) -> None:
    """Raises `Conflict` (`stuk-sent`) for what went to the lender."""
    if attachment.outgoing_id:
        raise Conflict(
            "stuk-sent",
            path="attachment_id",
            came=attachment.name,
            expected="een bestand dat nog niet is verstuurd / a file that was not sent yet",
        )


def found(attachment: Attachment | None, attachment_id: str) -> Attachment:
    """The attachment, or `NotFound`."""
    return attachment or _nowhere(attachment_id)


def of_line(attachments: Iterable[Attachment], application_id: str, number: str) -> list[Attachment]:
    """The attachments of one line, in the order in which they came."""
    own = [each for each in attachments if (each.application_id, each.line_number) == (application_id, number)]
    return sorted(own, key=lambda each: (each.handed_in_at, each.id))


def answers(attachment: Attachment, line: LineStand) -> bool:
    """Whether it was handed in for what the lender asks now, not for what it asked before."""
    return attachment.asked_rank >= line.asked_rank


def current(attachments: Sequence[Attachment], line: LineStand) -> list[Attachment]:
    """What counts for the line now: fit, and handed in since the lender asked."""
    return [each for each in attachments if each.is_fit and answers(each, line)]


def refusal_for(attachments: Sequence[Attachment], line: LineStand) -> str:
    """Why the deliverer has to act again: the last refused file, unless another came after it was refused."""
    asked = [each for each in attachments if answers(each, line)]
    refused = [each for each in asked if each.refusal]
    if not refused:
        return ""
    last = max(refused, key=_refused_at)
    since = _refused_at(last)
    return "" if any(each.is_fit and each.handed_in_at > since for each in asked) else last.refusal


def _refused_at(attachment: Attachment) -> datetime:
    return attachment.judged_at or attachment.scanned_at or attachment.handed_in_at


def _nowhere(attachment_id: str) -> NoReturn:
    raise NotFound("not-found", path="attachment_id", came=attachment_id, expected="een bijlage / an attachment")
