"""The rules of sending that one message can answer by itself: pure functions over the tree that goes out.

What needs the messages before it stands in `schemas/hdn/agreements/`; what every message must keep, in `rules/`.
"""

from collections.abc import Iterator

from adapters.hdn.readers.header import HeaderFacts, read_header
from adapters.hdn.rules.loans import without_bridging
from adapters.hdn.rules.parts import amount
from adapters.hdn.writers.header import generic_version
from adapters.hdn.writers.service_provider import APPLICATIONS, RULE
from adapters.hdn.xml import Element, canonical, path, text
from schemas.errors import Finding
from schemas.hdn.messages import MessageType
from schemas.letters import CarriedMessage, ForwardedApplication, Letter, Route, WrittenApplication

JUDGED_BY_CONTENT = frozenset({"intermediary-changed", "service-provider-missing", "service-provider-repeated"})
"""Agreements on forwarding that are judged here on the very message that came in, not on a trace of it."""
Forwarding = ForwardedApplication | WrittenApplication | CarriedMessage
_NOTHING = "niets / nothing"


def broken(letter: Letter, root: Element, received: Element | None, message: MessageType) -> Iterator[Finding]:
    """Every rule of sending that the message breaks."""
    yield from _header_mistakes(root, letter.route, message)
    if message.code not in APPLICATIONS:
        return
    if received is not None:
        yield from intermediary_mistakes(root, received)
    if not isinstance(letter, CarriedMessage):
        yield from loan_mistakes(root)
    if isinstance(letter, Forwarding) and letter.service_provider:
        yield from provider_mistakes(root, letter.service_provider.number)


def intermediary_mistakes(root: Element, received: Element) -> Iterator[Finding]:
    """Agreement on forwarding: //TussenPersoon goes on as it came, none changed, none added."""
    if [canonical(one) for one in root.iter("TussenPersoon")] == [
        canonical(one) for one in received.iter("TussenPersoon")
    ]:
        return
    nl = "TussenPersoon mag bij het doorsturen niet worden gewijzigd of herhaald."
    en = "TussenPersoon may not be changed or repeated when it is forwarded."
    expected = "zoals ontvangen / as received"
    yield Finding("TussenPersoon.(entity)", f"{root.tag}/TussenPersoon", "gewijzigd / changed", expected, nl, en)


def provider_mistakes(root: Element, number: str) -> Iterator[Finding]:
    """Agreement on forwarding: exactly one ServiceProvider, ours."""
    found = [text(one) for one in root.iterfind("ServiceProvider/ServiceProviderNr")]
    if found == [number] and len(root.findall("ServiceProvider")) == 1:
        return
    nl = f"In het bericht hoort precies één ServiceProvider te staan, met nummer {number}."
    en = f"The message must have exactly one ServiceProvider, with number {number}."
    yield Finding(RULE, f"{root.tag}/ServiceProvider", ", ".join(found) or _NOTHING, number, nl, en)


def loan_mistakes(root: Element) -> Iterator[Finding]:
    """Agreement on HypotheekBedrag: the sum of the loan parts, without the bridging loan (source S)."""
    for loan in root.iterchildren("Lening"):
        asked, parts = amount(loan.findtext("HypotheekBedrag")), without_bridging(loan)
        if asked is not None and parts is not None and asked != parts:
            nl = f"HypotheekBedrag is {asked}, maar de leningdelen zonder overbrugging zijn samen {parts}."
            en = f"HypotheekBedrag is {asked}, but the loan parts without the bridging loan add up to {parts}."
            yield Finding("Lening.HypotheekBedrag", f"{path(loan)}/HypotheekBedrag", str(asked), str(parts), nl, en)


def _header_mistakes(root: Element, route: Route, message: MessageType) -> Iterator[Finding]:
    """A Header that goes out says the same as the envelope around it, or the receiver refuses both."""
    for tag, inside, outside in _pairs(read_header(root), route, message):
        if inside and outside and inside != outside:
            nl = f"{tag} in het bericht is {inside}, maar het bericht gaat op weg met {outside}."
            en = f"{tag} in the message is {inside}, but the message goes out with {outside}."
            yield Finding(f"Header.{tag}", f"{root.tag}/Header/{tag}", str(inside), str(outside), nl, en)


def _pairs(header: HeaderFacts, route: Route, message: MessageType) -> Iterator[tuple[str, object, object]]:
    """Tag, what the Header says, what the route says; an AanvraagVolgNr that came is never overwritten."""
    yield "VerzenderNrHDN", header.sender, route.sender
    yield "OntvangerNrHDN", header.receiver, route.receiver
    yield "Berichtsoort", header.message_type, message.code
    yield "BerichtVersie", generic_version(header.schema_version or ""), generic_version(route.schema_version)
    yield "OntvangerCode", header.receiver_code, route.receiver_code
    yield "AanvraagVolgNr", header.number, route.number
    yield "AanvraagVersie", header.request_version, route.request_version
