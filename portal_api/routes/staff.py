"""People of an office and its sub-agents: who they are, what they may do, who does whose work, and moving dossiers."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response

from handlers.accounts.views.staff import PersonView, Place, person_for, staff_for, substitutions_for, table
from handlers.dossiers.views import titles_for
from handlers.involvements.views import held_by
from handlers.offices.views import advisers_see, organisations_for
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.staff import (
    AddPersonRequest,
    AddSubAgentRequest,
    ChangePersonRequest,
    HeldPage,
    HeldShape,
    InvitedShape,
    MadeShape,
    MoveRequest,
    OnePersonShape,
    OrganisationShape,
    OrganisationsShape,
    PeopleShape,
    PersonPlace,
    PersonShape,
    ReachRequest,
    ReachShape,
    ResetRequest,
    RightsShape,
    SubstituteRequest,
    SubstitutionShape,
    SubstitutionsShape,
    WhyRequest,
)
from portal_api.staff import Invited
from portal_api.who import Asking, DossierAssigner, OfficeWriter, PeopleReader, PeopleWriter
from portal_api.writes import IdempotencyKey, done, write
from schemas.errors import NotFound
from schemas.involvements import MoveDossiers


def routes() -> APIRouter:
    router = APIRouter(tags=["people"])
    said = problems(404, 409, 422)
    read: tuple[tuple[str, str, Callable[..., object]], ...] = (
        ("/people", "The people of the office and of its sub-agents", people),
        ("/people/{person_id}", "One account, and what was done to it", person),
        ("/people/{person_id}/dossiers", "What moving this person's dossiers would move", dossiers_of),
        ("/organisations", "The intermediary and its sub-agents", organisations),
        ("/substitutions", "Who does whose work", substitutions),
        ("/rights", "The table of rights: what each role may do", rights),
        ("/office/reach", "Whether advisers see all dossiers or their own", reach),
    )
    for path, summary, answer in read:
        router.get(path, responses=problems(404), summary=summary)(answer)
    written: tuple[tuple[str, str, Callable[..., object]], ...] = (
        ("/people", "Add somebody and invite him", add),
        ("/people/{person_id}", "Change somebody's name, role or place", change),
        ("/people/{person_id}/invite", "Invite somebody again; the link before is worth nothing", invite),
        ("/people/{person_id}/reset", "Let somebody choose a new password", reset),
        ("/people/{person_id}/disable", "Shut somebody out at once", disable),
        ("/people/{person_id}/enable", "Let somebody in again", enable),
        ("/people/{person_id}/sign-out", "End every session of somebody", sign_out),
        ("/organisations", "Add a sub-agent", add_sub_agent),
        ("/organisations/{organisation_id}/close", "Nobody of this sub-agent comes in any more", close),
        ("/organisations/{organisation_id}/open", "Let a sub-agent in again", reopen),
        ("/substitutions", "Let somebody do a colleague's work", substitute),
        ("/substitutions/{substitution_id}/end", "End a substitution now", end_substitution),
        ("/office/reach", "Decide whether advisers see all dossiers or their own", set_reach),
    )
    for path, summary, answer in written:
        router.post(path, responses=said, summary=summary)(answer)
    router.post(
        "/people/{person_id}/dossiers/move",
        responses=problems(*WRITE_PROBLEMS),
        summary="Give somebody's dossiers to a colleague, all or none",
    )(move)
    return router


def people(asking: PeopleReader) -> PeopleShape:
    """By name; customers stand in their dossiers."""
    with asking.reading() as connection:
        found = staff_for(asking.viewer, connection, asking.counter.runtime.doors.now())
    return PeopleShape(items=tuple(PersonShape.model_validate(each) for each in found))


def person(asking: PeopleReader, person_id: PathId) -> OnePersonShape:
    return OnePersonShape.model_validate(person_in(asking, person_id))


def person_in(asking: Asking, person_id: str) -> PersonView:
    """An account in scope; raises `NotFound`."""
    with asking.reading() as connection:
        found = person_for(asking.viewer, connection, person_id, asking.counter.runtime.doors.now())
    if found is None:
        raise NotFound("not-found", path="person_id", came=person_id, expected="iemand van het kantoor / a colleague")
    return found


def dossiers_of(asking: DossierAssigner, person_id: PathId) -> HeldPage:
    """The dossiers that you see of which he is the adviser or the case handler."""
    return HeldPage(items=held_of(asking, person_id))


def held_of(asking: Asking, person_id: str) -> tuple[HeldShape, ...]:
    """What moving would move, by title."""
    person_in(asking, person_id)
    with asking.reading() as connection:
        held = held_by(asking.viewer, connection, person_id)
        titles = titles_for(asking.viewer, connection, [each.dossier_id for each in held])
    shown = [HeldShape(dossier_id=e.dossier_id, title=titles[e.dossier_id], parts=e.parts) for e in held]
    return tuple(sorted((each for each in shown), key=lambda each: (each.title, each.dossier_id)))


def move(
    asking: DossierAssigner,
    person_id: PathId,
    body: MoveRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """Each dossier changes in its own transaction; one that somebody else gave away meanwhile stays there."""
    known = {each.dossier_id for each in held_of(asking, person_id)}
    unknown = [each for each in body.dossiers if each not in known]
    if unknown:
        raise NotFound("not-found", path="dossiers", came=unknown[0], expected="een dossier van deze collega")
    found = person_in(asking, person_id)
    made = MoveDossiers(
        office_id=found.office_id or "",
        from_person=person_id,
        to_person=body.to_person,
        dossiers=body.dossiers,
        reason=body.reason,
    )
    given = {"command": "MoveDossiers", **made.model_dump(mode="json")}
    outcome, name = write(asking, idempotency_key, given, lambda: made)
    return done(outcome, name, response)


def rights(_asking: PeopleReader) -> RightsShape:
    """As the hub ships them; a role is a set of rights and how far its people see."""
    found = table().model_dump()
    for role in found["roles"].values():
        role["rights"] = sorted(role["rights"])
    return RightsShape.model_validate(found)


def organisations(asking: PeopleReader) -> OrganisationsShape:
    """The intermediary first, then its sub-agents by code."""
    with asking.reading() as connection:
        found = organisations_for(asking.viewer, connection)
    return OrganisationsShape(items=tuple(OrganisationShape.model_validate(each) for each in found))


def substitutions(asking: PeopleReader) -> SubstitutionsShape:
    """The newest first; those that are over stay in the list."""
    with asking.reading() as connection:
        found = substitutions_for(asking.viewer, connection, asking.counter.runtime.clock.business_date())
    return SubstitutionsShape(items=tuple(SubstitutionShape.model_validate(each) for each in found))


def reach(asking: PeopleReader) -> ReachShape:
    with asking.reading() as connection:
        return ReachShape(advisers_see=advisers_see(connection, asking.viewer.office_id))


def add(asking: PeopleWriter, body: AddPersonRequest) -> InvitedShape:
    """An address is one account's; the same request again is refused as `already-exists`."""
    made = asking.counter.staff.add(
        asking.viewer, body.office_id or "", name=body.name, email=body.email, role=body.role, place=place_of(body)
    )
    return _invited(made)


def change(asking: PeopleWriter, person_id: PathId, body: ChangePersonRequest) -> OnePersonShape:
    """With another role every session of his is over at the next click."""
    asking.counter.staff.change(
        asking.viewer, person_id, name=body.name, role=body.role, place=place_of(body), seen=body.seen
    )
    return person(asking, person_id)


def invite(asking: PeopleWriter, person_id: PathId) -> InvitedShape:
    return _invited(asking.counter.staff.invite(asking.viewer, person_id))


def reset(asking: PeopleWriter, person_id: PathId, body: ResetRequest) -> InvitedShape:
    """Also ends the wait after wrong tries."""
    return _invited(asking.counter.staff.reset(asking.viewer, person_id, and_factors=body.factors))


def disable(asking: PeopleWriter, person_id: PathId, body: WhyRequest) -> OnePersonShape:
    """His sessions are over and no link, password or passkey of his works."""
    asking.counter.staff.disable(asking.viewer, person_id, body.reason)
    return person(asking, person_id)


def enable(asking: PeopleWriter, person_id: PathId) -> OnePersonShape:
    """With the password and factors of before."""
    asking.counter.staff.enable(asking.viewer, person_id)
    return person(asking, person_id)


def sign_out(asking: PeopleWriter, person_id: PathId) -> OnePersonShape:
    asking.counter.staff.sign_out(asking.viewer, person_id)
    return person(asking, person_id)


def add_sub_agent(asking: PeopleWriter, body: AddSubAgentRequest) -> MadeShape:
    """A code and an address are one sub-agent's within the office."""
    made = asking.counter.offices.add_sub_agent(asking.viewer, "", code=body.code, name=body.name, email=body.email)
    return MadeShape(id=made)


def close(asking: PeopleWriter, organisation_id: PathId) -> MadeShape:
    asking.counter.offices.close_sub_agent(asking.viewer, "", organisation_id, closed=True)
    return MadeShape(id=organisation_id)


def reopen(asking: PeopleWriter, organisation_id: PathId) -> MadeShape:
    asking.counter.offices.close_sub_agent(asking.viewer, "", organisation_id, closed=False)
    return MadeShape(id=organisation_id)


def substitute(asking: PeopleWriter, body: SubstituteRequest) -> MadeShape:
    """The substitute sees what who is away sees, from the first day to the last."""
    made = asking.counter.staff.set_substitute(
        asking.viewer,
        "",
        absent_id=body.absent_id,
        substitute_id=body.substitute_id,
        days=(body.starts_on, body.ends_on),
    )
    return MadeShape(id=made)


def end_substitution(asking: PeopleWriter, substitution_id: PathId) -> MadeShape:
    asking.counter.staff.end_substitution(asking.viewer, "", substitution_id)
    return MadeShape(id=substitution_id)


def set_reach(asking: OfficeWriter, body: ReachRequest) -> ReachShape:
    """With `own` an adviser sees the dossiers in which he has a part; assign them first."""
    asking.counter.offices.set_advisers_see(asking.viewer, asking.viewer.office_id or "", body.advisers_see)
    return reach(asking)


def place_of(body: PersonPlace) -> Place:
    return Place(body.organisation_id, body.node, body.ends_on, body.phone)


def _invited(made: Invited) -> InvitedShape:
    return InvitedShape(id=made.user_id, link=made.link)
