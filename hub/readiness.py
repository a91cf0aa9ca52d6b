"""A role that starts before its database waits for it, and for the migrations; it does not die of their absence."""

import time
from collections.abc import Callable

from hub.logs import log
from hub.runtime import Runtime
from hub.schema import missing
from schemas.errors import Busy

_PAUSE_S = 1.0


def wait_until_ready(runtime: Runtime, role: str, stop: Callable[[], bool]) -> bool:
    """Returns true when the database answers and every migration has run, false when `stop` came first."""
    while not stop():
        why = _what_is_missing(runtime)
        if not why:
            return True
        log.warning("role-waits", role=role, why=why, next_try_s=_PAUSE_S)
        time.sleep(_PAUSE_S)
    return False


def _what_is_missing(runtime: Runtime) -> str:
    try:
        behind = missing(runtime.database)
    except Busy as busy:
        return str(busy)
    return f"{len(behind)} migrations are missing; run `hub db upgrade`" if behind else ""
