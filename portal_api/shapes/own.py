"""Shapes of what a customer sees of his own: nothing of the office is in them."""

from datetime import date, datetime

from pydantic import Field

from portal_api.shapes.plain_words import WordsShape
from portal_api.shapes.shape import Shape


class ContactShape(Shape):
    part: str = Field(examples=["adviser"], description="adviser or handler.")
    name: str
    phone: str
    email: str


class OwnPointShape(Shape):
    """What you have to do, or did."""

    id: str
    subject: str = Field(examples=["Werkgeversverklaring(en)"])
    reason: str = Field(description="Why it is asked again.")
    is_again: bool
    state: str = Field(examples=["open"], description="open or done.")
    person: str = Field(description="Whom it is about; empty for both partners.")
    due: date | None
    changed_at: datetime
    document: str = Field(description="SoortDocument; empty for what is no document.", examples=["009"])
    title: str = Field(default="", description="The plain name, else the subject.", examples=["Werkgeversverklaring"])
    words: WordsShape | None = Field(
        default=None, description="What it is, in your language and form of address; absent without plain words."
    )
    takes_files: bool = Field(description="You hand it in here, while it is open.")


class OwnDossierShape(Shape):
    """How your file stands."""

    id: str
    title: str
    handled: int
    total: int = Field(description="Action points that were not withdrawn.")
    percent: int = Field(description="Rounded down; 100 only when none is open, 0 when there is none.")
    open: tuple[OwnPointShape, ...]
    done: tuple[OwnPointShape, ...]
    contacts: tuple[ContactShape, ...]


class OwnDossiersShape(Shape):
    items: tuple[OwnDossierShape, ...]
