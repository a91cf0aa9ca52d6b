"""Keeps what of a dossier went out to adviser software, and says when it came back."""

from handlers.advice_exports import rules
from handlers.advice_exports.tables import ADVICE_EXPORTS
from handlers.dossiers.views import check_there, place_of
from hub.work import Work
from schemas.advice_exports import ExportDossier
from schemas.applications import ApplicationRegistered


def export_dossier(command: ExportDossier, work: Work) -> None:
    """Raises `NotFound`, `Refused` (`stale`)."""
    check_there(work, command.dossier_id)
    place = place_of(work, command.dossier_id) or ("", "")
    before = work.find(ADVICE_EXPORTS, command.dossier_id)
    named = (work.new_id("export"), *place)
    made = rules.exported(command, named, before, by=work.cause.actor, at=work.cause.at)
    work.put(ADVICE_EXPORTS, made)
    facts = {"number": made.correlation, "version": made.version, "file": made.blob}
    work.tell("dossier-exported", about=made.id, facts=facts)


def hear_of_return(event: ApplicationRegistered, work: Work) -> None:
    """An application under the number of an export is that export come back; of any other nothing is asked."""
    number = event.facts.number
    if not rules.is_ours(number):
        return
    if any(each.correlation == number for each in work.find(ADVICE_EXPORTS, event.dossier_id)):
        facts = {"number": number, "version": event.facts.request_version, "package": event.facts.package}
        work.tell("advice-returned", about=event.application_id, facts=facts)
