"""Connections to partners: only to addresses that may be, and never longer than one message may take.

A name is resolved once and that address is connected to, so that a name that changes meanwhile leads nowhere else.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from schemas.errors import Refused

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
CONNECT_S = 5.0
_IDLE_S = 5.0
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""The well-known prefix of RFC 6052."""


class AddressNotAllowedError(httpcore.ConnectError):
    """The name leads into a private network."""


class Deadline:
    """The moment until which one message may take, whatever the pace of its bytes."""

    def __init__(self) -> None:
        self._until = float("inf")

    def begin(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """The seconds that one read or write may take; raises `httpcore.ReadTimeout` when none are left."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole exchange took too long")
        return left if timeout is None else min(timeout, left)


def check_url(url: str) -> str:
    """The URL of a partner; raises `Refused` for what is neither https nor http on this machine."""
    parts = urlsplit(url)
    is_local = parts.scheme == "http" and parts.hostname in LOOPBACK
    is_whole = bool(parts.hostname) and not (parts.username or parts.password or parts.fragment)
    if not is_whole or not (parts.scheme == "https" or is_local) or not _has_port(url):
        raise Refused(
            "request-invalid",
            path="address",
            came=url,
            expected="https://… zonder gebruiker, http:// alleen op deze machine / https://… without a user",
        )
    return url


def open_client(context: ssl.SSLContext, deadline: Deadline, seconds: float, *, allows_private: bool) -> httpx.Client:
    """A client with one connection, no proxy, no redirects and no cookies kept."""
    transport = httpx.HTTPTransport(verify=context, trust_env=False)
    # httpx has no public way to say who connects; a test finds out when this one is no longer asked.
    transport._pool = httpcore.ConnectionPool(  # noqa: SLF001 - see above
        ssl_context=context,
        max_connections=1,
        max_keepalive_connections=1,
        keepalive_expiry=_IDLE_S,
        network_backend=_Guarded(deadline, allows_private=allows_private),
    )
    timeout = httpx.Timeout(seconds, connect=min(CONNECT_S, seconds))
    return httpx.Client(transport=transport, trust_env=False, follow_redirects=False, timeout=timeout)


class _Guarded(httpcore.NetworkBackend):
    """Connects to the first address of a name that may be connected to."""

    def __init__(self, deadline: Deadline, *, allows_private: bool) -> None:
        self._deadline = deadline
        self._allows_private = allows_private
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = self._address(host, port)
        stream = self._backend.connect_tcp(
            address, port, self._deadline.left(timeout), local_address, socket_options or ()
        )
        return _Timed(stream, self._deadline)

    def _address(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(f"{host} is not known") from error
        addresses = [str(each[4][0]) for each in found]
        for address in addresses:
            if self._allows_private or host in LOOPBACK or _is_public(address):
                return address
        raise AddressNotAllowedError(f"{host} leads to {', '.join(addresses)}")


class _Timed(httpcore.NetworkStream):
    """A stream whose reads and writes together end at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(
            self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout)), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _is_public(address: str) -> bool:
    """Also of the IPv4 address that a gateway (NAT64, 6to4, Teredo) would take out of an IPv6 one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    inside = _inside(ip) if isinstance(ip, ipaddress.IPv6Address) else ()
    return all(each.is_global and not each.is_multicast for each in (inside or (ip,)))


def _inside(ip: ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses that this one carries."""
    if ip.ipv4_mapped or ip.sixtofour:
        return tuple(each for each in (ip.ipv4_mapped, ip.sixtofour) if each)
    if ip in _NAT64:
        return (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF),)
    return ip.teredo or ()


def _has_port(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False
