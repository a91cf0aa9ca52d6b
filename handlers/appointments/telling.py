"""Tells those who are invited: a mail with an entry for their calendar, ordered with the change itself."""

import re
from collections.abc import Iterable
from datetime import datetime

from handlers.accounts.views import people_of
from handlers.appointments import rules
from handlers.appointments.entries import entry_of
from handlers.appointments.rules import Appointment, Guest
from handlers.appointments.wording import when, where
from handlers.dossiers.views import check_there, names_and_addresses_of
from hub.addresses import check_email
from hub.records import INVOLVEMENTS
from hub.work import Work
from schemas.errors import Refused
from schemas.notifications import Addressee, Enclosure, SendNotification

MADE, MOVED, CANCELLED = "appointment", "appointment-moved", "appointment-cancelled"
_ODD = re.compile(r"[^0-9A-Za-z.:/_-]")
_REFERENCE_MAX = 200


def known_guests(work: Work, dossier_id: str) -> list[Guest]:
    """Everybody of the dossier who can be invited; who has an account is reached at its address."""
    accounts = {each.party: each.name for each in work.find(INVOLVEMENTS, dossier_id) if each.part == "customer"}
    office_id = check_there(work, dossier_id)
    people = people_of(work, office_id, (name.partition(":")[2] for name in accounts.values()))
    found = []
    for party, (name, email) in names_and_addresses_of(work, dossier_id).items():
        account = people.get(accounts.get(party, "").partition(":")[2])
        if account and account.email:
            found.append(Guest(party, account.actor, account.name, account.email))
        else:
            reference = "party:" + _ODD.sub("_", f"{dossier_id}/{party}")[:_REFERENCE_MAX]
            found.append(Guest(party, reference, name, _usable(email)))
    return found


def _usable(email: str) -> str:
    """The address, or nothing: what lenders send is not always one, and a mail to it would never leave."""
    try:
        address = check_email(email) if email else ""
    except Refused:
        return ""
    return address if address.rpartition("@")[0].isascii() else ""


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
    organizer = (host.name, host.email) if host else ("", "")
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
