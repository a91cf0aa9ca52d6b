"""What is wrong with a message, sentence by sentence; the first finding leads the refusal."""

from collections.abc import Sequence

from schemas.errors import Finding, Refused

__all__ = ["MOST_FINDINGS", "Finding", "RefusedByRules"]

MOST_FINDINGS = 50


class RefusedByRules(Refused):
    """A refusal with every finding, at most fifty; slug, path and rule are those of the first."""

    def __init__(self, slug: str, findings: Sequence[Finding]) -> None:
        first = findings[0]
        super().__init__(
            slug,
            path=first.path,
            came=first.came,
            expected=first.expected,
            nl=f"{first.nl} {_more_nl(len(findings) - 1)}",
            en=f"{first.en} {_more_en(len(findings) - 1)}",
            rule=first.rule,
        )
        self.findings = tuple(findings)


def _more_nl(others: int) -> str:
    counted = (
        f" Daarnaast {'is er 1 andere fout' if others == 1 else f'zijn er {others} andere fouten'}." if others else ""
    )
    return f"Herstel dit in het pakket en verstuur het bericht opnieuw.{counted} Er is niets gewijzigd."


def _more_en(others: int) -> str:
    counted = f" There {'is 1 other mistake' if others == 1 else f'are {others} other mistakes'}." if others else ""
    return f"Mend this in the software and send the message again.{counted} Nothing was changed."
