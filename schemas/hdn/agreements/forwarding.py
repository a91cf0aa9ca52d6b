"""Forwarding: what a station between package and lender may change, and what it must pass on.

Which receipts a station passes on lives in `receipts.py`.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from schemas.hdn.agreements.before import VERSIONED, original_of
from schemas.hdn.agreements.trace import NOTHING, Breach, Exchanged, Trace

WITHIN = timedelta(minutes=15)
"""The sources name no term for passing on; this is that of a receipt, so the agreement only flags."""
_OWN = "een eigen ServiceProvider / a ServiceProvider of its own"
_FORWARDED = VERSIONED | {"MX"}
_PASSED_ON = {"KX": frozenset({"03", "05", "06", "08", "21"}), "LX": frozenset({"09", "16"})}


def intermediary_is_left_as_it_is(trace: Trace) -> tuple[Breach, ...]:
    """Who forwards an application changes no TussenPersoon, adds none and leaves none out. Source: J."""
    return tuple(
        message.breaks("intermediary-changed", _texts(message.intermediaries), _texts(original.intermediaries))
        for message, original in _forwarded(trace)
        if original.intermediaries and message.intermediaries != original.intermediaries
    )


def own_service_provider_is_added(trace: Trace) -> tuple[Breach, ...]:
    """Who forwards an application adds a ServiceProvider of its own. Source: J."""
    return tuple(
        message.breaks("service-provider-missing", _texts(message.service_providers), _OWN)
        for message, original in _forwarded(trace)
        if not set(message.service_providers) - set(original.service_providers)
    )


def received_service_providers_are_not_repeated(trace: Trace) -> tuple[Breach, ...]:
    """Who forwards an application puts no ServiceProvider in it a second time.

    Whether one that was received stays once or goes is not clear from the source, so that is not judged.
    Source: J.
    """
    return tuple(
        message.breaks("service-provider-repeated", ", ".join(twice), "één keer / once")
        for message, _ in _forwarded(trace)
        if (twice := sorted({name for name in message.service_providers if message.service_providers.count(name) > 1}))
    )


def lenders_line_status_is_left_as_it_is(trace: Trace) -> tuple[Breach, ...]:
    """Who forwards a DA leaves the DocumentStatus of the lender; its own goes in StatusKetenPartij.

    Source: c (HDN 18).
    """
    return tuple(
        message.breaks("line-status-overwritten", _changed(message, got[-1]), "StatusKetenPartij")
        for message, earlier in trace.walk()
        if (got := _lists_of(message, earlier)) and all(_changed(message, other) for other in got)
    )


def answers_are_passed_on(trace: Trace) -> tuple[Breach, ...]:
    """A station passes KX 21, 08, 03, 05 and 06, LX 09 and 16, and every OX on to whom the application last came from.

    Source: G (KET-034), H (KET-009), e; the term is inferred.
    """
    return tuple(
        message.is_left_alone("answer-not-passed-on", message.receiver, message.named, message.at + WITHIN)
        for message, earlier in trace.walk()
        if _must_be_passed_on(message) and trace.is_past(message.at + WITHIN)
        if (origin := _origin(message, earlier))
        and not any(_passes_on(other, message, origin) for other in trace.after(message))
    )


def _forwarded(trace: Trace) -> Iterator[tuple[Exchanged, Exchanged]]:
    """Each application that a station forwards, with the one that it got."""
    for message, earlier in trace.walk():
        original = original_of(message, earlier) if message.code in _FORWARDED else None
        if original:
            yield message, original


def _texts(names: Sequence[str]) -> str:
    return ", ".join(names) or NOTHING


def _lists_of(message: Exchanged, earlier: Sequence[Exchanged]) -> list[Exchanged]:
    """The lists that a station got before it sent this one; empty for a lender."""
    if message.code != "DA":
        return []
    return [other for other in earlier if other.code == "DA" and other.receiver == message.sender]


def _changed(message: Exchanged, original: Exchanged) -> str:
    """The lines whose status differs from the original, as `D1: 04`; empty when none does."""
    pairs = ((line, original.line(line.number)) for line in message.lines)
    return ", ".join(f"{line.number}: {line.status}" for line, was in pairs if was and was.status != line.status)


def _must_be_passed_on(message: Exchanged) -> bool:
    if message.code == "OX":
        return message.answers in VERSIONED
    return message.code == "SX" and message.status in _PASSED_ON.get(message.answers, ())


def _origin(message: Exchanged, earlier: Sequence[Exchanged]) -> str:
    """From whom the receiver of this answer last got the application; empty when it made the application itself."""
    senders = (other.sender for other in reversed(earlier) if _brought(other, message))
    return next(senders, "")


def _brought(message: Exchanged, answer: Exchanged) -> bool:
    return message.code == answer.answers and message.receiver == answer.receiver


def _passes_on(message: Exchanged, answer: Exchanged, origin: str) -> bool:
    return message.way == (answer.receiver, origin) and _content(message) == _content(answer)


def _content(message: Exchanged) -> tuple[object, ...]:
    return message.code, message.answers, message.status, message.indicative, message.binding
