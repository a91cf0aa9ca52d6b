"""The files inside a message (PrintDoc), of an OX and a DX alike.

The parse has decoded them already: the tree holds `sha256:<hex>` where the base64 stood.
"""

from adapters.hdn.payloads import Payload, reference
from adapters.hdn.readers.fields import Flags, Table, build, read_fields
from adapters.hdn.readers.reading import Origin
from adapters.hdn.readers.values import TEXT, coded
from adapters.hdn.xml import Element
from schemas.errors import Refused
from schemas.offers import OfferFile

_FIELDS: Table = {
    "EncodedData": ("blob", TEXT),
    "DocSoort": ("kind", coded("DocSoort")),
    "DocSoortOmschr": ("description", TEXT),
    "BestandType": ("file_type", coded("BestandType")),
}


def read_file(element: Element, path: str, origin: Origin, flags: Flags) -> OfferFile:
    """One PrintDoc, its content handed to `origin.keep` unless it was streamed to the blobs while it was parsed.

    Raises `Refused` (`base64-invalid`) for content that the parse did not take out of this very message:
    a message must never reach a file by naming its hash.
    """
    found = read_fields(element, path, _FIELDS, flags)
    named = found.take("blob")
    payload = next((each for each in origin.payloads if reference(each.sha256) == named), None)
    if payload is None:
        raise Refused("base64-invalid", path=f"{path}/EncodedData", came=named or "", expected="base64")
    return build(OfferFile, found, blob=_kept(payload, origin), size=payload.size, source=path)


def _kept(payload: Payload, origin: Origin) -> str:
    content = origin.contents.get(payload.sha256)
    return reference(payload.sha256) if content is None else origin.keep(content)
