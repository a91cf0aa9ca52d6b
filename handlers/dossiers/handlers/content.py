"""Keeps the dossier in step with the newest version of each of its applications."""

from typing import Any

from handlers.dossiers import rules
from handlers.dossiers.rules import Dossier, Said, keeping
from handlers.dossiers.tables import CONTENTS, DOSSIERS, PARTIES
from hub.rows import Rows
from hub.work import Work
from schemas.applications import ApplicationRegistered, ExchangeTaken, ExchangeUnlinked
from schemas.dossiers import DossierOpened


def take_over_application(event: ApplicationRegistered, work: Work) -> None:
    """The content of the application becomes what its newest version says, with the element of every field."""
    if not event.newest:
        return
    said = rules.said_by(event)
    before = _content(work, event.dossier_id, event.application_id)
    changes = [change for each in said for change in _put(work, each, before)]
    changes += [change for rows, gone in before.values() for change in _drop(work, rows, gone)]
    _update_header(work, event.dossier_id, event.facts.number or "")
    work.tell(
        "application-registered",
        about=event.application_id,
        facts={"request_version": event.facts.request_version, "package": event.facts.package},
        changes=changes,
        dossier_id=event.dossier_id,
    )


def begin_dossier(event: ExchangeTaken, work: Work) -> None:
    """A person opened it for an exchange; one that was left with its exchange is taken on again."""
    if not work.find(DOSSIERS, event.dossier_id):
        work.put(DOSSIERS, _opened(work, event.dossier_id))
    work.publish(DossierOpened(dossier_id=event.dossier_id, adviser=event.adviser))


def give_up_content(event: ExchangeUnlinked, work: Work) -> None:
    """Removes what the lane's versions said."""
    for rows in CONTENTS.values():
        for row in work.find(rows, event.dossier_id):
            if row.lane_id == event.lane_id:
                work.remove(rows, row)
    _update_header(work, event.dossier_id, "")


def _content(work: Work, dossier_id: str, application_id: str) -> dict[Any, tuple[Rows[Any], Any]]:
    """What is on file of this application, by table and key."""
    return {
        (rows.table.name, rows.key(row)): (rows, row)
        for rows in CONTENTS.values()
        for row in work.find(rows, dossier_id)
        if row.application_id == application_id
    }


def _put(work: Work, said: Said, before: dict[Any, tuple[Rows[Any], Any]]) -> list[dict[str, object]]:
    """Puts one row and says what it changed; takes it out of `before`, so that what remains there is gone."""
    rows = CONTENTS[type(said.row)]
    _, old = before.pop((rows.table.name, rows.key(said.row)), (rows, None))
    if old != said.row:
        work.put(rows, said.row)
    return rules.changes(old.facts if old else {}, said.row.facts, said.label, said.source)


def _drop(work: Work, rows: Rows[Any], gone: Any) -> list[dict[str, object]]:
    work.remove(rows, gone)
    label = ".".join(str(cell) for cell in (rows.table.name, *rows.key(gone)[2:]))
    return rules.changes(gone.facts, {}, label, {})


def _update_header(work: Work, dossier_id: str, otherwise: str) -> None:
    found = work.find(DOSSIERS, dossier_id)
    dossier = found[0] if found else _opened(work, dossier_id)
    title = rules.title_of(work.find(PARTIES, dossier_id), otherwise)
    if not found or title != dossier.title:
        work.put(DOSSIERS, rules.titled(dossier, title))


def _opened(work: Work, dossier_id: str) -> Dossier:
    """Whoever applies for a loan is a customer already."""
    if work.lane is None:
        raise LookupError(f"dossier {dossier_id} is opened without a lane")
    place = (work.lane.office_id or "", work.lane.environment)
    return keeping.opened(dossier_id, *place, work.cause.at, standing="customer")
