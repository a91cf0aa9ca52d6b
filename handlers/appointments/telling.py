"""Tells those who are invited: a mail with an entry for their calendar, ordered with the change itself."""

from collections.abc import Iterable
from datetime import datetime

from handlers.accounts.views import people_of
from handlers.appointments import rules
from handlers.appointments.entries import entry_of
from handlers.appointments.rules import Appointment, Guest
from handlers.appointments.wording import when, where
from handlers.customers.views import reached_in
from handlers.dossiers.views import check_there
from handlers.offices.views import email_in
from hub.work import Work
from schemas.notifications import Addressee, Enclosure, SendNotification

MADE, MOVED, CANCELLED = "appointment", "appointment-moved", "appointment-cancelled"


def known_guests(work: Work, dossier_id: str) -> list[Guest]:
    """Everybody of the dossier who can be invited."""
    return [Guest(each.party, each.reference, each.name, each.email) for each in reached_in(work, dossier_id)]


def tell_all(work: Work, before: Appointment | None, after: Appointment) -> None:
    """Each hears what became of it for him: invited, moved, or not wanted any more."""
    was = {each.party: each for each in before.invited} if before else {}
    now = {each.party: each for each in after.invited}
    _tell(work, after, MADE, (now[party] for party in now if party not in was))
    if after.state == rules.CANCELLED:
        _tell(work, after, CANCELLED, now.values())
        return
    _tell(work, after, MOVED, (now[party] for party in now if party in was))
    _tell(work, after, CANCELLED, (was[party] for party in was if party not in now))


def _tell(work: Work, appointment: Appointment, template: str, guests: Iterable[Guest]) -> None:
    reached = [each for each in guests if each.email]
    if not reached:
        return
    office_id = check_there(work, appointment.dossier_id)
    host = people_of(work, office_id, [appointment.assignee]).get(appointment.assignee)
    # An entry is answered to somebody (RFC 5546): to the office for a host without an address of his own.
    organizer = (host.name if host else "", (host.email if host else "") or email_in(work, office_id))
    for guest in reached:
        work.order(_letter(office_id, appointment, organizer, template, guest))


def _letter(
    office_id: str, appointment: Appointment, organizer: tuple[str, str], template: str, guest: Guest
) -> SendNotification:
    language = appointment.language
    fields = {
        "when": when(appointment.starts, appointment.ends, language),
        "where": where(appointment.place, appointment.location, language),
        "adviser": organizer[0],
        "subject": appointment.subject,
        "remark": appointment.reason if template == CANCELLED else appointment.remark,
    }
    return SendNotification(
        office_id=office_id,
        template=template,
        addressee=Addressee(reference=guest.reference, name=guest.name, email=guest.email),
        channel="email",
        language=language,
        form=appointment.form,
        fields=fields,
        about=f"dossier/{appointment.dossier_id}",
        enclosures=(_enclosed(appointment, organizer, template, guest),),
        valid_until=_useful_until(appointment, template),
    )


def _enclosed(appointment: Appointment, organizer: tuple[str, str], template: str, guest: Guest) -> Enclosure:
    """What a calendar is asked; without an address to answer to it is only told (RFC 5546, 3.2)."""
    asked = "CANCEL" if template == CANCELLED else "REQUEST" if organizer[1] else "PUBLISH"
    text = entry_of(appointment, organizer, asked, guest)  # type: ignore[arg-type]
    name = "afspraak.ics" if appointment.language == "nl" else "appointment.ics"
    return Enclosure(text=text, name=name, media_type="text/calendar", method=asked)


def _useful_until(appointment: Appointment, template: str) -> datetime:
    """An invitation is of no use once people meet; that it is off cleans a calendar until its end."""
    return appointment.ends if template == CANCELLED else appointment.starts
