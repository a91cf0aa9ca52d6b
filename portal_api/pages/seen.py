"""Forms that carry the state they were made from: carried out on that state only, whatever else moved meanwhile.

The dossier's own version moves with every message; a form asks about one thing, so what it carries is a digest of that
thing, and the version is looked at under the lock of the write.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, TypeVar

from pydantic import StringConstraints

from handlers.dossiers.views import timeline_for, version_for
from hub.records import TimelineEntry
from portal_api.who import Asking
from schemas.commands import Command
from schemas.errors import Busy, Refused

T = TypeVar("T")
_TRIES = 5
_LATEST = 50

SeenState = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


def digest(*facts: object) -> str:
    """A short text that differs when one of these does."""
    return sha256("\x1f".join(str(each) for each in facts).encode()).hexdigest()[:32]


def unless_changed(
    asking: Asking, dossier_id: str, seen: str, look: Callable[[], tuple[T, str]], command: Command
) -> T | None:
    """Carries the command out when `look` still gives the digest `seen`; else gives what is there now.

    `look` reads the thing and its digest. Raises what the command refuses.
    """
    for _ in range(_TRIES):
        with asking.reading() as connection:
            version = version_for(asking.viewer, connection, dossier_id)
        now, state = look()
        if state != seen:
            return now
        try:
            asking.counter.runtime.execute(command, actor=asking.viewer.actor, seen=version)
        except Refused as refused:
            if refused.slug != "stale":
                raise
            continue
        return None
    raise Busy("lock", "the dossier moved at every try")


def last_told(asking: Asking, dossier_id: str, about: str, kinds: frozenset[str]) -> TimelineEntry | None:
    """What the timeline said last about this thing in one of these kinds, among its latest entries."""
    with asking.reading() as connection:
        found = timeline_for(asking.viewer, connection, dossier_id, limit=_LATEST)
    entries = found.entries if found else ()
    return next((each for each in entries if each.kind in kinds and each.about == about), None)
