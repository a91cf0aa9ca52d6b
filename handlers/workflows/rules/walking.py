"""Where a product stands, and what moves it: steps of people, acts elsewhere in the dossier, messages. Pure.

Messages only lead forward within a version of the application, and a later version always counts: so the state does not
depend on the order in which they come.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.workflows.rules import wording
from handlers.workflows.rules.definitions import ACTS, Definition, Step, event_of
from schemas.errors import NotFound, Refused

_REASON_MAX = 500


@dataclass(frozen=True, slots=True)
class Workflow:
    """A running product: `version` of its definition (0 is the hub's own), and where it stands `since` when.

    `request_version` is that of the application that messages spoke about last; `is_over` when the product has ended.
    """

    dossier_id: str
    product_id: str
    kind: str
    application_id: str
    version: int
    state: str
    since: datetime
    request_version: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A line of a product's history: what led from one state to another, by whom, why and with what evidence.

    The same state twice is what came after the end, which led nowhere.
    """

    dossier_id: str
    product_id: str
    id: str
    at: datetime
    actor: str
    cause: str
    before: str
    after: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class DefinitionText:
    """A version of an office's own definition of a kind; versions count from 1."""

    office_id: str
    kind: str
    version: int
    text: str
    note: str
    made_by: str
    made_at: datetime


def begun(place: tuple[str, str], kind: str, definition: Definition, version: int, at: datetime) -> Workflow:
    """A product at the beginning of its way; `place` is its dossier and id."""
    return Workflow(*place, kind, "", version, definition.states[0].key, at, 0, is_over=False)


def offered(workflow: Workflow, definition: Definition) -> tuple[Step, ...]:
    """The steps that people may take from here, as the statechart allows; those that only point at a place first."""
    if workflow.is_over or definition.state(workflow.state) is None:
        return ()
    allowed = definition.hears(workflow.state)
    here = [each for each in definition.steps if workflow.state in each.origins]
    return (
        *(each for each in here if not each.to),
        *(each for each in here if each.to and event_of(each.key) in allowed),
    )


def walked(
    workflow: Workflow,
    definition: Definition,
    asked: tuple[str, str, str],
    there: Collection[str],
    at: datetime,
) -> Workflow:
    """After a step of a person: `asked` is the step, the reason and the evidence; `there` which guards hold.

    Raises `NotFound` for a step that the definition does not have, `Conflict` (`step-not-allowed`, `step-not-ready`),
    and `Refused` (`request-invalid`) without what the step asks.
    """
    key, reason, evidence = asked
    step = next((each for each in definition.steps if each.key == key and each.to), None)
    if step is None:
        known = ", ".join(each.key for each in definition.steps if each.to)
        raise NotFound("not-found", path="step", came=key, expected=known or "-")
    allowed = [each.key for each in offered(workflow, definition) if each.to]
    if key not in allowed:
        raise wording.step_not_allowed(definition, key, allowed)
    lacking = [each for each in step.needs if each not in there]
    if lacking:
        raise wording.step_not_ready(definition, key, lacking)
    _check_said(step, reason, evidence)
    return replace(workflow, state=definition.after(workflow.state, key), since=at)


def moved(workflow: Workflow, definition: Definition, on: str, request_version: int, at: datetime) -> Workflow:
    """After a message or an act; the same workflow when it leads nowhere. Acts have request version 0."""
    target = definition.target(on)
    if not target or workflow.is_over or (request_version and request_version < workflow.request_version):
        return workflow
    counts = max(request_version, workflow.request_version)
    is_newer = request_version > workflow.request_version and workflow.request_version > 0
    here = definition.place_of(workflow.state)
    if is_newer or _leads_on(definition, workflow.state, here, on, target):
        return replace(workflow, state=target, since=at, request_version=counts)
    return replace(workflow, request_version=counts)


def is_after_the_end(workflow: Workflow, definition: Definition, on: str) -> bool:
    """Whether this speaks of a product whose way has ended, and would have led elsewhere."""
    state, target = definition.state(workflow.state), definition.target(on)
    ended = workflow.is_over or bool(state and state.ends)
    return ended and bool(target) and target != workflow.state


def without_messages(workflow: Workflow, definition: Definition, history: Iterable[Taken], at: datetime) -> Workflow:
    """Where people brought it, when the messages about it turned out to be of another dossier."""
    own = sorted((each for each in history if is_of_people(each)), key=lambda each: (each.at, each.id))
    state = own[-1].after if own else definition.states[0].key
    return replace(workflow, application_id="", request_version=0, state=state, since=at)


def is_of_people(taken: Taken) -> bool:
    """Whether a step of a person led there, and not a message."""
    return taken.cause.startswith("step:") or taken.cause in ACTS


def adopted(workflow: Workflow, definition: Definition, version: int, state: str, at: datetime) -> Workflow:
    """On the newest version, in the state that it knows by the same key, else in `state`.

    Raises `Conflict` (`state-unknown`) when the version has neither.
    """
    wanted = state or workflow.state
    if definition.state(wanted) is None:
        raise wording.state_unknown(definition, wanted)
    since = workflow.since if wanted == workflow.state else at
    return replace(workflow, version=version, state=wanted, since=since)


def _leads_on(definition: Definition, state: str, here: int, on: str, target: str) -> bool:
    """Whether the statechart hears this here; what it would not hear is not asked, because a chart takes time."""
    known = definition.state(state)
    if known is None or known.ends or definition.place_of(target) <= here:
        return False
    return definition.after(state, on) == target


def _check_said(step: Step, reason: str, evidence: str) -> None:
    if step.asks and not reason.strip():
        raise Refused("request-invalid", path="reason", came="", expected="een reden / a reason")
    if step.asks == "evidence" and not evidence.strip():
        expected = "waaruit het blijkt, bijvoorbeeld een document / what shows it, a document for instance"
        raise Refused("request-invalid", path="evidence", came="", expected=expected)
    for path, said in (("reason", reason), ("evidence", evidence)):
        if len(said) > _REASON_MAX:
            raise Refused("request-invalid", path=path, came=len(said), expected=f"<= {_REASON_MAX}")
