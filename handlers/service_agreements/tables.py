"""The table of service agreements, private to this folder."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from handlers.service_agreements import rules
from hub.columns import Instant, Json
from hub.rows import Rows


class ServiceAgreementTable(SQLModel, table=True):
    __tablename__ = "service_agreements"
    dossier_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    number: str
    product_id: str
    state: str
    version: int
    terms: dict[str, Any] = Field(sa_type=Json)
    made_by: str
    made_at: datetime = Field(sa_type=Instant)
    paper: dict[str, Any] = Field(sa_type=Json)
    blob: str
    size: int
    pages: int
    finalised_by: str
    finalised_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    signed_how: str
    signed_on: date | None = None
    signed_who: str
    signed_by: str
    signed_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    copy_blob: str
    copy_name: str
    copy_kind: str
    copy_size: int
    copy_pages: int
    reason: str
    ended_by: str
    ended_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


SERVICE_AGREEMENTS = Rows(ServiceAgreementTable, rules.ServiceAgreement)
