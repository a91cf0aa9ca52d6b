"""The counter behind its port: one server, until it is asked to stop."""

import threading
from collections.abc import Callable

import uvicorn

from hub.logs import log
from portal_api.app import create_app
from portal_api.counter import Counter

_LOOKS_EVERY_S = 0.2
_GRACE_S = 10


def serve(counter: Counter, stop: Callable[[], bool]) -> None:
    """Answers requests until `stop`; may run in any thread.

    It starts also when the database or the broker is away: what needs them is answered with 503 until they are back.
    Raises `SystemExit` when the port is taken.
    """
    settings = counter.runtime.settings
    app = create_app(counter)
    config = uvicorn.Config(
        app,
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        # Who is believed about the other end is decided in portal_api/peers.py, and nowhere else.
        proxy_headers=False,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
        timeout_graceful_shutdown=_GRACE_S,
    )
    server = uvicorn.Server(config)
    app.state.is_ending = lambda: server.should_exit
    ended = threading.Event()
    threading.Thread(target=_watch, args=(server, stop, ended), name="serve-stop", daemon=True).start()
    log.info("serve-started", port=str(settings.http_port))
    try:
        server.run()
    finally:
        ended.set()


def _watch(server: uvicorn.Server, stop: Callable[[], bool], ended: threading.Event) -> None:
    while not ended.wait(_LOOKS_EVERY_S):
        if stop():
            server.should_exit = True
            return
