"""Plain words: what a customer reads about a document that is asked of him, and how customers are addressed."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from schemas.commands import Command
from schemas.notifications import Form

DocumentCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]
"""A code of SoortDocument."""
WordsLanguage = Literal["nl", "en"]
"""What texts are written in; a customer with another language reads English."""

Written = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")]
"""As it was typed; the handler says how long it may be."""


class SetPlainWords(Command):
    """An office's own words for one kind of document in one language; an empty field is the hub's own again.

    `{u}`, `{uw}`, `{U}`, `{Uw}` and `{formal|informal}` follow the form of address.
    `seen` is the version that the decision was made from; left out, it holds whatever that is.
    """

    office_id: str
    document: DocumentCode
    language: WordsLanguage = "nl"
    name: Written = ""
    what: Written = ""
    where: Written = ""
    age: Written = ""
    often_wrong: Written = ""
    seen: int | None = Field(default=None, ge=0)


class SetFormOfAddress(Command):
    """How the office addresses its customers, or one person who wants it otherwise.

    `person` is `user:…`, empty for everybody of the office; `form` is empty to follow the office again.
    """

    office_id: str
    person: Annotated[str, StringConstraints(pattern=r"^(user:[0-9A-Za-z-]{1,64})?$")] = ""
    form: Form | Literal[""] = ""
