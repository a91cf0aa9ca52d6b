"""Workflows: the states that a product of some kind goes through, and the steps that people take from each of them.

A definition is text that an office may edit; a running product keeps the version that it began with.
"""

from datetime import datetime

from schemas.commands import Command, Event
from schemas.products import Kind


class WalkWorkflow(Command):
    """Somebody takes a step; `seen` is the state that he saw, and `reason` and `evidence` what the step asks for."""

    dossier_id: str
    product_id: str
    step: str
    seen: str = ""
    reason: str = ""
    evidence: str = ""


class AdoptWorkflow(Command):
    """A running product goes on with the newest version; `state` says where, when the version does not know its own."""

    dossier_id: str
    product_id: str
    state: str = ""


class SetWorkflow(Command):
    """The office's own definition for a kind from here on; `after` is the version that it was made from."""

    office_id: str
    kind: Kind
    text: str
    after: int
    note: str = ""


class TellOfState(Command):
    """A product stood in this state since then, longer than its definition allows."""

    dossier_id: str
    product_id: str
    state: str
    since: datetime


class StateOverdue(Event):
    """A product stands too long in a state; `name` is how the state is called, `person_id` who is its adviser."""

    dossier_id: str
    product_id: str
    name: str
    person_id: str
