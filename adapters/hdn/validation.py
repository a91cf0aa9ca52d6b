"""Holds a tree against the XSD of its message type, receiver and version.

libxml2 decides.
The true order of elements is not public: a tree that is refused is sorted by the dictionary and checked once more.
When it fits then, it is accepted with the flag `element-order`.
"""

from copy import deepcopy
from dataclasses import dataclass
from functools import cache

from adapters.hdn.explanations import Element, explain
from adapters.hdn.findings import RefusedByRules
from adapters.hdn.schemas import Schema, SchemaSet
from schemas.errors import Refused
from schemas.hdn.dictionary import children, entity
from schemas.hdn.messages import HANDLED, MessageType, message_type

ELEMENT_ORDER = "element-order"


@dataclass(frozen=True, slots=True)
class Checked:
    """A tree that fits `version`: sorted when `flags` says `element-order`, otherwise as it came."""

    root: Element
    message: MessageType
    version: str
    flags: tuple[str, ...] = ()


def check(
    root: Element,
    named: str | None = None,
    receiver_code: str = "",
    schema_version: str | None = None,
    *,
    schemas: SchemaSet | None = None,
) -> Checked:
    """The tree, known to fit its XSD.

    `named` is the message type as the envelope has it, or `None` to go by the root.
    Without a version it is the newest that fits.
    Raises `Refused`: `unknown-message-type`, `envelope-mismatch`, `unknown-schema-version` or `schema-invalid`.
    """
    message = _message(root, named)
    found = schemas or own_schemas()
    if schema_version is None:
        return _newest(root, message, receiver_code, found)
    schema = found.find(message, receiver_code, schema_version)
    if schema is None:
        raise Refused(
            "unknown-schema-version",
            path="schema_version",
            came=schema_version,
            expected=", ".join(found.versions(message, receiver_code)),
        )
    return _checked(root, message, schema)


@cache
def own_schemas() -> SchemaSet:
    """The hub's own set, without members' XSDs."""
    return SchemaSet()


def _message(root: Element, named: str | None) -> MessageType:
    by_root = message_type(str(root.tag))
    by_name = message_type(named) if named else by_root
    for asked, row in ((named or root.tag, by_name), (root.tag, by_root)):
        if row is None or not row.handled:
            known = ", ".join(each.name for each in HANDLED)
            raise Refused("unknown-message-type", path="message_type", came=asked, expected=known)
    if by_name != by_root or by_root is None:
        raise Refused("envelope-mismatch", path="message_type", came=named, expected=root.tag)
    return by_root


def _newest(root: Element, message: MessageType, receiver_code: str, schemas: SchemaSet) -> Checked:
    refusal: Refused | None = None
    for version in schemas.versions(message, receiver_code):
        schema = schemas.find(message, receiver_code, version)
        try:
            if schema is not None:
                return _checked(root, message, schema)
        except Refused as error:
            # The newest version explains best what its sender has to mend.
            refusal = refusal or error
    raise refusal or Refused("unknown-schema-version", path="schema_version", came="", expected="")


def _checked(root: Element, message: MessageType, schema: Schema) -> Checked:
    if schema.allows(root):
        return Checked(root, message, schema.version)
    ordered = deepcopy(root)
    sort_children(ordered, message.code)
    if schema.allows(ordered):
        return Checked(ordered, message, schema.version, (ELEMENT_ORDER,))
    raise RefusedByRules("schema-invalid", explain(schema, ordered, message))


def sort_children(element: Element, message: str) -> None:
    """Puts the children in dictionary order, all the way down; what the dictionary does not know goes last."""
    order = _order(message, str(element.tag))
    if order and len(element):
        element[:] = sorted(element, key=lambda child: order.get(str(child.tag), len(order)))
        for child in element:
            sort_children(child, message)


@cache
def _order(message: str, name: str) -> dict[str, int]:
    try:
        names = [field.name for field in entity(message, name).fields]
    except KeyError:
        return {}
    names += [child.name for child in children(message, name)]
    return {tag: place for place, tag in enumerate(names)}
