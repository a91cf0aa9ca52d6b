"""No scanner is set: everything waits, because what nobody looked at is not clean."""

from typing import Never

from schemas.errors import Busy

_WHY = "HUB_SCANNER_URL is not set"


class AbsentScanner:
    """Always away."""

    def scan(self, body: bytes) -> Never:  # noqa: ARG002 - the port hands it over
        raise Busy("scanner", _WHY)

    def check(self) -> Never:
        raise Busy("scanner", _WHY)
