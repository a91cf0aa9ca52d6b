"""The reading side of the contact log."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.contacts.tables import CONTACTS
from hub import rows as statements
from hub.work import Work
from schemas.viewer import VisibleDossier


@dataclass(frozen=True, slots=True)
class ContactView:
    """One contact; `who` is how the one who recorded it is called."""

    id: str
    at: datetime
    means: str
    direction: str
    party: str
    summary: str
    task_id: str
    no_follow_up: str
    who: str
    recorded_at: datetime


def has_contact(work: Work, dossier_id: str) -> bool:
    """Whether contact was recorded in a locked dossier, for a handler."""
    return bool(work.find(CONTACTS, dossier_id))


def contact_at(work: Work, dossier_id: str, contact_id: str) -> datetime | None:
    """When a contact of a locked dossier was, for a handler; `None` when it has none of this id."""
    found = work.get(CONTACTS, dossier_id, contact_id)
    return found.at if found else None


def contacts_in(dossier: VisibleDossier, connection: Connection) -> tuple[ContactView, ...]:
    """Every contact with the people of the dossier, the latest first."""
    found = statements.select(connection, CONTACTS, "dossier_id", [dossier.id])
    names = names_of(connection, [each.recorded_by for each in found])
    return tuple(
        ContactView(
            id=each.id,
            at=each.at,
            means=each.means,
            direction=each.direction,
            party=each.party,
            summary=each.summary,
            task_id=each.task_id,
            no_follow_up=each.no_follow_up,
            who=names.get(each.recorded_by, ""),
            recorded_at=each.recorded_at,
        )
        for each in sorted(found, key=lambda each: (each.at, each.id), reverse=True)
    )


def follow_ups_in(work: Work, dossier_id: str) -> list[tuple[str, str]]:
    """Contacts of a locked dossier with the task that follows: `contact:…` and `task:…`."""
    return [(f"contact:{each.id}", f"task:{each.task_id}") for each in work.find(CONTACTS, dossier_id) if each.task_id]
