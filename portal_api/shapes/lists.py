"""What is asked of the lists of an office, and the shapes of the lists of all products and of all stukken."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from portal_api.shapes.dossiers import Day, DossiersQuery
from portal_api.shapes.exchanges import Id, Reason, Request
from portal_api.shapes.shape import Shape
from portal_api.shapes.tasks import TasksQuery
from schemas.involvements import StaffPart
from schemas.products import Kind

MOST = 200
"""Rows of one act; what is more is narrowed first."""
_MOST_COLUMNS = 20


def _names(value: object) -> object:
    """`a,b` as an address has it, and one field per column as a form sends it; what was left empty is none."""
    given = value.split(",") if isinstance(value, str) else value
    if not isinstance(given, (list, tuple)):
        return given
    split = [one for each in given for one in (each.split(",") if isinstance(each, str) else [each])]
    return tuple(dict.fromkeys(each for each in split if each != ""))


_Name = Annotated[str, StringConstraints(max_length=30, pattern=r"^[a-z_]+$")]
Columns = Annotated[tuple[_Name, ...], BeforeValidator(_names), Field(max_length=_MOST_COLUMNS)]
_Words = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]
_Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{0,4}$")]
_SEARCH = "Part of the name of a dossier, or a whole number, Kenmerk, or postcode with or without its house number."


class DossiersPageQuery(DossiersQuery):
    """The page shows these columns, in this order; those that it always did when none are named."""

    columns: Columns = ()


class TasksPageQuery(TasksQuery):
    columns: Columns = ()


class ProductsQuery(BaseModel):
    """Which products; what is left out is not asked."""

    model_config = ConfigDict(frozen=True)

    q: _Words = Field(default="", description=_SEARCH)
    kind: Annotated[str, StringConstraints(max_length=30, pattern=r"^[a-z_]*$")] = Field(
        default="", description="A kind of product, as in the cards.", examples=["mortgage"]
    )
    state: Annotated[str, StringConstraints(max_length=10, pattern=r"^[a-z]*$")] = Field(
        default="", description="open, done or withdrawn."
    )
    lender: _Code = Field(default="", description="The code of the lender of its application.", examples=["AE"])


class ProductsPageQuery(ProductsQuery):
    columns: Columns = ()


class StukkenQuery(BaseModel):
    """Which stukken; what is left out is not asked."""

    model_config = ConfigDict(frozen=True)

    q: _Words = Field(default="", description=_SEARCH)
    which: Literal["open", "all"] = Field(default="open", description="open: somebody has to deliver it.")
    status: _Code = Field(default="", description="The lender's status of the stuk.", examples=["07"])
    document: _Code = Field(default="", description="The code of the kind of document.", examples=["009"])
    lender: _Code = Field(default="", description="The code of the lender that asks.", examples=["AE"])
    until: Day = Field(default=None, description="Asked before this day or earlier.")


class StukkenPageQuery(StukkenQuery):
    columns: Columns = ()


class ListedProductShape(Shape):
    """A product in the list of all; `amount` in euros, as text with a point."""

    id: str
    dossier_id: str
    dossier: str = Field(description="What the dossier is called.", examples=["A.M. de Wit"])
    kind: Kind
    lender: str
    amount: str = Field(examples=["250000.00"])
    state: str = Field(description="open, done or withdrawn.")
    application: str = Field(description="The number of the application that is sent for it.")
    missing: int = Field(description="How many fields of its card nobody says.")
    made_by: str
    made_at: datetime
    ended_at: datetime | None


class ListedProductsShape(Shape):
    items: tuple[ListedProductShape, ...]
    count: int = Field(description="How many products fit.")
    next: str | None


class ListedStukShape(Shape):
    """A stuk in the list of all; `state` is where it stands at the office, `status` what the lender says."""

    id: str
    dossier_id: str
    dossier: str = Field(description="What the dossier is called.", examples=["A.M. de Wit"])
    number: str
    title: str = Field(examples=["Werkgeversverklaring"])
    document: str = Field(examples=["009"])
    document_text: str
    status: str = Field(examples=["07"])
    status_text: str
    person: str
    due: date | None
    lender: str = Field(examples=["AE"])
    application: str = Field(description="The number of its application.")
    deliverer: str = Field(description="customer, adviser, third or source.")
    state: str
    reason: str


class ListedStukkenShape(Shape):
    items: tuple[ListedStukShape, ...]
    count: int = Field(description="How many stukken fit.")
    next: str | None


_Ids = Annotated[tuple[Id, ...], Field(min_length=1, max_length=MOST)]


class AssignDossiersRequest(Request):
    """Dossiers of which a colleague becomes the adviser or case handler."""

    dossiers: _Ids
    part: StaffPart
    person_id: Id
    reason: Reason = ""


class AssignTasksRequest(Request):
    """Tasks that a colleague does from here on."""

    tasks: _Ids
    person_id: Id


class AssignedRowShape(Shape):
    """What became of one; `nl` and `en` say why it was refused."""

    id: str
    dossier_id: str
    name: str
    state: str = Field(description="done, already (it was his) or refused.")
    slug: str
    nl: str
    en: str


class AssignedShape(Shape):
    items: tuple[AssignedRowShape, ...]
    counts: dict[str, int] = Field(examples=[{"done": 9, "already": 1, "refused": 0}])
