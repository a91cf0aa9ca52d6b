"""Shapes of dossiers: in a list, and one whole. Amounts are euros as decimal text, rates percent a year."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from handlers.dossiers.views import Sort
from portal_api.paging import LARGEST
from portal_api.shapes.shape import Shape

_FIRST, _LAST = date(1900, 1, 1), date(2200, 1, 1)
_LONGEST_CURSOR = 4000
"""A name may be long, and the cursor of a list by name holds one."""


def _or_none(value: object) -> object:
    """A form sends a field that was left empty as an empty text."""
    return None if value == "" else value


Day = Annotated[Annotated[date, Field(ge=_FIRST, le=_LAST)] | None, BeforeValidator(_or_none)]


class DossiersQuery(BaseModel):
    """What to list and in which order; what is left out is not asked."""

    model_config = ConfigDict(frozen=True)

    q: Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")] = Field(
        default="", description="Part of a name, or a whole number or Kenmerk."
    )
    status: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{0,4}$")] = Field(
        default="", description="The code that one of its applications has.", examples=["12"]
    )
    lender: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{0,4}$")] = Field(
        default="", description="The code of a lender that one of its applications is with.", examples=["AE"]
    )
    opened_from: Day = Field(default=None, description="Opened on this day or later, in the Netherlands.")
    opened_until: Day = Field(default=None, description="Opened on this day or before.")
    standing: Annotated[str, StringConstraints(pattern=r"^[a-z]{0,10}$")] = Field(
        default="", description="prospect, customer, former or declined."
    )
    sort: Sort = Field(default="-opened", description="opened or name; with - the last comes first.")
    cursor: Annotated[str, StringConstraints(max_length=_LONGEST_CURSOR)] | None = Field(
        default=None, description="`next` of the page before, in the same order; leave it out for the first page."
    )
    limit: int = Field(default=50, ge=1, le=LARGEST, description="How many at most.")


class LatestStatusShape(Shape):
    """The status with the latest moment; `moment` is the lender's own, local time."""

    code: str = Field(examples=["12"])
    text: str
    moment: str = Field(examples=["2026-11-20T14:05:00"])
    by_hand: bool


class OfferLineShape(Shape):
    kind: str = Field(examples=["binding"])
    amount: Decimal | None
    valid_until: date | None


class DossierLineShape(Shape):
    """A dossier in a list."""

    id: str
    number: str = Field(examples=["26-4KQ7M2"])
    title: str = Field(examples=["A.M. de Wit en T. Jansen"])
    standing: str = Field(description="prospect, customer, former or declined.", examples=["customer"])
    opened_at: datetime
    statuses: tuple[str, ...] = Field(examples=[["12 Offerte uitgebracht"]])
    open_actions: int = Field(description="Stukken that somebody has to deliver.", examples=[3])
    latest: LatestStatusShape | None
    offer: OfferLineShape | None


class DossierPageShape(Shape):
    items: tuple[DossierLineShape, ...]
    count: int = Field(description="How many dossiers fit the search.", examples=[42])
    next: str | None


class PartyShape(Shape):
    application_id: str
    reference: str
    role: str
    name: str
    birth_date: date | None
    email: str
    phone: str
    same_as: str = Field(default="", description="The party that the office keeps who he is, by its reference.")


class PartShape(Shape):
    number: int
    repayment: str
    amount: Decimal | None
    rate_pct: Decimal | None
    term_months: int | None
    facts: dict[str, Any]


class ProductShape(Shape):
    application_id: str
    number: int
    lender: str
    name: str
    amount: Decimal | None
    parts: tuple[PartShape, ...]
    facts: dict[str, Any]


class PropertyShape(Shape):
    application_id: str
    number: int
    address: str
    market_value: Decimal | None


class StatusShape(Shape):
    code: str
    text: str
    domain: str
    moment: str
    lender_reference: str
    lines: tuple[str, ...]
    flags: tuple[str, ...]
    by_hand: bool
    actor: str
    at: datetime
    unit_id: str
    is_current: bool


class CurrentStatusShape(Shape):
    """Where an application stands; `by_hand` until the lender's next message, the lender's own beside it."""

    code: str = Field(examples=["12"])
    text: str = Field(examples=["Offerte uitgebracht"])
    moment: str
    lender_reference: str
    by_hand: bool
    note: str
    lender_code: str
    lender_text: str
    history: tuple[StatusShape, ...]


class FileShape(Shape):
    """A file; `href` is where its bytes are."""

    href: str
    description: str
    kind: str
    size: int


class OfferShape(Shape):
    kind: str = Field(examples=["binding"])
    is_current: bool
    request_version: int
    lender_reference: str
    moment: str
    amount: Decimal | None
    accept_before: date | None
    valid_until: date | None
    extension_possible: bool | None
    extended: bool | None
    extension_until: date | None
    latest_passing_date: date | None
    parts: tuple[dict[str, Any], ...]
    files: tuple[FileShape, ...]
    flags: tuple[str, ...]
    unit_id: str


class DocumentShape(Shape):
    """A delivered file; `answer` is the lender's refusal of it, empty when there is none."""

    href: str
    line_number: str
    document: str
    document_text: str
    description: str
    size: int
    delivered_at: datetime
    answer: str
    reason: str
    unit_id: str


class StockLineShape(Shape):
    number: str
    document: str
    document_text: str
    description: str
    status: str = Field(examples=["07"])
    status_text: str
    note: str
    moment: str
    is_open: bool
    on_list: bool
    from_source: bool
    deliver_before: date | None
    valid_until: date | None
    chain_status: str
    chain_note: str
    person: str
    flags: tuple[str, ...]
    documents: tuple[DocumentShape, ...]


class StockListShape(Shape):
    lender_reference: str
    moment: str
    request_version: int
    open_actions: int
    lines: tuple[StockLineShape, ...]


class VersionShape(Shape):
    request_version: int
    sent_at: datetime | None
    unit_id: str
    lane_id: str
    is_current: bool


class ApplicationShape(Shape):
    """An application with where it stands, what was offered and what has to be delivered."""

    id: str
    domain: str = Field(examples=["AX"])
    number: str
    partner: str
    request_version: int
    package: str
    sent_at: datetime | None
    versions: tuple[VersionShape, ...]
    lanes: tuple[str, ...]
    status: CurrentStatusShape | None
    offers: tuple[OfferShape, ...]
    stock_list: StockListShape | None
    documents: tuple[DocumentShape, ...] = Field(
        description="All that was delivered, also for a line that is on no stock list."
    )


class HeldShape(Shape):
    """A message that is held back because one of its exchange could not be applied."""

    id: str
    message_type: str
    received_at: datetime
    is_parked: bool


class DossierShape(Shape):
    """A whole dossier; `version` is its ETag."""

    id: str
    number: str = Field(examples=["26-4KQ7M2"])
    title: str
    standing: str = Field(description="prospect, customer, former or declined.")
    lead_source: str
    opened_at: datetime
    version: int
    parties: tuple[PartyShape, ...]
    products: tuple[ProductShape, ...]
    properties: tuple[PropertyShape, ...]
    applications: tuple[ApplicationShape, ...]
    held: tuple[HeldShape, ...]
