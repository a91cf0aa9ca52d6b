"""The table of advice files, private to this folder."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from handlers.advice_files import rules
from hub.columns import Instant
from hub.rows import Rows


class AdviceLineTable(SQLModel, table=True):
    __tablename__ = "advice_lines"
    dossier_id: str = Field(primary_key=True)
    product_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    item: str
    standing: str
    said: str
    made_by: str
    made_at: datetime = Field(sa_type=Instant)
    proof: str = Field(default="", sa_column_kwargs={"server_default": ""})


class AdvicePolicyTable(SQLModel, table=True):
    """What an office decided about the advice files of a kind of product."""

    __tablename__ = "advice_policies"
    office_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    blocks: bool
    set_by: str
    set_at: datetime = Field(sa_type=Instant)


ADVICE_POLICIES = Rows(AdvicePolicyTable, rules.AdvicePolicy, scope="office_id")
ADVICE_LINES = Rows(AdviceLineTable, rules.AdviceLine)
