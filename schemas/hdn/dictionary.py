"""The data dictionary of the standard, typed; the four CSV files beside this module are its source.

Nothing is read at import: every function reads its file once, on first use.
The files are copied unchanged; `README.md` of the source explains their columns.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FieldType = Literal["text", "code", "boolean", "decimal", "date", "time", "ID", "IDREF", "base64"]
FOLDER = Path(__file__).parent
ANY = "*"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How often something occurs; `high` is `None` when the sources name no upper bound."""

    low: int
    high: int | None

    @classmethod
    def of(cls, text: str) -> "Bounds":
        low, high = text.split("..")
        return cls(int(low), None if high == ANY else int(high))


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entity; `length` is `AN35`, `N5` or `N12/2`, `proven` when the 24.0 sample carries it."""

    name: str
    bounds: Bounds
    type: FieldType
    length: str
    pattern: str
    codelist: str
    source: str
    proven: bool

    @property
    def is_attribute(self) -> bool:
        return self.name.startswith("@")


@dataclass(frozen=True, slots=True)
class Place:
    """One place of an entity: in which message (`*` for all), under which parent (`*` means: see the other places)."""

    message: str
    parent: str
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity with its fields in row order and its places in row order."""

    message: str
    name: str
    fields: tuple[Field, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Child:
    """An entity as a child of another, within one message."""

    name: str
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Condition:
    """One row of `conditions.csv`; `id` is `Entity.Field`, with a number from the second rule on."""

    id: str
    message: str
    entity: str
    field: str
    rule: str
    source: str
    note: str


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the CSV files, as they stand."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def entities() -> dict[tuple[str, str], Entity]:
    """Every entity by (message, name), in row order; message is `*` for a shared one."""
    fields: dict[tuple[str, str], list[Field]] = {}
    places: dict[tuple[str, str], list[Place]] = {}
    for row in rows("entities.csv"):
        key = (row["message"], row["entity"])
        if row["row"] == "field":
            fields.setdefault(key, []).append(_field(row))
        else:
            places.setdefault(key, []).append(Place(row["message"], row["parent"], Bounds.of(row["cardinality"])))
    keys = {**dict.fromkeys(places), **dict.fromkeys(fields)}
    return {key: Entity(*key, tuple(fields.get(key, ())), tuple(places.get(key, ()))) for key in keys}


def entity(message: str, name: str) -> Entity:
    """The entity as `message` uses it: its own, else the shared one; `KeyError` when there is none."""
    known = entities()
    own = known.get((message, name))
    if own is not None and own.fields:
        return own
    return known.get((ANY, name)) or known[message, name]


@cache
def children(message: str, parent: str) -> tuple[Child, ...]:
    """The child entities of `parent` within `message`, in row order; a Header always comes first."""
    found = {
        row["entity"]: Child(row["entity"], Bounds.of(row["cardinality"]))
        for row in rows("entities.csv")
        if row["row"] != "field" and row["parent"] == parent and row["message"] in (message, ANY)
    }
    return tuple(sorted(found.values(), key=lambda child: child.name != "Header"))


@cache
def reachable(message: str, root: str) -> tuple[str, ...]:
    """Every entity that can stand in `message`, the root first, each once, in document order."""
    found = dict.fromkeys([root])
    for child in children(message, root):
        found.update(dict.fromkeys(reachable(message, child.name)))
    return tuple(found)


@cache
def conditions() -> tuple[Condition, ...]:
    """Every row of `conditions.csv` with an id of its own."""
    seen: dict[str, int] = {}
    found = []
    for row in rows("conditions.csv"):
        name = f"{row['entity']}.{row['field']}"
        number = seen[name] = seen.get(name, 0) + 1
        found.append(Condition(f"{name}-{number}" if number > 1 else name, *_condition_texts(row)))
    return tuple(found)


def _condition_texts(row: dict[str, str]) -> tuple[str, str, str, str, str, str]:
    return row["message"], row["entity"], row["field"], row["rule"], row["source"], row["note"]


def _field(row: dict[str, str]) -> Field:
    return Field(
        name=row["field"],
        bounds=Bounds.of(row["occurs"]),
        type=row["type"],  # type: ignore[arg-type]  # the column holds the nine words of FieldType; a test reads it whole
        length=row["length"],
        pattern=row["pattern"],
        codelist=row["codelist"],
        source=row["source"],
        proven=row["in_24_sample"] == "yes",
    )
