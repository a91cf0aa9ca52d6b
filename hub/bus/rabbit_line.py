"""One connection to RabbitMQ, opened through kombu, read and written through the py-amqp transport below it.

py-amqp spends nine reads and one write on every message.
Here bytes are read in large pieces, and frames are written together (`corked`).
No thread sends heartbeats: the owner calls `pump` at least every half heartbeat, and a long silence ends the line.
"""

import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from amqp.exceptions import AMQPError
from kombu.connection import Connection

CONNECT_PATIENCE_S = 3.0
READ_BYTES = 262_144
FLUSH_BYTES = 131_072
# RabbitMQ sends every half heartbeat: by now three are missing, and it is still within twice the heartbeat.
SILENCE = 1.5

LINE_ERRORS: tuple[type[Exception], ...] = (AMQPError, OSError)


def _socket_settings(heartbeat: int) -> dict[int, int]:
    settings = {socket.TCP_NODELAY: 1}
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        # In milliseconds; py-amqp's own one second would cut off a broker that holds a publisher back for a moment.
        settings[socket.TCP_USER_TIMEOUT] = 2_000 * heartbeat
    return settings


class _Reader:
    """Reads the socket in large pieces and hands them out in the small ones that py-amqp asks for."""

    def __init__(self, receive: Callable[[int], bytes]) -> None:
        self._receive = receive
        self._piece = b""
        self._at = 0
        self.heard_at = time.monotonic()

    def __call__(self, size: int) -> bytes:
        if not self.holds_more():
            self._piece = self._receive(max(size, READ_BYTES))
            self._at = 0
            self.heard_at = time.monotonic()
        part = self._piece[self._at : self._at + size]
        self._at += len(part)
        return part

    def holds_more(self) -> bool:
        return self._at < len(self._piece)


class Line:
    """An open connection; what goes wrong on it is one of `LINE_ERRORS`, and then it is of no more use."""

    def __init__(self, url: str, heartbeat: int) -> None:
        """Connect within `CONNECT_PATIENCE_S`; `heartbeat` is in seconds and the broker may lower it."""
        client: Any = Connection(  # type: ignore[no-untyped-call] # kombu has annotated half of itself
            url,
            heartbeat=heartbeat,
            connect_timeout=CONNECT_PATIENCE_S,
            transport_options={"socket_settings": _socket_settings(heartbeat)},
        )
        self._amqp: Any = client.transport.establish_connection()
        self._transport: Any = self._amqp.transport
        self._reader = _Reader(self._transport._quick_recv)  # noqa: SLF001 - see the module
        self._transport._quick_recv = self._reader  # noqa: SLF001
        self._beat = float(self._amqp.heartbeat or heartbeat)
        self._readable = select.poll()
        self._readable.register(self._transport.sock, select.POLLIN)
        self._ticked_at = time.monotonic()
        self.patience(2 * self._beat)

    def channel(self) -> Any:
        """Open one more py-amqp channel."""
        return self._amqp.channel()

    def write_frames(self, channel: int, method: tuple[int, int], arguments: bytes, content: object) -> None:
        """Write one method with its content; `arguments` are encoded already."""
        self._amqp.frame_writer(1, channel, method, arguments, content)

    def patience(self, seconds: float) -> None:
        """How long one write, or the rest of a frame that began, may take."""
        self._transport.sock.settimeout(max(0.05, seconds))

    def pump(self, wait: float = 0.0) -> bool:
        """Handle every frame that is here, waiting at most `wait` seconds for the first; says whether there was one."""
        until = time.monotonic() + wait
        while not self._is_readable(min(wait, self._beat / 4)):
            self._watch_silence()
            wait = until - time.monotonic()
            if wait <= 0:
                return False
        self._handle_frames()
        self._tick()
        return True

    @contextmanager
    def corked(self) -> Iterator[None]:
        """Collect what is written inside and send it in large pieces."""
        write = self._transport._write  # noqa: SLF001
        pile = bytearray()

        def collect(data: bytes) -> None:
            pile.extend(data)
            if len(pile) >= FLUSH_BYTES:
                write(pile)
                pile.clear()

        self._transport._write = collect  # noqa: SLF001
        try:
            yield
        finally:
            self._transport._write = write  # noqa: SLF001
        if pile:
            write(pile)

    def close(self) -> None:
        """Disconnect in good order when the broker still answers, else at once."""
        with suppress(*LINE_ERRORS):
            self.patience(CONNECT_PATIENCE_S)
            self._amqp.close()
        self.drop()

    def drop(self) -> None:
        """Disconnect without a word."""
        with suppress(*LINE_ERRORS):
            self._transport.close()

    def _is_readable(self, wait: float) -> bool:
        if self._reader.holds_more() or self._tls_holds_more():
            return True
        return bool(self._readable.poll(max(0.0, wait) * 1000))

    def _tls_holds_more(self) -> bool:
        pending = getattr(self._transport.sock, "pending", None)
        return pending is not None and pending() > 0

    def _handle_frames(self) -> None:
        handle, read = self._amqp.on_inbound_frame, self._transport.read_frame
        handle(read())
        while self._reader.holds_more():
            handle(read())

    def _tick(self) -> None:
        if time.monotonic() - self._ticked_at > self._beat / 4:
            self._ticked_at = time.monotonic()
            self._amqp.heartbeat_tick(rate=2)

    def _watch_silence(self) -> None:
        silent = time.monotonic() - self._reader.heard_at
        if silent > SILENCE * self._beat:
            raise ConnectionError(f"the broker was silent for {silent:.1f} s; the connection is given up")
        self._tick()
