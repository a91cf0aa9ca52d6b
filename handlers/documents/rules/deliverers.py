"""Who delivers a document by default: the office's own word, else the shipped table (`schemas/hdn/deliverers.csv`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from schemas.errors import Refused
from schemas.hdn.deliverers import Deliverer, default_deliverer, default_deliverers


@dataclass(frozen=True, slots=True)
class OfficeDeliverer:
    """What an office says about one kind of document (a code of SoortDocument)."""

    office_id: str
    document: str
    deliverer: str
    set_by: str
    set_at: datetime


def deliverer_for(document: str, own: Iterable[OfficeDeliverer]) -> Deliverer:
    """Who delivers a document of this code at an office with these words of its own."""
    said = {each.document: each.deliverer for each in own}
    return said.get(document) or default_deliverer(document)  # type: ignore[return-value]  # the column holds these words


def check_known(document: str) -> None:
    """Raises `Refused` (`request-invalid`) for a code that is in no list."""
    if document not in default_deliverers():
        raise Refused("request-invalid", path="document", came=document, expected="SoortDocument")
