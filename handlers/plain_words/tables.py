"""The tables of plain words, private to this folder; none belongs to a dossier."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from handlers.plain_words import rules
from hub.columns import Instant
from hub.rows import Rows


class OwnWordsTable(SQLModel, table=True):
    """What offices wrote themselves, every version of it."""

    __tablename__ = "plain_words"
    office_id: str = Field(primary_key=True)
    document: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    name: str
    what: str
    where: str
    age: str
    often_wrong: str
    set_by: str
    set_at: datetime = Field(sa_type=Instant)


class FormTable(SQLModel, table=True):
    """How an office addresses its customers, and who wants it otherwise."""

    __tablename__ = "forms_of_address"
    office_id: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    form: str
    set_by: str
    set_at: datetime = Field(sa_type=Instant)


PLAIN_WORDS = Rows(OwnWordsTable, rules.OwnWords, scope="office_id")
FORMS = Rows(FormTable, rules.FormOfAddress, scope="office_id")
