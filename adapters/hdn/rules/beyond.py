"""Rows of `conditions.csv` that are not a rule here, each with the reason."""

BEYOND_ONE_MESSAGE: dict[str, str] = {
    "Header.VerzenderNrHDN": "the certificate belongs to the connection; intake compares the sender",
    "Header.AanvraagVolgNr": "needs the message that is answered",
    "Header.AanvraagVersie": "needs the message that is answered",
    "record envelope.requestVersion": "needs the messages before it in the dossier",
    "record envelope.requestVersion-2": "needs the messages before it in the dossier",
    "record envelope.requestVersion-3": "needs the messages before it in the dossier",
    "record envelope.requestVersion-4": "needs the message that is answered",
    "record envelope.requestVersion-5": "needs the messages before it in the dossier",
    "Hypotheekgever.KinderenAantal": "a message does not say which applicants form one household",
    "FiscaleWoonstaat.LandFiscaleWoonstaat": "a business address is not in the message; the XSD requires the field",
    "Identificatie.BSN": "the XSD of the receiver says whether it has the field",
    "PartijNAWData.Geslacht": "not so in 24.0: the official sample has a person without it",
    "PartijNAWData.GeboorteNaamJN": "not so in 24.0: the official sample has a person without it",
    "MaatwerkOplSpec.ExplainReden-2": "needs to know whether the lender has schemes of its own",
    "Lening.MaatwerkOplossing": "the XSD of the lender leaves the field out",
    "OfferteData.GeldigheidsDt-2": "needs the offer as it was before",
    "DocumentKenmerk.Hypotheekgever": "which kinds of document are bound to a person is not in the sources",
    "DocumentKenmerk.Object": "which kinds of document are bound to the object is not in the sources",
    "DocumentKenmerk.DocumentStatus": "needs the list as the lender sent it",
    "DocumentKenmerk.DocumentStatus-2": "needs the list as it was before",
    "DocumentKenmerk.(message)": "needs the line of the DA that is answered",
    "DocumentKenmerk.DocumentMijNr-2": "needs the line of the DA that is answered",
    "DocumentBericht.(message)": "needs the line of the DA that is answered",
    "TussenPersoon.(entity)": "needs the message as it was before it was forwarded",
    "ServiceProvider.(entity)": "needs the message as it was before it was forwarded",
}

HELD_BY_SCHEMA: dict[str, str] = {
    "PrintDoc.(entity)": "the XSD of DX has exactly one PrintDoc",
}
