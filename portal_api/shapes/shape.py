"""What every shape is, and the body of a problem."""

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """An answer of the API, made from a view by the names of its fields."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Mistake(Shape):
    """`rule`, `nl` and `en` are there for the mistakes of a message: which rule, in whole sentences."""

    path: str
    came: str
    expected: str
    rule: str | None = None
    nl: str | None = None
    en: str | None = None


class ProblemShape(Shape):
    """RFC 9457 with our own members: `slug` is stable, `nl` and `en` are whole sentences."""

    type: str = Field(examples=["urn:hub:problem:not-found"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str
    instance: str = Field(examples=["/api/v2/dossiers/0199f3d2"])
    slug: str = Field(examples=["not-found"])
    nl: str = Field(examples=["Dit bestaat niet of valt buiten uw kantoor. Controleer de verwijzing."])
    en: str = Field(examples=["This does not exist or lies outside your office. Check the reference."])
    path: str | None = None
    came: str | None = None
    expected: str | None = None
    mistakes: tuple[Mistake, ...] | None = None
    incident: str | None = None
