"""The port to a virus scanner: a body goes in, a verdict comes out.

Nothing is opened, merged or sent before its verdict is `Clean`; that, and what waits meanwhile, is kept by who asks.
A scanner that is away raises `Busy("scanner", …)`, which is never a verdict: the file waits and is tried again.
Not here: the scanners themselves (`hub/scanner/`).
"""

from dataclasses import dataclass
from typing import Protocol

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless file that every scanner knows (eicar.org), in two halves so that no scanner stops at this source."""


@dataclass(frozen=True, slots=True)
class Clean:
    """Nothing was found."""


@dataclass(frozen=True, slots=True)
class Infected:
    """Something was found; `name` is the scanner's word for it."""

    name: str


@dataclass(frozen=True, slots=True)
class Unscannable:
    """The scanner cannot judge it, so it is not clean; `why` is encrypted, active, broken, too-large or too-heavy.

    What follows a colon says more, such as `active: JavaScript`.
    """

    why: str


Verdict = Clean | Infected | Unscannable


class Scanner(Protocol):
    """Judges bodies; raises `Busy("scanner", …)` when it is away."""

    def scan(self, body: bytes) -> Verdict: ...

    def check(self) -> str:
        """A harmless call that says what answers, in a few words."""


def open_scanner(url: str) -> Scanner:
    """The scanner that a `builtin:` or `clamd:` URL names; the empty URL names none, and none is always away."""
    from hub.scanner import scanner_of  # noqa: PLC0415 - the scanners import this port

    return scanner_of(url)
