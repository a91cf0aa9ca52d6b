"""The table of saved views, private to this folder; none belongs to a dossier."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from handlers.preferences import rules
from hub.columns import Instant
from hub.rows import Rows


class SavedViewTable(SQLModel, table=True):
    __tablename__ = "saved_views"
    __table_args__ = (Index("saved_views_owner", "owner", "page"),)
    id: str = Field(primary_key=True)
    owner: str
    page: str
    name: str
    query: str
    made_at: datetime = Field(sa_type=Instant)


SAVED_VIEWS = Rows(SavedViewTable, rules.SavedView, scope="owner")
