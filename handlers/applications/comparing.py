"""What one version of an application says that the one before did not, field by field. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.applications.rules import Version

_SUBJECTS = (
    ("parties", "party", "reference"),
    ("intermediaries", "intermediary", "number"),
    ("products", "product", "number"),
    ("properties", "property", "number"),
)
"""The lists of an application: their name, how the timeline calls one of them, and what tells them apart."""
_ASIDE = frozenset({"source", "parts", "reference"})


@dataclass(frozen=True, slots=True)
class VersionStep:
    """A version and how it differs from the one before; `changes` are as the timeline tells them.

    `is_first`: there is none before, and nothing to differ from.
    """

    request_version: int
    sent_at: datetime | None
    unit_id: str
    lane_id: str
    is_first: bool
    changes: tuple[dict[str, Any], ...]


def steps(versions: Sequence[Version]) -> tuple[VersionStep, ...]:
    """Every version in the order of its truth, the newest first."""
    made, before = [], None
    for version in sorted(versions, key=lambda each: each.rank):
        made.append(_step(version, before))
        before = version
    return tuple(reversed(made))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields that differ between what two versions say (`RegisterApplication` as JSON values)."""
    old, new = flat(before), flat(after)
    return [
        {"field": name, "old": old.get(name), "new": new.get(name), "path": ""}
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    ]


def flat(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Field → value, like `product.1.part.2.rate_pct`; a code as `code text`."""
    made = {"package": facts["package"]} if facts.get("package") else {}
    for name, subject, key in _SUBJECTS:
        for each in facts.get(name) or ():
            label = f"{subject}.{each.get(key)}"
            made |= _fields(label, each)
            for part in each.get("parts") or ():
                made |= _fields(f"{label}.part.{part.get('number')}", part)
    return made


def _step(version: Version, before: Version | None) -> VersionStep:
    changes = differences(before.facts, version.facts) if before else []
    return VersionStep(
        version.request_version, version.sent_at, version.unit_id, version.lane_id, before is None, tuple(changes)
    )


def _fields(label: str, said: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{label}.{name}": _plain(value) for name, value in said.items() if name not in _ASIDE and value != ""}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return f"{value.get('code', '')} {value.get('text', '')}".strip()
    return value
