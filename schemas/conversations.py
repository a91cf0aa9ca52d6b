"""Conversations (gesprekken) between an office and the customers of a dossier: what is said, read and taken back."""

from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.commands import Command
from schemas.documents import Blob, Suffix
from schemas.values import Value

MOST_ENCLOSURES = 10
PointId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{0,64}$")]
"""The action point that is talked about; empty for the dossier as a whole."""


class Enclosed(Value):
    """A file that goes along: by its hash, what it is called, what its content is, its size in bytes."""

    blob: Blob
    name: Annotated[str, StringConstraints(max_length=255)]
    kind: Suffix
    size: Annotated[int, Field(ge=1)]


class Say(Command):
    """Somebody says something. `about` is an action point, empty for the dossier as a whole.

    `text` is plain text; it may be empty when a file goes along.
    """

    dossier_id: str
    about: PointId = ""
    text: str = ""
    enclosures: Annotated[tuple[Enclosed, ...], Field(max_length=MOST_ENCLOSURES)] = ()


class TakeBackSaying(Command):
    """The office takes back what it said: customers read it no more, the office keeps it with the reason."""

    dossier_id: str
    saying_id: str
    reason: str = ""


class MarkSayingsRead(Command):
    """Whoever gives it was shown these; the first time counts."""

    dossier_id: str
    sayings: Annotated[tuple[str, ...], Field(min_length=1, max_length=1000)]
