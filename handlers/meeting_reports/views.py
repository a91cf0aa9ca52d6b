"""The reading side of reports of meetings: what was sent to whom, and what one would look like."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.appointments.views import appointments_in
from handlers.contacts.views import contacts_in
from handlers.dossiers.views import office_of_dossier
from handlers.meeting_reports import rules
from handlers.meeting_reports.tables import MEETING_REPORTS
from handlers.meeting_reports.wording import fields_of
from handlers.notifications.views import letter_of
from hub import rows as statements
from schemas.viewer import VisibleDossier

TEMPLATE = "meeting-report"


@dataclass(frozen=True, slots=True)
class RecipientView:
    """Who got it, and at which address."""

    party: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class MeetingReportView:
    """A report as it was sent; `is_whole` when what is kept still fits its digest."""

    id: str
    about: str
    met_at: datetime
    subject: str
    text: str
    digest: str
    is_whole: bool
    recipients: tuple[RecipientView, ...]
    who: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """What may be reported: `about` is how a report names it, `what` its kind of contact or place."""

    about: str
    at: datetime
    what: str
    subject: str
    party: str


def meeting_reports_in(dossier: VisibleDossier, connection: Connection) -> tuple[MeetingReportView, ...]:
    """Those of a dossier, the latest first."""
    found = statements.select(connection, MEETING_REPORTS, "dossier_id", [dossier.id])
    names = names_of(connection, [each.sent_by for each in found])
    return tuple(
        MeetingReportView(
            id=each.id,
            about=each.about,
            met_at=each.met_at,
            subject=each.subject,
            text=each.text,
            digest=each.digest,
            is_whole=each.is_whole,
            recipients=tuple(RecipientView(to["party"], to["name"], to["email"]) for to in each.recipients),
            who=names.get(each.sent_by, ""),
            sent_at=each.sent_at,
        )
        for each in sorted(found, key=lambda each: (each.sent_at, each.id), reverse=True)
    )


def meetings_in(dossier: VisibleDossier, connection: Connection) -> tuple[Meeting, ...]:
    """The contacts and held appointments of a dossier, the latest first."""
    found = contacts_in(dossier, connection)
    contacts = [Meeting(f"contact:{each.id}", each.at, each.means, "", each.party) for each in found]

    held = [
        Meeting(f"appointment:{each.id}", each.starts, each.place, each.subject, "")
        for each in appointments_in(dossier, connection)
        if each.state == "held"
    ]
    return tuple(sorted((*contacts, *held), key=lambda each: (each.at, each.about), reverse=True))


def preview_of(
    dossier: VisibleDossier,
    connection: Connection,
    said: tuple[str, str],
    met_at: datetime,
    to: tuple[str, str, str, str],
) -> tuple[str, str]:
    """Subject and text of the mail as it would leave; `to` is the name, the sender, the language and the form.

    Raises `Refused` as sending it does.
    """
    subject, text = rules.said(*said)
    name, sender, language, form = to
    fields = fields_of(subject, text, met_at, sender, language)
    office_id = office_of_dossier(connection, dossier.id)
    return letter_of(connection, office_id, TEMPLATE, language, form, name, fields)
