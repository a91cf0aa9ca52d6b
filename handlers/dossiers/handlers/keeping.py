"""Opens dossiers for people of the office, and keeps what they say of parties, standing and source."""

from handlers.dossiers import rules
from handlers.dossiers.rules import Dossier, Party, keeping
from handlers.dossiers.tables import DOSSIERS, PARTIES
from hub.addresses import check_email
from hub.clock import AMSTERDAM
from hub.work import Work, change
from schemas.applications import PartyFacts
from schemas.dossiers import (
    OWN,
    DossierOpened,
    DropParty,
    KeepParty,
    OpenDossier,
    SetLeadSource,
    SetStanding,
    StandingChanged,
)
from schemas.errors import Conflict, NotFound
from schemas.service_agreements import ServiceAgreementSigned


def open_dossier(command: OpenDossier, work: Work) -> None:
    """A prospect with its parties; raises `Refused` (`request-invalid`), `Conflict` (`already-exists`)."""
    if work.find(DOSSIERS, command.dossier_id):
        raise Conflict("already-exists", path="dossier_id", came=command.dossier_id)
    keeping.check_reachable(command.parties)
    source = keeping.came_by(_blank(command, work), command.lead_source)
    work.tell("dossier-opened", facts={"number": source.number, "lead_source": source.lead_source})
    for number, party in enumerate(command.parties):
        _keep(work, command.dossier_id, party, at=f"parties.{number}.")
    _retitle(work, source)
    work.publish(DossierOpened(dossier_id=command.dossier_id, adviser=command.adviser))


def keep_party(command: KeepParty, work: Work) -> None:
    """Raises `Refused` (`request-invalid`), `NotFound`."""
    dossier = _there(work, command.dossier_id)
    _keep(work, command.dossier_id, command.party)
    _retitle(work, dossier)


def drop_party(command: DropParty, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`last-party`)."""
    dossier = _there(work, command.dossier_id)
    gone = keeping.without(keeping.own_parties(work.find(PARTIES, command.dossier_id)), command.reference)
    work.remove(PARTIES, gone)
    changed = rules.changes(gone.facts, {}, f"party.{gone.reference}", {})
    reason = keeping.checked_text("reason", command.reason, 200)
    work.tell("party-dropped", about=gone.reference, facts={"reason": reason} if reason else {}, changes=changed)
    _retitle(work, dossier)


def set_standing(command: SetStanding, work: Work) -> None:
    """Raises `Refused` (`request-invalid`) for closing or reopening without a reason."""
    dossier = _there(work, command.dossier_id)
    after = keeping.stood(dossier, command.standing, command.reason)
    _stand(work, dossier, after, " ".join(command.reason.split()))


def become_customer(event: ServiceAgreementSigned, work: Work) -> None:
    """Who gave the office an order is its customer (klant), and its prospect no more."""
    dossier = _there(work, event.dossier_id)
    if dossier.standing == "prospect":
        _stand(work, dossier, keeping.stood(dossier, "customer", ""))


def set_lead_source(command: SetLeadSource, work: Work) -> None:
    dossier = _there(work, command.dossier_id)
    after = keeping.came_by(dossier, command.lead_source)
    if after != dossier:
        work.put(DOSSIERS, after)
        work.tell("lead-source-set", changes=[change("lead_source", dossier.lead_source, after.lead_source)])


def _blank(command: OpenDossier, work: Work) -> Dossier:
    place = (command.dossier_id, command.kantoor, command.environment)
    return keeping.opened(*place, work.cause.at, standing="prospect")


def _there(work: Work, dossier_id: str) -> Dossier:
    found = work.find(DOSSIERS, dossier_id)
    if not found:
        raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="een dossier / a dossier")
    return found[0]


def _keep(work: Work, dossier_id: str, party: PartyFacts, at: str = "") -> None:
    """Puts the party and tells what changed; `at` is where it stands in what was given."""
    email = check_email(party.email, f"{at}email") if party.email else ""
    own = keeping.own_parties(work.find(PARTIES, dossier_id))
    today = work.cause.at.astimezone(AMSTERDAM).date()
    row = keeping.kept(dossier_id, party.model_copy(update={"email": email}), own, today, at)
    before: Party | None = work.get(PARTIES, dossier_id, OWN, row.reference)
    if before == row:
        return
    work.put(PARTIES, row)
    changed = rules.changes(before.facts if before else {}, row.facts, f"party.{row.reference}", {})
    work.tell("party-kept", about=row.reference, changes=changed)


def _stand(work: Work, before: Dossier, after: Dossier, reason: str = "") -> None:
    if after == before:
        return
    work.put(DOSSIERS, after)
    changed = [change("standing", before.standing, after.standing)]
    work.tell("standing-changed", facts={"reason": reason} if reason else {}, changes=changed)
    news = {"before": before.standing, "after": after.standing}
    work.publish(StandingChanged.model_validate({"dossier_id": before.id, **news}))


def _retitle(work: Work, dossier: Dossier) -> None:
    """The title follows the parties."""
    title = rules.title_of(work.find(PARTIES, dossier.id), dossier.number)
    found = work.find(DOSSIERS, dossier.id)
    if not found or title != dossier.title:
        work.put(DOSSIERS, rules.titled(dossier, title))
