"""Reads an SX (StatusMelding): what a receiver says about a message that it was sent (standard, 3.6)."""

from typing import Any

from adapters.hdn.readers.fields import Flags, Found, Table, build, read_fields, repeated
from adapters.hdn.readers.reading import Origin, Reading
from adapters.hdn.readers.values import AMOUNT, DATE, MESSAGE_CODE, TEXT, TIME, VERSION, coded
from adapters.hdn.xml import Element, text
from schemas.errors import Refused
from schemas.statuses import RegisterStatus

_STATUS: Table = {
    "StatusDt": ("day", DATE),
    "StatusTijd": ("clock", TIME),
    "Kenmerk": ("lender_reference", TEXT),
    "ResponsOpBerichtSoort": ("domain", MESSAGE_CODE),
    "NieuweAanvraagVersie": ("new_request_version", VERSION),
}
_NUMBERED: Table = {"DocumentMijNr": ("document_number", TEXT)}
_SPECIFICATIONS: dict[str, tuple[str, Table]] = {
    "AXBerichtStatusSpecificatie": (
        "AX",
        {
            "StatusAXBericht": ("status", coded("StatusAXBericht")),
            "OfferteDt": ("offer_date", DATE),
            "PasseerDt": ("passing_date", DATE),
            "IngangsDt": ("start_date", DATE),
            "AcceptatieDtKlant": ("customer_accept_date", DATE),
        },
    ),
    "KXBerichtStatusSpecificatie": ("KX", {"StatusKXBericht": ("status", coded("StatusKXBericht"))}),
    "LXBerichtStatusSpecificatie": (
        "LX",
        {
            "StatusLXBericht": ("status", coded("StatusLXBericht")),
            "MedischAkkoordDt": ("medical_approval_date", DATE),
        },
    ),
    "MXBerichtStatusSpecificatie": ("MX", {"StatusMXBericht": ("status", coded("StatusMXBericht"))}),
    "DXBerichtStatusSpecificatie": ("DX", {"StatusDXBericht": ("status", coded("StatusDXBericht")), **_NUMBERED}),
    "GXBerichtStatusSpecificatie": ("GX", {"StatusGXBericht": ("status", coded("StatusGXBericht"))}),
    "IABerichtStatusSpecificatie": ("IA", {"StatusIABericht": ("status", coded("StatusIABericht"))}),
    "NXBerichtStatusSpecificatie": ("NX", {"StatusNXBericht": ("status", coded("StatusNXBericht"))}),
    # The only specification that an answer to a DA can carry (2016 dictionary).
    "TaxconBerichtStatusSpecificatie": (
        "DA",
        {"StatusTaxconBericht": ("status", coded("StatusTaxconBericht")), **_NUMBERED},
    ),
}
_DEED: Table = {"HypotheekBedrag": ("passing_amount", AMOUNT)}
_IMPORTANCE: Table = {"MeldingBelang": ("importance", coded("MeldingBelang"))}


def read_status(root: Element, origin: Origin) -> Reading[RegisterStatus]:
    """The one status of the message.

    Raises `Refused`: `invalid-value`, or `condition-violated` when no status of the answered message is there.
    """
    flags = Flags()
    path = f"{root.tag}/Status"
    status = next(root.iterchildren("Status"), None)
    if status is None:
        raise Refused("condition-violated", path=path, came="niets / nothing", expected="precies één / exactly one")
    found = read_fields(status, path, _STATUS, flags)
    found.join_moment("moment")
    _read_specification(status, found, flags)
    command = build(
        RegisterStatus,
        found,
        **_read_lines(status, found, flags),
        request_version=origin.request_version,
        sent_at=origin.sent_at,
        content_hash=origin.content_hash,
        number=origin.number,
    )
    return Reading((command,), flags.as_tuple())


def _read_specification(status: Element, found: Found, flags: Flags) -> None:
    """Adds the fields of the specification that belongs to the answered message."""
    domain = found.values.get("domain", "")
    present = [child for child in status if child.tag in _SPECIFICATIONS]
    for element in present:
        own, table = _SPECIFICATIONS[str(element.tag)]
        if own == domain:
            specification = read_fields(element, f"{found.path}/{element.tag}", table, flags)
            found.add(specification)
            _read_deed(element, specification.path, found, flags)
            return
    came = ", ".join(str(element.tag) for element in present) or "niets / nothing"
    expected = f"de status van een antwoord op {domain} / the status of an answer to {domain}"
    raise Refused("condition-violated", path=found.path, came=came, expected=expected)


def _read_deed(element: Element, path: str, found: Found, flags: Flags) -> None:
    for deed in element.iterchildren("PasseerGegevens"):
        found.add(read_fields(deed, f"{path}/PasseerGegevens", _DEED, flags))


def _read_lines(status: Element, found: Found, flags: Flags) -> dict[str, Any]:
    """`lines`, and `importance`: the lowest code is the weightiest (1 Blokkerend, 3 Informatief)."""
    lines: list[str] = []
    weightiest = None
    for place in repeated(status, found.path, "StatusTekstRegels"):
        found.source.setdefault("lines", place.path)
        rule = read_fields(place.element, place.path, _IMPORTANCE, flags).values.get("importance")
        if rule is not None and (weightiest is None or rule.code < weightiest.code):
            weightiest = rule
            found.source["importance"] = f"{place.path}/MeldingBelang"
        lines += [line for child in place.element if str(child.tag).startswith("TekstRegel") and (line := text(child))]
    return {"lines": tuple(lines), "importance": weightiest}
