"""Everything that a schema requires and a message lacks, at once.

The explanation of a refusal stops at the first gap of an element; who fills in a form wants to see them all.
"""

from collections.abc import Iterator

from xmlschema.validators import XsdComplexType, XsdElement, XsdGroup

from adapters.hdn.schemas import Schema
from adapters.hdn.xml import Element, path
from schemas.errors import Finding


def missing(schema: Schema, root: Element) -> list[Finding]:
    """A finding per required element that is not there, in the order of the message."""
    declared = schema.explainer.elements.get(str(root.tag))
    return [] if declared is None else list(_missing(declared, root))


def _missing(declared: XsdElement, element: Element) -> Iterator[Finding]:
    kind = declared.type
    content = kind.content if isinstance(kind, XsdComplexType) else None
    if not isinstance(content, XsdGroup):
        return
    for wanted in _required(content):
        if element.find(wanted) is None:
            yield _finding(element, wanted)
    known = {str(one.name): one for one in content.iter_elements() if isinstance(one, XsdElement)}
    for child in element.iterchildren("*"):
        if (own := known.get(str(child.tag))) is not None:
            yield from _missing(own, child)


def _required(group: XsdGroup) -> Iterator[str]:
    """The names that a sequence demands; which of a choice is not for us to say."""
    if group.model == "choice" or not group.min_occurs:
        return
    for particle in group:
        if isinstance(particle, XsdGroup):
            yield from _required(particle)
        elif isinstance(particle, XsdElement) and particle.min_occurs:
            yield str(particle.name)


def _finding(element: Element, wanted: str) -> Finding:
    nl, en = f"In {element.tag} ontbreekt {wanted}.", f"{wanted} is missing in {element.tag}."
    return Finding("required", f"{path(element)}/{wanted}", "niets / nothing", wanted, nl, en)
