"""Gives people and organisations their part in a dossier, and takes it away."""

from handlers.accounts.views import person_of
from handlers.dossiers.views import check_there, parties_of
from handlers.involvements import rules
from handlers.offices.views import sub_agent_of
from hub.records import INVOLVEMENTS
from hub.work import Work, change
from schemas.dossiers import DossierOpened
from schemas.involvements import (
    AdmitCustomer,
    AssignDossier,
    DismissCustomer,
    DossierAssigned,
    Involvement,
    LinkSubAgent,
    MoveDossiers,
    UnlinkSubAgent,
)


def assign_dossier(command: AssignDossier, work: Work) -> None:
    """One adviser and one case handler; raises `NotFound`, and `Refused` for somebody who is no staff of the office."""
    office_id = check_there(work, command.dossier_id)
    before = rules.holder(work.find(INVOLVEMENTS, command.dossier_id), command.part)
    if command.instead_of is not None and rules.who(before) != command.instead_of:
        work.superseded()
        return
    if command.person_id:
        person_of(work, office_id, command.person_id, kinds=("office",))
    if rules.who(before) == command.person_id:
        return
    if before:
        work.remove(INVOLVEMENTS, before)
    if command.person_id:
        name = rules.named("user", command.person_id)
        work.put(INVOLVEMENTS, Involvement(command.dossier_id, command.part, name, work.cause.at))
    _tell(work, command.part, rules.who(before), command.person_id, command.reason)
    event = DossierAssigned(
        dossier_id=command.dossier_id, part=command.part, before=rules.who(before), after=command.person_id
    )
    work.publish(event)


def take_on(event: DossierOpened, work: Work) -> None:
    """Who opens a dossier for somebody names its adviser; raises `NotFound` for who is no staff of the office."""
    if event.adviser:
        person_of(work, check_there(work, event.dossier_id), event.adviser, kinds=("office",))
        work.put(INVOLVEMENTS, Involvement(event.dossier_id, "adviser", f"user:{event.adviser}", work.cause.at))
        _tell(work, "adviser", "", event.adviser)


def link_sub_agent(command: LinkSubAgent, work: Work) -> None:
    """Raises `NotFound` for an organisation that is no sub-agent of the office."""
    organisation = sub_agent_of(work, check_there(work, command.dossier_id), command.organisation_id)
    name = rules.named("organisation", organisation.id)
    made = Involvement(command.dossier_id, "sub-agent", name, work.cause.at, start_point=command.start_point)
    before = work.get(INVOLVEMENTS, *INVOLVEMENTS.key(made))
    if before and before.start_point == made.start_point:
        return
    work.put(INVOLVEMENTS, made)
    _tell(work, "sub-agent", "", organisation.id)


def unlink_sub_agent(command: UnlinkSubAgent, work: Work) -> None:
    """What is not linked stays so."""
    check_there(work, command.dossier_id)
    _take_away(work, command.dossier_id, "sub-agent", "organisation", command.organisation_id, command.reason)


def admit_customer(command: AdmitCustomer, work: Work) -> None:
    """Raises `NotFound`, `Refused` (`request-invalid`, `party-taken`)."""
    person_of(work, check_there(work, command.dossier_id), command.person_id, kinds=("customer",))
    name = rules.named("user", command.person_id)
    involved = work.find(INVOLVEMENTS, command.dossier_id)
    rules.check_party(involved, name, command.party, parties_of(work, command.dossier_id))
    made = Involvement(command.dossier_id, "customer", name, work.cause.at, party=command.party)
    before = work.get(INVOLVEMENTS, *INVOLVEMENTS.key(made))
    if before and before.party == made.party:
        return
    work.put(INVOLVEMENTS, made)
    _tell(work, "customer", "", command.person_id)


def dismiss_customer(command: DismissCustomer, work: Work) -> None:
    """Who is not admitted stays so."""
    check_there(work, command.dossier_id)
    _take_away(work, command.dossier_id, "customer", "user", command.person_id, command.reason)


def move_dossiers(command: MoveDossiers, work: Work) -> None:
    """Orders each part of each dossier to change hands; raises `NotFound` for who is no staff of the office."""
    person_of(work, command.office_id, command.to_person, kinds=("office",))
    for dossier_id in command.dossiers:
        for part in ("adviser", "handler"):
            work.order(
                AssignDossier(
                    dossier_id=dossier_id,
                    part=part,
                    person_id=command.to_person,
                    instead_of=command.from_person,
                    reason=command.reason,
                )
            )


def _take_away(work: Work, dossier_id: str, part: str, kind: str, identity: str, reason: str) -> None:
    found = work.get(INVOLVEMENTS, dossier_id, part, rules.named(kind, identity))
    if found:
        work.remove(INVOLVEMENTS, found)
        _tell(work, part, identity, "", reason)


def _tell(work: Work, part: str, before: str, after: str, reason: str = "") -> None:
    changed = change(f"involved.{part}", before or None, after or None)
    work.tell("involvement-changed", about=part, facts={"reason": reason} if reason else {}, changes=[changed])
