"""Reads a DX (DocumentBericht): one file for a line of a stock list (standard, 4.5 and 5)."""

from adapters.hdn.readers.da import read_data
from adapters.hdn.readers.fields import Flags, Found, Placed, Table, build, read_fields, repeated
from adapters.hdn.readers.files import read_file
from adapters.hdn.readers.reading import Origin, Reading
from adapters.hdn.readers.values import DATE, TEXT, TIME, coded
from adapters.hdn.xml import Element
from schemas.documents import RegisterDocument
from schemas.errors import Refused
from schemas.offers import OfferFile

_LINE: Table = {
    "DocumentMijNr": ("line_number", TEXT),
    "SoortDocument": ("document", coded("SoortDocument")),
    "SoortDocumentOmschr": ("description", TEXT),
    "DocumentStatusDt": ("day", DATE),
    "DocumentStatusTijd": ("clock", TIME),
}


def read_document(root: Element, origin: Origin) -> Reading[RegisterDocument]:
    """A command per DocumentKenmerk, nearly always one: the standard allows one file to serve several lines.

    Raises `Refused`: `invalid-value`, `base64-invalid`, or `condition-violated` for other than one file, or no line.
    """
    flags = Flags()
    data = read_data(root, flags)
    lines = repeated(root, str(root.tag), "DocumentKenmerk")
    if not lines:
        path = f"{root.tag}/DocumentKenmerk"
        raise Refused("condition-violated", path=path, came="niets / nothing", expected="minstens één / at least one")
    file = _read_only_file(root, origin, flags)
    commands = tuple(_read_line(line, data, file, origin, flags) for line in lines)
    return Reading(commands, flags.as_tuple())


def _read_only_file(root: Element, origin: Origin, flags: Flags) -> OfferFile:
    """The one file of the message: one file per list line (agreement of HDN 17)."""
    documents = repeated(root, str(root.tag), "PrintDoc")
    if len(documents) != 1:
        path = f"{root.tag}/PrintDoc"
        raise Refused(
            "condition-violated", path=path, came=f"{len(documents)} PrintDoc", expected="precies één / exactly one"
        )
    return read_file(documents[0].element, documents[0].path, origin, flags)


def _read_line(line: Placed, data: Found, file: OfferFile, origin: Origin, flags: Flags) -> RegisterDocument:
    found = read_fields(line.element, line.path, _LINE, flags)
    found.join_moment("moment")
    found.add(data)
    return build(
        RegisterDocument,
        found,
        file=file,
        request_version=origin.request_version,
        sent_at=origin.sent_at,
        content_hash=origin.content_hash,
        number=origin.number,
    )
