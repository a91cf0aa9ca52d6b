"""When a message is tried again: the pauses of the settings, spread a little so that not all come at once."""

import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta

LONGEST_S = 3_600.0
"""The longest that a partner may ask us to wait; beyond it we try all the same."""
_SPREAD = 0.1


def next_try(now: datetime, pauses: Sequence[float], attempts: int, key: str, retry_after: float | None) -> datetime:
    """After attempt number `attempts` (from 1): what the partner asked for, else the pause of that attempt.

    The last pause repeats for ever. `key` decides how much is added, at most a tenth, the same for the same attempt.
    """
    if retry_after is not None:
        return now + timedelta(seconds=min(max(retry_after, 1.0), LONGEST_S))
    pause = pauses[min(max(attempts, 1), len(pauses)) - 1]
    share = zlib.crc32(f"{key}/{attempts}".encode()) / 2**32
    return now + timedelta(seconds=pause * (1 + _SPREAD * share))
