"""The tables of action points, private to this folder."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from handlers.action_points import rules
from hub.columns import Instant
from hub.rows import Rows


class ActionPointTable(SQLModel, table=True):
    __tablename__ = "action_points"
    dossier_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    application_id: str
    about: str
    about_id: str
    state: str
    round: int
    subject: str
    reason: str
    person: str
    due: date | None = None
    opened_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)
    released_by: str
    released_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    kind: str = Field(default="upload", sa_column_kwargs={"server_default": "upload"})
    remark: str = Field(default="", sa_column_kwargs={"server_default": ""})
    party: str = Field(default="", sa_column_kwargs={"server_default": ""})
    document: str = Field(default="", sa_column_kwargs={"server_default": ""})


class PolicyTable(SQLModel, table=True):
    """What an office decided about its action points."""

    __tablename__ = "action_point_policies"
    office_id: str = Field(primary_key=True)
    at_once: bool
    set_by: str
    set_at: datetime = Field(sa_type=Instant)


ACTION_POINTS = Rows(ActionPointTable, rules.ActionPoint)
POLICIES = Rows(PolicyTable, rules.ActionPointPolicy, scope="office_id")
