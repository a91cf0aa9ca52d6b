"""How a role that runs for weeks uses memory: what was loaded at the start is never searched for garbage again."""

import gc

_YOUNG = 20_000
"""Objects made before the young generation is searched; a batch of a hundred messages makes about as many."""


def settle() -> None:
    """Call once per process, after everything is loaded and before the first message."""
    gc.collect()
    gc.freeze()
    # What was alive during a search may hold whole results of the database, so it is searched again soon.
    gc.set_threshold(_YOUNG, 5, 5)
