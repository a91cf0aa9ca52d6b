"""ClamAV's clamd, over TCP or a socket: `clamd://host:3310`, `clamd:///run/clamav/clamd.ctl`.

One connection per body and the command INSTREAM (clamd(8)): a length before each piece, zero at the end, one line back.
`docs/operations.md` says which settings of clamd the hub counts on.
"""

import socket
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from hub.scanning import Clean, Infected, Unscannable, Verdict
from schemas.errors import Busy

_PORT = 3310
_CONNECT_S = 3.0
_ANSWER_S = 150.0  # clamd ends a scan by itself after MaxScanTime, two minutes as shipped
_PIECE = 256 * 1024
_LONGEST_LINE = 4096

_WHY = {"Heuristics.Encrypted": "encrypted", "Heuristics.Limits": "too-heavy", "Heuristics.Broken": "broken"}
"""Names that say that clamd could not look inside, not that it found something."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host and port, or a socket on this machine when `path` is given."""

    host: str = ""
    port: int = _PORT
    path: str = ""


def address_of(url: str) -> Address:
    parts = urlsplit(url)
    if parts.hostname:
        return Address(host=parts.hostname, port=parts.port or _PORT)
    return Address(path=unquote(parts.path))


class ClamdScanner:
    """Asks one clamd; raises `Busy` when it does not answer, so that nothing passes unseen."""

    def __init__(self, address: Address, *, patience: float = _ANSWER_S) -> None:
        self._address = address
        self._patience = patience

    def scan(self, body: bytes) -> Verdict:
        return _verdict(self._ask(b"zINSTREAM\0", body))

    def check(self) -> str:
        return self._ask(b"zVERSION\0").partition("/")[0]

    def _ask(self, command: bytes, body: bytes | None = None) -> str:
        try:
            with closing(self._connected()) as line:
                line.sendall(command)
                if body is not None:
                    _hand_over(line, body)
                return _answer(line)
        except OSError as error:
            raise Busy("scanner", error.strerror or type(error).__name__) from error

    def _connected(self) -> socket.socket:
        if self._address.path:
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(_CONNECT_S)
            line.connect(self._address.path)
        else:
            line = socket.create_connection((self._address.host, self._address.port), timeout=_CONNECT_S)
        line.settimeout(self._patience)
        return line


def _hand_over(line: socket.socket, body: bytes) -> None:
    """Sends the body in pieces; clamd hangs up on one that is too large, and its answer says so."""
    try:
        for start in range(0, len(body), _PIECE):
            piece = body[start : start + _PIECE]
            line.sendall(len(piece).to_bytes(4) + piece)
        line.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        return


def _answer(line: socket.socket) -> str:
    """One line, without its end; an answer that was cut off is none."""
    said = b""
    while not said.endswith(b"\0"):
        piece = line.recv(_LONGEST_LINE)
        if not piece or len(said) > _LONGEST_LINE:
            raise ConnectionError
        said += piece
    return said[:-1].decode("utf-8", "replace")


def _verdict(said: str) -> Verdict:
    text = said.removeprefix("stream: ")
    if text == "OK":
        return Clean()
    if text.endswith(" FOUND"):
        return _found(text.removesuffix(" FOUND").removesuffix(".UNOFFICIAL"))
    if "size limit exceeded" in text:
        return Unscannable("too-large")
    # An ERROR is trouble of clamd, such as a full disk: the file waits, because it may be clean.
    raise Busy("scanner", "it answered with an error" if text.endswith("ERROR") else "its answer is none of clamd")


def _found(name: str) -> Verdict:
    why = next((why for beginning, why in _WHY.items() if name.startswith(beginning)), "")
    return Unscannable(why) if why else Infected(name)
