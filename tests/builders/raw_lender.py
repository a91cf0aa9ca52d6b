"""A lender behind a port that answers as a test wants: with bytes, late, in pieces, twice or not at all."""

import json
import socket
import ssl
import threading
import time
from contextlib import suppress


def answer(status=200, body=b"", **headers):
    """A whole HTTP answer."""
    said = {"Content-Length": str(len(body))} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode() + body


def receipt(message_id, outcome="accepted", status=None, **more):
    """The receipt of a hub about this message, with its status."""
    facts = {"id": "r-1", "outcome": outcome, "envelope": {"message_id": message_id}} | more
    return answer(status or (200 if outcome == "accepted" else 422), json.dumps(facts).encode())


class Request:
    def __init__(self, head, body):
        lines = head.decode("latin-1").split("\r\n")
        self.line = lines[0]
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        self.body = body

    @property
    def key(self):
        return self.headers["idempotency-key"]


class RawLender:
    """`says` is called with the connection and each request, in a thread per connection; it sends what it likes."""

    def __init__(self, says=None, context=None):
        self.says = says or (lambda connection, request: connection.sendall(receipt(request.key)))
        self.requests = []
        self.connections = 0
        self._context = context
        self._open = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        scheme = "https" if context else "http"
        self.url = f"{scheme}://localhost:{self._socket.getsockname()[1]}/in"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self):
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for connection in self._open:
            with suppress(OSError):
                connection.close()
        self._thread.join(5)

    def _accept(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with suppress(OSError):
            connection.settimeout(30)
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            self.connections += 1
            self._open.append(connection)
            while request := _request(connection):
                self.requests.append(request)
                self.says(connection, request)
            connection.close()


def _request(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(65536)
        if not part:
            return None
        head += part
    head, _, body = head.partition(b"\r\n\r\n")
    request = Request(head, body)
    while len(request.body) < int(request.headers.get("content-length", "0")):
        part = connection.recv(1 << 20)
        if not part:
            return None
        request.body += part
    return request


def drips(connection, content, *, every_s):
    """Sends the bytes one by one."""
    with suppress(OSError):
        for n in range(len(content)):
            connection.sendall(content[n : n + 1])
            time.sleep(every_s)


def server_context(certificate, key, client_ca=None):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate, key)
    if client_ca:
        made.load_verify_locations(client_ca)
        made.verify_mode = ssl.CERT_REQUIRED
    return made
