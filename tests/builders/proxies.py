"""A private nginx with the configuration of `ops/proxy/`, whose names, ports and certificates are those of the test."""

import os
import socket
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from hub.bench.servers import ServerMissingError
from tests.builders.certificates import certificate
from tests.builders.counters import free_port
from tests.components import COMPONENTS

CONFIGURATION = Path(__file__).parents[2] / "ops/proxy/nginx.conf"
_AROUND = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/hub.conf;
}}
"""


class PrivateNginx:
    """nginx before the hub on `upstream`; `port` speaks TLS, `plain_port` sends people there."""

    def __init__(self, folder, upstream, host="localhost"):
        (component,) = (each for each in COMPONENTS if each.name == "nginx")
        self._program = component.path()
        if self._program is None:
            raise ServerMissingError("nginx is not installed; apt-get install nginx")
        self.folder, self.port, self.plain_port = folder, free_port(), free_port()
        self.chain, _ = certificate(folder, "server")
        self.client_certificate = certificate(folder, "clients")
        text = CONFIGURATION.read_text(encoding="utf-8")
        for shipped, here in (
            ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
            ("listen 80;", f"listen 127.0.0.1:{self.plain_port};"),
            ("listen 443 ssl http2;", f"listen 127.0.0.1:{self.port} ssl http2;"),
            ("https://hub.example$request_uri", f"https://{host}:{self.port}$request_uri"),
            ("server_name hub.example", f"server_name {host}"),
            ("/etc/nginx/hub", str(folder)),
            ("/var/log/nginx/hub.log", f"{folder}/access.log"),
        ):
            assert shipped in text, shipped
            text = text.replace(shipped, here)
        (folder / "hub.conf").write_text(text, encoding="utf-8")
        user = "user root;" if os.getuid() == 0 else ""
        (folder / "nginx.conf").write_text(_AROUND.format(user=user, folder=folder), encoding="utf-8")

    def start(self):
        command = [self._program, "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", "stderr"]
        with (self.folder / "stderr").open("wb") as told:
            self._process = subprocess.Popen(command, stderr=told)
        for _ in range(100):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            if self._process.poll() is not None:
                break
            threading.Event().wait(0.05)
        self.stop()
        raise AssertionError((self.folder / "stderr").read_text(encoding="utf-8"))

    def stop(self):
        self._process.terminate()
        self._process.wait(10)


class Echo:
    """What stands behind the proxy and remembers the headers that arrive; `/events` waits between two events."""

    def __init__(self):
        echo = self
        self.headers, self.bytes, self.may_go_on = {}, 0, threading.Event()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                echo.headers = dict(self.headers.items())
                self.send_response(200)
                if self.path != "/events":
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(b"data: first\n\n")
                self.wfile.flush()
                echo.may_go_on.wait(20)
                self.wfile.write(b"data: second\n\n")

            def do_POST(self):
                left = int(self.headers["Content-Length"])
                while left:
                    came = len(self.rfile.read(min(left, 65_536)))
                    echo.bytes, left = echo.bytes + came, left - came
                self.do_GET()

            def log_message(self, *_arguments):
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self.may_go_on.set()
        self._server.shutdown()
        self._server.server_close()
