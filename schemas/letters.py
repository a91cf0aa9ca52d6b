"""Letters: what a handler asks to have sent, as facts; the words of an outside format stand in `adapters/`.

A letter becomes bytes in `adapters/hdn/writers/`, inside the transaction that decides to send it.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from schemas.applications import IntermediaryFacts, PartyFacts, ProductFacts, PropertyFacts
from schemas.values import CodedText, Environment, Node, Value

Domain = Literal["AX", "DA", "DX", "GX", "IA", "KX", "LX", "MX", "NX"]
"""The two letters of an answered message that a status list exists for."""


class Route(Value):
    """From whom to whom, about which exchange. `at` is the moment of the command that sends.

    `receiver_code` is the two letters of an organisation, empty for the generic schema.
    `dossier` is the uuid of the platform, `number` the AanvraagVolgNr; without a number a message has no Header.
    A name that is not given is written as the node itself.
    """

    sender: Node
    receiver: Node
    receiver_code: str = ""
    environment: Environment
    dossier: str | None = None
    number: str | None = None
    request_version: Annotated[int, Field(ge=1, le=999)] = 1
    schema_version: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3}){1,3}$")] = "24.0"
    at: AwareDatetime
    sender_name: str = ""
    receiver_name: str = ""


class ServiceProviderFacts(Value):
    """The station that forwards: its number at the receiver, and the party that can be written to.

    `package` and `package_version` name the sending software; they are those of the hub when nothing is given.
    """

    number: str
    company: str
    phone: str = ""
    mobile: str = ""
    email: str = ""
    afm_number: str = ""
    website: str = ""
    street: str = ""
    house_number: str = ""
    house_number_suffix: str = ""
    postcode: str = ""
    city: str = ""
    country: CodedText | None = None
    package: str = ""
    package_version: str = ""


class Addition(Value):
    """One field that the office fills in itself.

    `place` is a path as refusals write it, like `OfferteAanvraag/Lening/Leningdeel[2]/RenteAfspraak`.
    One place beyond the last of a kind (`Leningdeel[3]` after two) makes a new one.
    `value` is as the message writes it; a code may stand without its text.
    What stands there already is only replaced when `replaces` says so.
    """

    place: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    value: str
    replaces: bool = False


class Letter(Value):
    """Something to send; each kind below has its writer."""

    route: Route


class ForwardedApplication(Letter):
    """An application that came in, sent on with our service provider and what the office adds.

    `original` is the id of the journaled message.
    """

    original: str
    service_provider: ServiceProviderFacts
    additions: tuple[Addition, ...] = ()


class WrittenApplication(Letter):
    """An application made from facts; `additions` are what the receiver requires and the facts do not have.

    A party with the role `service_provider` is left out: the sender is the service provider now.
    """

    domain: Literal["AX"] = "AX"
    parties: tuple[PartyFacts, ...]
    intermediaries: tuple[IntermediaryFacts, ...]
    products: tuple[ProductFacts, ...]
    properties: tuple[PropertyFacts, ...] = ()
    service_provider: ServiceProviderFacts
    additions: tuple[Addition, ...] = ()


class ExportedDossier(Letter):
    """A dossier for adviser software: an application that asks nobody yet, so without a service provider.

    `additions` are what an AX asks of the applicants beside the facts.
    """

    domain: Literal["AX"] = "AX"
    parties: tuple[PartyFacts, ...]
    intermediaries: tuple[IntermediaryFacts, ...]
    products: tuple[ProductFacts, ...] = ()
    properties: tuple[PropertyFacts, ...] = ()
    additions: tuple[Addition, ...] = ()


class StatusAnswer(Letter):
    """A status in answer to a message of `domain`; `moment` is local, without a zone.

    A line longer than an element holds is continued in the next one.
    `document_number` is the DocumentMijNr, for an answer to a document.
    """

    domain: Domain
    status: CodedText
    moment: datetime
    lines: tuple[str, ...] = ()
    importance: CodedText | None = None
    lender_reference: str = ""
    document_number: str = ""


class DocumentDelivery(Letter):
    """One file for one line of a stock list. `file` is a blob (`sha256:…`), sizes are in bytes of the file itself.

    `number` is the DocumentMijNr; `status` is the status of the line as the lender gave it, which nobody overwrites.
    `moment` is the status moment of the line (local, no zone), that of the route when nothing is given.
    `most_bytes` is the largest file that the receiver takes, unlimited when absent.
    `person` and `property` name whom or what the line is about; what the schema wants to know of them beside
    the facts stands in `additions`.
    """

    domain: Literal["AX", "KX"] = "AX"
    lender_reference: str
    number: str
    document: CodedText
    description: str
    status: CodedText = CodedText(code="01", text="Aan te leveren")
    status_note: str = ""
    moment: datetime | None = None
    delivery_moment: CodedText | None = None
    originals: bool = False
    original_kind: CodedText | None = None
    person: PartyFacts | None = None
    property: PropertyFacts | None = None
    file: str
    file_name: str = ""
    size: int
    file_type: CodedText
    most_bytes: int | None = None
    additions: tuple[Addition, ...] = ()


class CarriedMessage(Letter):
    """A message between others, sent on as it came; an application gets our service provider.

    `original` is the id of the journaled message.
    """

    original: str
    service_provider: ServiceProviderFacts | None = None
