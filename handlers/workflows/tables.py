"""The tables of workflows, private to this folder."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from handlers.workflows import rules
from hub.columns import Instant
from hub.rows import Rows


class WorkflowTable(SQLModel, table=True):
    __tablename__ = "workflows"
    __table_args__ = (Index("workflows_state", "state", "since", "product_id"),)
    dossier_id: str = Field(primary_key=True)
    product_id: str = Field(primary_key=True)
    kind: str
    application_id: str
    version: int
    state: str
    since: datetime = Field(sa_type=Instant)
    request_version: int
    is_over: bool


class TakenTable(SQLModel, table=True):
    __tablename__ = "workflow_steps"
    dossier_id: str = Field(primary_key=True)
    product_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    actor: str
    cause: str
    before: str
    after: str
    reason: str
    evidence: str


class DefinitionTable(SQLModel, table=True):
    __tablename__ = "workflow_definitions"
    office_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    text: str
    note: str
    made_by: str
    made_at: datetime = Field(sa_type=Instant)


WORKFLOWS = Rows(WorkflowTable, rules.Workflow)
TAKEN = Rows(TakenTable, rules.Taken)
DEFINITIONS = Rows(DefinitionTable, rules.DefinitionText, scope="office_id")
