"""What the office did for a customer who could not get in stands on the timeline; the accounts do the rest."""

from handlers.accounts.views import people_of
from handlers.dossiers.views import check_there
from hub.records import INVOLVEMENTS
from hub.work import Work
from schemas.customers import AskErasure, ErasureAsked, MakeCodeLetter, NoteAddress, ResetCustomer
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


def ask_erasure(command: AskErasure, work: Work) -> None:
    """The office hears of it; nothing is erased here. Raises `NotFound` for who is no customer of the dossier."""
    _check_customer(work, command.dossier_id, command.person_id)
    office_id = check_there(work, command.dossier_id)
    held = {each.part: each.name.partition(":")[2] for each in work.find(INVOLVEMENTS, command.dossier_id)}
    asked = held.get("adviser") or held.get("handler") or ""
    people = people_of(work, office_id, [command.person_id, asked])
    customer = people.get(command.person_id)
    work.tell("erasure-asked", about=command.person_id)
    work.publish(
        ErasureAsked(
            dossier_id=command.dossier_id,
            person_id=command.person_id,
            name=customer.name if customer else "",
            reason=command.reason,
            adviser=asked if asked in people else "",
        )
    )


def _check_customer(work: Work, dossier_id: str, person_id: str) -> None:
    check_there(work, dossier_id)
    if work.get(INVOLVEMENTS, dossier_id, "customer", f"user:{person_id}") is None:
        raise NotFound(
            "not-found", path="person_id", came=person_id, expected="een klant van dit dossier / a customer of it"
        )
