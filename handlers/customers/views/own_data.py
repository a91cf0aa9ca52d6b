"""What the office keeps of a customer, for himself: to take along, and what became of his request to erase it.

What is his partner's alone, and what the office thinks, is not in it (AVG art. 15 and 20).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from handlers.accounts.views.own_data import OwnAccount, own_account_of
from handlers.customers import rules
from handlers.customers.views import OwnDossier, own_dossier_for
from handlers.dossiers.views import parties_in, visible
from handlers.involvements.views import involved_in
from handlers.notifications.views import OwnMessage, own_messages_of
from handlers.service_agreements.views import AgreementView, agreements_in
from handlers.tasks.views import TaskView, tasks_about
from schemas.viewer import Viewer, VisibleDossier

ERASURE = "erasure:"
_HIDDEN = frozenset({"bsn"})


@dataclass(frozen=True, slots=True)
class Erasure:
    """A request to erase: `open` until the office answered it, with what it said then."""

    state: str
    asked_at: datetime
    ended_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """A document that goes along: its name in the file, and where its bytes are."""

    name: str
    blob: str


@dataclass(frozen=True, slots=True)
class OwnData:
    """All that is his in one dossier; `about` is what the dossier knows of him, application by application."""

    dossier: OwnDossier
    account: OwnAccount
    about: tuple[dict[str, Any], ...]
    agreements: tuple[dict[str, Any], ...]
    messages: tuple[OwnMessage, ...]
    erasures: tuple[Erasure, ...]
    papers: tuple[OwnPaper, ...]


def own_data_for(viewer: Viewer, connection: Connection, dossier_id: str, at: datetime) -> OwnData | None:
    """`None` for a dossier in which the viewer is no customer."""
    own, dossier = own_dossier_for(viewer, connection, dossier_id, at), visible(viewer, connection, dossier_id)
    if own is None or dossier is None:
        return None
    person_id = _person(viewer)
    agreements = [each for each in agreements_in(dossier, connection) if each.blob]
    return OwnData(
        dossier=own,
        account=own_account_of(connection, person_id),
        about=_about(dossier, connection, person_id),
        agreements=tuple({"number": each.number, "state": each.state} for each in agreements),
        messages=own_messages_of(connection, f"user:{person_id}"),
        erasures=_erasures(dossier, connection, person_id),
        papers=_papers(agreements),
    )


def erasures_for(viewer: Viewer, connection: Connection, dossier_id: str) -> tuple[Erasure, ...]:
    """What he asked to be erased, the latest first; nothing outside his dossiers."""
    dossier = visible(viewer, connection, dossier_id)
    return _erasures(dossier, connection, _person(viewer)) if dossier else ()


def _person(viewer: Viewer) -> str:
    """Whose dossiers the viewer sees: his own name, also for a colleague who looks as a customer."""
    return next((each.removeprefix("user:") for each in viewer.involved_as or () if each.startswith("user:")), "")


def _about(dossier: VisibleDossier, connection: Connection, person_id: str) -> tuple[dict[str, Any], ...]:
    parties = parties_in(dossier, connection)
    own = next(each for each in involved_in(dossier, connection) if each.id == person_id and each.part == "customer")
    person = next((each for each in rules.people(parties) if own.party in map(rules.key_of, each)), ())
    said = [asdict(each) for each in person]
    for each in said:
        each["facts"] = {name: value for name, value in each["facts"].items() if name not in _HIDDEN}
    return tuple(said)


def _erasures(dossier: VisibleDossier, connection: Connection, person_id: str) -> tuple[Erasure, ...]:
    found = tasks_about(dossier, connection, f"{ERASURE}{person_id}")
    return tuple(_erasure(each) for each in sorted(found, key=lambda each: each.made_at, reverse=True))


def _erasure(task: TaskView) -> Erasure:
    return Erasure(task.state, task.made_at, task.ended_at, task.outcome if task.state != "open" else "")


def _papers(agreements: Sequence[AgreementView]) -> tuple[OwnPaper, ...]:
    return tuple(OwnPaper(f"opdracht-{each.number}.pdf", each.blob) for each in agreements)
