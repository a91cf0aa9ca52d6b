"""A simulated adviser package: exports applications, sends the documents that are asked for, and mends a version.

It knows the standard and the channels, and nothing of the inside of a hub; it reads no clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from adapters.simulator.behaviours import BEHAVIOURS, NOT_PROCESSABLE, Behaviour
from adapters.simulator.cases import local
from adapters.simulator.cast import Line, Loan, Part, Person
from adapters.simulator.departures import Departures
from adapters.simulator.files import ALREADY_THERE, AWAITED
from adapters.simulator.households import HOUSEHOLDS
from adapters.simulator.messages import ax, dx, sx
from adapters.simulator.pdf import one_page
from adapters.simulator.post import Came, Said, identity
from adapters.simulator.reading import Read, list_in, read, reference_in, status_in

_SOON = timedelta(minutes=30)
_TOMORROW = timedelta(days=1)
_SHORTEST = timedelta(seconds=1)
_MOST_TIMES = 3


class Seat(NamedTuple):
    """Whom an application is for: the node that it is handed to, the lender's code, and the office's number there."""

    receiver: str
    lender: str
    agent_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One application in the package. `answers` is what was told about it, `status` where it stands.

    `sent` are the lines that a document went for, with the moment from which they were asked.
    `asked` is the list as it came last, `reference` the Kenmerk in it, `again` how often a line was delivered anew.
    """

    number: str
    household: int
    seat: Seat
    version: int = 1
    status: str = ""
    answers: tuple[str, ...] = ()
    sent: frozenset[tuple[str, datetime | None]] = field(default_factory=frozenset)
    asked: tuple[Line, ...] = ()
    reference: str = ""
    again: Mapping[str, int] = field(default_factory=dict)


class Package:
    """One package at one node. It gives an application up after `versions` of it. One thread at a time."""

    def __init__(
        self,
        node: str,
        *,
        behaviour: Behaviour = BEHAVIOURS["behaves"],
        versions: int = 2,
        seed: str = "2026",
    ) -> None:
        self.node = node
        self._behaviour = behaviour
        self._versions = versions
        self._exports: dict[str, Export] = {}
        self._leaving = Departures(behaviour, f"{seed}/{node}")
        self._soon, self._tomorrow = _at_least(_SOON * behaviour.pace), _at_least(_TOMORROW * behaviour.pace)

    @property
    def exports(self) -> Mapping[str, Export]:
        """Number of the application → how it stands."""
        return self._exports

    def export(self, number: str, household: int, seat: Seat, at: datetime) -> Said:
        """A new application, which leaves when it is due; returned for who carries it as a file."""
        made = Export(number=number, household=household, seat=seat)
        return self._apply(made, at)

    def renew(self, number: str, at: datetime) -> Said:
        """The next version of an application, with another amount."""
        export = self._exports[number]
        return self._apply(replace(export, version=export.version + 1), at)

    def take(self, came: Came, at: datetime) -> None:
        """Takes what is carried to it; raises `Refused` for what its channel refuses."""
        message = read(came)
        export = self._exports.get(message.number)
        if export is not None:
            self._exports[export.number] = export = replace(export, answers=(*export.answers, _named(message)))
            self._react(export, message, at)
        if self._behaviour.answers_everything:
            self._answer(message, at)

    def say(self, until: datetime) -> list[Said]:
        """What leaves by `until`, in the order in which it leaves."""
        return list(self._leaving.due(until))

    @property
    def next_at(self) -> datetime | None:
        return self._leaving.next_at

    def _react(self, export: Export, message: Read, at: datetime) -> None:
        if message.code == "DA" and message.version == export.version:
            self._deliver(export, message, at)
        elif message.code == "SX":
            status = status_in(message)
            if status.domain == "DX" and status.code != ALREADY_THERE:
                self._deliver_again(export, status.line, at)
            elif status.domain == "AX" and message.version == export.version:
                self._stands(export, status.code, at)

    def _stands(self, export: Export, status: str, at: datetime) -> None:
        """Where the application stands; what could not be processed is mended, and sent a day later."""
        self._exports[export.number] = replace(export, status=status)
        if status == NOT_PROCESSABLE and export.version < self._versions:
            self.renew(export.number, at + self._tomorrow)

    def _deliver(self, export: Export, message: Read, at: datetime) -> None:
        """A document for each line that asks for one and got none since."""
        lines = list_in(message)
        asked = [line for line in lines if line.status in AWAITED and not line.from_source]
        wanted = [line for line in asked if (line.number, line.since) not in export.sent]
        sent = export.sent | {(line.number, line.since) for line in wanted}
        known = replace(export, sent=sent, asked=lines, reference=reference_in(message))
        self._exports[export.number] = known
        for place, line in enumerate(wanted):
            self._leave(known, "DX", self._document(known, line, at + self._soon), at + self._soon * (place + 1))

    def _deliver_again(self, export: Export, number: str, at: datetime) -> None:
        """Another file for a line whose file could not be taken; a package does not go on for ever."""
        line = next((each for each in export.asked if each.number == number), None)
        times = export.again.get(number, 0) + 1
        if line is None or times > _MOST_TIMES:
            return
        known = replace(export, again={**export.again, number: times})
        self._exports[export.number] = known
        self._leave(known, "DX", self._document(known, line, at + self._soon), at + self._soon)

    def _document(self, export: Export, line: Line, at: datetime) -> bytes:
        times = export.again.get(line.number, 0) + (line.status != "01")
        again = f" ({times + 1})" if times else ""
        return dx(
            line,
            at=local(at),
            file=one_page(f"{line.description}{again} {export.number}"),
            number=export.number,
            version=export.version,
            lender_reference=export.reference,
            people=_people(export.household),
            sender=self.node,
            receiver=export.seat.receiver,
            lender=export.seat.lender,
        )

    def _apply(self, export: Export, at: datetime) -> Said:
        self._exports[export.number] = export
        house = HOUSEHOLDS[export.household % len(HOUSEHOLDS)][2]
        amount = house.price - 5_000 * (export.version - 1)
        body = ax(
            at=local(at),
            number=export.number,
            version=export.version,
            loan=Loan((Part(amount * 7 // 10), Part(amount - amount * 7 // 10, "05")), house),
            people=_people(export.household),
            sender=self.node,
            receiver=export.seat.receiver,
            lender=export.seat.lender,
            intermediary_number=export.seat.agent_number,
        )
        return self._leave(export, "AX", body, at)

    def _answer(self, message: Read, at: datetime) -> None:
        """What nobody asked for: a receipt about whatever came, back to whom it came from."""
        body = sx(
            "09",
            at=local(at),
            number=message.number or None,
            version=message.version,
            sender=self.node,
            receiver=message.sender,
            lender_reference=f"{message.code} ontvangen",
        )
        self._leaving.add(_said(self.node, "SX", body, message.sender, message.version, at))

    def _leave(self, export: Export, code: str, body: bytes, at: datetime) -> Said:
        said = _said(self.node, code, body, export.seat.receiver, export.version, at)
        self._leaving.add(said)
        return said


def _at_least(pause: timedelta) -> timedelta:
    """A pause that the moments of messages, which are told to the second, can show."""
    return max(pause, _SHORTEST)


def write(said: Said, folder: Path) -> Path:
    """The message as an export file, which a person hands in; returns its place."""
    place = folder / f"{said.id}.xml"
    place.write_bytes(said.body)
    return place


def _said(node: str, code: str, body: bytes, receiver: str, version: int, at: datetime) -> Said:
    return Said(id=identity(node, body), code=code, body=body, sender=node, receiver=receiver, version=version, at=at)


def _people(household: int) -> tuple[Person, ...]:
    person, partner, _ = HOUSEHOLDS[household % len(HOUSEHOLDS)]
    return (person, partner) if partner else (person,)


def _named(message: Read) -> str:
    """`SX 10`, `OX`, `DA`: an answer as a person names it."""
    return f"SX {status_in(message).code}" if message.code == "SX" else message.code
