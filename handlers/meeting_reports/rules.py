"""What a report says, to whom it goes, and whether it is still as it was sent. Pure."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.errors import Refused
from schemas.meeting_reports import SendMeetingReport

_SUBJECT_MAX, _TEXT_MAX, _MOST_RECIPIENTS = 200, 15_000, 20


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to whom it goes, as he was reached: `reference` is who he is to the post."""

    party: str
    reference: str
    name: str
    email: str

    def kept(self) -> dict[str, str]:
        return {"party": self.party, "reference": self.reference, "name": self.name, "email": self.email}


@dataclass(frozen=True, slots=True)
class MeetingReport:
    """`about` is `contact:…` or `appointment:…`, `met_at` when that was; `digest` is over what it says.

    `recipients` are as `Recipient.kept`. Nothing changes a row.
    """

    dossier_id: str
    id: str
    about: str
    met_at: datetime
    subject: str
    text: str
    digest: str
    recipients: list[Any]
    language: str
    form: str
    sent_by: str
    sent_at: datetime

    @property
    def is_whole(self) -> bool:
        """Whether it still says what was sent."""
        return digest_of(self.subject, self.text) == self.digest


def digest_of(subject: str, text: str) -> str:
    """SHA-256, in hexadecimal, of the subject, an empty line and the text, as UTF-8 with bare line feeds."""
    return hashlib.sha256(f"{subject}\n\n{text}".encode()).hexdigest()


def said(subject: str, text: str) -> tuple[str, str]:
    """Subject and text as they are sent and kept; raises `Refused` (`request-invalid`)."""
    line = " ".join(_printable(subject).split())
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    whole = "\n".join(_printable(each).rstrip() for each in lines).strip()
    if not line or len(line) > _SUBJECT_MAX:
        raise Refused("request-invalid", path="subject", came=len(line), expected=f"1–{_SUBJECT_MAX}")
    if not whole or len(whole) > _TEXT_MAX:
        raise Refused("request-invalid", path="text", came=len(whole), expected=f"1–{_TEXT_MAX}")
    return line, whole


def recipients_of(wanted: Collection[str], known: Iterable[Recipient]) -> list[Recipient]:
    """Those to whom it goes, each once.

    Raises `Refused`: `request-invalid` for nobody and for no party of the dossier, `address-missing` for who has none.
    """
    found = {each.party: each for each in known}
    parties = list(dict.fromkeys(wanted))
    if not 0 < len(parties) <= _MOST_RECIPIENTS:
        expected = "iemand van het dossier / somebody of the dossier"
        raise Refused("request-invalid", path="recipients", came=len(parties), expected=expected)
    for party in parties:
        if party not in found:
            raise Refused("request-invalid", path="recipients", came=party, expected=", ".join(sorted(found)) or "-")
        if not found[party].email:
            raise Refused("address-missing", path="recipients", came=found[party].name, expected="email")
    return [found[party] for party in parties]


def sent(
    command: SendMeetingReport,
    report_id: str,
    met_at: datetime,
    recipients: Iterable[Recipient],
    *,
    by: str,
    at: datetime,
) -> MeetingReport:
    """As it goes out; raises what `said` raises."""
    subject, text = said(command.subject, command.text)
    return MeetingReport(
        dossier_id=command.dossier_id,
        id=report_id,
        about=command.about,
        met_at=met_at,
        subject=subject,
        text=text,
        digest=digest_of(subject, text),
        recipients=[each.kept() for each in recipients],
        language=command.language,
        form=command.form,
        sent_by=by,
        sent_at=at,
    )


def _printable(line: str) -> str:
    """What a mail would show of it, so that what is kept is what was read."""
    return "".join(each if each.isprintable() or each == "\t" else " " for each in line)
