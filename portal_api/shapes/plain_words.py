"""Shapes of plain words: what a customer reads about a document, and what an office wrote itself."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from portal_api.shapes.exchanges import Request
from portal_api.shapes.shape import Shape
from schemas.notifications import Form
from schemas.plain_words import WordsLanguage, Written


class WordsShape(Shape):
    """In one language and form of address."""

    name: str = Field(examples=["Werkgeversverklaring"])
    what: str = Field(description="What it is.")
    where: str = Field(description="Where to get it.")
    age: str = Field(description="How old it may be.")
    often_wrong: str = Field(description="What often goes wrong.")


class GuidanceShape(Shape):
    """What a customer reads about one kind of document."""

    document: str = Field(description="SoortDocument.", examples=["009"])
    language: str = Field(examples=["nl"])
    form: str = Field(examples=["u"], description="u or je; English has one text for both.")
    words: WordsShape


class GuidancesShape(Shape):
    items: tuple[GuidanceShape, ...]


class GuidanceQuery(BaseModel):
    """Left out: Dutch, in your own form of address."""

    model_config = ConfigDict(extra="forbid")

    language: WordsLanguage = "nl"
    form: Form | None = None


class WordsLineShape(Shape):
    """One kind of document in the list of your office."""

    document: str
    text: str = Field(description="What the standard calls it.")
    name: str = Field(description="The plain name in Dutch; empty when there are no plain words.")
    deliverer: str = Field(description="customer, adviser, third or source, when your office says nothing else.")
    own: tuple[str, ...] = Field(description="The languages in which your office wrote its own.")
    asked: int = Field(description="Action points of customers that asked for it in the last ninety days, or still do.")


class WordlessShape(Shape):
    """Asked of customers in the last ninety days, and nobody wrote plain words for it."""

    document: str
    text: str
    asked: int


class WordsLinesShape(Shape):
    items: tuple[WordsLineShape, ...]
    wordless: tuple[WordlessShape, ...]


class WordsVersionShape(Shape):
    version: int
    words: WordsShape
    set_by: str
    set_at: datetime


class OwnWordsShape(Shape):
    """`shipped` and `own` are as they were written, `read_u` and `read_je` as a customer reads them."""

    document: str
    text: str
    language: str
    shipped: WordsShape | None
    own: WordsShape
    version: int = Field(description="0 as long as your office wrote nothing.")
    versions: tuple[WordsVersionShape, ...] = Field(description="Newest first.")
    read_u: WordsShape | None
    read_je: WordsShape | None


class WordsRequest(Request):
    """An empty field is the hub's own text; all empty takes your own back.

    `{u}`, `{uw}`, `{U}`, `{Uw}` and `{formal|informal}` follow the form of address.
    """

    language: WordsLanguage = "nl"
    name: Written = Field(default="", description="At most 40 characters.")
    what: Written = Field(default="", description="At most 300 characters, as each field that follows.")
    where: Written = ""
    age: Written = ""
    often_wrong: Written = ""


class KeptWordsRequest(WordsRequest):
    seen: int | None = Field(default=None, ge=0, description="The version that you saw; 412 when it has moved since.")


class ReadWordsShape(Shape):
    u: WordsShape
    je: WordsShape


class AddressShape(Shape):
    """How your office addresses its customers."""

    form: Form


class AddressRequest(Request):
    form: Form


class OwnAddressShape(Shape):
    """How you are addressed: your own choice, else your office's."""

    form: str = Field(description="Your own choice: u or je, empty to follow your office.")
    office: Form
    read: Form


class OwnAddressRequest(Request):
    form: Form | Literal[""] = Field(description="Empty to follow your office again.")
