"""Holds a message against the rules that it can answer by itself.

One walk over the tree; each entity meets only the rules about it.
A rule of the standard refuses, an inferred one flags; what the tables of rules leave out stands in `rules/beyond.py`.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from adapters.hdn.findings import MOST_FINDINGS, Finding, RefusedByRules
from adapters.hdn.rules import EMPTY, RULES
from adapters.hdn.rules.parts import Element, Here, Rule
from adapters.hdn.xml import path


def check(root: Element, message: str) -> tuple[str, ...]:
    """The flags of a message (`AX`, `SX`, …), like `condition:PartijNAWData.BedrijfsNaam`, each once.

    Raises `Refused` (`condition-violated`) with every rule that it breaks, at most fifty.
    """
    rules = _by_entity(message)
    refusing: list[Finding] = []
    flags: dict[str, None] = {}
    for finding, inferred in _broken(root, rules, None):
        if inferred:
            flags[f"condition:{finding.rule}"] = None
        else:
            refusing.append(finding)
            if len(refusing) == MOST_FINDINGS:
                break
    if refusing:
        raise RefusedByRules("condition-violated", refusing)
    return tuple(flags)


class _Ready(NamedTuple):
    """A rule taken apart once, because it is asked at every entity."""

    speaks: Callable[[Here], bool]
    met: Callable[[Here, str], bool]
    field: str
    rule: Rule


@cache
def _by_entity(message: str) -> dict[str, tuple[_Ready, ...]]:
    found: dict[str, list[_Ready]] = {}
    for rule in RULES:
        if rule.message in ("*", message):
            ready = _Ready(rule.when.holds, rule.must.holds, rule.field, rule)
            found.setdefault(rule.entity, []).append(ready)
    return {name: tuple(rules) for name, rules in found.items()}


def _broken(
    element: Element, rules: dict[str, tuple[_Ready, ...]], parent: Here | None
) -> Iterator[tuple[Finding, bool]]:
    values: dict[str, str | None] = {}
    below: list[Element] = []
    for child in element:
        text = child.text
        values.setdefault(child.tag, text)
        if len(child):
            below.append(child)
        elif (text is None or not text.strip()) and not child.attrib:
            yield _empty(child), False
    here = Here(element, values, parent)
    for speaks, met, name, rule in rules.get(element.tag, ()):
        if speaks(here) and not met(here, name):
            yield _finding(rule, here), rule.inferred
    for child in below:
        yield from _broken(child, rules, here)


def _finding(rule: Rule, here: Here) -> Finding:
    name = "" if rule.field.startswith("(") else f"/{rule.field}"
    came = (here.values.get(rule.field) or "").strip() or "niets / nothing"
    return Finding(rule.id, f"{path(here.element)}{name}", came, rule.must.expected, rule.nl, rule.en)


def _empty(element: Element) -> Finding:
    nl = f"{element.tag} is leeg; laat het element weg als er niets te melden is."
    en = f"{element.tag} is empty; leave the element out when there is nothing to say."
    return Finding(EMPTY, path(element), "niets / nothing", "een waarde / a value", nl, en)
