"""What the office did for a customer who could not get in stands on the timeline; the accounts do the rest."""

from handlers.dossiers.views import check_there
from hub.records import INVOLVEMENTS
from hub.work import Work
from schemas.customers import MakeCodeLetter, NoteAddress, ResetCustomer
from schemas.errors import NotFound


def reset_customer(command: ResetCustomer, work: Work) -> None:
    """Raises `NotFound` for who is no customer of the dossier."""
    _check_customer(work, command.dossier_id, command.person_id)
    facts = {"reason": command.reason, "link_by": command.link_by, "word_by": command.word_by}
    work.tell(f"customer-reset-{command.check}", about=command.person_id, facts=facts)
    if not command.word_by:
        work.tell("customer-reset-without-word", about=command.person_id, facts={"link_by": command.link_by})


def make_code_letter(command: MakeCodeLetter, work: Work) -> None:
    """Raises `NotFound` for who is no customer of the dossier."""
    _check_customer(work, command.dossier_id, command.person_id)
    work.tell("customer-letter", about=command.person_id, facts={"reason": command.reason})


def note_address(command: NoteAddress, work: Work) -> None:
    """Raises `NotFound` for who is no customer of the dossier."""
    _check_customer(work, command.dossier_id, command.person_id)
    work.tell("customer-address-undone" if command.is_undone else "customer-address", about=command.person_id)


def _check_customer(work: Work, dossier_id: str, person_id: str) -> None:
    check_there(work, dossier_id)
    if work.get(INVOLVEMENTS, dossier_id, "customer", f"user:{person_id}") is None:
        raise NotFound(
            "not-found", path="person_id", came=person_id, expected="een klant van dit dossier / a customer of it"
        )
