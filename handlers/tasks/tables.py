"""The table of tasks, private to this folder."""

from datetime import date, datetime

from sqlmodel import Field, Index, SQLModel

from handlers.tasks import rules
from hub.columns import Instant
from hub.rows import Rows


class TaskTable(SQLModel, table=True):
    __tablename__ = "tasks"
    # A person's own, and everybody's, the earliest day first.
    __table_args__ = (Index("tasks_assignee", "assignee", "state", "due"), Index("tasks_due", "state", "due", "id"))
    dossier_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    subject: str
    remark: str
    due: date
    assignee: str
    about: str
    state: str
    outcome: str
    made_by: str
    made_at: datetime = Field(sa_type=Instant)
    ended_by: str
    ended_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


TASKS = Rows(TaskTable, rules.Task)
