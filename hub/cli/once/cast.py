"""Who takes part: three offices, four lenders that each behave in their own way, two packages, and 25 applications."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from adapters.simulator.behaviours import BEHAVIOURS, Behaviour, Plan
from adapters.simulator.chains import LENDERS
from adapters.simulator.pen import Lender

BEGIN = datetime(2026, 10, 5, 7, 0, tzinfo=UTC)
"""The moment of the first application; everything after it is simulated."""
PACKAGES = (("700001", "Adviespakket Eén"), ("700002", "Adviespakket Twee"))

End = Literal["https", "folder", "amqp"]
Way = Literal["carried", "by hand"]
"""carried: the package sends it to the lender through the hub. by hand: an adviser of the office sends it on."""


@dataclass(frozen=True, slots=True)
class OfficeRole:
    node: str
    name: str
    agent_number: str
    adviser: str


@dataclass(frozen=True, slots=True)
class LenderRole:
    """`end` is how it is reached where there is a choice; `plans` are the endings of its applications in turn."""

    lender: Lender
    behaviour: str
    plans: tuple[Plan, ...]
    end: End

    @property
    def how(self) -> Behaviour:
        return BEHAVIOURS[self.behaviour]


@dataclass(frozen=True, slots=True)
class Story:
    """One application, exported `minutes` after the beginning."""

    number: str
    household: int
    office: OfficeRole
    lender: LenderRole
    package: str
    way: Way
    minutes: int
    plan: Plan

    @property
    def ending(self) -> str:
        """The status that it has to end with: that of the last version, which is mended as often as a package does."""
        return self.plan[min(VERSIONS, len(self.plan)) - 1]


OFFICES = (
    OfficeRole("500001", "Hypotheekkantoor De Brug", "7001231", "Bram"),
    OfficeRole("500002", "Financieel Advies Noord", "7001232", "Noor"),
    OfficeRole("500003", "Adviesgroep Zuid", "7001233", "Zeki"),
)
ROLES = (
    LenderRole(LENDERS[0], "behaves", (("20",), ("14", "20"), ("11",)), "https"),
    LenderRole(LENDERS[1], "duplicates", (("20",), ("20",), ("25",)), "folder"),
    LenderRole(LENDERS[2], "out-of-order", (("20",), ("16",)), "amqp"),
    LenderRole(LENDERS[3], "refuses-then-approves", (("20",), ("20",), ("14",)), "https"),
)
BY_HAND_EVERY = 5
VERSIONS = 2
"""How often a package tries: the application, and once more when it cannot be processed."""


def stories(count: int) -> list[Story]:
    """So many applications, over every office, lender and package in turn; every third goes by hand."""
    return [_story(place) for place in range(count)]


def _story(place: int) -> Story:
    role = ROLES[place % len(ROLES)]
    return Story(
        number=f"AV-2026-{1001 + place}",
        household=place,
        office=OFFICES[place // len(ROLES) % len(OFFICES)],
        lender=role,
        package=PACKAGES[place // BY_HAND_EVERY % len(PACKAGES)][0],
        way="by hand" if place % BY_HAND_EVERY == 1 else "carried",
        minutes=place % BY_HAND_EVERY,
        plan=role.plans[place // len(ROLES) % len(role.plans)],
    )
