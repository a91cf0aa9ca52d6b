"""Publishes, replaces and withdraws documents, and keeps who opened them and the categories of an office.

Whether the document is still in the dossier is asked when it is shown: what leaves the dossier is gone at once.
"""

from handlers.customers.views import AdmittedCustomer, admitted_as, admitted_in
from handlers.dossiers.views import check_there, parties_of
from handlers.publications import rules
from handlers.publications.rules import Opening, Publication
from handlers.publications.tables import CATEGORIES, OPENINGS, PUBLICATIONS, VERSIONS
from hub.work import Work
from schemas.errors import NotFound
from schemas.notifications import Addressee, SendNotification
from schemas.publications import (
    MarkPublishedOpened,
    PublishDocument,
    ReplacePublished,
    SetDocumentCategory,
    WithdrawPublished,
)

TEMPLATE = "document-published"


def publish_document(command: PublishDocument, work: Work) -> None:
    """Raises `NotFound`, `Refused` (`request-invalid`)."""
    office_id, by, at = check_there(work, command.dossier_id), work.cause.actor, work.cause.at
    rules.check_category(command.category, rules.categories_of(office_id, work.consult(CATEGORIES, office_id)))
    known = parties_of(work, command.dossier_id)
    made = rules.published(command, work.new_id("publication"), known, by, at)
    _tell_customers(work, made, office_id)
    work.put(PUBLICATIONS, made)
    work.put(VERSIONS, rules.version_of(made, command.document, by, at))
    # What it is called stays with the office and its customers: a sub-agent reads the timeline.
    work.tell("document-published", about=made.id)


def replace_published(command: ReplacePublished, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`publication-withdrawn`), `Refused` (`request-invalid`)."""
    after = rules.replaced(_there(work, command.dossier_id, command.publication_id))
    _tell_customers(work, after, check_there(work, command.dossier_id))
    work.put(PUBLICATIONS, after)
    work.put(VERSIONS, rules.version_of(after, command.document, work.cause.actor, work.cause.at))
    work.tell("published-replaced", about=after.id, facts={"count": after.versions})


def withdraw_published(command: WithdrawPublished, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`publication-withdrawn`), `Refused` (`reason-needed`, `request-invalid`)."""
    before = _there(work, command.dossier_id, command.publication_id)
    work.put(PUBLICATIONS, rules.withdrawn(before, command.reason, work.cause.actor, work.cause.at))
    work.tell("published-withdrawn", about=before.id)


def mark_published_opened(command: MarkPublishedOpened, work: Work) -> None:
    """Raises `NotFound`, also for who is no customer and for whom it is not."""
    publication = _there(work, command.dossier_id, command.publication_id)
    reader = admitted_as(work, command.dossier_id, work.cause.actor)
    if reader is None or not rules.is_for(publication, reader.keys) or command.number > publication.versions:
        raise _nowhere(command.publication_id)
    made = Opening(command.dossier_id, publication.id, command.number, work.cause.actor, work.cause.at)
    if work.get(OPENINGS, *OPENINGS.key(made)) is None:
        work.put(OPENINGS, made)
        work.tell("published-opened", about=publication.id)


def set_document_category(command: SetDocumentCategory, work: Work) -> None:
    """Raises `Refused` (`request-invalid`)."""
    work.put(CATEGORIES, rules.category_set(command, work.cause.actor, work.cause.at))


def _tell_customers(work: Work, publication: Publication, office_id: str) -> None:
    """Who may see it is told by mail that there is something; no second time until he opened what he has."""
    for each in admitted_in(work, publication.dossier_id):
        if each.account.email and rules.is_for(publication, each.keys) and not _has_unopened(work, each):
            to = Addressee(reference=each.account.actor, name=each.account.name, email=each.account.email)
            about = f"dossier/{publication.dossier_id}"
            work.order(SendNotification(office_id=office_id, template=TEMPLATE, addressee=to, about=about))


def _has_unopened(work: Work, customer: AdmittedCustomer) -> bool:
    """Whether something of what he may see waits for him already."""
    openings = work.find(OPENINGS)
    opened = {(each.publication_id, each.number) for each in openings if each.reader == customer.account.actor}
    his = (each for each in work.find(PUBLICATIONS) if rules.is_for(each, customer.keys))
    return any((each.id, each.versions) not in opened for each in his)


def _there(work: Work, dossier_id: str, publication_id: str) -> Publication:
    check_there(work, dossier_id)
    found = work.get(PUBLICATIONS, dossier_id, publication_id)
    if found is None:
        raise _nowhere(publication_id)
    return found


def _nowhere(publication_id: str) -> NotFound:
    expected = "een gepubliceerd document / a published document"
    return NotFound("not-found", path="publication_id", came=publication_id, expected=expected)
