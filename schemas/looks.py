"""A look: what somebody was shown, searched for or took along, as the counter hands it to the access log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LookKind = Literal["view", "search", "download", "export", "impersonate", "breach"]


@dataclass(frozen=True, slots=True)
class Glance:
    """One look before it is written down.

    `place` names what was seen by the names of the address (`dossier_id`, `message_id`, `file_id` …), `said` what was
    searched for by the name of its field, and `reason` why, where it was asked.
    """

    kind: LookKind
    what: str
    place: Mapping[str, str]
    said: Mapping[str, str]
    reason: str = ""
