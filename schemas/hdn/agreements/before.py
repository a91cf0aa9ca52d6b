"""What the messages before one say: small questions that several agreements ask. No agreement lives here."""

from collections.abc import Iterable
from dataclasses import replace

from schemas.hdn.agreements.trace import Exchanged
from schemas.hdn.statuses import status_rule

VERSIONED = frozenset({"AX", "KX", "LX", "WX"})
"""The messages that make a new version (KET-003)."""
REQUESTS = VERSIONED | {"MX", "IA"}
ANSWERS = frozenset({"SX", "OX", "DA"})


def is_status(message: Exchanged, domain: str, *codes: str) -> bool:
    """Whether it is an SX about `domain` with one of these codes; with any code when none is named."""
    return message.code == "SX" and message.answers == domain and (not codes or message.status in codes)


def is_turned_down(domain: str, version: int, earlier: Iterable[Exchanged]) -> bool:
    """Whether this version was not accepted: AX 14 or 25, KX 03, LX 13 (terminal for the version only)."""
    return any(
        is_status(message, domain) and message.request_version == version and _ends_version(message)
        for message in earlier
    )


def newest_known(message: Exchanged, domains: Iterable[str], earlier: Iterable[Exchanged]) -> int:
    """The highest version, not turned down, that the sender of `message` sent or got before it; 0 when none."""
    before = tuple(earlier)
    versions = (
        other.request_version
        for other in before
        if other.code in domains
        and message.sender in other.way
        and not is_turned_down(other.code, other.request_version, before)
    )
    return max(versions, default=0)


def says_the_same(message: Exchanged, other: Exchanged) -> bool:
    """Whether only the envelope differs, as when a station passes a message on."""
    enveloped = replace(message, id=other.id, sender=other.sender, receiver=other.receiver, at=other.at)
    return replace(enveloped, content_hash=other.content_hash) == other


def original_of(message: Exchanged, earlier: Iterable[Exchanged]) -> Exchanged | None:
    """The message of the same kind that its sender was sent and now forwards: of its version, else the latest."""
    got = [other for other in earlier if other.code == message.code and other.receiver == message.sender]
    of_version = [other for other in got if other.request_version == message.request_version]
    return next(iter(reversed(of_version or got)), None)


def _ends_version(message: Exchanged) -> bool:
    rule = status_rule(message.answers, message.status)
    return rule is not None and rule.terminal == "version"
