"""Rules about what lenders and advisers answer: offers (OX), document lists (DA), documents (DX) and statuses (SX)."""

from adapters.hdn.rules.parts import (
    ABSENT,
    DISCOURAGED,
    GIVEN,
    Here,
    Must,
    Rule,
    When,
    answered,
    answers,
    child_is,
    is_,
)
from schemas.hdn.codes import number, texts

_BINDING, _INDICATIVE = "00", "18"
_SEE_NOTE = "zie toelichting"
_ANSWERED = (
    "OfferteAanvraag",
    "DocumentAanvraagBericht",
    "DocumentBericht",
    "NhgMelding",
    "InformatieAanvraagBericht",
    "KredietAanvraag",
    "LevenAanvraag",
    "BeheerVerzoek",
    "NotarisOpdracht",
)
_SPECIFICATIONS = {
    "OfferteAanvraag": "AX",
    "LevenAanvraag": "LX",
    "KredietAanvraag": "KX",
    "BeheerVerzoek": "MX",
    "NhgMelding": "GX",
    "InformatieAanvraagBericht": "IA",
    "NotarisOpdracht": "NX",
    "DocumentBericht": "DX",
    "DocumentAanvraagBericht": "Taxcon",
}


def _answers_one_of(*roots: str) -> Must:
    words = ", ".join(roots)
    return Must(
        lambda here, name: answered(here.values.get(name)) in roots,
        f"moet een van {words} zijn",
        f"must be one of {words}",
        words,
    )


def _has_one_offer(here: Here, _: str) -> bool:
    kinds = [number(found.text or "") for found in here.root().iterfind("PrintDoc/DocSoort")]
    return sum(kind in (_BINDING, _INDICATIVE) for kind in kinds) == 1


def _is_unique(here: Here, name: str) -> bool:
    """Remembers the numbers of the lines before this one; the second of a pair is the one reported."""
    own = here.values.get(name)
    before = here.parent.seen if here.parent else set()
    if own in before:
        return False
    before.add(own)
    return True


def _specifies(here: Here, name: str) -> bool:
    said = (here.values.get(name) or "").strip().casefold()
    return said != texts("SoortDocument").get(here.code("SoortDocument"), "").casefold()


def _has_its_specification(here: Here, _: str) -> bool:
    given = [name for name in here.values if name.endswith("BerichtStatusSpecificatie")]
    wanted = _SPECIFICATIONS.get(answered(here.values.get("ResponsOpBerichtSoort")), "")
    return given == [f"{wanted}BerichtStatusSpecificatie"]


def _says_see_note(here: Here) -> bool:
    return any(
        here.below(f"{kind}BerichtStatusSpecificatie", f"Status{kind}Bericht").endswith(_SEE_NOTE)
        for kind in ("KX", "LX", "MX")
    )


ONE_OFFER = Must(
    _has_one_offer,
    "moet in precies één PrintDoc 18 (indicatief voorstel) of 00 (offerte) zijn",
    "must be 18 (indicative proposal) or 00 (offer) in exactly one PrintDoc",
    "precies één / exactly one 18 of/or 00",
)
UNIQUE = Must(
    _is_unique, "moet uniek zijn in de lijst", "must be unique in the list", "een eigen nummer / its own number"
)
SPECIFIED = Must(
    _specifies,
    "moet het document nader omschrijven",
    "must specify the document",
    "een omschrijving / a description",
)
OWN_SPECIFICATION = Must(
    _has_its_specification,
    "moet precies één …BerichtStatusSpecificatie hebben, die hoort bij ResponsOpBerichtSoort",
    "must have exactly one …BerichtStatusSpecificatie, belonging to ResponsOpBerichtSoort",
    "één …BerichtStatusSpecificatie / one …BerichtStatusSpecificatie",
)
SAYS_SEE_NOTE = When(
    _says_see_note, "de status eindigt op ‘zie toelichting’", "the status text ends with ‘zie toelichting’"
)
FIRST = When(lambda here: next(here.element.itersiblings("PrintDoc", preceding=True), None) is None)
_FOR_LOAN = answers("ResponsOpBerichtSoort", "OfferteAanvraag", "KredietAanvraag")
_AX, _LX = "AXBerichtStatusSpecificatie", "LXBerichtStatusSpecificatie"


def _offer_answers(root: str) -> When:
    words = f"OfferteData/ResponsOpBerichtSoort {root}"
    return When(
        lambda here: answered(here.below("OfferteData", "ResponsOpBerichtSoort")) == root,
        f"{words} is",
        f"OfferteData/ResponsOpBerichtSoort is {root}",
    )


def _status(kind: str, *codes: str) -> When:
    return child_is(f"{kind}BerichtStatusSpecificatie", f"Status{kind}Bericht", *codes)


def _specification(root: str, *, inferred: bool = False) -> Rule:
    name = f"Status.{_SPECIFICATIONS[root]}BerichtStatusSpecificatie"
    return Rule(name, GIVEN, answers("ResponsOpBerichtSoort", root), "SX", inferred=inferred)


ANSWER_RULES: tuple[Rule, ...] = (
    Rule("Offerte.Object", GIVEN, _offer_answers("OfferteAanvraag"), "OX"),
    Rule("Offerte.Lening", GIVEN, _offer_answers("OfferteAanvraag"), "OX"),
    Rule("Offerte.FinancieleDekking", GIVEN, _offer_answers("LevenAanvraag"), "OX"),
    Rule("Offerte.KredietAanbieding", GIVEN, _offer_answers("KredietAanvraag"), "OX"),
    Rule("OfferteData.Financier", GIVEN, _FOR_LOAN, "OX"),
    Rule("OfferteData.PlaatsNaam", GIVEN, _FOR_LOAN, "OX"),
    Rule("OfferteData.KvKnummer", GIVEN, _FOR_LOAN, "OX"),
    Rule("OfferteData.AcceptatieDt", GIVEN, _FOR_LOAN, "OX"),
    Rule("OfferteData.GeldigheidsDt", GIVEN, _FOR_LOAN, "OX"),
    Rule("OfferteData.UitersteVerlengingsDt", ABSENT, message="OX"),
    Rule("PrintDoc.DocSoort", ONE_OFFER, FIRST, "OX"),
    # Discouraged, not forbidden.
    Rule("TekstRegels.(all)", DISCOURAGED, message="OX", inferred=True),
    Rule("PrintDoc.DocSoortOmschr", GIVEN, is_("DocSoort", "99")),
    Rule("DocumentData.ResponsOpBerichtSoort", _answers_one_of("OfferteAanvraag", "KredietAanvraag"), message="DA"),
    Rule("DocumentKenmerk.DocumentStatusOmschr", GIVEN, is_("DocumentStatus", "07", "08")),
    Rule("DocumentKenmerk.SoortOrigineel", GIVEN, is_("OrginelenAanleverenJN", "J")),
    Rule("DocumentKenmerk.BronNaam", GIVEN, is_("SoortOrigineel", "07")),
    # Whether a description specifies the document is for people; the text of the list repeated does not.
    Rule(
        "DocumentKenmerk.SoortDocumentOmschr",
        SPECIFIED,
        is_("SoortDocument", "247", "248", "250", "251", "254", "255", "257", "258"),
        inferred=True,
    ),
    Rule("DocumentKenmerk.DocumentMijNr", UNIQUE),
    Rule("StatusKetenPartij.DocumentStatusOmschr", GIVEN, is_("DocumentStatus", "07", "08")),
    Rule("Status.Kenmerk", GIVEN, answers("ResponsOpBerichtSoort", "DocumentAanvraagBericht"), "SX"),
    Rule("Status.ResponsOpBerichtSoort", _answers_one_of(*_ANSWERED), message="SX"),
    _specification("OfferteAanvraag"),
    _specification("LevenAanvraag"),
    _specification("KredietAanvraag"),
    _specification("BeheerVerzoek"),
    _specification("NhgMelding"),
    _specification("InformatieAanvraagBericht"),
    _specification("NotarisOpdracht"),
    _specification("DocumentBericht", inferred=True),
    # Only sensible for the valuation process; the source says not to enforce it.
    _specification("DocumentAanvraagBericht", inferred=True),
    Rule("Status.(entity)", OWN_SPECIFICATION, message="SX", inferred=True),
    Rule(f"{_AX}.PasseerDt", GIVEN, is_("StatusAXBericht", "07"), "SX"),
    Rule(f"{_AX}.PasseerGegevens", GIVEN, is_("StatusAXBericht", "07"), "SX"),
    Rule(f"{_LX}.MedischAkkoordDt", GIVEN, is_("StatusLXBericht", "04"), "SX"),
    Rule("Status.StatusTekstRegels", GIVEN, _status("AX", "14", "80", "81"), "SX"),
    Rule("Status.StatusTekstRegels-2", GIVEN, _status("AX", "16"), "SX"),
    Rule("Status.StatusTekstRegels-3", GIVEN, _status("LX", "13", "80", "81"), "SX"),
    Rule("Status.StatusTekstRegels-4", GIVEN, _status("MX", "04", "80", "81"), "SX"),
    Rule("Status.StatusTekstRegels-5", GIVEN, _status("DX", "80", "81"), "SX"),
    Rule("Status.StatusTekstRegels-6", GIVEN, _status("Taxcon", "80", "81"), "SX"),
    Rule("Status.StatusTekstRegels-7", GIVEN, _status("KX", "03", "80", "81"), "SX", inferred=True),
    Rule("Status.StatusTekstRegels-8", GIVEN, _status("IA", "04", "80", "81"), "SX", inferred=True),
    Rule("Status.StatusTekstRegels-9", GIVEN, SAYS_SEE_NOTE, "SX", inferred=True),
)
