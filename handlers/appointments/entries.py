"""An appointment as an entry of a calendar (iCalendar, RFC 5545; asked and taken back by mail, RFC 5546)."""

from datetime import date, datetime
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

from handlers.appointments import rules
from handlers.appointments.rules import Appointment, Guest
from handlers.appointments.wording import where
from hub.clock import AMSTERDAM

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
_MADE_BY = "-//Message hub//Appointments//NL"


def entry_of(appointment: Appointment, organizer: tuple[str, str], method: Method, guest: Guest | None = None) -> str:
    """The file of an entry: `organizer` is a name and an address, `guest` the one to whom it is sent.

    Each guest gets a file of his own, so that nobody reads another's address. The UID stays; SEQUENCE counts changes.
    """
    calendar = Calendar()
    calendar.add("prodid", _MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_event(appointment, organizer, method, guest))
    year = appointment.starts.year
    calendar.add_missing_timezones(first_date=date(year - 1, 1, 1), last_date=date(year + 2, 1, 1))
    return str(calendar.to_ical(), "utf-8")


def _event(appointment: Appointment, organizer: tuple[str, str], method: Method, guest: Guest | None) -> Event:
    event = Event()
    event.add("uid", appointment.id)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.changed_at)
    for name, at in zip(("dtstart", "dtend"), _local(appointment), strict=True):
        event.add(name, at)
    event.add("summary", appointment.subject)
    event.add("location", where(appointment.place, appointment.location, appointment.language))
    if appointment.remark:
        event.add("description", appointment.remark)
    is_off = method == "CANCEL" or appointment.state == rules.CANCELLED
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    name, address = organizer
    if address:
        event.add("organizer", _person(name, address))
    # What is only published is asked of nobody (RFC 5546, 3.2.1).
    if guest and method != "PUBLISH":
        attendee = _person(guest.name, guest.email)
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
        attendee.params["RSVP"] = vText("FALSE" if is_off else "TRUE")
        event.add("attendee", attendee, encode=False)
    return event


def _local(appointment: Appointment) -> tuple[datetime, datetime]:
    """Both on the clock of the Netherlands; in UTC when one is the second of an hour that comes twice.

    A local time without more is the first of the two (RFC 5545, 3.3.5).
    """
    starts, ends = (each.astimezone(AMSTERDAM) for each in (appointment.starts, appointment.ends))
    return (appointment.starts, appointment.ends) if starts.fold or ends.fold else (starts, ends)


def _person(name: str, address: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{address}")
    found.params["CN"] = vText(name)
    return found
