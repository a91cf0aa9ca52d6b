"""How a role that runs for weeks uses memory: what was loaded at the start is never searched for garbage again."""

import gc
import time
from collections.abc import Callable

_YOUNG = 20_000
"""Objects made before the young generation is searched; a batch of a hundred messages makes about as many."""

_BETWEEN_S = 1.0
"""From one search to the next of a role that searches between its rounds."""


def settle() -> None:
    """Call once per process, after everything is loaded and before the first message."""
    gc.collect()
    gc.freeze()
    # What was alive during a search may hold whole results of the database, so it is searched again soon.
    gc.set_threshold(_YOUNG, 5, 5)


def search_between(stop: Callable[[], bool], *, every_s: float = _BETWEEN_S) -> Callable[[], bool]:
    """For a role that asks `stop` between its rounds: garbage is searched there, and never in the middle of a round.

    A batch in hand is many objects that are all alive, and each search in between would visit them in vain.
    """
    gc.disable()
    next_search = time.monotonic() + every_s

    def searched() -> bool:
        nonlocal next_search
        if time.monotonic() >= next_search:
            gc.collect()
            next_search = time.monotonic() + every_s
        return stop()

    return searched
