"""Records contact with the people of a dossier."""

from handlers.contacts import rules
from handlers.contacts.tables import CONTACTS
from handlers.dossiers.views import check_there, parties_of, standing_of
from hub.work import Work
from schemas.appointments import AppointmentHeld
from schemas.contacts import ContactRecorded, RecordContact


def record_contact(command: RecordContact, work: Work) -> None:
    """Raises `Refused` (`request-invalid`, `follow-up-missing`), and what the task of its follow-up refuses."""
    check_there(work, command.dossier_id)
    rules.check_party(command.party, parties_of(work, command.dossier_id))
    names = (work.new_id("contact"), work.new_id("follow up"))
    standing = standing_of(work, command.dossier_id)
    made = rules.recorded(command, *names, standing=standing, by=work.cause.actor, at=work.cause.at)
    work.put(CONTACTS, made)
    # What was said stays in the log: a sub-agent reads the timeline, and the log is of the office's own people.
    work.tell(f"contact-{made.means}", about=made.id)
    if command.follow_up:
        news = {"dossier_id": command.dossier_id, "contact_id": made.id, "task_id": made.task_id}
        work.publish(ContactRecorded(**news, follow_up=command.follow_up))


def record_held(event: AppointmentHeld, work: Work) -> None:
    """People met, and what was said stands in the log; raises as `record_contact`."""
    talk = event.talk
    said = {"summary": talk.summary, "follow_up": talk.follow_up, "no_follow_up": talk.no_follow_up}
    place = {"dossier_id": event.dossier_id, "means": event.means, "at": event.at, "party": event.party}
    record_contact(RecordContact.model_validate(place | said), work)
