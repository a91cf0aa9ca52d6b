"""Reads an OX (Offerte): an indicative proposal or a binding offer, with its files (standard, 4.4)."""

from adapters.hdn.readers.fields import Flags, Found, Table, build, read_fields, repeated
from adapters.hdn.readers.files import read_file
from adapters.hdn.readers.header import header_path, read_header
from adapters.hdn.readers.parts import read_parts
from adapters.hdn.readers.reading import Origin, Reading
from adapters.hdn.readers.values import AMOUNT, DATE, MESSAGE_CODE, TEXT, YES_NO, coded
from adapters.hdn.xml import Element
from schemas.applications import PartFacts
from schemas.errors import Refused
from schemas.hdn.codes import number
from schemas.offers import OfferFile, OfferKind, RegisterOffer

_DATA: Table = {
    "Financier": ("lender", coded("Maatschappij")),
    "Kenmerk": ("lender_reference", TEXT),
    "ResponsOpBerichtSoort": ("domain", MESSAGE_CODE),
    "AcceptatieDt": ("accept_before", DATE),
    "GeldigheidsDt": ("valid_until", DATE),
    "VerlengingMogelijkJN": ("extension_possible", YES_NO),
    "OfferteVerlenging": ("extension_possible_2016", YES_NO),
    "VerlengdJN": ("extended", YES_NO),
    "VerlengingsDt": ("extension_until", DATE),
    "UitersteVerlengingsDt": ("extension_until_17", DATE),
    "AutomatischeVerlengingJN": ("extends_automatically", YES_NO),
    "UiterstePasseerDt": ("latest_passing_date", DATE),
    "UiterstePasseerDtNaVerlenging": ("latest_passing_date_extended", DATE),
}
_LOAN: Table = {"HypotheekBedrag": ("amount", AMOUNT)}
_INDICATIVE = "18"
_BINDING = "00"


def read_offer(root: Element, origin: Origin) -> Reading[RegisterOffer]:
    """The one offer of the message, its files kept.

    Raises `Refused`: `invalid-value`, `base64-invalid`, or `condition-violated` for a proposal and an offer together.
    """
    flags = Flags()
    found = _read_data(root, flags)
    parts = _read_loan(root, found, flags)
    kind = kind_of(root)
    _add_moment(root, found)
    command = build(
        RegisterOffer,
        found,
        kind=kind,
        parts=parts,
        files=_read_files(root, origin, flags),
        request_version=origin.request_version,
        sent_at=origin.sent_at,
        content_hash=origin.content_hash,
        number=origin.number,
    )
    return Reading((command,), flags.as_tuple())


def kind_of(root: Element) -> OfferKind:
    """What the files say the message is: DocSoort 18 an indicative proposal, 00 a binding offer (OX pages, 2016)."""
    texts = (document.findtext("DocSoort", "") for document in root.iterchildren("PrintDoc"))
    codes = {number(text.strip()) for text in texts}
    if {_INDICATIVE, _BINDING} <= codes:
        path = f"{root.tag}/PrintDoc"
        raise Refused("condition-violated", path=path, came="DocSoort 18, 00", expected="precies één / exactly one")
    if _INDICATIVE in codes:
        return "indicative"
    return "binding" if _BINDING in codes else "other"


def _read_data(root: Element, flags: Flags) -> Found:
    path = f"{root.tag}/OfferteData"
    data = next(root.iterchildren("OfferteData"), None)
    if data is None:
        raise Refused("condition-violated", path=path, came="niets / nothing", expected="precies één / exactly one")
    found = read_fields(data, path, _DATA, flags)
    found.rename("extension_possible_2016", "extension_possible")
    found.rename("extension_until_17", "extension_until")
    return found


def _read_loan(root: Element, found: Found, flags: Flags) -> tuple[PartFacts, ...]:
    loan = next(root.iterchildren("Lening"), None)
    if loan is None:
        return ()
    path = f"{root.tag}/Lening"
    found.add(read_fields(loan, path, _LOAN, flags))
    return read_parts(loan, path, flags)


def _add_moment(root: Element, found: Found) -> None:
    moment = read_header(root).moment
    if moment is not None:
        found.values["moment"] = moment
        found.source["moment"] = f"{header_path(root)}/VerzendDt"


def _read_files(root: Element, origin: Origin, flags: Flags) -> tuple[OfferFile, ...]:
    documents = repeated(root, str(root.tag), "PrintDoc")
    return tuple(read_file(document.element, document.path, origin, flags) for document in documents)
