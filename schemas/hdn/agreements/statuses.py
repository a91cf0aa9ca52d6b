"""Statuses: which one may follow which, and what ends an exchange.

Receipts live in `receipts.py`; the list of codes with their order is `schemas/hdn/status_rules.csv`.
"""

from collections.abc import Iterator, Sequence

from schemas.hdn.agreements.before import is_status
from schemas.hdn.agreements.trace import Breach, Exchanged, Trace
from schemas.hdn.statuses import status_rule

_NOTARY_SINCE = 24
_NO_MESSAGE = "geen bericht meer / no message any more"


def receipt_is_the_first_status(trace: Trace) -> tuple[Breach, ...]:
    """SX 09 is the first of the happy flow of an AX. Source: C (place of 09; the order of the others is not public)."""
    return tuple(
        message.breaks("status-before-receipt", message.named, "SX 09")
        for message, earlier in trace.walk()
        if is_status(message, "AX") and message.status != "09" and _is_happy(message)
        if _got_the_application(message, earlier)
        and not any(_is_same_answer(other, message) and other.status == "09" for other in earlier)
    )


def treatment_is_told_once(trace: Trace) -> tuple[Breach, ...]:
    """SX 10 of an LX comes once per version. Source: I (certification points role 4b)."""
    return tuple(
        message.breaks("treatment-twice", message.named, "één keer / once")
        for message, earlier in trace.walk()
        if is_status(message, "LX", "10")
        and any(is_status(other, "LX", "10") and _is_same_answer(other, message) for other in earlier)
    )


def declaration_is_sent_before_it_is_received(trace: Trace) -> tuple[Breach, ...]:
    """SX 14 of an LX (health declaration received) comes after SX 15 (sent). Source: I."""
    return tuple(
        message.breaks("declaration-not-sent", message.named, "SX 15")
        for message, earlier in trace.walk()
        if is_status(message, "LX", "14")
        and not any(is_status(other, "LX", "15") and other.way == message.way for other in earlier)
    )


def declaration_is_received_before_the_policy(trace: Trace) -> tuple[Breach, ...]:
    """Each SX 15 of an LX is followed by SX 14; judged when the policy is sent (08).

    Source: I; the moment of judging is inferred.
    """
    return tuple(
        message.breaks("declaration-not-received", message.named, "SX 14")
        for message, earlier in trace.walk()
        if is_status(message, "LX", "08") and _waits_for_declaration(message, earlier)
    )


def nothing_follows_the_end_of_a_credit(trace: Trace) -> tuple[Breach, ...]:
    """After SX 05 or 06 of a KX the package that sent it (role 1) sends nothing more. Source: G (KET-034)."""
    return tuple(
        message.breaks("credit-ended", message.named, _NO_MESSAGE)
        for message, earlier in trace.walk()
        if _began(message.sender, "KX", earlier)
        and any(is_status(other, "KX", "05", "06") and other.receiver == message.sender for other in earlier)
    )


def nothing_follows_the_end_of_a_life_application(trace: Trace) -> tuple[Breach, ...]:
    """SX 16 of an LX is terminal: no new version and no further answer. Source: H (KET-009)."""
    return tuple(_after_the_end(trace, "LX", ("16",), "life-ended"))


def nothing_follows_the_end_of_a_mortgage(trace: Trace) -> tuple[Breach, ...]:
    """The same after SX 11, 16 or 20 of an AX. Source: C has the codes; that they are terminal is inferred."""
    return tuple(_after_the_end(trace, "AX", ("11", "16", "20"), "mortgage-ended"))


def notary_is_told_of(trace: Trace) -> tuple[Breach, ...]:
    """From 24.0 on SX 31 has come before the loan is in servicing (20), the last of the happy flow.

    Source: K (31 is mandatory per HDN 24), C (the place of 20).
    """
    return tuple(_without_notary(trace, "20", "notary-status-missing"))


def notary_is_told_of_before_payment(trace: Trace) -> tuple[Breach, ...]:
    """From 24.0 on SX 31 comes before SX 26. Source: K; its place before 26 is inferred."""
    return tuple(_without_notary(trace, "26", "notary-status-after-payment"))


def _is_happy(message: Exchanged) -> bool:
    rule = status_rule(message.answers, message.status)
    return rule is not None and rule.order is not None


def _got_the_application(message: Exchanged, earlier: Sequence[Exchanged]) -> bool:
    asked = (message.answers, message.way_back, message.request_version)
    return any(other.version_sent == asked for other in earlier)


def _is_same_answer(message: Exchanged, other: Exchanged) -> bool:
    """Whether both are a status of one party to another about the same version."""
    return message.version_sent == other.version_sent and message.answers == other.answers


def _waits_for_declaration(message: Exchanged, earlier: Sequence[Exchanged]) -> bool:
    told = [other.status for other in earlier if is_status(other, "LX", "14", "15") and other.way == message.way]
    return told[-1:] == ["15"]


def _began(node: str, domain: str, earlier: Sequence[Exchanged]) -> bool:
    """Whether the node sent the application and passed on nobody's."""
    ways = [other.way for other in earlier if other.code == domain]
    return any(node == sender for sender, _ in ways) and all(node != receiver for _, receiver in ways)


def _after_the_end(trace: Trace, domain: str, codes: Sequence[str], slug: str) -> Iterator[Breach]:
    for message, earlier in trace.walk():
        ends = [other for other in earlier if is_status(other, domain, *codes)]
        answers = message.answers == domain and any(other.way == message.way for other in ends)
        applies = message.code == domain and any(other.receiver == message.sender for other in ends)
        if answers or applies:
            yield message.breaks(slug, message.named, _NO_MESSAGE)


def _without_notary(trace: Trace, code: str, slug: str) -> Iterator[Breach]:
    for message, earlier in trace.walk():
        told = any(is_status(other, "AX", "31") and other.way == message.way for other in earlier)
        if is_status(message, "AX", code) and _standard(message) >= _NOTARY_SINCE and not told:
            yield message.breaks(slug, message.named, "SX 31")


def _standard(message: Exchanged) -> int:
    """The major version of the standard that a message follows; 0 when it is not known."""
    major = message.schema_version.partition(".")[0]
    return int(major) if major.isdecimal() else 0
