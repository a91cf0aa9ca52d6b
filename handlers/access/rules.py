"""Access: what one look is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

LONGEST_SAID = 200
"""Characters that are kept of one thing that was asked for."""


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked. `office_id` is the office of what was seen, so an operator's look stands with that office.

    `what` names the kind of thing (`dossier`, `timeline`, `file` …) and `subject` which one below the dossier.
    `said` is what was searched for, by the name of the field. `actor` is `user:…` or `key:…`.
    """

    id: str
    at: datetime
    actor: str
    office_id: str
    dossier_id: str
    kind: str
    what: str
    subject: str
    said: dict[str, str]
    reason: str


def shortened(said: Mapping[str, str]) -> dict[str, str]:
    """What was asked for, without what was left empty; a long text keeps its beginning."""
    return {name[:LONGEST_SAID]: value[:LONGEST_SAID] for name, value in sorted(said.items()) if value}
