"""Receipts: the status that says that an application came in, by every party of the chain to its own sender.

Other statuses live in `statuses.py`. The channel's receipt of the hub itself is no message and lives in `hub/`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from schemas.hdn.agreements.before import is_status
from schemas.hdn.agreements.trace import Breach, Exchanged, Trace

WITHIN = timedelta(minutes=15)
_IN_TIME = "binnen 15 minuten / within 15 minutes"
_PROVEN = ("AX", "LX")
_BY_ANALOGY = ("KX", "MX", "IA")


@dataclass(frozen=True, slots=True)
class Receipt:
    """`code` says that it came in; `instead` is the code that may come in its place."""

    code: str
    instead: str


RECEIPTS: dict[str, Receipt] = {
    "AX": Receipt("09", "25"),
    "LX": Receipt("09", "13"),
    "KX": Receipt("01", "03"),
    "MX": Receipt("01", "04"),
    "IA": Receipt("01", "04"),
}


def receipt_in_time(trace: Trace) -> tuple[Breach, ...]:
    """Within 15 minutes of an AX its sender gets SX 09 (or 25), of an LX SX 09 or 13.

    Source: C (statusmeldingen, HDN 19) for AX, I (certification points role 4b) for LX.
    """
    return tuple(_late(trace, _PROVEN, "receipt-late"))


def receipt_in_time_by_analogy(trace: Trace) -> tuple[Breach, ...]:
    """The same for KX (01), MX (01) and IA (01); the sources name no term for these, so it only flags.

    Source: inferred from C and I; the codes are from B.
    """
    return tuple(_late(trace, _BY_ANALOGY, "receipt-late-by-analogy"))


def receipt_once(trace: Trace) -> tuple[Breach, ...]:
    """A party gives its sender one receipt per version of an AX or LX.

    A station passes a lender's receipt on beside its own: of an AX when it adds a Kenmerk (C), of an LX always (H).
    Source: C (HDN 19), I (not more than once per requestVersion), H (KET-009).
    """
    return tuple(_repeated(trace, _PROVEN, "receipt-twice"))


def receipt_once_by_analogy(trace: Trace) -> tuple[Breach, ...]:
    """The same for KX, MX and IA, of which the sources do not say it, so it only flags.

    Source: inferred from C and I.
    """
    return tuple(_repeated(trace, _BY_ANALOGY, "receipt-twice-by-analogy"))


def is_receipt(message: Exchanged) -> bool:
    """Whether it says that an application came in, or in the place of that, that it could not be taken."""
    receipt = RECEIPTS.get(message.answers)
    return receipt is not None and is_status(message, message.answers, receipt.code, receipt.instead)


def _late(trace: Trace, domains: Sequence[str], slug: str) -> Iterator[Breach]:
    for message, earlier in trace.walk():
        if message.code not in domains or any(message.version_sent == other.version_sent for other in earlier):
            continue
        due = message.at + WITHIN
        receipt = next((other for other in trace.after(message) if _confirms(other, message)), None)
        if receipt and receipt.at > due:
            yield receipt.breaks(slug, str(receipt.at - message.at), _IN_TIME)
        elif not receipt and trace.is_past(due):
            yield message.is_left_alone(slug, message.receiver, _IN_TIME, due)


def _confirms(message: Exchanged, request: Exchanged) -> bool:
    return (
        is_receipt(message)
        and message.answers == request.code
        and message.way == request.way_back
        and message.request_version == request.request_version
    )


def _repeated(trace: Trace, domains: Sequence[str], slug: str) -> Iterator[Breach]:
    for message, earlier in trace.walk():
        if message.answers not in domains or not is_status(message, message.answers, RECEIPTS[message.answers].code):
            continue
        given = [other for other in earlier if _is_same_receipt(other, message) and other.way == message.way]
        if given and not _may_pass_on(message, earlier, given):
            yield message.breaks(slug, f"{message.named} ({len(given) + 1}×)", "één keer / once")


def _is_same_receipt(message: Exchanged, other: Exchanged) -> bool:
    return (message.code, message.answers, message.status, message.request_version) == (
        other.code,
        other.answers,
        other.status,
        other.request_version,
    )


def _may_pass_on(message: Exchanged, earlier: Sequence[Exchanged], given: Sequence[Exchanged]) -> bool:
    """Whether a station passes on what another gave it, and that is agreed."""
    got = any(_is_same_receipt(other, message) and other.receiver == message.sender for other in earlier)
    adds = message.lender_reference not in {"", *(other.lender_reference for other in given)}
    return got and (len(given) == 1 if message.answers == "LX" else adds)
