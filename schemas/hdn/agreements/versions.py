"""Request versions: which number a message carries, and which number may still be answered (KET-003).

Source D is KET-003, D2 its older text; the hub's own reading at intake is `_with_version` in `hub/naming.py`.
"""

from collections.abc import Sequence

from schemas.hdn.agreements.before import ANSWERS, REQUESTS, VERSIONED, is_turned_down, newest_known
from schemas.hdn.agreements.documents import request_for
from schemas.hdn.agreements.receipts import is_receipt
from schemas.hdn.agreements.trace import Breach, Exchanged, Trace


def first_version_is_one(trace: Trace) -> tuple[Breach, ...]:
    """The first message of an exchange is version 1. Source: D."""
    return tuple(
        message.breaks("first-version-not-one", f"v{message.request_version}", "v1")
        for message in trace.messages[:1]
        if message.code in VERSIONED and message.request_version != 1
    )


def version_used_once(trace: Trace) -> tuple[Breach, ...]:
    """AX, KX, LX or WX never goes twice from one party to another with the same version and other content.

    The same content again is a copy, not a message. Source: D.
    """
    return tuple(
        message.breaks("version-used-again", message.named, f"v{_highest(earlier) + 1}")
        for message, earlier in trace.walk()
        if message.code in VERSIONED and any(_is_other_content(message, other) for other in earlier)
    )


def version_goes_up_by_one(trace: Trace) -> tuple[Breach, ...]:
    """A new version is the highest version of any message of the exchange plus one.

    A station that passes a version on keeps its number, or makes a new one when it changes the application.
    Source: D (adviser 1, service provider 2, then 3).
    """
    return tuple(
        message.breaks("version-skipped", f"v{message.request_version}", f"v{_highest(earlier) + 1}")
        for message, earlier in trace.walk()
        if message.code in VERSIONED and earlier and not _is_next_or_known(message, earlier)
    )


def answer_carries_its_version(trace: Trace) -> tuple[Breach, ...]:
    """SX, OX and DA carry the version that they answer.

    A station beyond our sight may have raised the version, so a higher one is judged of our own answers only.
    Source: D (follow-ups carry the version they answer; an unknown version must still be processed).
    """
    return tuple(
        message.breaks("answer-version-unknown", f"v{message.request_version}", _listed(known))
        for message, earlier in trace.walk()
        if message.code in ANSWERS
        and (known := _versions(message.answers, earlier))
        and message.request_version not in known
        and (message.request_version < max(known) or message.sender in trace.ours)
    )


def old_version_is_not_answered(trace: Trace) -> tuple[Breach, ...]:
    """Who knows a newer version answers the old one no more, unless the newer one was not accepted (AX 14 or 25).

    A receipt is due for every version, so it is no answer in this sense.
    Source: D; that a receipt still goes out is our reading of C and D together.
    """
    return tuple(
        message.breaks("old-version-answered", f"{message.code} v{message.request_version}", f"v{newest}")
        for message, earlier in trace.walk()
        if message.code in ANSWERS and message.answers in VERSIONED and not is_receipt(message)
        if (newest := newest_known(message, {message.answers}, earlier)) > message.request_version
    )


def old_request_is_not_delivered(trace: Trace) -> tuple[Breach, ...]:
    """No DX on the DA of an old version once a newer one is known: it waits for the new DA. Source: D."""
    return tuple(
        message.breaks("old-request-delivered", f"DX v{message.request_version}", f"v{newest}")
        for message, earlier in trace.walk()
        if message.code == "DX"
        if (newest := newest_known(message, VERSIONED, earlier)) > message.request_version
    )


def document_keeps_the_version_of_its_request(trace: Trace) -> tuple[Breach, ...]:
    """A DX carries the version of the DA that it answers, also when it is delivered again. Source: D."""
    return tuple(
        message.breaks("document-version-changed", f"DX v{message.request_version}", f"v{request.request_version}")
        for message, earlier in trace.walk()
        if message.code == "DX"
        and (request := _standing_request(message, earlier))
        and request.request_version != message.request_version
    )


def _is_other_content(message: Exchanged, other: Exchanged) -> bool:
    return message.version_sent == other.version_sent and message.content_hash != other.content_hash


def _highest(earlier: Sequence[Exchanged]) -> int:
    return max((message.request_version for message in earlier), default=0)


def _is_next_or_known(message: Exchanged, earlier: Sequence[Exchanged]) -> bool:
    """Whether it is the next version, or one that was there: a copy, one passed on, or another kind's first."""
    highest = _highest(earlier)
    if message.request_version > highest:
        return message.request_version == highest + 1
    before = [other for other in earlier if (other.code, other.way) == (message.code, message.way)]
    return not before or any(
        other.code == message.code
        and other.request_version == message.request_version
        and (other.way == message.way or other.receiver == message.sender)
        for other in earlier
    )


def _versions(domain: str, earlier: Sequence[Exchanged]) -> set[int]:
    known = domain if domain in REQUESTS else ""
    return {message.request_version for message in earlier if message.code == known}


def _listed(versions: set[int]) -> str:
    return ", ".join(f"v{version}" for version in sorted(versions))


def _standing_request(message: Exchanged, earlier: Sequence[Exchanged]) -> Exchanged | None:
    """The newest DA for what this DX delivers, of a version that was not turned down."""
    standing = [other for other in earlier if not is_turned_down(other.answers, other.request_version, earlier)]
    return next((request for number in message.numbers if (request := request_for(message, number, standing))), None)
