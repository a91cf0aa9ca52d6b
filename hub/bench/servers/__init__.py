"""Private RabbitMQ and PostgreSQL servers from the binaries that are installed, for tests and for `hub bench`.

Each server lives in a temporary folder of its own and listens on free ports of the loopback interface only.
Standard library only; nothing here knows a queue or a table.
"""

from hub.bench.servers.postgres import PrivatePostgres
from hub.bench.servers.process import PrivateServer, ServerDidNotStartError, ServerMissingError, free_port
from hub.bench.servers.rabbit import PrivateRabbit

__all__ = [
    "PrivatePostgres",
    "PrivateRabbit",
    "PrivateServer",
    "ServerDidNotStartError",
    "ServerMissingError",
    "free_port",
]
