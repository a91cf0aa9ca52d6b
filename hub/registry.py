"""The tables that the roof hands to dispatch: which handler takes which command, and who reacts to which event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hub.rows import Rows
from hub.work import Reactions, Work
from schemas.commands import Command


@dataclass(frozen=True, slots=True)
class Handler:
    """A handler and the tables that it and the reactions to its events read; they are loaded before it runs."""

    handle: Callable[[Any, Work], None]
    needs: tuple[Rows[Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Registry:
    """`commands` reads a journaled name back; `handlers` has one line per command type.

    `join` gives the command that brings a lane to the dossier of the lane that it turned out to be
    (lane, that lane, dossier); without it joined lanes are only marked.
    """

    commands: Mapping[str, type[Command]]
    handlers: Mapping[type[Command], Handler]
    reactions: Reactions
    join: Callable[[str, str, str], Command] | None = None

    def needs(self, name: str) -> tuple[Rows[Any], ...]:
        handler = self.handlers.get(self.commands[name]) if name in self.commands else None
        return handler.needs if handler else ()
