"""What the office does for a customer who cannot get in, and what a customer asks about his own data."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from schemas.commands import Command, Event
from schemas.service_agreements import PaperOffice
from schemas.values import Value

Check = Literal["id-seen", "called-back", "in-person"]
"""How somebody of the office knew who it was: his identity document was seen, he was called back on a number that was
known before, or he stood there in person."""
By = Literal["email", "sms"]
Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


class ResetCustomer(Command):
    """A customer whose identity was checked gets a link to choose a password, over `link_by`; nobody else sees it.

    Word of it goes over the other channel (`word_by`), empty when he is known by one only.
    With `and_factors` his app, passkeys and recovery codes are forgotten, and his sessions end.
    """

    dossier_id: str
    person_id: str
    check: Check
    reason: Why
    link_by: By = "email"
    word_by: By | Literal[""] = ""
    and_factors: bool = False


class MakeCodeLetter(Command):
    """A letter with a code that works once, for a customer who reads no mail; the earlier letters are worth nothing."""

    dossier_id: str
    person_id: str
    reason: Why


class NoteAddress(Command):
    """A customer signs in with another address from now on, or with the one of before; neither is named."""

    dossier_id: str
    person_id: str
    is_undone: bool = False


class AskErasure(Command):
    """A customer asks the office to erase what it keeps of him (AVG art. 17); nothing is erased by it."""

    dossier_id: str
    person_id: str
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000, pattern=r"^[^\x00]*$")] = ""


class ErasureAsked(Event):
    """The office has to answer a request to erase; `name` is whose it is, `adviser` who has his dossier, or nobody."""

    dossier_id: str
    person_id: str
    name: str
    reason: str
    adviser: str


class CodeLetter(Value):
    """All that the letter says: `address` in lines, `site` where the code is entered, `until` its last day."""

    office: PaperOffice
    name: str
    address: tuple[str, ...]
    day: date
    code: str
    until: date
    site: str
    language: Literal["nl", "en"] = "nl"
