"""Who is at the other end: what a proxy says about it is believed from the proxies of the settings only.

Everything behind the guard reads the address and the scheme of the request itself; no header of a stranger reaches it.
"""

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import Scope

from hub.edge import Networks, is_within, networks_of
from hub.settings import Settings

CERTIFICATE = "client-cert"
"""The header in which a trusted proxy passes the certificate of a client on (RFC 9440, or PEM with escapes)."""
_ABOUT_THE_CLIENT = ("x-forwarded-", "forwarded", "x-real-ip", "x-original-", "x-rewrite-", CERTIFICATE)
_PRIVATE = networks_of("127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 ::1 fc00::/7 fe80::/10")
_SCHEMES = frozenset({"http", "https"})


class Peers:
    """The two ends of a connection, as this hub believes them."""

    def __init__(self, settings: Settings) -> None:
        self._trusted = networks_of(settings.trusted_proxies)

    def is_forged(self, scope: Scope) -> bool:
        """Whether somebody who is no proxy of ours speaks as one."""
        headers = Headers(scope=scope)
        speaks = "x-forwarded-proto" in headers or "x-forwarded-for" in headers or "forwarded" in headers
        return speaks and not self._is_proxy(scope)

    def settled(self, scope: Scope) -> Scope:
        """The scope with the true address and scheme, and without the headers that were not to be believed."""
        headers, is_proxy = Headers(scope=scope), self._is_proxy(scope)
        kept = [(name, value) for name, value in scope["headers"] if is_proxy or not _is_about_the_client(name)]
        settled = {**scope, "headers": kept}
        if not is_proxy:
            return settled
        said = _listed(headers.getlist("x-forwarded-proto"))
        if said and said[-1] in _SCHEMES:
            settled["scheme"] = said[-1]
        settled["client"] = (_origin(_listed(headers.getlist("x-forwarded-for")), address_of(scope), self._trusted), 0)
        return settled

    def _is_proxy(self, scope: Scope) -> bool:
        return is_within(address_of(scope), self._trusted)


def address_of(scope: Scope) -> str:
    """The address that the request came from; behind the guard it is that of the client."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def private_address(scope: Scope) -> str:
    """The address when it is one of a network of one's own, for the log; a public address is somebody's."""
    address = address_of(scope)
    return address if is_within(address, _PRIVATE) else "a public address"


def _origin(forwarded: Sequence[str], peer: str, trusted: Networks) -> str:
    """The last address that is not one of our proxies: everything before it is only what the client says."""
    for said in reversed(forwarded):
        address = _bare(said)
        if not is_within(address, trusted):
            return address or peer
        peer = address
    return peer


def _bare(said: str) -> str:
    """An address without port and brackets."""
    if said.startswith("["):
        return said[1:].partition("]")[0]
    return said.partition(":")[0] if said.count(":") == 1 else said


def _listed(values: Sequence[str]) -> list[str]:
    return [each.strip().lower() for value in values for each in value.split(",") if each.strip()]


def _is_about_the_client(name: bytes) -> bool:
    return name.decode("latin-1").lower().startswith(_ABOUT_THE_CLIENT)
