"""Providers of mail and SMS that can be asked to misbehave: a mail server (aiosmtpd) and an HTTP fake."""

import json
import socket
import threading
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from hub.bench.servers.process import free_port

REPLIES = {
    "bounce": "550 5.1.1 no such mailbox",
    "later": "451 4.7.1 come back later",
}


class MailFake:
    """A mail server on loopback; `got` are the messages that it took, `data_reply` what it says to the bytes."""

    def __init__(self, **more):
        self.got = []
        self.raw = []
        self.data_reply = "250 OK"
        self.sender_reply = "250 OK"
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port(), **more)
        self.controller.start()

    @property
    def port(self):
        return self.controller.port

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        envelope.mail_from = address
        return self.sender_reply

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - the same
        reply = next((each for word, each in REPLIES.items() if address.startswith(word)), "250 OK")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the same
        if envelope.rcpt_tos[0].startswith("fail"):
            return "554 5.6.0 refused"
        if self.data_reply.startswith("250"):
            self.raw.append(envelope.content)
            self.got.append(message_from_bytes(envelope.content, policy=default))
        return self.data_reply

    def close(self):
        self.controller.stop()


def password_fake(name, password):
    """A mail server that takes nothing without this name and password."""

    def check(_server, _session, _envelope, _mechanism, given):
        is_right = (given.login, given.password) == (name.encode(), password.encode())
        return AuthResult(success=is_right, handled=False)

    return MailFake(authenticator=check, auth_required=True, auth_require_tls=False)


class Scripted:
    """A server on loopback that sends these replies, one per line that it reads, and then does `after`."""

    def __init__(self, replies, *, after="close", until_dot=True):
        self._replies = replies
        self._after = after
        self._until_dot = until_dot
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._held = []
        self.url = f"smtp://127.0.0.1:{self._listening.getsockname()[1]}"
        self.bodies = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                link, _ = self._listening.accept()
            except OSError:
                return
            self._held.append(link)
            threading.Thread(target=self._talk, args=(link,), daemon=True).start()

    def _talk(self, link):
        stream = link.makefile("rwb")
        try:
            for n, reply in enumerate(self._replies):
                if n:
                    self._read(stream, data=self._replies[n - 1].startswith("354"))
                stream.write(f"{reply}\r\n".encode())
                stream.flush()
            self._read(stream, data=bool(self._replies) and self._replies[-1].startswith("354"))
        except OSError:
            return
        if self._after == "close":
            link.shutdown(socket.SHUT_RDWR)
            link.close()

    def _read(self, stream, *, data):
        if not data:
            stream.readline()
            return
        lines = []
        while (line := stream.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        self.bodies.append(b"".join(lines))

    def close(self):
        self._listening.close()
        for link in self._held:
            link.close()


class SmsFake:
    """An HTTP provider of SMS on loopback; `got` are the messages it took, `answer` overrides what it says."""

    def __init__(self, token="sms-secret"):
        fake = self
        self.got = []
        self.keys = []
        self.answer = None

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self):
                self.send_response(405 if self.headers["Authorization"] == f"Bearer {token}" else 401)
                self.end_headers()

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.keys.append(self.headers["Idempotency-Key"])
                status, answer, headers = fake.told(body, self.headers["Authorization"] == f"Bearer {token}")
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/messages"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def told(self, body, is_known):
        if self.answer:
            return self.answer
        if not is_known:
            return 401, b"who are you", {}
        ends = {"0001": (422, b'{"error": "number"}'), "0002": (400, b'{"error": "text"}'), "0003": (503, b"")}
        status, said = ends.get(body["to"][-4:], (200, b""))
        if status == 200:
            self.got.append(body)
            said = json.dumps({"id": f"sms-{len(self.got)}"}).encode()
        return status, said, {}

    def close(self):
        self._server.shutdown()
        self._server.server_close()
