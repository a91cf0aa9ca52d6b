"""What pages and API do alike about splitting dossiers: what can go, what would go, and the act itself."""

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from handlers.action_points.views import action_points_in
from handlers.advice_exports.views import exports_in
from handlers.appointments.views import appointments_in
from handlers.contacts.views import contacts_in
from handlers.dates.views import dates_in
from handlers.dossiers.views import DossierView, own_parties_in, visible
from handlers.merging.views import came_with
from handlers.products.views import products_of
from handlers.service_agreements.views import agreements_in
from handlers.tasks.views import tasks_in
from hub.ids import derived_id
from hub.records import Outcome
from portal_api.merging import check_may, note_breach, tried, was_given, whole, write_once
from portal_api.who import Asking
from schemas.applications import PartyFacts
from schemas.errors import Conflict, Refused
from schemas.merging import Chosen, SplitDossier
from schemas.viewer import VisibleDossier


@dataclass(frozen=True, slots=True)
class AskedSplit:
    """What goes where: `to` a dossier that is there, or a new one for these `people`, or back (`undoes` a merge)."""

    reason: str
    chosen: Chosen
    to: str = ""
    people: tuple[PartyFacts, ...] = ()
    undoes: str = ""
    seen: dict[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Something of a dossier that can go elsewhere: `kind` is application, product, party or one of `THINGS`."""

    kind: str
    id: str
    facts: dict[str, str]


def split_of(asking: Asking, key: str | None, dossier_id: str, asked: AskedSplit) -> SplitDossier:
    """The command; a new dossier has its id from who asks and his key. Raises `Refused` (`idempotency-key-missing`)."""
    check_may(asking)
    if key is None:
        raise Refused("idempotency-key-missing", path="Idempotency-Key")
    with asking.reading() as connection:
        whole(asking, connection, dossier_id)
        target = asked.to
        if asked.undoes:
            target = _undone(asking, connection, dossier_id, asked.undoes)
        elif target:
            whole(asking, connection, target)
    return SplitDossier(
        dossier_id=dossier_id,
        with_dossier_id=target or derived_id("dossier", asking.viewer.actor, key),
        reason=asked.reason,
        chosen=asked.chosen,
        people=() if target else asked.people,
        undoes=asked.undoes,
        seen=asked.seen,
    )


def split_figures(asking: Asking, made: SplitDossier) -> dict[str, int]:
    """How much would go, by table; raises what the command refuses."""
    return tried(asking, made.model_copy(update={"seen": None, "reason": made.reason.strip() or "–"}))


def split(asking: Asking, key: str | None, made: SplitDossier) -> tuple[Outcome, str]:
    """Once per key; as `merge` about what others could see."""
    seen_before = was_given(asking, key)
    outcome, name = write_once(asking, key, made)
    if not seen_before:
        note_breach(asking, made.dossier_id, made.reason)
    return outcome, name


def held_of(asking: Asking, dossier_id: str) -> tuple[Held, ...]:
    """What can be chosen; what hangs below one of these goes with it. Raises `NotFound`."""
    with asking.reading() as connection:
        dossier = whole(asking, connection, dossier_id)
        place = VisibleDossier(dossier_id, asking.viewer)
        return (*_exchanged(dossier), *_kept(place, connection), *_dated(asking, place, connection))


def came_with_merge(asking: Asking, dossier_id: str, move_id: str) -> tuple[str, Chosen]:
    """The dossier of a merge, and what came from it and is still here. Raises `NotFound`, `Conflict`."""
    held = {(each.kind, each.id) for each in held_of(asking, dossier_id)}
    with asking.reading() as connection:
        found = came_with(VisibleDossier(dossier_id, asking.viewer), connection, move_id)
    if found is None:
        raise Conflict("merge-undone", path="undoes", came=move_id)
    other_id, came = found
    return other_id, Chosen(
        applications=tuple(each for each in came.applications if ("application", each) in held),
        products=tuple(each for each in came.products if ("product", each) in held),
        parties=tuple(each for each in came.parties if ("party", each) in held),
        things=tuple(each for each in came.things if tuple(each.split(":", 1)) in held),
    )


def _exchanged(dossier: DossierView) -> list[Held]:
    return [
        Held(
            "application", each.application.id, {"lender": each.application.partner, "number": each.application.number}
        )
        for each in dossier.applications
    ]


def _kept(place: VisibleDossier, connection: Connection) -> list[Held]:
    found = [Held("product", each.id, {"kind": each.kind}) for each in products_of(place, connection)]
    found += [Held("party", each.reference, {"name": each.name}) for each in own_parties_in(place, connection)]
    found += [Held("agreement", each.id, {"number": each.number}) for each in agreements_in(place, connection)]
    exports, _ = exports_in(place, connection)
    numbered = [(each.id, f"{each.correlation} {each.version}") for each in exports]
    return found + [Held("export", named, {"number": number}) for named, number in numbered]


def _dated(asking: Asking, place: VisibleDossier, connection: Connection) -> list[Held]:
    found = [Held("task", each.id, {"name": each.subject}) for each in tasks_in(place, connection)]
    found += [
        Held("contact", each.id, {"kind": each.means, "at": each.at.isoformat()})
        for each in contacts_in(place, connection)
    ]
    found += [
        Held("appointment", each.id, {"name": each.subject, "at": each.starts.isoformat()})
        for each in appointments_in(place, connection)
    ]
    now = asking.counter.runtime.clock.now()
    own = [each for each in dates_in(place, connection, now) if not each.application_id]
    found += [Held("date", each.id, {"kind": each.kind, "on": each.ends_on.isoformat()}) for each in own]
    points = [each for each in action_points_in(place, connection) if each.about == "hand" and not each.application_id]
    return found + [Held("point", each.id, {"name": each.subject}) for each in points]


def _undone(asking: Asking, connection: Connection, dossier_id: str, move_id: str) -> str:
    dossier = visible(asking.viewer, connection, dossier_id)
    found = came_with(dossier, connection, move_id) if dossier else None
    if found is None:
        raise Conflict("merge-undone", path="undoes", came=move_id)
    return found[0]
