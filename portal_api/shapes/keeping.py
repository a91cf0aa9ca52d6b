"""Shapes of what an office keeps by hand: a new dossier, its parties, and dossiers in which somebody may already be."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Id, Reason, Request
from portal_api.shapes.shape import Shape
from schemas.applications import PartyFacts
from schemas.dossiers import Standing
from schemas.hdn.codes import texts
from schemas.values import CodedText

Line = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f]*$", strip_whitespace=True)]
Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^\x00-\x1f]*$", strip_whitespace=True)]
Phone = Annotated[str, StringConstraints(max_length=20, pattern=r"^[0-9+() -]*$", strip_whitespace=True)]
Postcode = Annotated[str, StringConstraints(max_length=10, pattern=r"^[0-9A-Za-z -]*$", strip_whitespace=True)]
Role = Literal["applicant", "other"]
Kind = Literal["01", "02"]
Gender = Literal["", "M", "V"]
Marital = Literal["", "01", "02", "03", "04", "05", "06", "07", "08"]
_MOST = 6


class PartyRequest(Request):
    """Somebody of a dossier, in the words of the standard's PartijNAWData and Hypotheekgever."""

    role: Role = Field(default="applicant", description="applicant (also the partner), or other.")
    kind: Kind = Field(default="01", description="SoortPartij: 01 a person, 02 an organisation.")
    company: Line = ""
    birth_name: Line = Field(default="", examples=["Wit"])
    birth_prefix: Line = Field(default="", examples=["de"])
    first_names: Line = ""
    initials: Line = Field(default="", examples=["A.M."])
    correspondence_name: Line = ""
    prefix: Line = ""
    birth_date: date | None = Field(default=None, examples=["1988-03-14"])
    gender: Gender = Field(default="", description="M or V.")
    marital_status: Marital = Field(default="", description="BurgerlijkeStaat.")
    street: Line = ""
    house_number: Line = ""
    house_number_suffix: Line = ""
    postcode: Postcode = ""
    city: Line = ""
    email: Email = Field(default="", examples=["anna@klant.example"])
    phone: Phone = Field(default="", examples=["06 12345678"])


class NewDossierRequest(Request):
    """A dossier with its first people; `adviser` is who asks when it is left out and he is staff."""

    parties: tuple[PartyRequest, ...] = Field(min_length=1, max_length=_MOST)
    lead_source: Line = Field(default="", examples=["website"])
    adviser: Id | None = None
    office: Id | Literal[""] = Field(default="", description="Asked of an operator only.")
    confirmed: bool = Field(default=False, description="A new one although somebody may be in a dossier already.")


class SoughtRequest(Request):
    """The people to look for."""

    parties: tuple[PartyRequest, ...] = Field(min_length=1, max_length=_MOST)


class StandingRequest(Request):
    standing: Standing = Field(description="prospect, customer (klant), former (oud) or declined (afgewezen).")
    reason: Reason = Field(default="", description="Asked when a dossier is closed or opened again.")


class LeadSourceRequest(Request):
    lead_source: Line


class DropRequest(Request):
    reason: Reason = ""


class JoinRequest(Request):
    """Somebody of an application is `own`; of the fields in `follows` what the application says counts."""

    own: Id = Field(examples=["P1"])
    application_id: Id
    reference: Id = Field(examples=["NA01"])
    follows: tuple[Line, ...] = Field(default=(), max_length=40, examples=[["birth_date"]])
    reason: Reason = ""


class PartRequest(Request):
    application_id: Id
    reference: Id
    reason: Reason = ""


class DiffersShape(Shape):
    field: str
    own: str
    said: str


class PairShape(Shape):
    """Somebody of an application who may be whom the office keeps as `own`, or is (`is_tied`)."""

    own: str
    own_name: str
    application_id: str
    reference: str
    name: str
    is_tied: bool
    reasons: tuple[str, ...]
    differs: tuple[DiffersShape, ...]


class PairsShape(Shape):
    items: tuple[PairShape, ...]


class AlikeShape(Shape):
    """A dossier in which somebody may already be."""

    id: str
    number: str = Field(examples=["26-4KQ7M2"])
    title: str
    who: str = Field(description="The party that is alike.")
    standing: str
    reasons: tuple[str, ...] = Field(
        description="birth (surname and birth date), email, phone, name (the surname alone).", examples=[["birth"]]
    )


class AlikePage(Shape):
    items: tuple[AlikeShape, ...]


class OpenedShape(Shape):
    """A dossier that was opened."""

    dossier_id: str
    number: str = Field(examples=["26-4KQ7M2"])
    unit_id: str
    state: str
    at: datetime


class OwnPartyShape(Shape):
    reference: str = Field(examples=["P1"])
    role: str
    name: str
    facts: dict[str, Any]


class MissingShape(Shape):
    """What is still wanted of one applicant, by the names of the fields."""

    reference: str
    name: str
    fields: tuple[str, ...] = Field(examples=[["birth_date", "email"]])


class KeptShape(Shape):
    """The parties that the office keeps, and how complete its applicants are in percent."""

    items: tuple[OwnPartyShape, ...]
    percent: int = Field(examples=[60])
    missing: tuple[MissingShape, ...]


def facts_of(party: PartyRequest, reference: str = "") -> PartyFacts:
    """The party as the language has it, with the texts of its codes."""
    given = party.model_dump()
    for name, codelist in (("kind", "SoortPartij"), ("gender", "Geslacht"), ("marital_status", "BurgerlijkeStaat")):
        code = given[name]
        given[name] = CodedText(code=code, text=texts(codelist)[code]) if code else None
    return PartyFacts(reference=reference, **given)
