"""Sends a report of a meeting and keeps it; the mails are ordered in the same transaction."""

from datetime import datetime

from handlers.accounts.views import people_of
from handlers.appointments.views import held_at
from handlers.contacts.views import contact_at
from handlers.customers.views import reached_in
from handlers.dossiers.views import check_there
from handlers.meeting_reports import rules
from handlers.meeting_reports.rules import MeetingReport, Recipient
from handlers.meeting_reports.tables import MEETING_REPORTS
from handlers.meeting_reports.wording import fields_of
from hub.work import Work
from schemas.errors import NotFound
from schemas.meeting_reports import SendMeetingReport
from schemas.notifications import Addressee, SendNotification

TEMPLATE = "meeting-report"


def send_meeting_report(command: SendMeetingReport, work: Work) -> None:
    """Raises `NotFound` without that contact or held appointment, `Refused` (`request-invalid`, `address-missing`)."""
    check_there(work, command.dossier_id)
    known = _known(work, command.dossier_id)
    recipients = rules.recipients_of(command.recipients, known)
    met_at = _met_at(work, command)
    cause = work.cause
    made = rules.sent(command, work.new_id("report"), met_at, recipients, by=cause.actor, at=cause.at)
    work.put(MEETING_REPORTS, made)
    for each in recipients:
        work.order(_letter(work, made, each))
    # What it says stays with the office and those who got it: a sub-agent reads the timeline.
    work.tell("meeting-report-sent", about=made.id, facts={"count": len(recipients)})


def _known(work: Work, dossier_id: str) -> list[Recipient]:
    found = reached_in(work, dossier_id)
    return [Recipient(each.party, each.reference, each.name, each.email) for each in found]


def _met_at(work: Work, command: SendMeetingReport) -> datetime:
    """When they met; raises `NotFound`."""
    kind, _, about = command.about.partition(":")
    found = (contact_at if kind == "contact" else held_at)(work, command.dossier_id, about)
    if found is None:
        expected = "een contact of gehouden afspraak / a contact or held appointment"
        raise NotFound("not-found", path="about", came=command.about, expected=expected)
    return found


def _letter(work: Work, report: MeetingReport, to: Recipient) -> SendNotification:
    office_id, sender = check_there(work, report.dossier_id), report.sent_by.partition(":")[2]
    host = people_of(work, office_id, [sender]).get(sender)
    return SendNotification(
        office_id=office_id,
        template=TEMPLATE,
        addressee=Addressee(reference=to.reference, name=to.name, email=to.email),
        channel="email",
        language=report.language,
        form=report.form,
        fields=fields_of(report.subject, report.text, report.met_at, host.name if host else "", report.language),
        about=f"dossier/{report.dossier_id}",
    )
