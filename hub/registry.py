"""The tables that the roof hands to dispatch: which handler takes which command, and who reacts to which event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from hub.composing import Compose, no_letters
from hub.lanes import Unit
from hub.rows import Rows
from hub.work import Reactions, Work
from schemas.commands import Command
from schemas.errors import Refused
from schemas.letters import Letter


@dataclass(frozen=True, slots=True)
class Handler:
    """A handler and the tables that it and the reactions to its events read; they are loaded before it runs.

    `opens` says that the dossier of its command is new, and for a command about two that the second one may be.
    `follows` says that it may also touch a dossier that leads to another one.
    """

    handle: Callable[[Any, Work], None]
    needs: tuple[Rows[Any], ...] = ()
    opens: bool = False
    follows: bool = False


Refusal = Callable[[Connection, Unit, Refused], Letter | None]
"""What the sender of a refused message is told, if there is a message for that and a way to him."""


def no_answer(_connection: Connection, _unit: Unit, _refused: Refused) -> None:
    """A refusal that nobody is told of: the outcome says it."""


@dataclass(frozen=True, slots=True)
class Registry:
    """`commands` reads a journaled name back; `handlers` has one line per command type.

    `follow` gives the command that brings to a dossier what still came to one that leads to it (to which, from which).
    `join` gives the command that brings a lane to the dossier of the lane that it turned out to be
    (lane, that lane, dossier); without it joined lanes are only marked.
    `compose` makes final bytes of what a handler sends; `refusal` says what answers a message that a handler refused.
    """

    commands: Mapping[str, type[Command]]
    handlers: Mapping[type[Command], Handler]
    reactions: Reactions
    join: Callable[[str, str, str], Command] | None = None
    compose: Compose = no_letters
    refusal: Refusal = no_answer
    follow: Callable[[str, str], Command] | None = None

    def needs(self, name: str) -> tuple[Rows[Any], ...]:
        handler = self.handlers.get(self.commands[name]) if name in self.commands else None
        return handler.needs if handler else ()
