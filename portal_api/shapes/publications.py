"""Shapes of published documents: one set for the office, one for its customers."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Request
from portal_api.shapes.shape import Shape
from schemas.publications import CategoryId, Source

Line = Annotated[str, StringConstraints(max_length=400, pattern=r"^[^\x00]*$")]
PartyKey = Annotated[str, StringConstraints(max_length=140, pattern=r"^[^\x00]*$")]


class SourceShape(Shape):
    """A document of the dossier that may be published."""

    source: str = Field(examples=["attachment:0199f3d2"])
    origin: str = Field(description="file (of a lender or sent to him), attachment, agreement or report.")
    name: str


class SourcesShape(Shape):
    items: tuple[SourceShape, ...]


class OpenedByShape(Shape):
    who: str
    at: datetime


class VersionShape(Shape):
    number: int
    source: str
    name: str
    kind: str = Field(examples=["pdf"])
    size: int
    who: str
    made_at: datetime
    is_there: bool = Field(description="It is still in the dossier; customers do not see what is not.")
    opened_by: tuple[OpenedByShape, ...]


class PublicationShape(Shape):
    """A document that customers see, or saw; the newest version first."""

    id: str
    category: str
    title: str
    parties: tuple[str, ...] = Field(description="application/reference; none for all customers.")
    versions: tuple[VersionShape, ...]
    made_at: datetime
    withdrawn_at: datetime | None
    withdrawn_who: str
    withdrawn_why: str


class PublicationsShape(Shape):
    items: tuple[PublicationShape, ...]


class OwnDocumentShape(Shape):
    """A document that your office lets you see."""

    id: str
    title: str
    number: int
    name: str
    kind: str
    size: int
    published_at: datetime
    is_new: bool = Field(description="You did not open it yet.")


class OwnCategoryShape(Shape):
    id: str
    nl: str
    en: str
    documents: tuple[OwnDocumentShape, ...]


class OwnDocumentsShape(Shape):
    items: tuple[OwnCategoryShape, ...]


class PublishRequest(Request):
    """Which document, under what, and for whom."""

    category: CategoryId = Field(examples=["advice"])
    title: Line = Field(examples=["Adviesrapport"])
    parties: Annotated[tuple[PartyKey, ...], Field(max_length=20)] = ()
    source: Source


class BringQuery(Request):
    """What goes with a file that is brought; without a title it is called as it came."""

    category: CategoryId
    name: Annotated[str, StringConstraints(max_length=255, pattern=r"^[^\x00]*$")] = ""
    title: Line = ""
    parties: Annotated[list[PartyKey], Field(max_length=20, default_factory=list)]


class ReplaceRequest(Request):
    source: Source


class UnpublishRequest(Request):
    reason: Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")]


class CategoryShape(Shape):
    """A category of an office."""

    id: str = Field(examples=["advice"])
    nl: str
    en: str
    position: int
    is_active: bool
    set_at: datetime | None = Field(description="Empty for one that ships and was never changed.")


class CategoriesShape(Shape):
    items: tuple[CategoryShape, ...]


class CategoryRequest(Request):
    nl: Line = Field(examples=["Advies en verslagen"])
    en: Line = Field(examples=["Advice and reports"])
    position: Annotated[int, Field(ge=0, le=999)]
    active: bool = True
