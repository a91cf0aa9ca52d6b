"""What `hub demo --once` prints: messages in and out, the ending per lender, the ledger, and the promises."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from adapters.simulator.behaviours import ENDINGS
from hub.cli.once.promises import Played, breaches, promises
from hub.ledger import balance


def summary_of(played: Played, seconds: float) -> dict[str, Any]:
    """The whole summary; `kept` says whether every promise held."""
    judged = promises(played)
    with played.stage.hub.database.reading() as connection:
        ledger = balance(connection)
    return {
        "kept": all(promise.is_kept for promise in judged),
        "seconds": round(seconds, 1),
        "stack": "embedded" if played.stage.hub.settings.is_embedded else "services",
        "applications": len(played.told),
        "in": _counted(played, "message_type", "messages"),
        "arrivals": played.stage.sql("SELECT count(*) FROM arrivals")[0][0],
        "out": _counted(played, "code", "outgoing"),
        "states": dict(played.stage.sql("SELECT state, count(*) FROM outgoing GROUP BY state ORDER BY state")),
        "endings": _endings(played),
        "breaches": breaches(played.stage),
        "ledger": {
            "balanced": ledger.is_balanced,
            "accounts": ledger.accounts,
            "imbalances": [found._asdict() for found in ledger.imbalances],
        },
        "promises": [{"name": each.name, "kept": each.is_kept, "broken": list(each.broken)} for each in judged],
    }


def told(summary: Mapping[str, Any]) -> str:
    """The summary for people."""
    lines = [
        f"{summary['applications']} applications in {summary['seconds']} s ({summary['stack']}).",
        "",
        f"In   {sum(summary['in'].values()):>5}  {_listed(summary['in'])}; {summary['arrivals']} arrivals",
        f"Out  {sum(summary['out'].values()):>5}  {_listed(summary['out'])}",
        f"            {_listed(summary['states'])}",
        "",
        *(f"{name:<22} {_listed(endings)}" for name, endings in summary["endings"].items()),
        "",
        f"Ledger: {_listed(summary['ledger']['accounts'])}; {_balance(summary['ledger'])}.",
        f"Agreements of the chain: {_broken(summary['breaches'])}.",
        "",
        *_promised(summary),
    ]
    return "\n".join(lines)


def _promised(summary: Mapping[str, Any]) -> list[str]:
    lines = []
    for promise in summary["promises"]:
        lines.append(f"{'kept  ' if promise['kept'] else 'BROKEN'}  {promise['name']}")
        lines += [f"          {example}" for example in promise["broken"]]
    return lines


def _balance(ledger: Mapping[str, Any]) -> str:
    return "balanced" if ledger["balanced"] else f"{len(ledger['imbalances'])} imbalances"


def _broken(breaches: Mapping[str, Mapping[str, int]]) -> str:
    told = "; ".join(f"{node} broke {_listed(count)}" for node, count in breaches.items())
    return told or "everybody kept every one"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _counted(played: Played, column: str, table: str) -> dict[str, int]:
    sql = f"SELECT {column}, count(*) FROM {table} GROUP BY {column} ORDER BY {column}"  # noqa: S608 - our own names
    found: Counter[str] = Counter()
    for name, count in played.stage.sql(sql):
        found[str(name).partition(" ")[0]] += count
    return dict(found)


def _endings(played: Played) -> dict[str, dict[str, int]]:
    """Name of the lender → how its applications ended, in the words of the standard."""
    found: dict[str, dict[str, int]] = {}
    for story in played.told:
        ended = played.cast.lenders[story.lender.lender.node].endings.get(story.number, "")
        count = found.setdefault(story.lender.lender.name, {})
        word = ENDINGS.get(ended, "loopt nog")
        count[word] = count.get(word, 0) + 1
    return found
