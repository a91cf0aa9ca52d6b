"""Applications: what is sent to a lender for a product, and the link between an exchange and its dossier."""

from datetime import date, datetime
from decimal import Decimal

from schemas.commands import Command, Event
from schemas.values import CodedText, Provenance, Value


class PartyFacts(Value):
    """A party of the application. `reference` is its ID within the message (`NA01`)."""

    reference: str
    kind: CodedText
    role: str
    """`applicant`, `intermediary`, `service_provider`, `notary` or `other`: the element that points at the party."""
    company: str = ""
    birth_name: str = ""
    birth_prefix: str = ""
    first_names: str = ""
    initials: str = ""
    correspondence_name: str = ""
    prefix: str = ""
    birth_date: date | None = None
    gender: CodedText | None = None
    marital_status: CodedText | None = None
    street: str = ""
    house_number: str = ""
    house_number_suffix: str = ""
    postcode: str = ""
    city: str = ""
    country: CodedText | None = None
    email: str = ""
    phone: str = ""
    source: Provenance = {}


class IntermediaryFacts(Value):
    """An intermediary (TussenPersoon). `number` is how the receiver knows him, `reference` the ID of his party."""

    number: str
    reference: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    afm_number: str = ""
    package: str = ""
    source: Provenance = {}


class PartFacts(Value):
    """A loan part (leningdeel); amounts in euros, term in months, rate in percent a year."""

    number: int
    kind: CodedText | None = None
    product: CodedText | None = None
    repayment: CodedText | None = None
    amount: Decimal | None = None
    term_months: int | None = None
    rate_pct: Decimal | None = None
    effective_rate_pct: Decimal | None = None
    fixed_months: int | None = None
    source: Provenance = {}


class ProductFacts(Value):
    """The loan that is asked for; amounts in euros."""

    number: int
    lender: CodedText | None = None
    product: CodedText | None = None
    arrangement: CodedText | None = None
    amount: Decimal | None = None
    passing_date: date | None = None
    with_guarantee: bool | None = None
    parts: tuple[PartFacts, ...] = ()
    source: Provenance = {}


class PropertyFacts(Value):
    """The object of the loan (onderpand); amounts in euros."""

    number: int
    kind: CodedText | None = None
    street: str = ""
    house_number: str = ""
    house_number_suffix: str = ""
    postcode: str = ""
    city: str = ""
    market_value: Decimal | None = None
    purchase_price: Decimal | None = None
    source: Provenance = {}


class RegisterApplication(Command):
    """An AX (later KX, LX): a version of an application, which opens a dossier when its exchange has none."""

    domain: str
    """The two letters of the message, `AX`."""
    number: str | None = None
    """The sender's own name of the exchange (AanvraagVolgNr), if it gave one."""
    request_version: int = 1
    sent_at: datetime | None = None
    content_hash: str
    package: str = ""
    parties: tuple[PartyFacts, ...] = ()
    intermediaries: tuple[IntermediaryFacts, ...] = ()
    products: tuple[ProductFacts, ...] = ()
    properties: tuple[PropertyFacts, ...] = ()
    source: Provenance = {}


class LinkExchange(Command):
    """The exchange belongs to that application (or, without one, opens it in the dossier), as a person says.

    `joins` is the exchange that this one turned out to be, when the hub says it: the same application is meant.
    """

    lane_id: str
    dossier_id: str
    application_id: str | None = None
    reason: str = ""
    joins: str | None = None


class OpenForExchange(Command):
    """A person opens a dossier for an exchange that has none; `adviser` takes it on, empty for nobody.

    `dossier_id` follows from the exchange, so that one exchange never opens two.
    """

    lane_id: str
    dossier_id: str
    adviser: str = ""
    reason: str = ""


class UnlinkExchange(Command):
    """A person says that this exchange does not belong to its dossier; its facts go with it."""

    lane_id: str
    reason: str = ""


class MoveExchange(Command):
    """A person moves an exchange to another dossier of the same office; its facts go with it."""

    lane_id: str
    dossier_id: str
    application_id: str | None = None
    reason: str = ""


class UndoLink(Command):
    """A person takes back the last link, unlink or move of an exchange, within a day of it.

    `dossier_id` is the dossier that the exchange goes back to, absent when it came from none.
    """

    lane_id: str
    dossier_id: str | None = None
    reason: str = ""


class ApplicationRegistered(Event):
    """A version of an application is on file; `newest` when it is the highest version known now.

    `lane_id` is the exchange that brought the version.
    """

    dossier_id: str
    application_id: str
    lane_id: str
    newest: bool
    rank: str
    facts: RegisterApplication


class ExchangeTaken(Event):
    """A person opened a dossier for an exchange; `adviser` takes it on, empty for nobody."""

    dossier_id: str
    adviser: str


class ExchangeUnlinked(Event):
    """An exchange left its dossier: every capability gives up the facts that came through the lane."""

    lane_id: str
    dossier_id: str


class ApplicationMoved(Event):
    """An application left a dossier with its exchange and is in another one now; what people gave for it goes along."""

    from_dossier_id: str
    from_application_id: str
    dossier_id: str
    application_id: str
