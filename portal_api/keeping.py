"""What pages and API do alike about dossiers that an office keeps by hand."""

from collections.abc import Iterable

from handlers.dossiers.views import (
    AlikeDossier,
    Completeness,
    OwnParty,
    Pair,
    alike_for,
    check_opening,
    completeness_in,
    number_of,
    own_parties_in,
    pairs_in,
    visible,
)
from hub.ids import derived_id
from hub.records import Outcome
from portal_api.who import Asking
from portal_api.writes import write
from schemas.applications import PartyFacts
from schemas.commands import Command
from schemas.dossiers import OpenDossier
from schemas.errors import Conflict, NotFound, Refused


def alike(asking: Asking, parties: Iterable[PartyFacts]) -> tuple[AlikeDossier, ...]:
    """The asker's dossiers in which one of these may already be."""
    with asking.reading() as connection:
        return alike_for(asking.viewer, connection, parties)


def open_new(
    asking: Asking,
    key: str | None,
    parties: tuple[PartyFacts, ...],
    *,
    lead_source: str,
    adviser: str | None,
    office: str = "",
    confirmed: bool = False,
) -> tuple[Outcome, str, str]:
    """A new dossier, once per key; its outcome, id and number.

    Raises `Conflict` (`possible-duplicate`) unless `confirmed`, and what `OpenDossier` refuses.
    """
    if key is None:
        raise Refused("idempotency-key-missing", path="Idempotency-Key")
    viewer = asking.viewer
    dossier_id = derived_id("dossier", viewer.actor, key)
    made = OpenDossier.model_validate(
        {
            "dossier_id": dossier_id,
            "kantoor": _office(asking, office),
            "environment": viewer.environment,
            "parties": parties,
            "lead_source": lead_source,
            "adviser": _himself(asking) if adviser is None else adviser,
        }
    )

    def unless_alike() -> Command:
        check_opening(parties, asking.counter.runtime.clock.business_date())
        found = () if confirmed else alike(asking, parties)
        if found:
            came = ", ".join(each.number for each in found)
            raise Conflict("possible-duplicate", path="confirmed", came=came, expected="true")
        return made

    given = {"command": "OpenDossier", **made.model_dump(mode="json")}
    outcome, _ = write(asking, key, given, unless_alike)
    return outcome, dossier_id, number_of(dossier_id, outcome.at)


def kept(asking: Asking, dossier_id: str) -> tuple[tuple[OwnParty, ...], Completeness]:
    """The parties that the office keeps and what is still wanted; raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="een dossier / a dossier")
        return own_parties_in(dossier, connection), completeness_in(dossier, connection)


def pairs(asking: Asking, dossier_id: str) -> tuple[Pair, ...]:
    """Who stands twice in a dossier, or may; raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="een dossier / a dossier")
        return pairs_in(dossier, connection)


def change(
    asking: Asking, key: str | None, made: Command, dossier_id: str, if_match: str | None
) -> tuple[Outcome, str]:
    """Carries out a change of a dossier in scope, once per key; raises `NotFound`, and what the command refuses."""
    kept(asking, dossier_id)
    given = {"command": type(made).__name__, **made.model_dump(mode="json")}
    return write(asking, key, given, lambda: made, seen=(dossier_id, if_match))


def _office(asking: Asking, office: str) -> str:
    found = asking.viewer.office_asked(office)
    if not found:
        raise Refused("request-invalid", path="office", came=office, expected="een kantoor / an office")
    return found


def _himself(asking: Asking) -> str:
    """Who asks, when he is staff of the office; nobody for an operator and a machine."""
    kind, _, identity = asking.viewer.actor.partition(":")
    return identity if kind == "user" and not asking.viewer.is_operator else ""
