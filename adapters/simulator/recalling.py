"""A recorded chain as its lender remembers it: the case that its messages leave, and what follows. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.simulator.behaviours import DECLINED, ENDED, IN_SERVICING, NOT_PROCESSABLE, UNREADABLE
from adapters.simulator.cases import AMSTERDAM, APPROVED, RECEIVED, Case
from adapters.simulator.cast import Line
from adapters.simulator.files import AWAITED
from adapters.simulator.lender import Lender
from adapters.simulator.pen import Chain
from adapters.simulator.post import Came
from adapters.simulator.reading import Read, application_in, delivery_in, list_in, read, status_in

_ENDED = frozenset({IN_SERVICING, DECLINED, ENDED, NOT_PROCESSABLE, UNREADABLE})
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_AFTER: Mapping[str, tuple[str, timedelta]] = {
    "": ("receive", _MINUTE),
    "09": ("treat", 20 * _MINUTE),
    "10": ("propose", 2 * _HOUR),
    "04": ("bind", 4 * _HOUR),
    "23": ("agree", _DAY),
    "01": ("agree", _DAY),
    "05": ("notary", _DAY),
    "31": ("pay", 5 * _DAY),
    "26": ("serve", _DAY),
}
"""The last status that a lender gave → what it does next, and after how long; another one waits for documents."""
_TO_THE_GOOD = (IN_SERVICING,)


def recall(lender: Lender, chain: Chain, now: datetime) -> None:
    """The lender knows the case of this chain as it stands; one without an application is none of its cases.

    What comes next is counted from `now`.
    """
    case, last, files = None, "", frozenset[tuple[str, str]]()
    for place, (sender, body, sent) in enumerate(chain.messages):
        message = read(Came(id=f"{chain.number}/{place}", body=body, facts={"sender": sender}))
        if message.code == "AX":
            case, last = _applied(lender, case, message), ""
        elif case is not None and message.code == "DX":
            delivery = delivery_in(message)
            files |= {(delivery.line, delivery.hash)}
        elif case is not None:
            case = _told(replace(case, spoke=_aware(sent), received=files, recalled=files), message)
            last = status_in(message).code if message.code == "SX" else last
    if case is None:
        return
    case = replace(case, ended=last if last in _ENDED else "")
    lender.know(case, _TO_THE_GOOD, _next(case, last), now)


def _applied(lender: Lender, case: Case | None, message: Read) -> Case:
    if case is None:
        return replace(lender.opened(message), ending=IN_SERVICING)
    return replace(case, version=message.version, application=application_in(message))


def _told(case: Case, message: Read) -> Case:
    """The case after a message of the lender."""
    if message.code == "DA":
        lines = tuple(_fetched(line) for line in list_in(message))
        return replace(case, lines=lines, asks=lines)
    return case


def _fetched(line: Line) -> Line:
    """What a lender fetches itself, it has and finds good."""
    return replace(line, status=APPROVED) if line.from_source and line.status in AWAITED else line


def _next(case: Case, last: str) -> tuple[tuple[str, timedelta], ...]:
    if case.ended:
        return ()
    if last in _AFTER:
        return (_AFTER[last],)
    if any(line.status == RECEIVED for line in case.lines):
        return (("judge", 2 * _HOUR),)
    return (("accept", 4 * _HOUR),) if case.is_complete else ()


def _aware(sent: datetime) -> datetime:
    return sent.replace(tzinfo=AMSTERDAM)
