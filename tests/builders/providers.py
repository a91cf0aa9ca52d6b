"""A sign-in service by hand: it says what a test wants it to say, true or forged."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from joserfc import jwk, jwt

from schemas.identity import Connected


class HandmadeProvider:
    """Discovery, keys and tokens; `claims` go over the good ones, `header` over the good header."""

    def __init__(self):
        self.key = jwk.RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.published = [self.key.as_dict(private=False)]
        self.claims, self.header, self.token, self.documents = {}, {}, None, {}
        self.status, self.forms, self.headers = 200, [], []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                document = provider.document(self.path)
                self.send_response(provider.status if document is not None else 404)
                self.send_header("Location", "http://127.0.0.1:1/inside")
                self.end_headers()
                self.wfile.write(json.dumps(document).encode())

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.forms.append({name: values[0] for name, values in parse_qs(body).items()})
                provider.headers.append(dict(self.headers.items()))
                self.do_GET()

            def log_message(self, *_arguments):
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def connected(self, **more):
        return Connected(**({"issuer": self.issuer, "client_id": "hub", "client_secret": "geheim:1"} | more))

    def document(self, path):
        discovered = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
        }
        known = {
            "/.well-known/openid-configuration": discovered | self.documents,
            "/jwks": {"keys": self.published},
            "/token": {"id_token": self.token or self.made(), "access_token": "x", "token_type": "Bearer"},
        }
        return known.get(path)

    def made(self):
        """A token as a good provider gives it, but for what the test changed."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": "hub",
            "sub": "248289761001",
            "nonce": "nonce",
            "iat": now,
            "exp": now + 300,
            "email": "Els@DeBrug.nl",
            "email_verified": True,
            "name": "Els",
            "groups": ["hub-adviseurs"],
        }
        claims = {name: value for name, value in (claims | self.claims).items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": self.key.kid} | self.header, claims, self.key)

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def by_hand(header, claims, signature=b""):
    """A token of these parts, as somebody makes it who has no key."""
    parts = (json.dumps(header).encode(), json.dumps(claims).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
