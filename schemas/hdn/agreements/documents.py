"""Document lists (DA) and deliveries (DX): what a status of a line means, and what may be delivered (standard, 5).

The version that a DX carries lives in `versions.py`; what a line's status does to our own list in `handlers/`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TypeVar

from schemas.hdn.agreements.before import is_status
from schemas.hdn.agreements.trace import NOTHING, Breach, Exchanged, Line, Trace

REQUESTED, APPROVED, REDELIVER, DROPPED = "01", "04", "07", "08"
JUST_AFTER = timedelta(hours=1)
"""The source says "just after" without a term; this one is ours, so the agreement only flags."""
_DEFECTS = ("01", "04", "05", "06")
"""SX about a file that has to come again: password, too large, type not supported, type other than declared."""
_EXPLAINED = frozenset({REDELIVER, DROPPED})
_LISTED = frozenset({"AX", "KX"})

Place = TypeVar("Place", str, int)
"""A place in the order of messages: a rank or a position."""


def request_answers_an_application(trace: Trace) -> tuple[Breach, ...]:
    """A DA answers an AX or KX, the initial request. Source: a (technical condition since DA 16.1.3.0)."""
    return tuple(
        message.breaks("request-answers-no-application", message.answers or NOTHING, "AX, KX")
        for message in trace.messages
        if message.code == "DA" and message.answers not in _LISTED
    )


def request_comes_with_the_offer(trace: Trace) -> tuple[Breach, ...]:
    """The first DA comes at the latest together with or just after the first OX. Source: P; the term is inferred."""
    return tuple(
        breach
        for message, earlier in trace.walk()
        if message.code == "OX" and message.answers in _LISTED
        if not any(other.code in {"OX", "DA"} and other.way == message.way for other in earlier)
        for breach in _without_list(trace, message)
    )


def approved_stays_approved(trace: Trace) -> tuple[Breach, ...]:
    """A line with status 04 stays so, but for 08, and for 01 after a new offer that followed a binding one.

    Source: T (documentstatussen).
    """
    seen = dict.fromkeys((message.way, line.number) for message in trace.messages for line in message.lines)
    return tuple(breach for way, number in seen for breach in _withdrawn(trace, way, number))


def may_leave_approved(status: str, since: Place, now: Place, offers: Iterable[tuple[Place, bool]]) -> bool:
    """Whether a line approved at `since` may get this status at `now`, given the offers (when, whether binding).

    08 always; 01 when a proposal or offer was issued after the approval and after the first binding offer.
    Source: T (documentstatussen).
    """
    if status == DROPPED:
        return True
    if status != REQUESTED:
        return False
    ordered = sorted(offers)
    binding = next((issued for issued, is_binding in ordered if is_binding), None)
    return binding is not None and any(max(binding, since) < issued < now for issued, _ in ordered)


def rejection_has_a_reason(trace: Trace) -> tuple[Breach, ...]:
    """A line with status 07 or 08 says why (DocumentStatusOmschr). Source: T, B."""
    return tuple(
        message.breaks("reason-missing", ", ".join(silent), "een toelichting / a reason")
        for message in trace.messages
        if (silent := [line.number for line in message.lines if line.status in _EXPLAINED and not line.reason])
    )


def source_lines_are_not_delivered(trace: Trace) -> tuple[Breach, ...]:
    """No DX for a line that the lender fetches from a source (OpgevraagdViaBronJN = J). Source: F (KET-026), X."""
    return tuple(
        message.breaks("document-from-source", number, "geen DX / no DX")
        for message, number, earlier in _deliveries(trace)
        if (line := _line_for(message, number, earlier)) and line.from_source
    )


def delivery_names_a_requested_line(trace: Trace) -> tuple[Breach, ...]:
    """A DX names a line (DocumentMijNr) of a DA that its sender got from its receiver.

    Of another's DX this is judged when any such DA is in the trace. Source: B.
    """
    return tuple(
        message.breaks("document-not-requested", number, _listed(asked) or NOTHING)
        for message, number, earlier in _deliveries(trace)
        if not request_for(message, number, earlier)
        and ((asked := _requests(message, earlier)) or message.sender in trace.ours)
    )


def delivery_has_one_file(trace: Trace) -> tuple[Breach, ...]:
    """A DX has exactly one file. Source: b (HDN 17), B."""
    return tuple(
        message.breaks("document-not-one-file", str(message.files), "1")
        for message in trace.messages
        if message.code == "DX" and message.files != 1
    )


def delivery_is_awaited(trace: Trace) -> tuple[Breach, ...]:
    """A line is delivered once, and again when the lender asks for it or cannot take the file.

    Source: T (only 07 calls for a new delivery), b; that anything else is forbidden is our reading.
    """
    return tuple(
        message.breaks("document-not-awaited", f"{number} ({line.status})", "01, 07")
        for message, number, earlier in _deliveries(trace)
        if (line := _line_for(message, number, earlier)) and not _is_awaited(message, number, earlier)
    )


def request_for(message: Exchanged, number: str, earlier: Sequence[Exchanged]) -> Exchanged | None:
    """The newest DA with this line that the sender of a DX got from its receiver."""
    return next((asked for asked in reversed(_requests(message, earlier)) if asked.line(number)), None)


def _without_list(trace: Trace, offer: Exchanged) -> Iterator[Breach]:
    """The breach of a lender whose first OX has no DA before it."""
    due, expected = offer.at + JUST_AFTER, "een DA bij de eerste OX / a DA with the first OX"
    request = next((other for other in trace.after(offer) if other.code == "DA" and other.way == offer.way), None)
    if request and request.at > due:
        yield request.breaks("request-after-offer", str(request.at - offer.at), expected)
    elif not request and trace.is_past(due):
        yield offer.is_left_alone("request-after-offer", offer.sender, expected, due)


def _withdrawn(trace: Trace, way: tuple[str, str], number: str) -> Iterator[Breach]:
    """The messages that take an approval of this line away; after each of them it is still approved."""
    own = [(place, message) for place, message in enumerate(trace.messages) if message.way == way]
    issued = [(place, message.binding) for place, message in own if message.code == "OX"]
    approved: tuple[int, str] | None = None
    for place, message in own:
        line = message.line(number)
        if line is None:
            continue
        if line.status == APPROVED:
            approved = approved if approved and approved[1] == line.moment else (place, line.moment)
        elif approved and not may_leave_approved(line.status, approved[0], place, issued):
            yield message.breaks("approval-withdrawn", f"{number}: {line.status}", f"{number}: 04")
        else:
            approved = None


def _deliveries(trace: Trace) -> Iterator[tuple[Exchanged, str, tuple[Exchanged, ...]]]:
    """Each DX with each line that it delivers for and the messages before it."""
    for message, earlier in trace.walk():
        for number in message.numbers if message.code == "DX" else ():
            yield message, number, earlier


def _requests(message: Exchanged, earlier: Sequence[Exchanged]) -> list[Exchanged]:
    return [other for other in earlier if other.code == "DA" and other.way == message.way_back]


def _listed(requests: Sequence[Exchanged]) -> str:
    return ", ".join(dict.fromkeys(line.number for request in requests for line in request.lines))


def _line_for(message: Exchanged, number: str, earlier: Sequence[Exchanged]) -> Line | None:
    request = request_for(message, number, earlier)
    return request.line(number) if request else None


def _is_awaited(message: Exchanged, number: str, earlier: Sequence[Exchanged]) -> bool:
    """Whether the last word about the line asks for a file: its newest DA, a delivery since, an SX about that."""
    for other in reversed(earlier):
        if other.code == "DX" and other.way == message.way and number in other.numbers:
            return False
        if is_status(other, "DX", *_DEFECTS) and other.way == message.way_back and number in other.numbers:
            return True
        if other.code == "DA" and other.way == message.way_back and (line := other.line(number)):
            return line.status in {REQUESTED, REDELIVER}
    return False
