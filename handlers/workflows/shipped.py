"""The definitions that ship with the hub, read from `definitions/*.toml`; version 0 of each kind of product."""

from functools import cache
from importlib.resources import files

from handlers.workflows.rules import Definition, read

_OWN = ("mortgage", "service", "credit")


def shipped_text(kind: str) -> str:
    """The hub's own definition for a kind, as an office begins to edit it."""
    return _text(kind if kind in _OWN else "other")


def shipped(kind: str) -> Definition:
    return read(shipped_text(kind))


@cache
def _text(name: str) -> str:
    return files("handlers.workflows").joinpath("definitions", f"{name}.toml").read_text(encoding="utf-8")
