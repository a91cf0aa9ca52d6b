"""A message as a person reads it: groups of fields in the words of the standard, with the text of every code.

Made of outside formats in `adapters/`, shown by the counter; it is never what a message was, only how it reads.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "code", "date", "amount", "boolean", "file", "masked"]
"""amount: a decimal as the message writes it. file: `value` is `sha256:…`. masked: what it said is not shown."""


@dataclass(frozen=True, slots=True)
class Field:
    """`path` is the element as refusals write it, `label` its name in words; `size` in bytes, of a file."""

    path: str
    label: str
    value: str
    kind: Kind
    size: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """An element with others in it; `place` counts those of one name below one parent, 0 when it is the only one."""

    path: str
    label: str
    place: int
    fields: tuple[Field, ...]
    groups: tuple["Group", ...]


@dataclass(frozen=True, slots=True)
class Legible:
    """`raw` is the message laid out, with its files replaced by hash and size and what is masked left out."""

    root: Group
    raw: str
