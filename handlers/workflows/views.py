"""The reading side of workflows: where a product stands, what may be done from there, its history, definitions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.dossiers.views import office_of_dossier, offices_of
from handlers.workflows import rules
from handlers.workflows.rules import Definition, DefinitionText, Move, State, Step, Taken, Workflow, walking
from handlers.workflows.shipped import shipped, shipped_text
from handlers.workflows.tables import DEFINITIONS, TAKEN, WORKFLOWS
from hub import rows as statements
from schemas.products import Kind
from schemas.viewer import VisibleDossier

__all__ = [
    "Definition",
    "DefinitionView",
    "Move",
    "State",
    "Step",
    "TakenView",
    "WorkflowView",
    "definitions_for",
    "newest_for",
    "read",
    "stages_in",
    "stages_in_each",
    "workflow_of",
]

read = rules.read


@dataclass(frozen=True, slots=True)
class TakenView:
    """A line of the history; `cause` is `step:KEY`, a message (`SX:10`), an act or `version:N`."""

    id: str
    at: datetime
    who: str
    cause: str
    before: str
    after: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class WorkflowView:
    """Where a product stands: its definition, the steps that may be taken now, and how it came here, newest first.

    `newest` is the version that a new product would begin with.
    """

    product_id: str
    kind: str
    version: int
    newest: int
    definition: Definition
    state: str
    since: datetime
    is_over: bool
    steps: tuple[Step, ...]
    history: tuple[TakenView, ...]


@dataclass(frozen=True, slots=True)
class DefinitionView:
    """A version of a kind's definition; version 0 is the hub's own."""

    kind: Kind
    version: int
    text: str
    note: str
    who: str
    made_at: datetime | None
    definition: Definition


def workflow_of(dossier: VisibleDossier, connection: Connection, product_id: str) -> WorkflowView | None:
    """Where a product of the dossier stands; `None` for one that is not there."""
    found = statements.select(connection, WORKFLOWS, "dossier_id", [dossier.id])
    workflow = next((each for each in found if each.product_id == product_id), None)
    if workflow is None:
        return None
    own = _own(connection, office_of_dossier(connection, dossier.id), workflow.kind)
    definition = _definition(workflow, own)
    taken = statements.select(connection, TAKEN, "dossier_id", [dossier.id])
    return WorkflowView(
        product_id=product_id,
        kind=workflow.kind,
        version=workflow.version,
        newest=max((each.version for each in own), default=0),
        definition=definition,
        state=workflow.state,
        since=workflow.since,
        is_over=workflow.is_over,
        steps=walking.offered(workflow, definition),
        history=_history(connection, [each for each in taken if each.product_id == product_id]),
    )


def stages_in(dossier: VisibleDossier, connection: Connection) -> dict[str, State]:
    """Product id → the state it stands in, for the products of a dossier."""
    return stages_in_each(connection, [dossier])


def stages_in_each(connection: Connection, dossiers: Collection[VisibleDossier]) -> dict[str, State]:
    """Product id → the state it stands in, for a list of products."""
    found = statements.select(connection, WORKFLOWS, "dossier_id", [each.id for each in dossiers])
    offices = offices_of(connection, dossiers)
    own: dict[str, list[DefinitionText]] = {}
    for each in statements.select(connection, DEFINITIONS, "office_id", sorted(set(offices.values()))):
        own.setdefault(each.office_id, []).append(each)
    stages = {one.product_id: _definition(one, own.get(offices[one.dossier_id], ())).state(one.state) for one in found}
    return {product_id: state for product_id, state in stages.items() if state}


def definitions_for(connection: Connection, office_id: str, kind: Kind) -> tuple[DefinitionView, ...]:
    """Every version of a kind, newest first; the hub's own comes last."""
    return _versions(connection, _own(connection, office_id, kind), kind)


def newest_for(connection: Connection, office_id: str, kinds: Iterable[Kind]) -> tuple[DefinitionView, ...]:
    """What a new product of each kind begins with."""
    own = statements.select(connection, DEFINITIONS, "office_id", [office_id])
    return tuple(_versions(connection, [each for each in own if each.kind == kind], kind)[0] for kind in kinds)


def _versions(connection: Connection, found: list[DefinitionText], kind: Kind) -> tuple[DefinitionView, ...]:
    own = sorted(found, key=lambda each: each.version, reverse=True)
    names = names_of(connection, [each.made_by for each in own]) if own else {}
    made = [
        DefinitionView(
            kind, each.version, each.text, each.note, names.get(each.made_by, ""), each.made_at, rules.read(each.text)
        )
        for each in own
    ]
    return (*made, DefinitionView(kind, 0, shipped_text(kind), "", "", None, shipped(kind)))


def _own(connection: Connection, office_id: str, kind: str) -> list[DefinitionText]:
    return [each for each in statements.select(connection, DEFINITIONS, "office_id", [office_id]) if each.kind == kind]


def _definition(workflow: Workflow, own: Iterable[DefinitionText]) -> Definition:
    for each in own:
        if (each.kind, each.version) == (workflow.kind, workflow.version):
            return rules.read(each.text)
    return shipped(workflow.kind)


def _history(connection: Connection, taken: list[Taken]) -> tuple[TakenView, ...]:
    names = names_of(connection, [each.actor for each in taken])
    newest_first = sorted(taken, key=lambda each: (each.at, each.id), reverse=True)
    return tuple(
        TakenView(
            each.id,
            each.at,
            names.get(each.actor, ""),
            each.cause,
            each.before,
            each.after,
            each.reason,
            each.evidence,
        )
        for each in newest_first
    )
