"""Carries reports of meetings to another dossier with what they are about; what one says cannot change."""

from handlers.meeting_reports.tables import MEETING_REPORTS
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_reports(event: ThingsMoved, work: Work) -> None:
    """The row stays and is addressed anew, because the database lets nobody remove it."""
    kept = work.find(MEETING_REPORTS, event.from_dossier_id)
    goes = [each.id for each in kept if event.has(*_about(each.about)) or event.has("report", each.id)]
    work.readdress(MEETING_REPORTS, event.from_dossier_id, event.to_dossier_id, id=goes)
    work.carried += [(MEETING_REPORTS.table.name, (event.to_dossier_id, each)) for each in goes]


def _about(about: str) -> tuple[str, str]:
    kind, _, identity = about.partition(":")
    return kind, identity
