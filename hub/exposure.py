"""What a role shows on its own port: `/metrics` for Prometheus and `/health/live` for whoever restarts it."""

import threading
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import REGISTRY, CollectorRegistry, make_wsgi_app

from hub.logs import log

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    allow_reuse_address = True


class _Silent(WSGIRequestHandler):
    """Each scrape as a log line would say nothing."""

    def log_message(self, *_arguments: Any) -> None: ...


class Exposure:
    """A small HTTP server in a thread of its own; `port` 0 takes a free one."""

    def __init__(self, host: str, port: int, registry: CollectorRegistry = REGISTRY) -> None:
        self._server: WSGIServer | None = None
        try:
            self._server = make_server(host, port, _application(registry), _Server, _Silent)
        except OSError as error:
            # A second role on one machine works all the same; it is only not seen.
            log.warning("metrics-port-taken", port=str(port), why=error.strerror or type(error).__name__)
            return
        threading.Thread(target=self._server.serve_forever, name="exposure", daemon=True).start()

    @property
    def port(self) -> int | None:
        """The port it listens on; `None` when it was taken."""
        return self._server.server_port if self._server else None

    def close(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()


def _application(registry: CollectorRegistry) -> Any:
    metrics = make_wsgi_app(registry)

    def answer(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        match environ["PATH_INFO"]:
            case "/metrics":
                body: Iterable[bytes] = metrics(environ, start)
                return body
            case "/health/live":
                start("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
                return [b"alive\n"]
        start("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"not found; /metrics and /health/live are here\n"]

    return answer
