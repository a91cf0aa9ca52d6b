"""The life of one application at a lender: what it says at each step, and what comes next. Pure.

Time comes from outside; who carries the messages lives in `lender.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from adapters.simulator.behaviours import DECLINED, ENDED, NOT_PROCESSABLE, UNREADABLE
from adapters.simulator.cast import Line, Loan
from adapters.simulator.files import ALREADY_THERE, AWAITED, Takes, defect_of
from adapters.simulator.messages import da, ox, sx
from adapters.simulator.pdf import one_page
from adapters.simulator.reading import Application, Delivery

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
RECEIVED, APPROVED, PROVISIONAL, REDELIVER = "03", "04", "06", "07"
LIMITED = frozenset({"003", "009", "011", "025", "097", "262"})
"""Documents with a limited validity: provisionally approved, and finally with the binding offer (standard, 5.3)."""
REASONS = (
    "De handtekening ontbreekt op de laatste pagina.",
    "Het document is ouder dan drie maanden.",
    "Pagina 2 is niet leesbaar; graag opnieuw scannen.",
)
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_DEADLINE = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One version of an application at a lender, and all that is known of it.

    `number` and `dossier` are its names, `office` who gets the answers, `ending` the status that it ends with.
    `asks` is the list to be sent, `lines` the list as it stands, empty until then.
    `picky` are lines whose first file is turned down, `doubted` says which code is said about the first file of a line.
    `received` are the files that came, as (line, hash). `pace` stretches every pause.
    `spoke` is the latest moment that it spoke of.
    `recalled` are the files of a recorded chain: when one comes again, all that there is to say was said.
    """

    node: str
    lender: str
    number: str
    dossier: str
    office: str
    version: int
    application: Application
    reference: str
    ending: str
    rate: str
    asks: tuple[Line, ...]
    picky: tuple[str, ...] = ()
    doubted: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    received: frozenset[tuple[str, str]] = frozenset()
    looks: bool = False
    ended: str = ""
    pace: float = 1.0
    spoke: datetime | None = None
    recalled: frozenset[tuple[str, str]] = frozenset()

    def soon(self, minutes: int) -> timedelta:
        """So many minutes at the pace of this lender, at least as many seconds: moments are told to the second."""
        return max(minutes * _MINUTE * self.pace, timedelta(seconds=minutes))

    @property
    def is_complete(self) -> bool:
        return bool(self.lines) and not any(line.status in AWAITED | {RECEIVED} for line in self.lines)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that the lender has written: two letters, bytes and the moment it speaks of."""

    code: str
    body: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """What a step makes: the case from here on, what is said, and which steps follow after how long."""

    case: Case
    says: tuple[Draft, ...] = ()
    then: tuple[tuple[str, timedelta], ...] = ()


Step = Callable[[Case, datetime], Turn]


def step(name: str, case: Case, at: datetime) -> Turn:
    """One step of a case; nothing happens to one that has ended."""
    return Turn(case) if case.ended else STEPS[name](case, at)


def delivered(case: Case, delivery: Delivery, takes: Takes, at: datetime) -> Turn:
    """A DX came: what cannot be taken is told at once, what can is looked at with the others of that quarter."""
    if case.ended or (delivery.line, delivery.hash) in case.recalled:
        return Turn(case)
    defect = defect_of(delivery, case.lines, case.received, takes)
    if not defect and delivery.line in case.doubted:
        return _doubted(case, delivery, at)
    if defect:
        return Turn(case, (_status(case, defect, at, domain="DX", document_number=delivery.line),))
    return _received(case, delivery, at)


def _doubted(case: Case, delivery: Delivery, at: datetime) -> Turn:
    """Something is said about a file that nothing is wrong with; who says that it is there already, has it."""
    code = case.doubted[delivery.line]
    told = (_status(case, code, at, domain="DX", document_number=delivery.line),)
    made = replace(case, doubted={line: said for line, said in case.doubted.items() if line != delivery.line})
    if code != ALREADY_THERE:
        return Turn(made, told)
    turn = _received(made, delivery, at)
    return replace(turn, says=told)


def _received(case: Case, delivery: Delivery, at: datetime) -> Turn:
    lines = tuple(_stands(line, RECEIVED, at) if line.number == delivery.line else line for line in case.lines)
    made = replace(case, lines=lines, received=case.received | {(delivery.line, delivery.hash)}, looks=True)
    return Turn(made, then=() if case.looks else (("look", 15 * _MINUTE),))


def _receive(case: Case, at: datetime) -> Turn:
    if case.ending == UNREADABLE:
        return _end(case, at, "De aanvraag past niet op de productcodes van deze geldverstrekker.")
    return Turn(case, (_status(case, "09", at),), (("treat", 20 * _MINUTE),))


def _treat(case: Case, at: datetime) -> Turn:
    if case.ending == NOT_PROCESSABLE:
        return _end(case, at, "Het taxatierapport hoort niet bij dit adres; stuur een nieuwe versie.")
    after = ("decline", _DAY) if case.ending == DECLINED else ("propose", 2 * _HOUR)
    return Turn(case, (_status(case, "10", at),), (after,))


def _decline(case: Case, at: datetime) -> Turn:
    return _end(case, at, "De toetsing van de verplichtingen past niet binnen de acceptatievoorwaarden.")


def _propose(case: Case, at: datetime) -> Turn:
    """The list with the proposal, and what is wanted of it; a later version keeps what stands on the list."""
    due = (local(at) + _DEADLINE).date()
    known = {line.number: line for line in case.lines}
    lines = tuple(
        known.get(line.number) or _stands(replace(line, deliver_before=due), line.status, at) for line in case.asks
    )
    made = replace(case, lines=lines)
    said = (
        _list(made, at),
        _offer(made, "indicative", at + case.soon(1)),
        _status(made, "22", at + case.soon(2)),
        _status(made, "12", at + case.soon(3)),
    )
    return Turn(made, said, _next(made))


def _look(case: Case, at: datetime) -> Turn:
    made = replace(case, looks=False)
    return Turn(made, (_list(made, at),), (("judge", 2 * _HOUR),))


def _judge(case: Case, at: datetime) -> Turn:
    turned_down = {line.number for line in case.lines if line.number in case.picky and line.status == RECEIVED}
    lines = tuple(_judged(line, turned_down, at) for line in case.lines)
    picky = tuple(number for number in case.picky if number not in turned_down)
    made = replace(case, lines=lines, picky=picky)
    says = (_list(made, at),) if lines != case.lines else ()
    return Turn(made, says, (("accept", 4 * _HOUR),) if made.is_complete and says else ())


def _accept(case: Case, at: datetime) -> Turn:
    if case.ending == ENDED:
        return _end(case, at, "Beëindigd op verzoek van de aanvrager.")
    return Turn(case, (_status(case, "04", at),), (("bind", 4 * _HOUR),))


def _bind(case: Case, at: datetime) -> Turn:
    """The binding offer; what was provisionally approved is final now."""
    lines = tuple(_stands(line, APPROVED, at) if line.status == PROVISIONAL else line for line in case.lines)
    made = replace(case, lines=lines)
    lists = (_list(made, at + case.soon(1)),) if lines != case.lines else ()
    said = (_offer(made, "binding", at), *lists, _status(made, "23", at + case.soon(2)))
    return Turn(made, said, (("agree", _DAY),))


def _agree(case: Case, at: datetime) -> Turn:
    return Turn(case, (_status(case, "05", at),), (("notary", _DAY),))


def _notary(case: Case, at: datetime) -> Turn:
    return Turn(case, (_status(case, "31", at),), (("pay", 5 * _DAY),))


def _pay(case: Case, at: datetime) -> Turn:
    return Turn(case, (_status(case, "26", at),), (("serve", _DAY),))


def _serve(case: Case, at: datetime) -> Turn:
    return _end(case, at)


STEPS: Mapping[str, Step] = {
    "receive": _receive,
    "treat": _treat,
    "decline": _decline,
    "propose": _propose,
    "look": _look,
    "judge": _judge,
    "accept": _accept,
    "bind": _bind,
    "agree": _agree,
    "notary": _notary,
    "pay": _pay,
    "serve": _serve,
}


def local(at: datetime) -> datetime:
    """The moment on the clock of the Netherlands, to the second and without its zone, as messages write it."""
    return at.astimezone(AMSTERDAM).replace(tzinfo=None, microsecond=0)


def _end(case: Case, at: datetime, told: str = "") -> Turn:
    return Turn(replace(case, ended=case.ending), (_status(case, case.ending, at, text=[told] if told else None),))


def _next(case: Case) -> tuple[tuple[str, timedelta], ...]:
    """What comes of the list when nobody delivers anything."""
    if case.is_complete:
        return (("accept", 4 * _HOUR),)
    return (("judge", 2 * _HOUR),) if any(line.status == RECEIVED for line in case.lines) else ()


def _judged(line: Line, turned_down: set[str], at: datetime) -> Line:
    if line.status != RECEIVED:
        return line
    if line.number in turned_down:
        return _stands(line, REDELIVER, at, REASONS[int(line.number) % len(REASONS)])
    return _stands(line, PROVISIONAL if line.kind in LIMITED else APPROVED, at)


def _stands(line: Line, status: str, at: datetime, note: str = "") -> Line:
    return replace(line, status=status, note=note, since=local(at))


def _status(case: Case, code: str, at: datetime, **more: Any) -> Draft:
    """A status; a receipt has no Kenmerk yet, so that it tells a package nothing that it does not know."""
    reference = None if code == "09" and not more else case.reference
    return Draft("SX", sx(code, at=local(at), lender_reference=reference, **_ends(case), **more), at)


def _list(case: Case, at: datetime) -> Draft:
    people = case.application.people
    body = da(case.lines, at=local(at), lender_reference=case.reference, people=people, **_ends(case))
    return Draft("DA", body, at)


def _offer(case: Case, kind: Literal["binding", "indicative"], at: datetime) -> Draft:
    title = "Bindende offerte" if kind == "binding" else "Indicatief voorstel"
    asked = case.application.loan
    parts = tuple(replace(part, rate=case.rate) for part in asked.parts)
    body = ox(
        kind,
        at=local(at),
        pdf=one_page(f"{title} {case.reference} versie {case.version}"),
        lender_reference=case.reference,
        loan=Loan(parts, asked.house),
        people=case.application.people,
        **_ends(case),
    )
    return Draft("OX", body, at)


def _ends(case: Case) -> dict[str, Any]:
    return {
        "number": case.number or None,
        "version": case.version,
        "sender": case.node,
        "receiver": case.office,
        "lender": case.lender,
    }
