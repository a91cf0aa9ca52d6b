"""How a role that runs for weeks uses memory: what was loaded at the start is never searched for garbage again."""

import gc

_YOUNG = 20_000
"""Objects made before the young generation is searched; a batch of a hundred messages makes about as many."""


def settle() -> None:
    """Call once per process, after everything is loaded and before the first message."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 50)
