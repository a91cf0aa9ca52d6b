"""Clears `done/` and `refused/` of a partner's folder: what lies there is a copy of what the journal has.

Not here: the folder itself, whose receipts are the partner's to take away.
"""

import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from adapters.channels.hot_folder import DONE, REFUSED
from hub.logs import log
from hub.metrics import METRICS
from schemas.errors import Busy

_DAY_S = 86_400
_AGAIN_S = 3_600
_MOST = 1_000
_SUFFIXES = (".xml", ".json")


@dataclass(slots=True)
class Clearing:
    """The clearing of one partner's folder; `days` is how long a file is kept, and 0 keeps it for ever."""

    folder: Path
    node: str
    days: int
    now: Callable[[], float] = time.time
    _next: float = field(default=0.0, init=False)

    def look(self) -> int:
        """Removes what lies there longer; returns how many files. Looks once an hour, and at once while much is left.

        Raises `Busy` when the folder is away.
        """
        at = self.now()
        if not self.days or at < self._next:
            return 0
        try:
            removed = [self._cleared(name, at - self.days * _DAY_S) for name in (DONE, REFUSED)]
        except OSError as error:
            raise Busy("folder", error.strerror or type(error).__name__) from error
        self._next = at if _MOST in removed else at + _AGAIN_S
        return sum(removed)

    def _cleared(self, name: str, before: float) -> int:
        place = self.folder / name
        if not place.is_dir() or place.is_symlink():
            return 0
        old = list(islice(_older(place, before), _MOST))
        for path in old:
            path.unlink(missing_ok=True)
        if old:
            METRICS.folder_files_cleared.labels(name).inc(len(old))
            log.info("folder-cleared", node=self.node, path=name, count=len(old))
        return len(old)


def _older(place: Path, before: float) -> Iterator[Path]:
    """Messages and envelopes that came to lie here before this moment; moving a file aside renews its `ctime`."""
    with os.scandir(place) as entries:
        for each in entries:
            if each.name.lower().endswith(_SUFFIXES):
                found = each.stat(follow_symlinks=False)
                if stat.S_ISREG(found.st_mode) and max(found.st_mtime, found.st_ctime) < before:
                    yield Path(each.path)
