"""Judges a draft as its receiver would: XSD, conditional rules, rules of sending; and by what was exchanged before."""

from copy import deepcopy
from dataclasses import dataclass

from adapters.hdn import conditions, validation
from adapters.hdn.exchanged import exchanged_of
from adapters.hdn.explanations import explain
from adapters.hdn.findings import RefusedByRules
from adapters.hdn.schemas import Schema, SchemaSet
from adapters.hdn.validation import sort_children
from adapters.hdn.writers.draft import Draft
from adapters.hdn.writers.missing import missing
from adapters.hdn.writers.sending import JUDGED_BY_CONTENT, broken
from adapters.hdn.writers.unknown import unknown_codes
from adapters.hdn.xml import Element
from schemas.errors import Finding
from schemas.hdn.agreements.judging import may_send, refusal_of
from schemas.hdn.agreements.trace import Breach, Trace
from schemas.hdn.messages import MessageType
from schemas.letters import Letter, Route

_OURS = "ours"
"""What the message is called among those of the trace, before it has an id."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The tree as it goes out, with every mistake in it and what was merely noticed."""

    root: Element
    findings: tuple[Finding, ...]
    flags: tuple[str, ...] = ()


def judged(draft: Draft, message: MessageType, letter: Letter, schemas: SchemaSet) -> Judged:
    """Every mistake once: the writer's first, then the schema's, then the rules'."""
    by_schema = _by_schema(draft.root, message, letter.route, schemas)
    flags, conditional = _by_conditions(by_schema.root, message)
    told_by_writer = {finding.rule for finding in draft.findings}
    sending = [f for f in broken(letter, by_schema.root, draft.received, message) if f.rule not in told_by_writer]
    once: dict[tuple[str, str], Finding] = {}
    for finding in (*draft.findings, *by_schema.findings, *sending, *conditional):
        once.setdefault((finding.path, finding.rule), finding)
    noticed = by_schema.flags if draft.unchanged else unknown_codes(by_schema.root, message)
    return Judged(by_schema.root, tuple(once.values()), (*noticed, *flags))


def _by_schema(root: Element, message: MessageType, route: Route, schemas: SchemaSet) -> Judged:
    code, version = route.receiver_code, route.schema_version
    try:
        checked = validation.check(root, message.name, code, version, schemas=schemas)
    except RefusedByRules as refused:
        schema = schemas.find(message, code, version)
        return Judged(root, _explained(schema, root, message) if schema else refused.findings)
    return Judged(checked.root, (), checked.flags)


def _explained(schema: Schema, root: Element, message: MessageType) -> tuple[Finding, ...]:
    """Every gap, then what else the schema has against the message."""
    ordered = deepcopy(root)
    sort_children(ordered, message.code)
    gaps = missing(schema, ordered)
    return (*gaps, *explain(schema, ordered, message))


def _by_conditions(root: Element, message: MessageType) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    try:
        return conditions.check(root, message.code), ()
    except RefusedByRules as refused:
        return (), refused.findings


def breaches_of(
    trace: Trace, root: Element, message: MessageType, route: Route, content_hash: str
) -> tuple[Finding, ...]:
    """The agreements of the chain that the message would break after what was exchanged."""
    ours = exchanged_of(root, message, route, id=_OURS, content_hash=content_hash)
    breaches = (breach for breach in may_send(trace, ours) if breach.agreement not in JUDGED_BY_CONTENT)
    return tuple(_breached(breach, str(root.tag)) for breach in breaches)


def _breached(breach: Breach, root: str) -> Finding:
    told = refusal_of(breach)
    nl, en = told.nl.removesuffix(" Er is niets gewijzigd."), told.en.removesuffix(" Nothing was changed.")
    return Finding(breach.agreement, root, told.came, told.expected, nl, en)
