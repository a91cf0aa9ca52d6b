"""Makes, moves, cancels and holds appointments, and tells those who are invited in the same transaction."""

from handlers.accounts.views import person_of
from handlers.appointments import rules
from handlers.appointments.rules import Appointment
from handlers.appointments.tables import APPOINTMENTS
from handlers.appointments.telling import known_guests, tell_all
from handlers.dossiers.views import check_there
from hub.records import INVOLVEMENTS
from hub.work import Work, change
from schemas.appointments import (
    AppointmentHeld,
    AppointmentTerms,
    CancelAppointment,
    HoldAppointment,
    MakeAppointment,
    MoveAppointment,
)
from schemas.errors import NotFound, Refused


def make_appointment(command: MakeAppointment, work: Work) -> None:
    """Raises `NotFound`, `Refused` (`request-invalid`, `appointment-past`, `appointment-ahead`)."""
    terms = _with_host(work, command.dossier_id, command.terms)
    guests = rules.guests_of(terms.invited, known_guests(work, command.dossier_id))
    ids, by = (command.dossier_id, work.new_id("appointment")), (work.cause.actor, work.cause.at)
    new = rules.made(ids, (command.starts, command.ends), terms, guests, by, held=command.held)
    work.put(APPOINTMENTS, new)
    if new.state != rules.HELD:
        tell_all(work, None, new)
    _told(work, None, new, "held" if command.held else "made")


def move_appointment(command: MoveAppointment, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`appointment-over`), `Refused` (`request-invalid`, `appointment-past`)."""
    before = _there(work, command.dossier_id, command.appointment_id)
    terms = _with_host(work, command.dossier_id, command.terms or rules.terms_of(before))
    guests = rules.guests_of(terms.invited, known_guests(work, command.dossier_id), before.invited)
    by = (work.cause.actor, work.cause.at)
    after = rules.moved(before, (command.starts, command.ends), terms, guests, by)
    if after == before:
        return
    work.put(APPOINTMENTS, after)
    tell_all(work, before, after)
    _told(work, before, after, "moved" if after.starts != before.starts else "changed")


def cancel_appointment(command: CancelAppointment, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`appointment-over`), `Refused` (`request-invalid`) without a reason."""
    before = _there(work, command.dossier_id, command.appointment_id)
    after = rules.cancelled(before, command.reason, (work.cause.actor, work.cause.at))
    work.put(APPOINTMENTS, after)
    tell_all(work, before, after)
    _told(work, before, after, "cancelled")


def hold_appointment(command: HoldAppointment, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`appointment-over`), `Refused` (`appointment-ahead`), and what a contact does."""
    before = _there(work, command.dossier_id, command.appointment_id)
    after = rules.held(before, (work.cause.actor, work.cause.at))
    work.put(APPOINTMENTS, after)
    _told(work, before, after, "held")
    if command.talk:
        party = after.invited[0].party if len(after.invited) == 1 else ""
        said = {"dossier_id": after.dossier_id, "appointment_id": after.id, "means": rules.MEANS[after.place]}
        work.publish(AppointmentHeld.model_validate({**said, "at": after.starts, "party": party, "talk": command.talk}))


def _told(work: Work, before: Appointment | None, after: Appointment, what: str) -> None:
    """When it is and with whom; what it is about stays with the office, because a sub-agent reads the timeline."""
    changes = []
    for name in ("starts", "ends"):
        was = getattr(before, name).isoformat() if before else None
        becomes = getattr(after, name).isoformat()
        if was != becomes:
            changes.append(change(f"appointment_{name}", was, becomes))
    was_with = before.assignee if before else None
    if was_with != after.assignee:
        changes.append(change("involved.appointment_with", was_with, after.assignee))
    work.tell(f"appointment-{what}", about=after.id, changes=changes)


def _there(work: Work, dossier_id: str, appointment_id: str) -> Appointment:
    check_there(work, dossier_id)
    found = work.get(APPOINTMENTS, dossier_id, appointment_id)
    if found is None:
        raise NotFound(
            "not-found", path="appointment_id", came=appointment_id, expected="een afspraak / an appointment"
        )
    return found


def _with_host(work: Work, dossier_id: str, terms: AppointmentTerms) -> AppointmentTerms:
    """With somebody of the office: who is named, else the dossier's adviser, else who makes it."""
    office_id = check_there(work, dossier_id)
    advisers = [each.name for each in work.find(INVOLVEMENTS, dossier_id) if each.part == "adviser"]
    kind, _, host = (advisers or [work.cause.actor])[0].partition(":")
    host = terms.assignee or (host if kind == "user" else "")
    if not host:
        raise Refused("request-invalid", path="assignee", came="", expected="iemand van het kantoor / a colleague")
    person_of(work, office_id, host, kinds=("office",))
    return terms.model_copy(update={"assignee": host})
