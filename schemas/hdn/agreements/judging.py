"""The agreements applied: to what was exchanged, and to what we are about to send.

Here a breach becomes a sentence or a refusal; what a flag, metric or task does with it is decided elsewhere.
"""

from schemas import refusals
from schemas.errors import Refused
from schemas.hdn.agreements.before import ANSWERS, says_the_same
from schemas.hdn.agreements.table import AGREEMENTS, agreement
from schemas.hdn.agreements.trace import Breach, Exchanged, Trace
from schemas.refusals import Language


def breaches_of(trace: Trace) -> tuple[Breach, ...]:
    """Every breach in the trace, in the order of the table."""
    return tuple(breach for row in AGREEMENTS for breach in row.judge(trace))


def may_send(trace: Trace, message: Exchanged) -> tuple[Breach, ...]:
    """What our own message would break if it went now; empty when it may go.

    Only agreements that guard sending and are certain stop it, and only for what this message itself breaks.
    A mistake in a message that we pass on as it came is its first sender's, and does not stop it.
    """
    seen = Trace((*trace.messages, message), ours=trace.ours | {message.sender})
    guards = [row for row in AGREEMENTS if row.guards and row.certain]
    found = [breach for row in guards for breach in row.judge(seen) if breach.message_id == message.id]
    inherited = _inherited(trace, message) if found else frozenset()
    return tuple(breach for breach in found if breach.agreement not in inherited)


def is_passed_on(breach: Breach, trace: Trace) -> bool:
    """Whether the answer that breaks it came to its sender as it is, and only went on: the mistake is not his.

    It stands with its first sender when it is a mistake there too; answers that a station got out of their order go on
    out of their order, and break nothing. An application is another matter: who forwards it answers for it.
    """
    message = next((each for each in trace.messages if each.id == breach.message_id), None)
    if message is None or message.code not in ANSWERS or message.sender != breach.who:
        return False
    return any(_passes_on(message, other) for other in trace.messages)


def refusal_of(breach: Breach) -> Refused:
    """The breach of our own message as a refusal, which the person who sends it reads."""
    return Refused(
        breach.agreement,
        came=breach.came,
        expected=breach.expected,
        rule=agreement(breach.agreement).source.title,
    )


def told(breach: Breach, language: Language) -> str:
    """The breach as a sentence beside a message that was exchanged all the same."""
    return refusals.told(breach.agreement, language, came=breach.came, expected=breach.expected)


def _inherited(trace: Trace, message: Exchanged) -> frozenset[str]:
    """The agreements that were broken by the message that this one passes on."""
    originals = {other.id for other in trace.messages if _passes_on(message, other)}
    return frozenset(breach.agreement for breach in breaches_of(trace) if breach.message_id in originals)


def _passes_on(message: Exchanged, other: Exchanged) -> bool:
    """Whether it brings the other, which came to its sender, to a third party; what goes back passes nothing on."""
    return message.sender == other.receiver and message.receiver != other.sender and says_the_same(message, other)
