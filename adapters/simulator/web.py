"""The HTTPS end of a partner: listens on loopback for what the hub posts, and posts to the hub's own API.

It answers with the receipt of its desk, and misbehaves as its behaviour says.
"""

import sys
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from adapters.simulator.behaviours import BEHAVIOURS, Behaviour
from adapters.simulator.desk import Desk
from adapters.simulator.post import Came, Said
from adapters.simulator.reading import LARGEST
from adapters.simulator.station import HubAwayError

PATH = "/messages"
_FACT, _KEY = "hub-", "idempotency-key"
_RECEIPTS = (HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY)
_PATIENCE_S = 30.0


class WebEnd:
    """Listens from the start on. `late_s` is how long an answer that is late takes, `hub_url` that of the hub's API."""

    def __init__(
        self,
        desk: Desk,
        *,
        behaviour: Behaviour = BEHAVIOURS["behaves"],
        hub_url: str = "",
        key: str = "",
        port: int = 0,
        late_s: float = 0.5,
    ) -> None:
        self._client = httpx.Client(
            base_url=hub_url, headers={"Authorization": f"Bearer {key}"}, timeout=_PATIENCE_S, trust_env=False
        )
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.begin(desk, behaviour, late_s)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where the hub posts to."""
        return f"http://127.0.0.1:{self._server.server_address[1]}{PATH}"

    def collect(self) -> int:
        """What is posted here is taken at once."""
        return 0

    def hand_in(self, said: Said) -> bytes:
        facts = {f"{_FACT}{name.replace('_', '-')}": value for name, value in said.facts.items()}
        headers = {**facts, _KEY: said.id, "content-type": "application/xml"}
        try:
            answer = self._client.post("/api/v2/messages", content=said.body, headers=headers)
        except httpx.TransportError as error:
            raise HubAwayError(type(error).__name__) from error
        if answer.status_code not in _RECEIPTS:
            raise HubAwayError(f"{answer.status_code} {answer.text[:200]}")
        return answer.content

    def receipts(self) -> Iterable[tuple[str, bytes]]:
        """A receipt comes with the answer."""
        return ()

    def close(self) -> None:
        """Ends what hangs, and listens no more."""
        self._server.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
        self._client.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def begin(self, desk: Desk, behaviour: Behaviour, late_s: float) -> None:
        self.desk = desk
        self.behaviour = behaviour
        self.late_s = late_s
        self.closing = threading.Event()
        self._seen: Counter[str] = Counter()
        self._guard = threading.Lock()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A hub that hangs up is no failure of the partner; anything else is."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def misbehaves(self, message_id: str) -> bool:
        """Whether this time it answers as it should not."""
        with self._guard:
            self._seen[message_id] += 1
            most = self.behaviour.troubles
            return most is None or self._seen[message_id] <= most


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        came = self._came()
        if came is None:
            return
        behaviour = self.server.behaviour
        how = behaviour.answers if self.server.misbehaves(came.id) or behaviour.answers == "late" else "well"
        if how == "500":
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, b'{"title": "Something broke"}')
            return
        self._say(self.server.desk.take(came), how)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        """A partner writes no log of the hub's."""

    def _say(self, receipt: bytes, how: str) -> None:
        is_refused = b'"outcome":"refused"' in receipt
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
        match how:
            case "hangs":
                self.server.closing.wait(_PATIENCE_S * 10)
                self.close_connection = True
            case "half":
                self._answer(status, receipt, sends=len(receipt) // 2)
                self.close_connection = True
            case "twice":
                self._answer(status, receipt)
                self._answer(status, receipt)
            case "late":
                self.server.closing.wait(self.server.late_s)
                self._answer(status, receipt)
            case _:
                self._answer(status, receipt)

    def _came(self) -> Came | None:
        """The message of the request; nothing when it is answered already."""
        size = self.headers.get("content-length", "")
        if self.path != PATH or not size.isdecimal() or int(size) > LARGEST:
            self.close_connection = True
            self._answer(HTTPStatus.BAD_REQUEST, b"")
            return None
        body = self.rfile.read(int(size))
        return Came(id=self.headers.get(_KEY, ""), body=body, facts=_facts(dict(self.headers.items())))

    def _answer(self, status: int, body: bytes, *, sends: int | None = None) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:sends])
        self.wfile.flush()


def _facts(headers: Mapping[str, str]) -> dict[str, str]:
    found = {name.lower(): value for name, value in headers.items()}
    return {name[len(_FACT) :].replace("-", "_"): value for name, value in found.items() if name.startswith(_FACT)}
