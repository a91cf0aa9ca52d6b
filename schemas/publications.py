"""Publications: documents of a dossier that an office lets its customers see; a document stays where it is."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from schemas.commands import Command
from schemas.documents import Blob
from schemas.values import Value

MOST_VERSIONS = 50
FileKind = Literal["pdf", "jpg", "png", "heic", "tiff", "txt"]
CategoryId = Annotated[str, StringConstraints(pattern=r"^[0-9a-z-]{1,64}$")]
Source = Annotated[str, StringConstraints(pattern=r"^(file|attachment|agreement|report|own):[0-9A-Za-z-]{1,64}$")]
"""Which document: of a lender or what went to him (`file`, its hash), handed in (`attachment`), a service agreement
(`agreement`), a report of a meeting (`report`), or what the office brought for this (`own`, its hash)."""


class Shown(Value):
    """The document as it is shown: where it is kept, its hash as it was when the scanner said that it is clean.

    `name` is what a customer's browser saves it as, `kind` what its content is, `size` in bytes.
    A report has no file: its hash is over what it says.
    """

    source: Source
    blob: Blob
    name: Annotated[str, StringConstraints(max_length=255)]
    kind: FileKind
    size: Annotated[int, Field(ge=1)]


class PublishDocument(Command):
    """Customers see it from here on: those who are these parties (`application/reference`), or all without any."""

    dossier_id: str
    category: CategoryId
    title: str
    parties: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    document: Shown


class ReplacePublished(Command):
    """A newer version of it: customers see the newest, the office keeps them all."""

    dossier_id: str
    publication_id: str
    document: Shown


class WithdrawPublished(Command):
    """Customers see it no more, at once; the office reads why."""

    dossier_id: str
    publication_id: str
    reason: str


class MarkPublishedOpened(Command):
    """Whoever gives it opened this version; the first time counts."""

    dossier_id: str
    publication_id: str
    number: int


class SetDocumentCategory(Command):
    """An office says what a category is called in Dutch and English, where it stands, and whether it is used."""

    office_id: str
    category: CategoryId
    nl: str
    en: str
    position: Annotated[int, Field(ge=0, le=999)]
    active: bool
