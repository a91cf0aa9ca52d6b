"""The table of the contact log, private to this folder."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from handlers.contacts import rules
from hub.columns import Instant
from hub.rows import Rows


class ContactTable(SQLModel, table=True):
    __tablename__ = "contacts"
    dossier_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    means: str
    direction: str
    party: str
    summary: str
    task_id: str
    no_follow_up: str
    recorded_by: str
    recorded_at: datetime = Field(sa_type=Instant)


CONTACTS = Rows(ContactTable, rules.Contact)
