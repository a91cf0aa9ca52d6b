"""A simulated lender: takes applications and documents as XML, and says what its cases say, when it is time.

It knows the standard and the channels, and nothing of the inside of a hub.
The same seed and the same messages make the same answers; it reads no clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from adapters.simulator.agenda import Agenda
from adapters.simulator.behaviours import BEHAVIOURS, IN_SERVICING, Behaviour, Plan
from adapters.simulator.cases import RECEIVED, Case, Draft, Turn, delivered, local, step
from adapters.simulator.departures import Departures
from adapters.simulator.files import NOT_REQUESTED, Takes
from adapters.simulator.lists import STOCK_LIST
from adapters.simulator.messages import sx
from adapters.simulator.post import Came, Said, identity
from adapters.simulator.reading import Application, Delivery, Read, application_in, delivery_in, read
from schemas.errors import Refused

_TERMINAL = frozenset({"11", "16", "20"})
_RATES = ("3.65", "3.72", "3.85", "3.91", "4.05")
_SHORTEST = timedelta(seconds=1)
_FEWEST, _MOST = 2, 3
"""Lines that are asked for, beside the one that the lender fetches itself."""


@dataclass(frozen=True, slots=True)
class Due:
    """A step of one version of a case."""

    name: str
    case: tuple[str, str]
    version: int


@dataclass(frozen=True, slots=True)
class Memory:
    """What a lender has to know after a restart: its cases with their endings by version, and what it will do when."""

    cases: tuple[Case, ...]
    plans: tuple[Plan, ...]
    steps: tuple[tuple[datetime, Due], ...]
    leaving: tuple[tuple[datetime, Said], ...]


class Lender:
    """One lender at one node. One thread at a time.

    `plan_of` gives the endings of an application by its number; without it `plans` are taken in turn.
    """

    def __init__(
        self,
        node: str,
        code: str,
        *,
        behaviour: Behaviour = BEHAVIOURS["behaves"],
        plans: Sequence[Plan] = ((IN_SERVICING,),),
        plan_of: Mapping[str, Plan] | None = None,
        seed: str = "2026",
        takes: Takes | None = None,
    ) -> None:
        self.node = node
        self.code = code
        self._behaviour = behaviour
        self._plans = tuple(plans)
        self._given = dict(plan_of or {})
        self._seed = f"{seed}/{node}"
        self._takes = takes or Takes()
        self._cases: dict[tuple[str, str], Case] = {}
        self._plan_of: dict[tuple[str, str], Plan] = {}
        self._steps: Agenda[Due] = Agenda()
        self._leaving = Departures(behaviour, self._seed)

    def take(self, came: Came, at: datetime) -> None:
        """Takes a message; raises `Refused` for what its channel refuses. A copy must not come here twice."""
        message = read(came)
        if message.code == "AX":
            self._apply(message, application_in(message), at)
        elif message.code == "DX":
            self._deliver(message, delivery_in(message), at)
        if self._behaviour.answers_everything:
            self._answer(message, at)

    def say(self, until: datetime) -> list[Said]:
        """What leaves by `until`, in the order in which it leaves."""
        for at, due in self._steps.due(until):
            case = self._cases[due.case]
            if case.version == due.version:
                self._make(due.case, step(due.name, case, at), at)
        return list(self._leaving.due(until))

    @property
    def next_at(self) -> datetime | None:
        """When it has something to do, if nothing comes before."""
        moments = [moment for moment in (self._steps.next_at, self._leaving.next_at) if moment]
        return min(moments, default=None)

    @property
    def endings(self) -> dict[str, str]:
        """Number of the application → the status that it ended with, empty as long as it runs."""
        return {case.number or case.dossier: case.ended for case in self._cases.values()}

    @property
    def cases(self) -> tuple[Case, ...]:
        return tuple(self._cases.values())

    @property
    def memory(self) -> Memory:
        plans = tuple(self._plan_of[name] for name in self._cases)
        return Memory(self.cases, plans, self._steps.noted, self._leaving.waiting)

    def remember(self, memory: Memory) -> None:
        """Goes on with what it knew before a restart."""
        for case, plan in zip(memory.cases, memory.plans, strict=True):
            self.know(case, plan)
        for at, due in memory.steps:
            self._steps.note(at, due)
        self._leaving.put_back(memory.leaving)

    def opened(self, message: Read) -> Case:
        """The case that an application opens here, of which nothing is known or done yet; raises `Refused`."""
        name = (message.sender, message.exchange)
        return self._opened(name, message, application_in(message))

    def know(
        self, case: Case, plan: Plan, then: Sequence[tuple[str, timedelta]] = (), at: datetime | None = None
    ) -> None:
        """Takes a case as it stands, with what follows after how long, counted from `at`."""
        name = (case.office, case.number or case.dossier)
        self._cases[name], self._plan_of[name] = case, plan
        if at is not None:
            self._note(name, case, then, at)

    def has_more(self, number: str) -> bool:
        """Whether it will say something by itself about the application of this number."""
        return any(self._is_next(due, number) for _, due in self._steps.noted)

    def hurry(self, number: str, at: datetime) -> bool:
        """The next step about this application happens now and not in its time; whether there was one."""
        due = self._steps.pull(lambda each: self._is_next(each, number))
        if due is None:
            return False
        case = self._cases[due.case]
        moment = max(at, case.spoke + _SHORTEST) if case.spoke else at
        turn = step(due.name, replace(case, pace=0.0), moment)
        self._make(due.case, replace(turn, case=replace(turn.case, pace=case.pace)), moment, leaves=at)
        return True

    def _is_next(self, due: Due, number: str) -> bool:
        case = self._cases[due.case]
        return due.case[1] == number and case.version == due.version and not case.ended

    def _apply(self, message: Read, application: Application, at: datetime) -> None:
        name = (message.sender, message.exchange)
        known = self._cases.get(name)
        if known and message.version == known.version:
            raise Refused(
                "version-used-again", path="request_version", came=message.version, expected=known.version + 1
            )
        if known and (known.ended in _TERMINAL):
            raise Refused("mortgage-ended", path="request_version", came=message.version, expected=known.ended)
        if known and message.version < known.version:
            return
        case = self._renewed(known, message, application) if known else self._opened(name, message, application)
        self._cases[name] = case
        self._note(name, case, (("receive", timedelta(minutes=1)),), at)

    def _opened(self, name: tuple[str, str], message: Read, application: Application) -> Case:
        plan = self._given.get(message.exchange) or self._plans[len(self._plan_of) % len(self._plans)]
        self._plan_of[name] = plan
        chance = Random(f"{self._seed}/{message.exchange}")  # noqa: S311 - the same story each time is what is wanted
        count = self._behaviour.lines or chance.randint(_FEWEST, _MOST)
        wanted = chance.sample([line for line in STOCK_LIST if not line.from_source], count)
        fetched = [replace(line, status=RECEIVED) for line in STOCK_LIST if line.from_source]
        asks = tuple(sorted([*wanted, *fetched], key=lambda line: line.number))
        return Case(
            node=self.node,
            lender=self.code,
            number=message.number,
            dossier=message.dossier,
            office=message.sender,
            version=message.version,
            application=application,
            reference=f"{self.code}-{message.exchange}",
            ending=_ending(plan, message.version),
            rate=chance.choice(_RATES),
            asks=asks,
            pace=self._behaviour.pace,
            picky=tuple(line.number for line in wanted[: self._behaviour.refuses]),
            doubted=dict(zip((line.number for line in wanted), cycle(self._behaviour.defects), strict=False)),
        )

    def _renewed(self, known: Case, message: Read, application: Application) -> Case:
        plan = self._plan_of[message.sender, message.exchange]
        ending = _ending(plan, message.version)
        return replace(known, version=message.version, application=application, ending=ending, ended="", looks=False)

    def _deliver(self, message: Read, delivery: Delivery, at: datetime) -> None:
        name = (message.sender, message.exchange)
        case = self._cases.get(name)
        if case is None or message.version < case.version:
            self._leave(self._not_requested(message, delivery, at), message.sender, message.dossier, message.version)
        else:
            self._make(name, delivered(case, delivery, self._takes, at), at)

    def _not_requested(self, message: Read, delivery: Delivery, at: datetime) -> Draft:
        """The answer to a document of an application that is not here, or of a version that was replaced."""
        body = sx(
            NOT_REQUESTED,
            at=local(at),
            domain="DX",
            number=message.number or None,
            version=message.version,
            sender=self.node,
            receiver=message.sender,
            lender=self.code,
            document_number=delivery.line,
        )
        return Draft("SX", body, at)

    def _answer(self, message: Read, at: datetime) -> None:
        """What nobody asked for: a receipt about whatever came."""
        body = sx(
            "09",
            at=local(at),
            number=message.number or None,
            version=message.version,
            sender=self.node,
            receiver=message.sender,
            lender=self.code,
            lender_reference=f"{message.code} ontvangen",
        )
        self._leave(Draft("SX", body, at), message.sender, message.dossier, message.version)

    def _make(self, name: tuple[str, str], turn: Turn, at: datetime, leaves: datetime | None = None) -> None:
        spoke = max((draft.at for draft in turn.says), default=turn.case.spoke)
        case = self._cases[name] = replace(turn.case, spoke=spoke)
        for draft in turn.says:
            self._leave(draft, case.office, case.dossier, case.version, is_last=bool(case.ended), leaves=leaves)
        self._note(name, case, turn.then, at)

    def _note(self, name: tuple[str, str], case: Case, then: Sequence[tuple[str, timedelta]], at: datetime) -> None:
        for step_name, after in then:
            pause = max(after * self._behaviour.pace, _SHORTEST)
            self._steps.note(at + pause, Due(step_name, name, case.version))

    def _leave(
        self,
        draft: Draft,
        receiver: str,
        dossier: str,
        version: int,
        *,
        is_last: bool = False,
        leaves: datetime | None = None,
    ) -> None:
        said = Said(
            id=identity(self.node, draft.body),
            code=draft.code,
            body=draft.body,
            sender=self.node,
            receiver=receiver,
            version=version,
            at=draft.at,
            dossier=dossier,
        )
        self._leaving.add(said, is_last=is_last, leaves=leaves)


def _ending(plan: Plan, version: int) -> str:
    return plan[min(version, len(plan)) - 1]
