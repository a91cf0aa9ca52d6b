"""Workflows: what a definition may say (`definitions`), and what moves a product (`walking`)."""

from handlers.workflows.rules.definitions import ACTS, GUARDS, Definition, Move, State, Step, read
from handlers.workflows.rules.walking import DefinitionText, Taken, Workflow

__all__ = [
    "ACTS",
    "GUARDS",
    "Definition",
    "DefinitionText",
    "Move",
    "State",
    "Step",
    "Taken",
    "Workflow",
    "read",
]
