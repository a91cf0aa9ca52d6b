"""Log lines: references, never people. This module alone knows which fields may be logged."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

LOGGED = frozenset(
    {
        "account",
        "actor_kind",
        "amount",
        "arrivals",
        "attempt",
        "bytes",
        "channel",
        "code",
        "command",
        "count",
        "dependency",
        "dossier",
        "duration_ms",
        "environment",
        "error",
        "exchange",
        "file",
        "flags",
        "handled",
        "key",
        "lane",
        "left",
        "message",
        "message_type",
        "method",
        "next_try_s",
        "node",
        "number",
        "office",
        "outcome",
        "path",
        "pid",
        "port",
        "queue",
        "reason",
        "result",
        "role",
        "route",
        "rule",
        "schema_version",
        "seconds",
        "size",
        "slug",
        "state",
        "status",
        "timer",
        "unit",
        "units",
        "url_scheme",
        "version",
        "waits_for",
        "why",
        "worker",
    }
)
"""The fields that may stand in a log line: references, counts and words of our own."""
_OWN = frozenset({"event", "level", "timestamp", "exception", "exc_info", "stack"})

log = structlog.stdlib.get_logger("hub")


def keep_references(_logger: Any, _name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drops every field that is not on the list, and names what was dropped, so that a person never gets into a log."""
    dropped = sorted(name for name in line if name not in LOGGED and name not in _OWN)
    for name in dropped:
        del line[name]
    if dropped:
        line["left"] = ",".join(dropped)
    return line


def one_line(_logger: Any, _name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Values with control characters are escaped, so that nobody writes a log line of his own."""
    for name, value in line.items():
        if isinstance(value, str) and not value.isprintable():
            line[name] = value.encode("unicode_escape").decode("ascii")[:500]
    return line


class _StandardError(logging.Handler):
    """Writes to what standard error is now; somebody may have put another stream in its place since."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(f"{self.format(record)}\n")


def configure(level: str, style: str) -> None:
    """Sets up logging for this process: JSON lines or console, on standard error."""
    logging.basicConfig(handlers=[_StandardError()], level=level.upper(), format="%(message)s", force=True)
    for noisy in ("alembic", "pika", "amqp", "kombu", "uvicorn.access", "sqlalchemy.engine", "httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    rendered: Any = structlog.processors.JSONRenderer() if style == "json" else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.filter_by_level,
            keep_references,
            one_line,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            rendered,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
