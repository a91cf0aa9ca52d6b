"""What moves a product from state to state, whoever or whatever causes it: the row, its history, its reminder."""

from datetime import datetime, time

from handlers.dates.views.calendar import next_working_day, plus_working_days
from handlers.dossiers.views import office_of
from handlers.workflows import rules
from handlers.workflows.rules import Definition, Taken, Workflow, walking
from handlers.workflows.shipped import shipped
from handlers.workflows.tables import DEFINITIONS, TAKEN, WORKFLOWS
from hub.clock import AMSTERDAM
from hub.work import Work
from schemas.tasks import AddTask
from schemas.workflows import TellOfState

AT = time(8, 0)
"""When it is told that a product stands too long, on the office's clock."""


def newest(work: Work, office_id: str, kind: str) -> tuple[int, Definition]:
    """The version that a product of this kind begins with: the office's newest, else the hub's own (0)."""
    own = [each for each in work.consult(DEFINITIONS, office_id) if each.kind == kind]
    last = max(own, key=lambda each: each.version, default=None)
    return (last.version, rules.read(last.text)) if last else (0, shipped(kind))


def definition_of(work: Work, workflow: Workflow) -> Definition:
    """The version that the product began with."""
    if workflow.version == 0:
        return shipped(workflow.kind)
    office_id = office_of(work, workflow.dossier_id)
    own = {(each.kind, each.version): each.text for each in work.consult(DEFINITIONS, office_id)}
    return rules.read(own[workflow.kind, workflow.version])


def hear(work: Work, workflow: Workflow, on: str, request_version: int = 0) -> None:
    """A message or an act moves the product when its definition listens; after its end somebody is told."""
    definition = definition_of(work, workflow)
    after = walking.moved(workflow, definition, on, request_version, work.cause.at)
    if after.state != workflow.state:
        take(work, workflow, after, on, ("", ""))
    elif on not in rules.ACTS and walking.is_after_the_end(workflow, definition, on):
        _came_late(work, workflow, on)
    elif after != workflow:
        work.put(WORKFLOWS, after)


def take(work: Work, before: Workflow, after: Workflow, cause: str, said: tuple[str, str]) -> None:
    """The product stands elsewhere: the row, a line of history, and the reminder of its new state."""
    work.put(WORKFLOWS, after)
    _keep(work, before, after.state, cause, said)
    watch(work, after)


def watch(work: Work, workflow: Workflow) -> None:
    """A product that may stand so long in its state is told of on the first working day after."""
    state = definition_of(work, workflow).state(workflow.state)
    if state is None or state.ends or not state.within:
        return
    day = plus_working_days(workflow.since.astimezone(AMSTERDAM).date(), state.within + 1)
    command = TellOfState(
        dossier_id=workflow.dossier_id, product_id=workflow.product_id, state=workflow.state, since=workflow.since
    )
    due_at = datetime.combine(day, AT, AMSTERDAM)
    work.remind(due_at, command, f"workflow:{workflow.product_id}", workflow.dossier_id)


def tell(work: Work, workflow: Workflow, definition: Definition, reason: str) -> None:
    """What a person did stands on the timeline; what a message did stands there with the message."""
    state = definition.state(workflow.state)
    named = {"nl": state.nl, "en": state.en} if state else {"nl": workflow.state, "en": workflow.state}
    facts = {"product": workflow.kind, "state": named} | ({"reason": reason} if reason else {})
    work.tell("workflow-walked", about=workflow.product_id, facts=facts)


def _came_late(work: Work, workflow: Workflow, on: str) -> None:
    """It changes nothing, stands in the history, and is a task for somebody of the office."""
    _keep(work, workflow, workflow.state, on, ("", ""))
    day = next_working_day(work.cause.at.astimezone(AMSTERDAM).date())
    subject = f"Bericht na afloop ({on}): kijk of er iets moet gebeuren"
    about = f"product:{workflow.product_id}"
    work.order(AddTask(dossier_id=workflow.dossier_id, subject=subject, due=day, about=about))


def _keep(work: Work, before: Workflow, state: str, cause: str, said: tuple[str, str]) -> None:
    # Units are named in the order of time, and so is their history.
    place = (before.dossier_id, before.product_id, f"{work.cause.unit_id}:{cause}")
    work.keep(TAKEN, Taken(*place, work.cause.at, work.cause.actor, cause, before.state, state, *said))
