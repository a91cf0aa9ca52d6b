"""Everybody outside the hub: four lenders and two packages, each with a desk at its own end of a channel."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from adapters.simulator.behaviours import BEHAVIOURS, Behaviour
from adapters.simulator.desk import Desk, Partner
from adapters.simulator.folder import FolderEnd
from adapters.simulator.lender import Lender
from adapters.simulator.package import Package
from adapters.simulator.partner import AmqpEnd
from adapters.simulator.post import Came
from adapters.simulator.station import Station
from adapters.simulator.web import WebEnd
from handlers.accounts.keys import create_api_key
from hub.cli.once.cast import VERSIONS, End, Story
from hub.cli.once.stage import Theatre
from hub.delivery.partners import set_way


@dataclass(frozen=True, slots=True)
class Company:
    """Lenders, packages and their stations, each by its node."""

    lenders: dict[str, Lender] = field(default_factory=dict)
    packages: dict[str, Package] = field(default_factory=dict)
    stations: dict[str, Station] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Places:
    """Where partners keep their folders, and how they see the broker: with `{node}` for the user, empty without one.

    `patience_s` is how long the hub waits for an answer over HTTPS.
    """

    folder: Path
    partner_url: str = ""
    patience_s: float = 30.0


Archive = Callable[[str, Came], None]
"""What is told of every message that is new to the partner at a node."""


@contextmanager
def company(
    stage: Theatre, told: Sequence[Story], places: Places, archive: Archive = lambda _node, _came: None
) -> Iterator[Company]:
    """The lenders and packages of these stories, until the context is left."""
    made = Company()
    with ExitStack() as parts:
        for role in dict.fromkeys(story.lender for story in told):
            plans = {story.number: story.plan for story in told if story.lender == role}
            lender = Lender(role.lender.node, role.lender.code, behaviour=role.how, plan_of=plans)
            made.lenders[lender.node] = lender
            made.stations[lender.node] = _seat(parts, stage, places, lender, role.end, role.how, archive)
        for node in sorted({story.package for story in told}):
            made.packages[node] = package = Package(node, versions=VERSIONS)
            made.stations[node] = _seat(parts, stage, places, package, "https", BEHAVIOURS["behaves"], archive)
        yield made


def _seat(
    parts: ExitStack, stage: Theatre, places: Places, partner: Partner, end: End, how: Behaviour, archive: Archive
) -> Station:
    """The partner at its end, and the way to it in the hub."""
    node = partner.node
    desk = Desk(partner, stage.clock.now, lambda came: archive(node, came))
    if end == "amqp" and places.partner_url:
        made: AmqpEnd | FolderEnd | WebEnd = AmqpEnd(desk, places.partner_url.replace("{node}", node))
        _introduce(stage, node, "amqp", "")
    elif end == "folder":
        place = places.folder / node
        made = FolderEnd(desk, inbox=place / "to-partner", outbox=place / "to-hub")
        _introduce(stage, node, "folder", str(place / "to-partner"), in_folder=str(place / "to-hub"))
    else:
        made = WebEnd(desk, behaviour=how, hub_url=stage.url, key=_key(stage, node))
        _introduce(stage, node, "https", made.url, timeout_s=str(places.patience_s))
    parts.callback(made.close)
    return Station(desk, made)


def _introduce(stage: Theatre, node: str, channel: str, address: str, **options: str) -> None:
    with stage.hub.database.transaction() as connection:
        at = stage.clock.now()
        set_way(connection, node, channel=channel, address=address, options=options, most_bytes=None, at=at)


def _key(stage: Theatre, node: str) -> str:
    with stage.hub.database.transaction() as connection:
        scopes = ("messages:write",)
        _, plain = create_api_key(connection, office_id=None, name=node, scopes=scopes, at=stage.clock.now(), node=node)
    return plain
