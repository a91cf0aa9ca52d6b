"""How often somebody may ask: per address where nobody is known yet, else per key or session.

The counts live in the memory of this process (docs/decisions/0018-rates-are-counted-in-memory.md).
Who asks is kept as a hash with a salt that lives a day; no address is ever written down.
"""

import secrets
import time
from hashlib import sha256
from threading import Lock

from fastapi import Request
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from hub.edge import network_of, rates_of
from hub.metrics import METRICS
from hub.problems import Problem, named
from hub.settings import Settings
from portal_api.peers import address_of

KINDS: tuple[tuple[str, str], ...] = (
    ("sign-in", "/login"),
    ("sign-in", "/oidc"),
    *(("sign-in", "/code"), ("sign-in", "/email/"), ("reset", "/account/email")),
    ("reset", "/forgot"),
    ("token", "/oauth/token"),
    ("upload", "/api/v2/uploads"),
    ("messages", "/api/v2/messages"),
)
"""Kind and the beginning of the paths whose writes are counted as that kind; all else is `requests`."""
_GOES_OUT = "/oidc/"
"""Reading these asks the sign-in service of an office, so they are counted as well."""
_PER_ADDRESS = frozenset({"sign-in", "reset", "token", "guess"})
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_A_DAY_S = 86_400
_NOT_SIGNED_IN = 401
_MOST_KNOWN = 10_000


class Rates:
    """The counts of one process."""

    def __init__(self, settings: Settings, session_cookie: str) -> None:
        self._rates = rates_of(settings.rate_limits)
        self._cookie = session_cookie
        self._counts = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._lock = Lock()
        self._day, self._salt = -1, b""
        self._good: dict[str, None] = {}

    def refused(self, request: Request) -> Problem | None:
        """Counts the request; the problem when it is one too many. Health is never counted."""
        path = request.scope["path"]
        if not self._rates or path.startswith("/health/"):
            return None
        kind, credential, address = kind_of(request.method, path), self._credential(request), self._address(request)
        is_known = bool(credential) and (credential in self._good or self._has_room("guess", address))
        who = credential if is_known and kind not in _PER_ADDRESS else address
        hits = [self._counts.hit(rate, kind, who) for rate in self._rates[kind]]
        return None if all(hits) else self._problem(kind, who)

    def answered(self, request: Request, status: int) -> Problem | None:
        """What whoever guesses gets instead of "not signed in", once his address came with too many wrong keys.

        A good key passes however many wrong ones come from the same address: it is refused by its answer only.
        """
        credential = self._credential(request) if self._rates else ""
        if not credential:
            return None
        if status != _NOT_SIGNED_IN:
            self._remember(request, credential)
            return None
        self._good.pop(credential, None)
        address = self._address(request)
        hits = [self._counts.hit(rate, "guess", address) for rate in self._rates["guess"]]
        return None if all(hits) else self._problem("guess", address)

    def _remember(self, request: Request, credential: str) -> None:
        """A key that opened something is counted by itself, also while its address guesses."""
        if getattr(request.state, "asking", None) is None:
            return
        with self._lock:
            self._good[credential] = None
            while len(self._good) > _MOST_KNOWN:
                self._good.pop(next(iter(self._good)))

    def _has_room(self, kind: str, who: str) -> bool:
        return all(self._counts.test(rate, kind, who) for rate in self._rates[kind])

    def _problem(self, kind: str, who: str) -> Problem:
        METRICS.rate_limited.labels(kind).inc()
        resets = [self._counts.get_window_stats(rate, kind, who) for rate in self._rates[kind]]
        full = [stats.reset_time for stats in resets if stats.remaining <= 0]
        wait = str(max(1, int(max(full, default=time.time()) - time.time()) + 1))
        return named("too-many-requests", 429, wait, headers={"Retry-After": wait})

    def _credential(self, request: Request) -> str:
        """The key, token or session of the request as it is kept here; empty without one."""
        came = request.headers.get("authorization", "") or request.cookies.get(self._cookie, "")
        return self._hashed(came) if came else ""

    def _address(self, request: Request) -> str:
        return self._hashed(network_of(address_of(request.scope)))

    def _hashed(self, who: str) -> str:
        today = int(time.time()) // _A_DAY_S
        with self._lock:
            if today != self._day:
                self._day, self._salt = today, secrets.token_bytes(32)
            salt = self._salt
        return sha256(salt + who.encode()).hexdigest()


def kind_of(method: str, path: str) -> str:
    """The kind of a request, by its method and path."""
    if method in _WRITES or path.startswith(_GOES_OUT):
        for kind, start in KINDS:
            if path == start or path.startswith(f"{start}/"):
                return kind
    return "requests"
