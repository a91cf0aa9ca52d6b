"""Walks products through their workflows: what people do, and what an office decides about definitions."""

from handlers.advice_files.views import is_whole
from handlers.contacts.views import has_contact
from handlers.dossiers.views import check_there, office_of
from handlers.products.views import lacks_in
from handlers.workflows import moving, rules
from handlers.workflows.rules import DefinitionText, Workflow, walking, wording
from handlers.workflows.tables import DEFINITIONS, TAKEN, WORKFLOWS
from hub.work import Work
from schemas.errors import Conflict, NotFound
from schemas.workflows import AdoptWorkflow, SetWorkflow, WalkWorkflow

_NOTE_MAX = 200


def walk_workflow(command: WalkWorkflow, work: Work) -> None:
    """A person takes a step.

    Raises `NotFound`, `Conflict` (`product-ended`, `step-not-allowed`, `step-not-ready`, `state-moved`), `Refused`.
    """
    before = _there(work, command.dossier_id, command.product_id)
    if before.is_over:
        raise Conflict("product-ended", path="product_id", came="ended", expected="open")
    definition = moving.definition_of(work, before)
    if command.seen and command.seen != before.state:
        raise wording.state_moved(definition, command.seen, before.state)
    asked = (command.step, command.reason, command.evidence)
    after = walking.walked(before, definition, asked, _holding(work, before), work.cause.at)
    said = (" ".join(command.reason.split()), " ".join(command.evidence.split()))
    moving.take(work, before, after, f"step:{command.step}", said)
    moving.tell(work, after, definition, said[0])


def adopt_workflow(command: AdoptWorkflow, work: Work) -> None:
    """The newest version counts for this product too; raises `NotFound`, `Conflict` (`state-unknown`)."""
    before = _there(work, command.dossier_id, command.product_id)
    version, definition = moving.newest(work, office_of(work, command.dossier_id), before.kind)
    after = walking.adopted(before, definition, version, command.state, work.cause.at)
    if after != before:
        moving.take(work, before, after, f"version:{version}", ("", ""))
        moving.tell(work, after, definition, "")


def set_workflow(command: SetWorkflow, work: Work) -> None:
    """A version of the office's own; raises `Refused` (`workflow-invalid`), `Conflict` (`workflow-changed`)."""
    rules.read(command.text)
    own = [each for each in work.consult(DEFINITIONS, command.office_id) if each.kind == command.kind]
    newest = max((each.version for each in own), default=0)
    if command.after != newest:
        raise Conflict("workflow-changed", path="after", came=command.after, expected=newest)
    made = (newest + 1, command.text, " ".join(command.note.split())[:_NOTE_MAX], work.cause.actor, work.cause.at)
    work.put(DEFINITIONS, DefinitionText(command.office_id, command.kind, *made))


def _holding(work: Work, workflow: Workflow) -> set[str]:
    """Which guards hold for the product now."""
    lacks = lacks_in(work, workflow.dossier_id, workflow.product_id)
    history = [each for each in work.find(TAKEN, workflow.dossier_id) if each.product_id == workflow.product_id]
    holds = {
        "part": "part" not in lacks,
        "card": "card" not in lacks,
        "application": bool(workflow.application_id),
        "contact": has_contact(work, workflow.dossier_id),
        "advice-file": is_whole(work, workflow.dossier_id, workflow.product_id),
        "agreement": any(each.cause in {"agreement", "step:agreement-elsewhere"} for each in history),
    }
    return {guard for guard, there in holds.items() if there}


def _there(work: Work, dossier_id: str, product_id: str) -> Workflow:
    check_there(work, dossier_id)
    found = work.get(WORKFLOWS, dossier_id, product_id)
    if found is None:
        raise NotFound("not-found", path="product_id", came=product_id, expected="een product / a product")
    return found
