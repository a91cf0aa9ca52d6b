"""Answers: what a status, offer or document request may answer at all.

Which version they carry lives in `versions.py`, which status may follow which in `statuses.py`.
"""

from schemas.hdn.agreements.before import ANSWERS
from schemas.hdn.agreements.trace import NOTHING, Breach, Exchanged, Trace
from schemas.hdn.statuses import status_rule

_NEVER_ANSWERED = frozenset({"SX", "OX"})


def answer_follows_its_application(trace: Trace) -> tuple[Breach, ...]:
    """SX, OX and DA come after the message that they answer.

    Of another's answer this is judged when that message is in the trace, because it may have gone past us.
    Source: D (follow-ups carry the version they answer), a (ResponsOpBerichtSoort).
    """
    return tuple(
        message.breaks("answer-before-application", message.named, message.answers)
        for message, earlier in trace.walk()
        if message.code in ANSWERS and message.answers not in _NEVER_ANSWERED
        if not any(other.code == message.answers for other in earlier)
        and (message.sender in trace.ours or any(other.code == message.answers for other in trace.after(message)))
    )


def answers_get_no_status(trace: Trace) -> tuple[Breach, ...]:
    """SX and OX are never answered with a status, a DX only with what is wrong with it.

    A status about a DA exists for valuations, so another may send one; we send none, because two hubs would loop.
    Source: B (ResponsOpBerichtSoort has no StatusMelding and no Offerte; StatusDXBericht has no receipt).
    """
    return tuple(
        message.breaks("status-not-expected", f"{message.named} ({message.answers})", "geen status / no status")
        for message in trace.messages
        if message.code == "SX" and _expects_no_status(message, trace.ours)
    )


def status_about_a_request_has_its_reference(trace: Trace) -> tuple[Breach, ...]:
    """An SX in answer to a DA carries the Kenmerk. Source: B."""
    return tuple(
        message.breaks("status-without-reference", NOTHING, "Kenmerk")
        for message in trace.messages
        if message.code == "SX" and message.answers == "DA" and not message.lender_reference
    )


def _expects_no_status(message: Exchanged, ours: frozenset[str]) -> bool:
    if message.answers == "DX":
        return status_rule("DX", message.status) is None
    return message.answers in _NEVER_ANSWERED or (message.answers == "DA" and message.sender in ours)
