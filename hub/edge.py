"""The edge as the settings say it: proxies that are believed, and how often somebody may ask. Pure."""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from limits import RateLimitItem, parse_many

RATES: dict[str, str] = {
    "sign-in": "60/minute; 600/hour",
    "reset": "20/hour",
    "token": "120/minute",
    "guess": "60/minute",
    "upload": "1200/minute",
    "messages": "60000/minute",
    "requests": "3000/minute",
}
"""How often, by kind. The first four are counted per address, the others per key, session or else address."""
OFF = "off"
_IPV4 = 4

Networks = tuple[IPv4Network | IPv6Network, ...]


def networks_of(text: str) -> Networks:
    """Addresses and networks with blanks between them; raises `ValueError` with the one that is neither."""
    return tuple(_network(each) for each in text.split())


def is_within(address: str, networks: Networks) -> bool:
    """Whether this is an address in one of the networks; an IPv4 address may come in the clothes of IPv6."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    plain = getattr(found, "ipv4_mapped", None) or found
    return any(plain in network for network in networks)


def network_of(address: str) -> str:
    """Whose address it is as far as anybody can tell: of IPv6 one customer has a whole /64 and chooses in it freely."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    plain = getattr(found, "ipv4_mapped", None) or found
    return str(plain if plain.version == _IPV4 else ip_network(f"{plain}/64", strict=False))


def rates_of(text: str) -> dict[str, tuple[RateLimitItem, ...]]:
    """The table with what the setting says instead, such as `sign-in=10/minute requests=600/minute`; `off` is none.

    Raises `ValueError` with the part that cannot be read.
    """
    if text.strip() == OFF:
        return {}
    return {
        kind: tuple(parse_many(said)) for kind, said in (RATES | dict(_pair(each) for each in text.split())).items()
    }


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError:
        raise ValueError(f"{text} is no address and no network; write them like 10.0.0.5 172.16.0.0/12") from None


def _pair(text: str) -> tuple[str, str]:
    kind, _, said = text.partition("=")
    if kind not in RATES:
        raise ValueError(f"{text} is not known; write off, or name=number/minute for any of {', '.join(RATES)}")
    try:
        parse_many(said)
    except ValueError:
        raise ValueError(f"{text} cannot be read; write it like {kind}=60/minute") from None
    return kind, said
