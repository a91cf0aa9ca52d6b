"""Whether this process lives and whether it can serve; strangers may ask, so no details."""

import threading
import time
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from hub.logs import log
from hub.runtime import Runtime
from hub.schema import missing
from hub.topology import TOPOLOGY
from portal_api.who import counter_of
from schemas.errors import Busy

_FRESH_S = 2.0
WAITING = "waiting"


class Readiness:
    """What is reachable, asked again at most every two seconds, so that a stranger cannot make the hub ask all day.

    Without the database or the files nothing can be accepted or shown. Without the broker everything can: messages are
    journaled and wait (promise 4), so a hub is `degraded` then and still gets traffic.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._lock = threading.Lock()
        self._asked_at = float("-inf")
        self._word = ""

    def word(self) -> str:
        """`ready`, `degraded` or `waiting`."""
        with self._lock:
            if time.monotonic() - self._asked_at > _FRESH_S:
                self._word = self._look()
                self._asked_at = time.monotonic()
            return self._word

    def is_waiting(self) -> bool:
        """Whether a failure is explained by the database or the files that are away."""
        return self.word() == WAITING

    def _look(self) -> str:
        needed = (_answers("database", self._database), _answers("files", self._runtime.store.check))
        if not all(needed):
            return WAITING
        return "ready" if _answers("broker", self._broker) else "degraded"

    def _database(self) -> None:
        behind = missing(self._runtime.database)
        if behind:
            raise Busy("database", f"{len(behind)} migrations are missing; run `hub db upgrade`")

    def _broker(self) -> None:
        bus = self._runtime.open_bus()
        try:
            bus.declare(TOPOLOGY)
        finally:
            bus.close()


def routes(readiness: Readiness) -> APIRouter:
    """The two health routes; `readiness` is asked for the second."""
    router = APIRouter(prefix="/health", tags=["health"])

    def ready() -> Response:
        word = readiness.word()
        return JSONResponse({"status": word}, 503 if word == WAITING else 200)

    router.get("/live", summary="This process answers")(live)
    router.get("/ready", summary="It can serve; 503 while the database or the files are away")(ready)
    return router


def live(request: Request) -> Response:
    counter_of(request)
    return JSONResponse({"status": "live"})


def _answers(dependency: str, ask: Callable[[], object]) -> bool:
    try:
        ask()
    except Busy as busy:
        log.warning("not-ready", dependency=dependency, why=str(busy))
        return False
    return True
