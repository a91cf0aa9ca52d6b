"""Codes in a message that their list does not have today: noticed, never refused, because lists are incomplete."""

from functools import cache

from adapters.hdn.writers.spelling import is_current
from adapters.hdn.xml import Element
from schemas.hdn.codes import number
from schemas.hdn.dictionary import entity
from schemas.hdn.messages import MessageType


def unknown_codes(root: Element, message: MessageType) -> tuple[str, ...]:
    """A flag per field with an unknown or withdrawn code, like `unknown-code:ObjectSoort`, each once."""
    flags: dict[str, None] = {}
    for parent in root.iter("*"):
        lists = _lists(message.code, str(parent.tag))
        for child in parent.iterchildren("*") if lists else ():
            codelist = lists.get(str(child.tag))
            if codelist and not is_current(number((child.text or "").strip()), codelist):
                flags[f"unknown-code:{child.tag}"] = None
    return tuple(flags)


@cache
def _lists(message: str, name: str) -> dict[str, str]:
    try:
        fields = entity(message, name).fields
    except KeyError:
        return {}
    return {field.name: field.codelist for field in fields if field.type == "code" and field.codelist}
