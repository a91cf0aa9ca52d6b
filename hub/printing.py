"""Answers of the command line as text for people: aligned columns, no colours that a file would keep."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hub.doctor.finding import Finding

_SIGNS = {"ok": "ok     ", "warning": "warning", "wrong": "WRONG  "}


def table(head: Sequence[str], lines: Iterable[Sequence[Any]], empty: str) -> str:
    """Columns as wide as their widest cell; `empty` when there is no line."""
    cells = [[str(cell) for cell in line] for line in lines]
    if not cells:
        return empty
    widths = [max(len(row[n]) for row in (head, *cells)) for n in range(len(head))]
    rows = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in (head, *cells)]
    return "\n".join("  ".join(row).rstrip() for row in rows)


def pairs(facts: Mapping[str, Any]) -> str:
    """One fact per line; a list as lines of its own."""
    width = max(len(name) for name in facts)
    return "\n".join(
        f"{name.replace('_', ' ').ljust(width)}  {_spelled(value, width)}" for name, value in facts.items()
    )


def findings(found: Iterable[Finding]) -> str:
    """One line per finding, and beneath what is not well the command that mends it."""
    lines = []
    for finding in found:
        lines.append(f"{_SIGNS[finding.level]}  {finding.part}: {finding.sentence}")
        if finding.mend:
            lines.append(f"         mend: {finding.mend}")
    return "\n".join(lines)


def _spelled(value: Any, width: int) -> str:
    if isinstance(value, Mapping):
        inner = [f"{name}: {_spelled(each, width)}" for name, each in value.items()]
        return f"\n{' ' * (width + 2)}".join(inner)
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value)
