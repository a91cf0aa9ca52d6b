"""The timeline in plain sentences: what happened, and per field what it was, what it is and where that came from."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.products.views import CODE_LISTS
from hub.records import TimelineEntry
from portal_api import formats
from portal_api.texts import has, text, told_in
from schemas.hdn.codes import texts
from schemas.refusals import Language

_EUROS = (
    *("amount", "market_value", "purchase_price", "passing_amount", "balance", "monthly_amount"),
    *("sum_insured", "premium", "fee", "overdue_maintenance"),
)
_PERCENT = ("rate_pct", "effective_rate_pct")
_MONTHS = ("term_months", "fixed_months", "waiting_months")
_DATES = (
    *("birth_date", "passing_date", "offer_date", "start_date", "customer_accept_date", "medical_approval_date"),
    *("accept_before", "valid_until", "extension_until", "latest_passing_date", "latest_passing_date_extended"),
    *("deliver_before", "ov_date", "deed_date", "end_date", "deadline", "ordered_on", "due"),
)
_MOMENTS = ("appointment_starts", "appointment_ends")
_LOANS = frozenset({"mortgage"})
_PART = re.compile(r"part\.(\d+)\.")
_SILENT = frozenset({"reference", "number"})
"""Fields that only repeat what their subject is called."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field in words; `path` is the element of the message, empty when a person said it."""

    what: str
    old: str
    new: str
    path: str


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the timeline in words. `message_id` is empty for what a person did."""

    headline: str
    remarks: tuple[str, ...]
    changes: tuple[Change, ...]
    at: datetime
    actor: str
    message_id: str


def tell(entry: TimelineEntry, language: Language, names: Mapping[str, str]) -> Told:
    """The entry in the words of `language`.

    `names` says how actors, parties (`NA01`), lines of a stock list (`line.7`) and who is `involved.…` are called.
    """
    facts = {name: "" if value is None else value for name, value in entry.facts.items()}
    if facts.get("line"):
        facts["line"] = _subject(["line", str(facts["line"])], language, names)
    state = facts.get("state")
    if isinstance(state, dict):
        facts["state"] = state[told_in(language)]
    names = _parts_of(str(facts.get("product") or ""), entry.changes, language) | dict(names)
    for name in ("product", "advice_item"):
        if facts.get(name):
            facts[name] = shown(name, facts[name], language)
    key = f"timeline.{entry.kind.replace('-', '_')}"
    if entry.kind == "offer-registered":
        key = f"{key}_{facts.get('kind')}"
    headline = text(language, key, **_spoken(facts)) if has(key) else entry.kind
    is_personal = entry.actor.startswith(("user:", "key:")) or entry.actor == "timer"
    return Told(
        headline=headline,
        remarks=_remarks(facts, language),
        changes=tuple(
            _change(each, language, names) for each in entry.changes if each["field"].rpartition(".")[2] not in _SILENT
        ),
        at=entry.at,
        actor=names.get(entry.actor) or _kind_of_actor(entry.actor, language),
        message_id="" if is_personal else entry.unit_id,
    )


def _parts_of(product: str, changes: Iterable[Mapping[str, Any]], language: Language) -> dict[str, str]:
    """How the parts of a product are called by its kind: what is no loan has no loan parts."""
    if not product or product in _LOANS:
        return {}
    key = f"subject.part_{product}" if has(f"subject.part_{product}") else "subject.part_other"
    numbers = {found[1] for each in changes if (found := _PART.match(str(each["field"])))}
    return {f"part.{number}": text(language, key, number=number) for number in numbers}


def flag_text(flag: str, language: Language) -> str:
    """A flag in words; one that has none is shown as it is."""
    slug, _, about = flag.partition(":")
    key = f"flag.{slug.replace('-', '_')}"
    return text(language, key, about=about) if has(key) else flag


def difference_text(counts: Mapping[str, int], language: Language) -> str:
    """How a stock list differs from the one before, as `2 stukken erbij, 1 afgekeurd`."""
    said = [
        text(language, f"difference.{kind}{'_one' if count == 1 else ''}", count=count)
        for kind, count in counts.items()
        if has(f"difference.{kind}")
    ]
    return ", ".join(said) if said else text(language, "difference.none")


def change_text(change: Mapping[str, Any], language: Language, names: Mapping[str, str]) -> "Change":
    """One changed field in words, as the timeline tells it."""
    return _change(change, language, names)


def _spoken(facts: Mapping[str, Any]) -> dict[str, Any]:
    known = {"status": "", "request_version": "", "package": "", "line": "", "answer": "", "files": "", "told": ""}
    return known | {name: len(value) if isinstance(value, list) else value for name, value in facts.items()}


def _remarks(facts: Mapping[str, Any], language: Language) -> tuple[str, ...]:
    said = facts.get("lines") if isinstance(facts.get("lines"), list) else []
    own = [str(facts[name]) for name in ("note", "reason") if facts.get(name)]
    flags = [flag_text(str(flag), language) for flag in facts.get("flags") or ()]
    difference = facts.get("difference")
    differs = [difference_text(difference, language)] if isinstance(difference, dict) else []
    return tuple(str(line) for line in (*differs, *(said or ()), *own, *flags))


def _change(change: Mapping[str, Any], language: Language, names: Mapping[str, str]) -> Change:
    *subject, field = str(change["field"]).split(".")
    label = text(language, f"field.{field}") if has(f"field.{field}") else field
    about = _subject(subject, language, names)
    if subject == ["involved"]:
        old, new = (_somebody(change.get(side), language, names) for side in ("old", "new"))
        return Change(label, old, new, "")
    return Change(
        what=f"{about}: {label}" if about else label,
        old=shown(field, change.get("old"), language),
        new=shown(field, change.get("new"), language),
        path=str(change.get("path") or ""),
    )


def _subject(subject: list[str], language: Language, names: Mapping[str, str]) -> str:
    """`party.NA01` by the name of the party, `line.7` by the document, else the last pair that is a number."""
    if len(subject) < 2:  # noqa: PLR2004 - a subject is a kind and a number
        return ""
    kind, number = subject[-2:]
    if kind == "party":
        return names.get(number, number)
    if f"{kind}.{number}" in names:
        return names[f"{kind}.{number}"]
    return text(language, f"subject.{kind}", number=number) if has(f"subject.{kind}") else f"{kind} {number}"


def _somebody(identity: Any, language: Language, names: Mapping[str, str]) -> str:
    """Who has a part in the dossier, by the name under `involved.…`; never an id."""
    return names.get(f"involved.{identity}", text(language, "actor.user")) if identity else ""


def shown(field: str, value: Any, language: Language) -> str:
    """The value of a field as people read it; empty for what is not known."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return text(language, "value.yes" if value else "value.no")
    if field in _FORMATS:
        return _FORMATS[field](str(value), language)
    key = f"value.{value}"
    return text(language, key) if has(key) else str(value)


def _months(value: str, language: Language) -> str:
    return text(language, "value.months", number=value)


def _document(value: str, language: Language) -> str:
    if value.startswith("sha256:"):
        return text(language, "value.file")
    return f"{value} {texts('SoortDocument').get(value, '')}".strip()


def _code(field: str) -> Callable[[str, Language], str]:
    """A code of the standard by its text; what has its text already stays."""

    def told(value: str, _language: Language) -> str:
        return f"{value} {texts(CODE_LISTS[field]).get(value, '')}".strip()

    return told


def _kind_of_actor(actor: str, language: Language) -> str:
    kind = actor.partition(":")[0]
    key = f"actor.{kind}"
    return text(language, key) if has(key) else actor


_FORMATS: dict[str, Callable[[str, Language], str]] = {
    **dict.fromkeys(_EUROS, formats.as_euros),
    **dict.fromkeys(_PERCENT, formats.as_percent),
    **dict.fromkeys(_MONTHS, _months),
    **dict.fromkeys(_DATES, formats.as_date),
    **dict.fromkeys(_MOMENTS, formats.as_moment),
    "document": _document,
    **{field: _code(field) for field in CODE_LISTS},
}
