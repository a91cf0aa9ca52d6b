"""Reads a DA (DocumentAanvraagBericht): the whole list of documents that a lender wants (standard, 4.5 and 5)."""

from adapters.hdn.readers.fields import Flags, Found, Placed, Table, build, read_fields, referred, repeated
from adapters.hdn.readers.parties import names_of
from adapters.hdn.readers.reading import Origin, Reading
from adapters.hdn.readers.values import DATE, MESSAGE_CODE, TEXT, TIME, YES_NO, coded
from adapters.hdn.xml import Element
from schemas.errors import Refused
from schemas.stock_lists import RegisterDocumentRequest, StockLineFacts

_DATA: Table = {
    "Kenmerk": ("lender_reference", TEXT),
    "ResponsOpBerichtSoort": ("domain", MESSAGE_CODE),
}
_LINE: Table = {
    "DocumentMijNr": ("number", TEXT),
    "SoortDocument": ("document", coded("SoortDocument")),
    "SoortDocumentOmschr": ("description", TEXT),
    "DocumentStatus": ("status", coded("DocumentStatus")),
    "DocumentStatusOmschr": ("status_note", TEXT),
    "DocumentStatusDt": ("day", DATE),
    "DocumentStatusTijd": ("clock", TIME),
    "Aanlevermoment": ("delivery_moment", coded("Aanlevermoment")),
    "UitersteAanleverDt": ("deliver_before", DATE),
    "OrginelenAanleverenJN": ("originals", YES_NO),
    "SoortOrigineel": ("original_kind", coded("SoortOrigineel")),
    "OpgevraagdViaBronJN": ("from_source", YES_NO),
    "BronNaam": ("source_name", coded("ExterneBron")),
    "BronNr": ("source_number", TEXT),
    "BestandType": ("file_type", coded("BestandType")),
    "RedenAanleveringDocument": ("delivery_reason", coded("RedenAanleveringDocument")),
}
_CHAIN: Table = {
    "DocumentStatus": ("chain_status", coded("DocumentStatus")),
    "DocumentStatusOmschr": ("chain_status_note", TEXT),
}


def read_document_request(root: Element, origin: Origin) -> Reading[RegisterDocumentRequest]:
    """The whole list with a status per line; its moment is the latest status moment of its lines.

    A DocumentMijNr that two lines carry is flagged (`repeated-number:DocumentMijNr`): it is unique within the dossier.

    Raises `Refused`: `invalid-value`, or `condition-violated` for a message without DocumentData or lines.
    """
    flags = Flags()
    found = read_data(root, flags)
    names = names_of(root)
    placed = repeated(root, str(root.tag), "DocumentKenmerk")
    if not placed:
        path = f"{root.tag}/DocumentKenmerk"
        raise Refused("condition-violated", path=path, came="niets / nothing", expected="minstens één / at least one")
    lines = tuple(_read_line(place, names, flags) for place in placed)
    if len({line.number for line in lines}) < len(lines):
        flags.repeated_number("DocumentMijNr")
    latest = max(lines, key=lambda line: line.status_moment)
    found.source["moment"] = latest.source["status_moment"]
    command = build(
        RegisterDocumentRequest,
        found,
        lines=lines,
        moment=latest.status_moment,
        request_version=origin.request_version,
        sent_at=origin.sent_at,
        content_hash=origin.content_hash,
        number=origin.number,
    )
    return Reading((command,), flags.as_tuple())


def read_data(root: Element, flags: Flags) -> Found:
    """The DocumentData of a DA or DX: the lender's reference and the answered message."""
    path = f"{root.tag}/DocumentData"
    data = next(root.iterchildren("DocumentData"), None)
    if data is None:
        raise Refused("condition-violated", path=path, came="niets / nothing", expected="precies één / exactly one")
    return read_fields(data, path, _DATA, flags)


def _read_line(place: Placed, names: dict[str, str], flags: Flags) -> StockLineFacts:
    found = read_fields(place.element, place.path, _LINE, flags)
    found.join_moment("status_moment")
    for child in place.element.iterchildren("StatusKetenPartij", "Hypotheekgever", "Object"):
        path = f"{place.path}/{child.tag}"
        if child.tag == "StatusKetenPartij":
            found.add(read_fields(child, path, _CHAIN, flags))
        elif child.tag == "Hypotheekgever":
            _add_person(child, path, names, found)
        else:
            _add_property(place, found)
    return build(StockLineFacts, found)


def _add_person(applicant: Element, path: str, names: dict[str, str], found: Found) -> None:
    reference = referred(applicant, "RefPartijNAWData")
    if reference:
        found.values["person"] = names.get(reference) or reference
        found.source["person"] = f"{path}/RefPartijNAWData"


def _add_property(place: Placed, found: Found) -> None:
    (only, *_) = repeated(place.element, place.path, "Object")
    found.values["property_number"] = only.number
    found.source["property_number"] = f"{only.path}/@Volgnummer" if only.element.get("Volgnummer") else only.path
