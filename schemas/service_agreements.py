"""Service agreements (OTD, opdracht tot dienstverlening): what an office does for its customers, for which fee."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from schemas.commands import Command, Event
from schemas.documents import Blob
from schemas.values import Value

LineKind = Literal["main", "sub", "additional"]
"""main: hoofddienst. sub: subdienst. additional: aanvullende dienst."""
Scope = Literal["advice", "mediation", "both"]
"""advice: advies. mediation: bemiddeling. both: advies en bemiddeling."""
PaymentKind = Literal["notary", "direct", "ideal", "instalments", "direct-debit"]
"""notary: via de notaris, with the deed. direct: by transfer. direct-debit: automatische incasso."""
Due = Literal["signing", "advice", "offer", "deed"]
"""From when the fee may be asked: the agreement signed, the advice given, the offer binding, the deed passed."""
AftercarePer = Literal["once", "month", "year"]
SigningMode = Literal["paper"]
"""How it is signed; signing on the customer's own site is added here when there is one."""
SignedHow = Literal["given", "paper"]
"""given: the customers gave the order (opdracht gegeven), by mail or in words. paper: their names stand under it."""
PaperLanguage = Literal["nl", "en"]
State = Literal["draft", "final", "signed", "declined", "cancelled"]

MOST_LINES, MOST_INSTALMENTS = 20, 36
MOST_EUROS = Decimal(1_000_000)


def _storable(text: str) -> str:
    """Without NUL, which no database takes in a text."""
    return text.replace("\x00", " ").strip()


Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_storable)]
Text = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_storable)]
Euros = Annotated[Decimal, Field(ge=0, le=MOST_EUROS, max_digits=9, decimal_places=2, allow_inf_nan=False)]
AgreementId = Annotated[str, StringConstraints(max_length=64)]


class ServiceLine(Value):
    """One service with its fee in euros; `None` while nobody said it, 0 for one that costs nothing."""

    kind: LineKind
    name: Line
    fee: Euros | None = None


class ComparisonCard(Value):
    """The vergelijkingskaart that the customers were given: which version, when, and the fee that it states (euros)."""

    version: Line = ""
    handed_over: date | None = None
    fee: Euros | None = None


class AgreementTerms(Value):
    """What is agreed; a draft may have gaps, a final agreement has none.

    `discount` lowers the sum of the fees, `break_off_fee` is due when the customers stop halfway, in euros.
    """

    lines: Annotated[tuple[ServiceLine, ...], Field(max_length=MOST_LINES)] = ()
    scope: Scope | None = None
    with_insurance: bool = False
    payment_kind: PaymentKind | None = None
    instalments: Annotated[int, Field(ge=1, le=MOST_INSTALMENTS)] = 1
    due: Due | None = None
    discount: Euros = Decimal(0)
    break_off_fee: Euros | None = None
    aftercare: Text = ""
    aftercare_fee: Euros | None = None
    aftercare_per: AftercarePer = "month"
    third_party_costs: Text = ""
    card: ComparisonCard = ComparisonCard()
    ends_on: date | None = None
    remarks: Text = ""
    customer_remarks: Text = ""
    signing: SigningMode = "paper"
    language: PaperLanguage = "nl"


class PaperOffice(Value):
    """Who the office is on paper."""

    name: str
    kvk_number: str = ""
    afm_number: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    colour: str = ""
    logo: str = ""


class PaperParty(Value):
    """One customer on paper; address in one line."""

    name: str
    birth_date: date | None = None
    address: str = ""


class AgreementPaper(Value):
    """All that the paper says, so that the same facts give the same bytes; amounts in euros.

    `day` is the date of the paper, `instalments` the amounts in their order, which sum to `payable`.
    """

    number: str
    dossier: str
    day: date
    is_draft: bool
    office: PaperOffice
    parties: tuple[PaperParty, ...]
    terms: AgreementTerms
    fee: Decimal
    payable: Decimal
    instalments: tuple[Decimal, ...] = ()


class MakeServiceAgreement(Command):
    """A draft; it belongs to a product of the dossier when `product_id` names one."""

    dossier_id: str
    terms: AgreementTerms
    product_id: AgreementId = ""


class ChangeServiceAgreement(Command):
    """The draft says this from here on; `seen` is the version that the change was made from."""

    dossier_id: str
    agreement_id: AgreementId
    terms: AgreementTerms
    product_id: AgreementId = ""
    seen: int | None = None


class FinaliseServiceAgreement(Command):
    """The paper is made: `blob` is its PDF/A for ever, `paper` what it says; `seen` the version that was printed."""

    dossier_id: str
    agreement_id: AgreementId
    seen: int
    blob: Blob
    size: Annotated[int, Field(ge=1)]
    pages: Annotated[int, Field(ge=1)]
    paper: AgreementPaper


class RecordAgreementSigned(Command):
    """The customers gave the order, or signed the paper: on which day, and who."""

    dossier_id: str
    agreement_id: AgreementId
    how: SignedHow
    on: date
    who: Line


class DeclineServiceAgreement(Command):
    """The customers do not want it."""

    dossier_id: str
    agreement_id: AgreementId
    reason: Line = ""


class CancelServiceAgreement(Command):
    """The office takes it back; possible until it is invoiced."""

    dossier_id: str
    agreement_id: AgreementId
    reason: Line


class AttachSignedCopy(Command):
    """A scan of the signed paper, clean and recognised; `size` in bytes."""

    dossier_id: str
    agreement_id: AgreementId
    blob: Blob
    name: Annotated[str, StringConstraints(max_length=255)]
    kind: Literal["pdf", "jpg", "png", "heic", "tiff"]
    size: Annotated[int, Field(ge=1)]
    pages: Annotated[int, Field(ge=1)]


class ServiceAgreementSigned(Event):
    """The order is given; from here on the people of the dossier are customers.

    `product_id` is empty when it is about all products of the dossier.
    """

    dossier_id: str
    agreement_id: str
    how: SignedHow
    product_id: str = ""
