"""The dates that follow from what lenders say become what they ought to be."""

from handlers.dates import planning
from handlers.dates.rules import watching
from handlers.dates.rules.watching import WatchedDate
from handlers.stock_lists.views import all_lines_of
from hub.work import Work


def weigh_documents(work: Work, dossier_id: str) -> None:
    """Every document of the dossier is held against its deed."""
    for application_id, lines in all_lines_of(work, dossier_id).items():
        follow(work, dossier_id, "document", application_id, planning.horizon(work, dossier_id, lines))


def follow(work: Work, dossier_id: str, kind: str, application_id: str, wanted: dict[str, WatchedDate]) -> None:
    """The dates of this kind of an application become what they ought to be now."""
    known = {each.id: each for each in planning.of_application(work, dossier_id, application_id) if each.kind == kind}
    for gone in known.keys() - wanted.keys():
        planning.drop(work, known[gone])
    for date_id, new in wanted.items():
        before = known.get(date_id)
        if before is None or (before.day, before.title) != (new.day, new.title):
            planning.keep(work, watching.after_setting(before, new))
