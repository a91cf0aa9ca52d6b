"""Sending all stukken of an application that may go: what would go and what stays, and doing it once."""

from dataclasses import dataclass

from handlers.documents.views.stukken import Obstacle, StukView
from handlers.documents.views.ways import Way, way_of
from handlers.dossiers.views import told_by, visible
from hub.records import Outcome
from hub.rehearsal import rehearse
from portal_api.stukken import sending_of, stukken_of
from portal_api.who import Asking
from schemas.documents import SendStuk, SendStukken
from schemas.errors import Conflict, Refused

_LIST = "een stukkenlijst / a document list"
_NEVER = frozenset({"accepted", "withdrawn", "from_source"})
"""Approved, no longer asked for, or fetched by the lender itself: it stays whatever the office does."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """One stuk when everything goes; `why` is absent for what goes, `never`: no act of the office lets it go."""

    stuk: StukView
    why: Obstacle | None
    never: bool

    @property
    def goes(self) -> bool:
        return self.why is None


@dataclass(frozen=True, slots=True)
class SentStuk:
    """What became of one stuk; `slug` names what held it."""

    number: str
    slug: str


def leaving_of(asking: Asking, dossier_id: str, application_id: str) -> tuple[Leaving, ...]:
    """Every stuk of the application, by number, as the sending itself would judge it now; none without a list.

    Raises `NotFound` for a dossier outside the scope.
    """
    stukken = [each for each in stukken_of(asking, dossier_id).stukken if each.application_id == application_id]
    why = {each.id: each.obstacle for each in stukken}
    ready = [each for each in stukken if each.obstacle is None]
    why |= _rehearsed(asking, dossier_id, ready)
    return tuple(Leaving(each, _read(why[each.id]), each.state in _NEVER) for each in stukken)


def sending_all_of(asking: Asking, dossier_id: str, application_id: str) -> SendStukken:
    """The command, over the exchange as it is reached now.

    Raises `NotFound`, `Conflict` (`stukken-none-ready`) without a list, and what `way_of` does.
    """
    found = (each for each in stukken_of(asking, dossier_id).stukken if each.application_id == application_id)
    first = next(found, None)
    if first is None:
        raise Conflict("stukken-none-ready", path="application_id", came=0, expected=_LIST)
    way = _way(asking, first.lane_id)
    return SendStukken(
        dossier_id=dossier_id,
        application_id=application_id,
        lane_id=way.lane_id,
        receiver=way.receiver,
        receiver_code=way.receiver_code,
        receiver_name=way.receiver_name,
        most_bytes=way.most_bytes,
    )


def sent_by(asking: Asking, dossier_id: str, outcome: Outcome) -> tuple[SentStuk, ...]:
    """What became of each stuk, as the timeline of the command tells it; what went comes first."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        entries = told_by(dossier, connection, outcome.unit_id) if dossier else ()
    for entry in entries:
        if entry.kind == "stukken-sent":
            gone = tuple(SentStuk(number, "") for number in entry.facts["sent"])
            return gone + tuple(SentStuk(each["line"], each["slug"]) for each in entry.facts["left"])
    return ()


def _rehearsed(asking: Asking, dossier_id: str, ready: list[StukView]) -> dict[str, Obstacle | None]:
    """Stuk id → what the composer and the agreements of the chain have against it."""
    if not ready:
        return {}
    try:
        commands = [sending_of(asking, dossier_id, each) for each in ready]
    except Refused as refused:
        return dict.fromkeys((each.id for each in ready), _told(refused))
    results = _results(asking, commands)
    return {stuk.id: _told(refused) if refused else None for stuk, refused in zip(ready, results, strict=True)}


def _results(asking: Asking, commands: list[SendStuk]) -> list[Refused | None]:
    runtime = asking.counter.runtime
    with asking.reading() as connection:
        found = rehearse(connection, runtime.registry, commands, actor=asking.viewer.actor, at=runtime.clock.now())
    return [each.refused for each in found]


def _way(asking: Asking, lane_id: str) -> Way:
    with asking.reading() as connection:
        return way_of(connection, lane_id)


def _read(why: Obstacle | None) -> Obstacle | None:
    """As somebody reads who only looks: that nothing was changed would puzzle him."""
    if why is None:
        return None
    return Obstacle(
        why.slug, why.nl.removesuffix(" Er is niets gewijzigd."), why.en.removesuffix(" Nothing was changed.")
    )


def _told(refused: Refused) -> Obstacle:
    return Obstacle(refused.slug, refused.nl, refused.en)
