"""A lender of the benchmark behind HTTPS, as a process of its own: it answers every message with its receipt.

`python -m adapters.bench.lender PORT CERTIFICATE KEY`
"""

import json
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a small answer waits for the acknowledgement of its own headers
    wbufsize = -1  # headers and body leave together

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        receipt = {"id": "bench", "outcome": "accepted", "envelope": {"message_id": self.headers["Idempotency-Key"]}}
        body = json.dumps(receipt).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_arguments: object) -> None:
        """Each message as a line would be measured too."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def serve(port: int, certificate: str, key: str) -> None:
    """Answers until the process ends."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = _Server(("127.0.0.1", port), _Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), *sys.argv[2:4])
