"""What workflows hear of the rest of the dossier: products that come and go, messages, acts, and time that passes."""

from dataclasses import replace

from handlers.applications.views import link_of, request_version_of
from handlers.dossiers.views import office_of
from handlers.products.views import KIND_OF
from handlers.statuses.views import code_in
from handlers.workflows import moving
from handlers.workflows.rules import Workflow, walking
from handlers.workflows.tables import TAKEN, WORKFLOWS
from hub.records import INVOLVEMENTS
from hub.work import Work
from schemas.applications import ApplicationRegistered
from schemas.offers import OfferRegistered
from schemas.products import ProductDropped, ProductEnded, ProductMade, ProductTied
from schemas.sending import AnswerRegistered, ApplicationSent
from schemas.service_agreements import ServiceAgreementSigned
from schemas.workflows import StateOverdue, TellOfState


def begin_workflow(event: ProductMade, work: Work) -> None:
    """A product begins its way with the newest version of its kind."""
    version, definition = moving.newest(work, office_of(work, event.dossier_id), event.kind)
    place = (event.dossier_id, event.product_id)
    begun = walking.begun(place, event.kind, definition, version, work.cause.at)
    begun = replace(begun, application_id=event.application_id)
    work.put(WORKFLOWS, begun)
    moving.watch(work, begun)


def hear_of_tie(event: ProductTied, work: Work) -> None:
    """What the application said so far counts for the product it belongs to now, and no longer for another."""
    workflow = _of_product(work, event.dossier_id, event.product_id)
    if workflow is None:
        return
    if not event.application_id:
        _without_messages(work, workflow)
        return
    work.put(WORKFLOWS, replace(workflow, application_id=event.application_id))
    domain, version = request_version_of(work, event.dossier_id, event.application_id)
    code = code_in(work, event.dossier_id, event.application_id)
    for on in (domain, f"SX:{code}" if code else ""):
        current = _of_product(work, event.dossier_id, event.product_id)
        if on and current:
            moving.hear(work, current, on, version)


def hear_of_end(event: ProductEnded, work: Work) -> None:
    workflow = _of_product(work, event.dossier_id, event.product_id)
    if workflow:
        work.put(WORKFLOWS, replace(workflow, is_over=bool(event.ending)))


def give_up_workflow(event: ProductDropped, work: Work) -> None:
    workflow = _of_product(work, event.dossier_id, event.product_id)
    if workflow:
        work.remove(WORKFLOWS, workflow)
        _forget(work, workflow)


def hear_of_version(event: ApplicationRegistered, work: Work) -> None:
    """A version of its application is on file."""
    if event.newest:
        _hear(work, event.dossier_id, event.application_id, event.facts.domain, event.facts.request_version)


def hear_of_sending(event: ApplicationSent, work: Work) -> None:
    _hear(work, event.dossier_id, event.application_id, "sent", event.request_version)


def hear_of_agreement(event: ServiceAgreementSigned, work: Work) -> None:
    """The order was given for a product, or for all of the dossier."""
    for workflow in work.find(WORKFLOWS, event.dossier_id):
        if event.product_id in {"", workflow.product_id} and not workflow.is_over:
            moving.hear(work, workflow, "agreement")


def hear_of_proposal(event: OfferRegistered, work: Work) -> None:
    _hear(work, event.dossier_id, event.application_id, f"OX:{event.kind}", event.request_version)


def hear_of_word(event: AnswerRegistered, work: Work) -> None:
    """A status of the application (SX), or what is asked for it (DA); offers come with their kind."""
    link = link_of(work) if event.domain in KIND_OF and event.code in {"SX", "DA"} else None
    if link:
        on = f"SX:{event.status}" if event.code == "SX" else "DA"
        _hear(work, event.dossier_id, link.application_id, on, event.request_version)


def tell_of_state(command: TellOfState, work: Work) -> None:
    """Time passed and the product stands where it stood: somebody has a task."""
    workflow = work.get(WORKFLOWS, command.dossier_id, command.product_id)
    if workflow is None or workflow.is_over or (workflow.state, workflow.since) != (command.state, command.since):
        return
    state = moving.definition_of(work, workflow).state(workflow.state)
    involved = {each.part: each.name.partition(":")[2] for each in work.find(INVOLVEMENTS, command.dossier_id)}
    who = involved.get("adviser") or involved.get("handler") or ""
    named = state.nl if state else workflow.state
    place = {"dossier_id": command.dossier_id, "product_id": command.product_id}
    work.publish(StateOverdue(**place, name=named, person_id=who))


def _hear(work: Work, dossier_id: str, application_id: str, on: str, request_version: int) -> None:
    for workflow in work.find(WORKFLOWS, dossier_id):
        if workflow.application_id == application_id:
            moving.hear(work, workflow, on, request_version)


def _without_messages(work: Work, workflow: Workflow) -> None:
    definition = moving.definition_of(work, workflow)
    history = [each for each in work.find(TAKEN, workflow.dossier_id) if each.product_id == workflow.product_id]
    after = walking.without_messages(workflow, definition, history, work.cause.at)
    work.put(WORKFLOWS, after)
    for each in history:
        if not walking.is_of_people(each):
            work.remove(TAKEN, each)
    moving.watch(work, after)


def _forget(work: Work, workflow: Workflow) -> None:
    for each in work.find(TAKEN, workflow.dossier_id):
        if each.product_id == workflow.product_id:
            work.remove(TAKEN, each)


def _of_product(work: Work, dossier_id: str, product_id: str) -> Workflow | None:
    return next((each for each in work.find(WORKFLOWS, dossier_id) if each.product_id == product_id), None)
