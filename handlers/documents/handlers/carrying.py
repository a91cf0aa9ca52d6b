"""Carries files to another dossier with their applications; what is still on its way arrives there."""

from handlers.documents.tables import ATTACHMENTS, DOCUMENTS, JUDGEMENTS, STUKKEN, UPLOADS
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_documents(event: ThingsMoved, work: Work) -> None:
    place = (event.from_dossier_id, event.to_dossier_id)
    work.carry_rows(DOCUMENTS, *place, lambda each: event.has_application(each.application_id))
    work.carry_rows(JUDGEMENTS, *place, lambda each: event.has_application(each.application_id))
    work.carry_rows(ATTACHMENTS, *place, lambda each: event.has_application(each.application_id))
    work.carry_rows(STUKKEN, *place, lambda each: event.has_application(each.application_id))
    if event.everything:
        work.readdress(UPLOADS, *place)
    else:
        work.readdress(UPLOADS, *place, application_id=event.applications)
