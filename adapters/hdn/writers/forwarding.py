"""Sends on what came in: an application as our own forwarding, or a message between others as it is.

The chain agreement on forwarding (standard, 6) is kept by construction here, and judged once more in `sending.py`.
"""

from copy import deepcopy

from adapters.hdn.payloads import reference
from adapters.hdn.writers.additions import add_all
from adapters.hdn.writers.draft import Draft, Sources
from adapters.hdn.writers.elements import insert
from adapters.hdn.writers.header import write_header
from adapters.hdn.writers.service_provider import APPLICATIONS, write_service_provider
from adapters.hdn.xml import Element, parse, text
from schemas.errors import Refused
from schemas.hdn.messages import MESSAGE_TYPES, MessageType, message_type
from schemas.letters import CarriedMessage, ForwardedApplication, Route, ServiceProviderFacts

_OURS = ("Header", "TussenPersoon", "ServiceProvider")


def write_forwarded(letter: ForwardedApplication, sources: Sources) -> Draft:
    """The draft of an application sent on: a Header of this route, our service provider, the office's additions.

    Raises `Refused` (`unknown-message-type`) for anything but an application.
    """
    received = _parsed(sources.original(letter.original))
    message = _application(received)
    root = deepcopy(received)
    mistakes = add_all(root, message.code, letter.additions, ours=_OURS)
    _put_header(root, message, letter.route, letter.service_provider)
    lacking = write_service_provider(root, message.code, letter.service_provider)
    return Draft(root, received=received, findings=(*mistakes, *lacking))


def write_carried(letter: CarriedMessage, sources: Sources) -> Draft:
    """The draft of a message between others: an application with our service provider in it, else as it came.

    A Header names the ends of one leg (VerzenderNrHDN is the number of the certificate that sends, OntvangerNrHDN the
    next receiver), so those of the leg before are replaced; without such a Header every byte stays.
    """
    body = sources.original(letter.original)
    parsed = parse(body, limit=len(body))
    received = parsed.root
    message = message_type(str(received.tag))
    is_application = message is not None and message.code in APPLICATIONS
    if not is_application and _goes_as(received, letter.route):
        return Draft(received, received=received, unchanged=body)
    root = deepcopy(received)
    _readdress(root, letter.route)
    lacking = write_service_provider(root, message.code, letter.service_provider) if message and is_application else ()
    files = {reference(digest): content for digest, content in parsed.contents.items()}
    return Draft(root, received=received, files=files, findings=lacking)


def _goes_as(root: Element, route: Route) -> bool:
    """Whether the Header, if there is one, names the ends of this leg already."""
    return all(text(held) == node for held, node in _ends(root, route))


def _readdress(root: Element, route: Route) -> None:
    for held, node in _ends(root, route):
        if text(held) != node:
            held.text = node
            _name(root, str(held.tag).replace("NrHDN", "Naam"), node)


def _ends(root: Element, route: Route) -> list[tuple[Element, str]]:
    nodes = (("VerzenderNrHDN", route.sender), ("OntvangerNrHDN", route.receiver))
    found = [(root.find(f"Header/{tag}"), node) for tag, node in nodes]
    return [(held, node) for held, node in found if held is not None]


def _name(root: Element, tag: str, node: str) -> None:
    """The name beside a node that changed: the sender is another now, the end receiver stays who he is."""
    held = root.find(f"Header/{tag}")
    if held is not None and tag == "VerzenderNaam":
        held.text = node


def _parsed(body: bytes) -> Element:
    return parse(body, limit=len(body)).root


def _application(root: Element) -> MessageType:
    message = message_type(str(root.tag))
    if message is None or message.code not in APPLICATIONS:
        known = ", ".join(row.name for row in MESSAGE_TYPES if row.code in APPLICATIONS)
        raise Refused("unknown-message-type", path="original", came=root.tag, expected=known)
    return message


def _put_header(root: Element, message: MessageType, route: Route, provider: ServiceProviderFacts) -> None:
    """A Header of our own; the AanvraagVolgNr of the message that came in is never overwritten."""
    held = next(root.iterchildren("Header"), None)
    number = None if held is None else held.find("AanvraagVolgNr")
    kept = route if number is None else route.model_copy(update={"number": text(number)})
    header = write_header(message, kept, provider)
    if held is not None:
        root.remove(held)
    if header is not None:
        insert(root, header, message.code)
