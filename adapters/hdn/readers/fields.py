"""Reads one element by a table: tag → (field of the command, kind of value).

One pass over the children; what the table does not name is not read, so a BSN that no table names reaches no command.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from adapters.hdn.readers.values import WHOLE, Kind, local_moment
from adapters.hdn.xml import Element, text
from schemas.errors import Refused
from schemas.values import CodedText, Value

ValueT = TypeVar("ValueT", bound=Value)
Table = Mapping[str, tuple[str, Kind]]


class Flags:
    """What a reader noticed about a message, each thing once, in the order of the message."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[str, None] = {}

    def unknown_code(self, element: str) -> None:
        self._seen[f"unknown-code:{element}"] = None

    def repeated_number(self, element: str) -> None:
        self._seen[f"repeated-number:{element}"] = None

    def as_tuple(self) -> tuple[str, ...]:
        return tuple(self._seen)


@dataclass(slots=True)
class Found:
    """The fields that one element carries, by name, and the path that each came from."""

    path: str
    table: Table
    values: dict[str, Any]
    source: dict[str, str]

    def take(self, name: str) -> Any:
        """Removes a field that only helps to find another; `None` when it was absent."""
        self.source.pop(name, None)
        return self.values.pop(name, None)

    def add(self, other: "Found") -> None:
        """Takes over the fields of an element further down."""
        self.values.update(other.values)
        self.source.update(other.source)

    def join_moment(self, name: str, day: str = "day", clock: str = "clock") -> None:
        """Makes one field of a date and a time; the path is that of the date."""
        place = self.source.get(day, "")
        moment = local_moment(self.take(day), self.take(clock))
        if moment is not None:
            self.values[name], self.source[name] = moment, place

    def rename(self, name: str, new: str) -> None:
        """Gives a field its final name, unless it was absent or the final one was found already."""
        if name not in self.values:
            return
        value, path = self.values.pop(name), self.source.pop(name)
        self.values.setdefault(new, value)
        self.source.setdefault(new, path)


class Placed(NamedTuple):
    """A repeating element with its path and its number: its Volgnummer, else its place from 1."""

    element: Element
    path: str
    number: int


def read_fields(element: Element, path: str, table: Table, flags: Flags) -> Found:
    """The fields of `table` that stand in `element`; an empty element counts as absent.

    Raises `Refused` (`invalid-value`) with the path of a value that cannot be read.
    """
    values: dict[str, Any] = {}
    source: dict[str, str] = {}
    known = table.get
    for child in element:
        entry = known(child.tag)
        if entry is None or not (came := text(child)):
            continue
        tag = str(child.tag)
        name, kind = entry
        source[name] = place = f"{path}/{tag}"
        try:
            values[name] = value = kind.read(came)
        except (ValueError, KeyError):
            raise Refused("invalid-value", path=place, came=came, expected=kind.expected) from None
        if value.__class__ is CodedText and not value.known:
            flags.unknown_code(tag)
    return Found(path, table, values, source)


def build(kind: type[ValueT], found: Found, /, **more: Any) -> ValueT:
    """The value that was found, with what the reader adds; raises `Refused` for what the language cannot hold."""
    try:
        return kind(**{"source": found.source, **found.values, **more})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        if first["type"] == "missing":
            raise _missing(name, found) from None
        path = found.source.get(name, found.path)
        raise Refused("invalid-value", path=path, came=first["input"], expected=f"{name}: {first['msg']}") from None


def repeated(parent: Element, path: str, tag: str) -> list[Placed]:
    """The children `tag` of `parent`; one of several has an index in its path, as `adapters.hdn.xml.path` writes it."""
    elements = list(parent.iterchildren(tag))
    if len(elements) == 1:
        return [_placed(elements[0], f"{path}/{tag}", 1)]
    return [_placed(element, f"{path}/{tag}[{place}]", place) for place, element in enumerate(elements, start=1)]


def referred(element: Element, tag: str) -> str:
    """The ID that the empty child `tag` points at, or an empty text."""
    child = next(element.iterchildren(tag), None)
    return "" if child is None else child.get("IDREF", "")


def _missing(name: str, found: Found) -> Refused:
    """The refusal of an element that a schema of our own requires, and a member's schema perhaps not."""
    wanted = "day" if name.endswith("moment") else name
    tag = next((tag for tag, (field, _) in found.table.items() if field == wanted), name)
    return Refused("invalid-value", path=f"{found.path}/{tag}", came="niets / nothing", expected=tag)


def _placed(element: Element, path: str, place: int) -> Placed:
    came = element.get("Volgnummer")
    try:
        return Placed(element, path, place if came is None else int(WHOLE.read(came.strip())))
    except ValueError:
        raise Refused("invalid-value", path=f"{path}/@Volgnummer", came=came, expected=WHOLE.expected) from None
