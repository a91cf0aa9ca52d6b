"""What a command is. The commands themselves stand with their capability; `schemas/registry.py` lists them all."""

from schemas.values import Value


class Command(Value):
    """An order to change something; imperative name, frozen, handled in one transaction by one handler."""


class Event(Value):
    """News of something that has happened inside a transaction; past participle."""
