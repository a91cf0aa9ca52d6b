"""Records contact with the people of a dossier."""

from handlers.contacts import rules
from handlers.contacts.tables import CONTACTS
from handlers.dossiers.views import check_there, parties_of, standing_of
from hub.work import Work
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
