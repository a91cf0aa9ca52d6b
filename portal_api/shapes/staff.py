"""Shapes of people, their roles and rights, organisations and substitutes."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Id, Reason, Request
from portal_api.shapes.shape import Shape

Line = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]*$", strip_whitespace=True)
]
Address = Annotated[str, StringConstraints(min_length=3, max_length=254, pattern=r"^[^\x00-\x1f]*$")]
Phone = Annotated[str, StringConstraints(max_length=30, pattern=r"^[0-9+() -]*$")]
RoleName = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z-]+$")]


class PersonShape(Shape):
    """A colleague, or somebody of a sub-agent."""

    id: str
    name: str = Field(examples=["Bram de Boer"])
    email: str
    phone: str
    role: str = Field(examples=["adviser"])
    organisation_id: str | None
    ends_on: date | None = Field(description="The last day of the account.")
    state: str = Field(examples=["active"], description="active, invited, ended or disabled.")


class PeopleShape(Shape):
    items: tuple[PersonShape, ...]


class AccountChangeShape(Shape):
    """What somebody did to the account; what is private is said to have changed and not repeated."""

    at: datetime
    actor: str
    who: str
    what: str = Field(examples=["changed"])
    facts: dict[str, str]


class OnePersonShape(Shape):
    """One account. `version` goes back with a change, so that what somebody else did meanwhile is noticed."""

    line: PersonShape
    node: str | None
    version: str
    has_password: bool
    has_app: bool
    passkeys: int
    codes_left: int
    sessions: int
    changes: tuple[AccountChangeShape, ...]


class PersonPlace(Request):
    """What the role asks beside an office."""

    organisation_id: Id | None = Field(default=None, description="Of a sub-agent's people.")
    node: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")] | None = Field(
        default=None, description="Of a lender's people; for the operator."
    )
    ends_on: date | None = Field(default=None, description="The last day; an auditor has one.")
    phone: Phone = ""


class AddPersonRequest(PersonPlace):
    name: Line
    email: Address
    role: RoleName
    office_id: Id | None = Field(default=None, description="For the operator, who has no office.")


class ChangePersonRequest(PersonPlace):
    name: Line
    role: RoleName
    seen: Annotated[str, StringConstraints(max_length=64)] | None = None


class ResetRequest(Request):
    factors: bool = Field(default=False, description="Also forgets the app, the passkeys and the recovery codes.")


class WhyRequest(Request):
    reason: Reason = ""


class InvitedShape(Shape):
    """`link` is to be handed over when the hub sends no mail; else it is empty and the mail is on its way."""

    id: str
    link: str


class RightShape(Shape):
    nl: str
    en: str
    machine: bool


class RoleShape(Shape):
    nl: str
    en: str
    of: str = Field(description="hub, office, sub-agent, customer or lender.")
    sees: str = Field(description="all, office, own-if-set, part or node.")
    rights: tuple[str, ...]
    ends: bool
    second: str


class RightsShape(Shape):
    """The one table of rights: what each role may do and how far its people see."""

    rights: dict[str, RightShape]
    roles: dict[str, RoleShape]


class OrganisationShape(Shape):
    """The intermediary itself, or one of its sub-agents."""

    id: str
    kind: str = Field(examples=["sub-agent"])
    code: str
    name: str
    email: str | None
    closed_at: datetime | None


class OrganisationsShape(Shape):
    items: tuple[OrganisationShape, ...]


class AddSubAgentRequest(Request):
    code: Annotated[str, StringConstraints(min_length=1, max_length=20, pattern=r"^[A-Za-z0-9._-]+$")]
    name: Line
    email: Address


class SubstitutionShape(Shape):
    """Who does whose work; `is_on` today."""

    id: str
    absent_id: str
    absent: str
    substitute_id: str
    substitute: str
    starts_on: date
    ends_on: date | None
    is_on: bool
    is_over: bool


class SubstitutionsShape(Shape):
    items: tuple[SubstitutionShape, ...]


class SubstituteRequest(Request):
    absent_id: Id
    substitute_id: Id
    starts_on: date
    ends_on: date | None = None


class MadeShape(Shape):
    id: str


class ReachShape(Shape):
    """Whether advisers see all dossiers of the office or each his own."""

    advisers_see: str = Field(examples=["office"], description="office or own.")


class ReachRequest(Request):
    advisers_see: Annotated[str, StringConstraints(pattern=r"^(office|own)$")]


class HeldShape(Shape):
    """A dossier that would move."""

    dossier_id: str
    title: str
    parts: tuple[str, ...] = Field(examples=[["adviser"]])


class HeldPage(Shape):
    items: tuple[HeldShape, ...]


class MoveRequest(Request):
    to_person: Id
    dossiers: Annotated[tuple[Id, ...], Field(min_length=1, max_length=500)]
    reason: Reason = ""


class InvolvementShape(Shape):
    """Somebody's part in the dossier."""

    part: str = Field(examples=["adviser"])
    id: str
    who: str
    since: datetime
    party: str
    start_point: str


class InvolvementsShape(Shape):
    items: tuple[InvolvementShape, ...]


class AssignRequest(Request):
    """An empty `person_id` takes the part away; with `instead_of` only when that person still has it."""

    person_id: Id | None = None
    instead_of: Id | None = None
    reason: Reason = ""


class SubAgentRequest(Request):
    organisation_id: Id
    start_point: Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00-\x1f]*$")] = ""
