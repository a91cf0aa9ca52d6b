"""Writes the Header: optional since 24.0, left out when the exchange has no number."""

from datetime import datetime
from functools import cache
from importlib.metadata import version

from adapters.hdn.writers.elements import document, leaf
from adapters.hdn.writers.spelling import clock, day, is_current, local, text
from adapters.hdn.xml import Element
from schemas.hdn.codes import written
from schemas.hdn.messages import MessageType
from schemas.letters import Route, ServiceProviderFacts

GENERIC = "HDN"
"""The receiver code of the generic schema."""
PACKAGE = "Message hub"


def write_header(message: MessageType, route: Route, provider: ServiceProviderFacts | None = None) -> Element | None:
    """The Header of a message on this route, in Dutch local time; nothing for a route without a number."""
    if route.number is None:
        return None
    moment: datetime = local(route.at)
    return document(
        "Header",
        leaf("VerzenderNrHDN", route.sender),
        leaf("VerzenderNaam", text(route.sender_name) or route.sender),
        leaf("OntvangerNrHDN", route.receiver),
        leaf("OntvangerNaam", text(route.receiver_name) or route.receiver),
        leaf("Berichtsoort", message.name),
        leaf("BerichtVersie", generic_version(route.schema_version)),
        leaf("OntvangerCode", receiver_code(route.receiver_code or GENERIC)),
        leaf("VerzendDt", day(moment)),
        leaf("VerzendTijd", clock(moment)),
        leaf("AanvraagVolgNr", text(route.number)),
        leaf("AanvraagVersie", str(route.request_version)),
        leaf("PakketNaam", (provider and text(provider.package)) or PACKAGE),
        leaf("PakketVersie", (provider and text(provider.package_version)) or own_version()),
    )


def generic_version(schema_version: str) -> str:
    """`24.0` of `24.0.6.0`: the Header names the generic specification."""
    return ".".join(schema_version.split(".")[:2])


def receiver_code(letters: str) -> str:
    """The code with the name of the list; a code that the list does not have stands alone."""
    return written(letters, "OntvangerCode") if is_current(letters, "OntvangerCode") else letters


@cache
def own_version() -> str:
    """The version of this software."""
    return version("hub")
