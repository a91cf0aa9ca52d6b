"""A message as the agreements of the chain see it: what a tree says of itself, with the facts around it.

The agreements stand in `schemas/hdn/agreements/`; which messages make a trace is decided where one is collected.
"""

import hashlib
from collections.abc import Iterator

from adapters.hdn.readers.values import as_message_code
from adapters.hdn.xml import Element, canonical, text
from schemas.hdn.agreements.trace import Exchanged, Line
from schemas.hdn.codes import number
from schemas.hdn.messages import MessageType
from schemas.letters import Route

_BINDING, _INDICATIVE = "00", "18"
_SHOWN = 8


def exchanged_of(root: Element, message: MessageType, route: Route, *, id: str, content_hash: str) -> Exchanged:  # noqa: A002 - its name
    """The message of a tree that went, or is about to go, along `route`.

    An intermediary or service provider is told by name, number and the beginning of a hash of all that is said of him.
    """
    kinds = [number(text(found)) for found in root.iterfind("PrintDoc/DocSoort")]
    return Exchanged(
        id=id,
        code=message.code,
        sender=route.sender,
        receiver=route.receiver,
        at=route.at,
        request_version=route.request_version,
        schema_version=route.schema_version,
        content_hash=content_hash,
        answers=_answered(root),
        status=_status(root),
        lender_reference=_first(root, "*/Kenmerk"),
        lines=tuple(_lines(root)) if message.code == "DA" else (),
        numbers=tuple(text(found) for found in root.iter("DocumentMijNr")) if message.code != "DA" else (),
        files=len(root.findall("PrintDoc")) if message.code == "DX" else 1,
        indicative=_INDICATIVE in kinds,
        binding=_BINDING in kinds,
        intermediaries=_told(root, "TussenPersoon", "BedrijfsNaam", "TussenpersoonNr"),
        service_providers=_told(root, "ServiceProvider", "ServiceProviderNaam", "ServiceProviderNr"),
    )


def _answered(root: Element) -> str:
    said = _first(root, "*/ResponsOpBerichtSoort")
    return as_message_code(said) if said else ""


def _status(root: Element) -> str:
    """The code of the one status of an SX."""
    for specification in root.iterfind("Status/*"):
        name = str(specification.tag)
        if name.endswith("BerichtStatusSpecificatie"):
            return number(_first(specification, f"Status{name.removesuffix('StatusSpecificatie')}"))
    return ""


def _lines(root: Element) -> Iterator[Line]:
    for line in root.iterfind("DocumentKenmerk"):
        yield Line(
            number=_first(line, "DocumentMijNr"),
            status=number(_first(line, "DocumentStatus")),
            document=number(_first(line, "SoortDocument")),
            reason=_first(line, "DocumentStatusOmschr"),
            moment=f"{_first(line, 'DocumentStatusDt')}T{_first(line, 'DocumentStatusTijd')}",
            from_source=number(_first(line, "OpgevraagdViaBronJN")) == "J",
        )


def _told(root: Element, tag: str, *shown: str) -> tuple[str, ...]:
    """One text each, the same for two of the same content; telephone and mail stay out of it."""
    return tuple(
        " ".join([*(_first(one, name) for name in shown), f"#{hashlib.sha256(canonical(one)).hexdigest()[:_SHOWN]}"])
        for one in root.iterfind(tag)
    )


def _first(element: Element, place: str) -> str:
    found = element.find(place)
    return "" if found is None else text(found)
