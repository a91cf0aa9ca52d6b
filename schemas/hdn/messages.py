"""The message types of the standard, as one table.

`versions` are the schema versions that this hub has an XSD for, the newest last; none means: known, not handled.
"""

from dataclasses import dataclass

_CURRENT = ("24.0",)


@dataclass(frozen=True, slots=True)
class MessageType:
    """A message type: two-letter code (empty for those without), root element, versions with an XSD."""

    code: str
    root: str
    versions: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name on the platform, like `AX OfferteAanvraag`."""
        return f"{self.code} {self.root}".strip()

    @property
    def handled(self) -> bool:
        return bool(self.versions)


MESSAGE_TYPES: tuple[MessageType, ...] = (
    MessageType("AX", "OfferteAanvraag", _CURRENT),
    MessageType("SX", "StatusMelding", _CURRENT),
    MessageType("OX", "Offerte", _CURRENT),
    MessageType("DA", "DocumentAanvraagBericht", _CURRENT),
    MessageType("DX", "DocumentBericht", _CURRENT),
    # Known, not handled: the field lists of these are not public, or they belong to other processes.
    MessageType("CA", "ConsumentenBronAanvraag"),
    MessageType("CX", "ConsumentenBronBericht"),
    MessageType("EA", "ExterneBronAanvraag"),
    MessageType("EX", "ExterneBronBericht"),
    MessageType("GX", "NhgMelding"),
    MessageType("IA", "InformatieAanvraagBericht"),
    MessageType("IX", "InformatieBericht"),
    MessageType("KX", "KredietAanvraag"),
    MessageType("LX", "LevenAanvraag"),
    MessageType("MX", "BeheerVerzoek"),
    MessageType("NX", "NotarisOpdracht"),
    MessageType("TX", "TaxatieAanvraag"),
    MessageType("WX", "WaarborgBericht"),
    MessageType("ZX", "InkomensverklaringOndernemerAanvraag"),
    MessageType("", "BasisRegistratiePersonenBericht"),
    MessageType("", "BronAanvraagBericht"),
    MessageType("", "DesktoptaxatieBericht"),
    MessageType("", "DigitaleIdentificatieBericht"),
    MessageType("", "EigenaarsinformatieBericht"),
    MessageType("", "EigendomsinformatieBericht"),
    MessageType("", "EnergieVerbruikBericht"),
    MessageType("", "HypotheekinformatieBericht"),
    MessageType("", "LoondienstInkomstenBericht"),
    MessageType("", "ModelmatigeWaardebepalingBericht"),
    MessageType("", "ObjectBericht"),
    MessageType("", "OntslagHoofdelijkeAansprakelijkheid"),
    MessageType("", "PensioenOverzichtBericht"),
    MessageType("", "StudieLeningBericht"),
    MessageType("", "TaxatieBericht"),
    MessageType("", "ValidatieMelding"),
    MessageType("", "VoorafIngevuldeAangifteBericht"),
)

HANDLED: tuple[MessageType, ...] = tuple(row for row in MESSAGE_TYPES if row.handled)
_BY_ANY_NAME = {name: row for row in MESSAGE_TYPES for name in (row.name, row.code, row.root) if name}


def message_type(name: str) -> MessageType | None:
    """The row of a code (`AX`), a root (`OfferteAanvraag`) or a platform name (`AX OfferteAanvraag`), or `None`."""
    return _BY_ANY_NAME.get(name.strip())
