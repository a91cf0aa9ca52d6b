"""Registers versions of an application and gives them up again when their exchange leaves the dossier."""

from handlers.applications import rules
from handlers.applications.rules import Application, ApplicationLink, Version
from handlers.applications.tables import APPLICATIONS, LINKS, VERSIONS
from handlers.applications.views import lane_of, link_of
from hub.ids import derived_id
from hub.records import Lane
from hub.work import Work
from schemas.applications import ApplicationRegistered, ExchangeUnlinked, RegisterApplication
from schemas.errors import Waiting


def register_application(command: RegisterApplication, work: Work) -> None:
    """A version of the lane's application; the first one opens a dossier, unless a person holds the lane."""
    link = link_of(work) or _opened(work, lane_of(work))
    version = rules.version_of(command, link, work.cause.unit_id)
    newest = rules.is_newest(version, _versions(work, link.dossier_id, link.application_id))
    work.put(VERSIONS, version)
    if newest:
        _take_over(work, version, command)
        return
    work.superseded()
    work.tell("application-superseded", about=link.application_id, facts={"request_version": command.request_version})


def give_up_versions(event: ExchangeUnlinked, work: Work) -> None:
    """Removes what the lane brought; the newest version that another lane brought counts again."""
    (link,) = (link for link in work.find(LINKS, event.dossier_id) if link.lane_id == event.lane_id)
    work.remove(LINKS, link)
    versions = _versions(work, event.dossier_id, link.application_id)
    for version in versions:
        if version.lane_id == event.lane_id:
            work.remove(VERSIONS, version)
    left = [version for version in versions if version.lane_id != event.lane_id]
    if left:
        newest = max(left, key=lambda version: version.rank)
        _take_over(work, newest, RegisterApplication.model_validate(newest.facts))
    else:
        _empty(work, link)


def open_application(work: Work, lane: Lane, dossier_id: str) -> ApplicationLink:
    """An application without versions yet, and the lane that speaks about it; its identity follows from the lane."""
    application_id = derived_id(lane.id, "application")
    if application_of(work, dossier_id, application_id) is None:
        place = (dossier_id, application_id, lane.office_id or "", lane.partner)
        work.put(APPLICATIONS, Application(*place, "", "", 0, "", "", None, ""))
    return put_link(work, ApplicationLink(dossier_id, lane.id, application_id))


def put_link(work: Work, link: ApplicationLink) -> ApplicationLink:
    work.put(LINKS, link)
    return link


def application_of(work: Work, dossier_id: str, application_id: str) -> Application | None:
    found = (each for each in work.find(APPLICATIONS, dossier_id) if each.id == application_id)
    return next(found, None)


def _opened(work: Work, lane: Lane) -> ApplicationLink:
    if lane.dossier_id is None:
        if lane.held:
            raise Waiting("link")
        work.open_dossier(derived_id(lane.id, "dossier"))
    return open_application(work, lane, work.dossier_id or "")


def _versions(work: Work, dossier_id: str, application_id: str) -> list[Version]:
    return [each for each in work.find(VERSIONS, dossier_id) if each.application_id == application_id]


def _take_over(work: Work, version: Version, facts: RegisterApplication) -> None:
    """The version is the newest now: the application says so, and the other capabilities hear of it."""
    application = application_of(work, version.dossier_id, version.application_id)
    if application:
        work.put(APPLICATIONS, rules.with_version(application, version, facts))
    work.publish(
        ApplicationRegistered(
            dossier_id=version.dossier_id,
            application_id=version.application_id,
            lane_id=version.lane_id,
            newest=True,
            rank=version.rank,
            facts=facts,
        )
    )


def _empty(work: Work, link: ApplicationLink) -> None:
    application = application_of(work, link.dossier_id, link.application_id)
    if application is None:
        return
    if any(other.application_id == link.application_id for other in work.find(LINKS, link.dossier_id)):
        work.put(APPLICATIONS, rules.without_versions(application))
    else:
        work.remove(APPLICATIONS, application)
