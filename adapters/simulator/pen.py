"""Writes the messages of one chain: an application and what the lender answers, on days counted back from today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from adapters.simulator.cast import Line, Loan, Part, Person
from adapters.simulator.households import HOUSEHOLDS
from adapters.simulator.lists import STOCK_LIST
from adapters.simulator.messages import ax, da, dx, ox, sx
from adapters.simulator.pdf import one_page

Changed = Mapping[str, tuple[str, str]]
"""Number of a line → its document status and the reason of the lender."""


@dataclass(frozen=True, slots=True)
class Lender:
    node: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Chain:
    """`what` says in a few words what there is to see; `messages` are (sender's node, bytes, local moment)."""

    number: str
    what: str
    messages: tuple[tuple[str, bytes, datetime], ...]


class Pen:
    """Writes the messages of one chain; days count back from today."""

    """`place` chooses the household; the office and the lender are set with `between`."""

    def __init__(self, today: date, place: int, office: str, lender: Lender) -> None:
        self._today = today
        self.number = f"2026-{1041 + place * 7}"
        self.person, self.partner, self.house = HOUSEHOLDS[place]
        self._said: list[tuple[str, bytes, datetime]] = []
        self.office, self.lender = office, lender
        self.version = 1

    def between(self, office: str, lender: Lender) -> "Pen":
        self.office, self.lender = office, lender
        return self

    @property
    def people(self) -> tuple[Person, ...]:
        return (self.person, self.partner) if self.partner else (self.person,)

    def at(self, days_ago: int, hour: int = 10, minute: int = 0) -> datetime:
        return datetime.combine(self._today - timedelta(days=days_ago), time(hour, minute))

    def applies(self, days_ago: int, *parts: Part, hour: int = 9) -> "Pen":
        moment = self.at(days_ago, hour)
        body = ax(
            at=moment,
            number=self.number,
            version=self.version,
            people=self.people,
            loan=Loan(parts, self.house) if parts else Loan(house=self.house),
            sender=self.office,
            receiver=self.lender.node,
            lender=self.lender.code,
        )
        return self._says(self.office, body, moment)

    def status(self, code: str, days_ago: int, hour: int = 10, text: Sequence[str] | None = None) -> "Pen":
        moment = self.at(days_ago, hour)
        body = sx(code, at=moment, text=text, lender_reference=self._reference, **self._ends)
        return self._says(self.lender.node, body, moment)

    def offers(self, kind: str, days_ago: int, *parts: Part, valid_days: int = 60) -> "Pen":
        moment = self.at(days_ago, 11)
        body = ox(
            "binding" if kind == "binding" else "indicative",
            at=moment,
            pdf=one_page(f"{'Bindende offerte' if kind == 'binding' else 'Indicatief voorstel'} {self._reference}"),
            lender_reference=self._reference,
            loan=Loan(parts, self.house) if parts else Loan(house=self.house),
            people=self.people,
            accept_before=(moment + timedelta(days=14)).date(),
            valid_until=(moment + timedelta(days=valid_days)).date(),
            **self._ends,
        )
        return self._says(self.lender.node, body, moment)

    def asks(self, days_ago: int, changed: Changed | None = None, *, due_in: int = 14) -> "Pen":
        """A DA with the whole list; `changed` has status and reason by line number."""
        lines = [_changed(line, changed or {}, self._today + timedelta(days=due_in)) for line in STOCK_LIST]
        moment = self.at(days_ago, 12)
        body = da(lines, at=moment, lender_reference=self._reference, people=self.people, **self._ends)
        return self._says(self.lender.node, body, moment)

    def delivers(self, line: Line, days_ago: int) -> "Pen":
        """A DX of the office: one file for one line, which a list may ask for or not."""
        moment = self.at(days_ago, 15)
        ends = self._ends | {"sender": self.office, "receiver": self.lender.node}
        file = one_page(line.description)
        body = dx(line, at=moment, file=file, lender_reference=self._reference, people=self.people, **ends)
        return self._says(self.office, body, moment)

    def again(self) -> "Pen":
        """The next version of the application."""
        self.version += 1
        return self

    def chain(self, what: str) -> Chain:
        return Chain(self.number, what, tuple(self._said))

    def _says(self, sender: str, body: bytes, moment: datetime) -> "Pen":
        self._said.append((sender, body, moment))
        return self

    @property
    def _reference(self) -> str:
        return f"{self.lender.code}-{self.number}"

    @property
    def _ends(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "version": self.version,
            "sender": self.lender.node,
            "receiver": self.office,
            "lender": self.lender.code,
        }


def _changed(line: Line, changed: Changed, due: date) -> Line:
    status, note = changed.get(line.number, (line.status, ""))
    return Line(
        line.number,
        line.kind,
        status,
        note=note,
        description=line.description,
        delivery_moment=line.delivery_moment,
        deliver_before=due,
        from_source=line.from_source,
        person=line.person,
    )
