"""Shapes of service agreements (OTD)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Request
from portal_api.shapes.shape import Shape
from schemas.service_agreements import AgreementTerms, SignedHow

Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
ProductId = Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z-]*$")]


class AgreementRequest(Request):
    """What is agreed; a draft may have gaps."""

    terms: AgreementTerms
    product_id: ProductId = Field(default="", description="The product of the dossier that it is for; empty for none.")


class ChangeAgreementRequest(AgreementRequest):
    """The draft as it becomes; `seen` is the version that it was made from."""

    seen: int | None = Field(default=None, ge=1)


class SignedRequest(Request):
    """given: the order was given, by mail or in words. paper: the paper is signed. `who` is by whom."""

    how: SignedHow
    on: date
    who: Line


class ReasonRequest(Request):
    reason: Line = ""


class AgreementShape(Shape):
    """A service agreement; amounts in euros."""

    id: str
    dossier_id: str
    number: str = Field(examples=["OTD-26-4KQ7M2"])
    product_id: str
    state: str = Field(description="draft, final, signed, declined or cancelled.")
    version: int
    terms: AgreementTerms
    fee: Decimal = Field(description="The sum of the fees, before the discount.")
    payable: Decimal
    instalments: tuple[Decimal, ...]
    made_by: str
    made_at: datetime
    blob: str = Field(description="The SHA-256 of its PDF/A; empty for a draft.")
    size: int
    pages: int
    finalised_at: datetime | None
    signed_how: str
    signed_on: date | None
    signed_who: str
    copy_blob: str = Field(description="The SHA-256 of the signed copy; empty without one.")
    copy_name: str
    ended_at: datetime | None


class AgreementsShape(Shape):
    items: tuple[AgreementShape, ...]
