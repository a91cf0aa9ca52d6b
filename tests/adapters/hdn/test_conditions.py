import pytest
from lxml import etree

from adapters.hdn import conditions, xml
from adapters.hdn.rules import EMPTY, RULES
from adapters.hdn.rules.beyond import BEYOND_ONE_MESSAGE, HELD_BY_SCHEMA
from adapters.hdn.rules.parts import GIVEN
from schemas.errors import Refused
from schemas.hdn import dictionary
from schemas.hdn.messages import message_type

OURS = ("*", "AX", "SX", "OX", "DA", "DX")

# Rule → fields that break it, and fields with which it holds ("" for a required field: the same plus that field).
# `Path=value` stands inside the entity; a leading slash counts from the root, `+` makes a second one.
CASES = {
    "HuidigObject.VerkochtJN": ("TeVerkopenJN=J", ""),
    "HuidigObject.VerkoopPrijs": ("VerkochtJN=J", ""),
    "HuidigObject.MarktWaarde": ("VerkochtJN=N", ""),
    "HuidigObject.VerkoopDt": ("VerkochtJN=J", ""),
    "HuidigObject.OverbruggingsBedrag": ("OverbruggingJN=J", ""),
    "HuidigObject.HuidigeFinanciering": ("HuidigeFinancieringJN=J", ""),
    "HuidigeFinanciering.FinancierOmschr": ("FinancierBestaandeHypotheek=ZZ", ""),
    "HuidigLeningdeel.AflossingsvormHuidigLeningdeel": ("AflossenJN=N", ""),
    "HuidigLeningdeel.RenteVastInMndHuidigLeningdeel": ("AflossenJN=N", ""),
    "HuidigLeningdeel.DuurInMndHuidigLeningdeel": ("AflossenJN=N", ""),
    "HuidigLeningdeel.BedragHuidigLeningdeel": ("AflossenJN=N", ""),
    "HuidigLeningdeel.RestantSaldoHuidigLeningdeel": ("AflossenJN=N", ""),
    "HuidigLeningdeel.RentePercHuidigLeningdeel": ("AflossenJN=N", ""),
    "Object.StraatNaam": ("Onderpand=02", ""),
    "Object.HuisNr": ("Onderpand=01", ""),
    "Object.Postcode": ("Onderpand=01", ""),
    "Object.Gemeente": ("/Lening/NHGJN=J Onderpand=01", ""),
    "Object.BouwPlanNr": ("Onderpand=03", ""),
    "Object.SituatieNr": ("Onderpand=03", ""),
    "Object.ZelfBouw": ("Onderpand=03", ""),
    "Object.ErfpachtEeuwigDurend": ("ErfpachtJN=J", ""),
    "Object.ErfpachtEindDt": ("ErfpachtEeuwigDurend=N", ""),
    "Object.ErfpachtMeeFinancieren": ("ErfpachtJN=J", ""),
    "Object.ErfpachtAfkoopsom": ("ErfpachtMeeFinancieren=J", ""),
    "Object.BouwJaar": ("/Lening/NHGJN=J Onderpand=01", "/Lening/NHGJN=J Onderpand=03"),
    "Object.AppartementsrechtJN": ("/Lening/NHGJN=J Onderpand=01", ""),
    "Object.MarktWaarde": ("Onderpand=01", ""),
    "Object.Koopsom": ("/Lening/AankoopWoningJN=J Onderpand=01", ""),
    "Object.AchterstalligOnderhoud": ("/Lening/NHGJN=J Onderpand=01", "/Lening/NHGJN=N Onderpand=01"),
    "Object.VerbouwingsKosten": ("Onderpand=02", ""),
    "Object.MarktWaardeNaVerb": ("Onderpand=02", ""),
    "Object.VerkoopOnderVoorwaardenConstructie": ("VerkoopOnderVoorwaardenJN=J", ""),
    "Hypotheekgever.HuwelijkOntbondenDt": ("HuwelijkOntbondenJN=J", ""),
    "Hypotheekgever.SoortOntbonden": ("HuwelijkOntbondenJN=N SoortOntbonden=01", "HuwelijkOntbondenJN=J SoortOntbonden=01"),
    "Identificatie.LegitimatieNr": ("LegitimatieSoort=PP", ""),
    "Identificatie.VerblijfsVergunningEindDt": ("VerblijfsVergunning=03", ""),
    "Dienstbetrekking.ProeftijdVerstrekenJN": ("ProeftijdJN=J", ""),
    "Dienstbetrekking.GemUrenWeek": ("SoortDienstBetrekking=04", ""),
    "Dienstbetrekking.BrutoJaarSalaris": ("BrutoJaarSalaris=0.00", "BrutoJaarSalaris=0.01"),
    "Dienstbetrekking.InkomenFlexibel1jr": ("FlexWerkerJN=J", ""),
    "Dienstbetrekking.InkomenFlexibel2jr": ("FlexWerkerJN=J", ""),
    "Dienstbetrekking.InkomenFlexibel3jr": ("FlexWerkerJN=J", ""),
    "Dienstbetrekking.PctInkomenMeetellen": ("PctInkomenMeetellen=100.00", "PctInkomenMeetellen=90"),
    "Dienstbetrekking.DuurInMndMeetellen": (
        "DuurInMndMeetellen=360 /Lening/Leningdeel/DuurInMnd=360",
        "DuurInMndMeetellen=120 /Lening/Leningdeel/DuurInMnd=360",
    ),
    "Onderneming.PctInkomenMeetellen": ("PctInkomenMeetellen=100", "PctInkomenMeetellen=99.9"),
    "Onderneming.DuurInMndMeetellen": (
        "DuurInMndMeetellen=360 /Lening/Leningdeel/DuurInMnd=360",
        "DuurInMndMeetellen=360 /Lening/Leningdeel/DuurInMnd=360 /Lening/Leningdeel+/DuurInMnd=240",
    ),
    "Uitkering.AOSoort": ("SoortUitkering=01", ""),
    "Uitkering.SoortVerzekering": ("SoortUitkering=07", ""),
    "Uitkering.BrutoJaarUitkering": ("BrutoJaarUitkering=0.00", "BrutoJaarUitkering=14217.00"),
    "Uitkering.AantalAOWJaren": ("AOWVolledigeOpbouwJN=N", ""),
    "Uitkering.PctInkomenMeetellen": ("PctInkomenMeetellen=100", "PctInkomenMeetellen=50"),
    "Uitkering.DuurInMndMeetellen": ("DuurInMndMeetellen=360 /Lening/Leningdeel/DuurInMnd=360", "DuurInMndMeetellen=360"),
    "Pensioen.PensioenInkomen": ("PensioenInkomen=-1.00", "PensioenInkomen=1.00"),
    "Pensioen.PctInkomenMeetellen": ("PctInkomenMeetellen=100", "PctInkomenMeetellen=50"),
    "Pensioen.DuurInMndMeetellen": ("DuurInMndMeetellen=360 /Lening/Leningdeel/DuurInMnd=360", "DuurInMndMeetellen=360"),
    "Overige.SoortOverigeInkomstenOmschr": ("SoortOverigeInkomsten=99", ""),
    "Overige.BrutoJaarBedragOverigeInkomsten": ("BrutoJaarBedragOverigeInkomsten=0", "BrutoJaarBedragOverigeInkomsten=5.00"),
    "Overige.PctInkomenMeetellen": ("PctInkomenMeetellen=100", "PctInkomenMeetellen=50"),
    "Overige.DuurInMndMeetellen": ("DuurInMndMeetellen=360 /Lening/Leningdeel/DuurInMnd=360", "DuurInMndMeetellen=360"),
    "Vermogen.BrutoJaarInkBoxDrie": ("BrutoJaarInkBoxDrie=0.00", "BrutoJaarInkBoxDrie=1.00"),
    "Vermogen.PctInkomenMeetellen": ("PctInkomenMeetellen=100", "PctInkomenMeetellen=50"),
    "Vermogen.DuurInMndMeetellen": ("DuurInMndMeetellen=360 /Lening/Leningdeel/DuurInMnd=360", "DuurInMndMeetellen=360"),
    "Verplichtingen.MaatschappijOmschr": ("Maatschappij=ZZ", ""),
    "Verplichtingen.VerplichtingOmschr": ("Verplichting=99", ""),
    "Verplichtingen.VerplichtingPerJaar": ("Verplichting=08", ""),
    "Verplichtingen.LimietDoorlopendKrediet": ("Verplichting=05", ""),
    "Verplichtingen.VerplichtingInMnd": ("VerplichtingInMnd=-1", "VerplichtingInMnd=0"),
    "Verplichtingen.AflosBedrag": ("AfgelostDoorHypotheek=J", ""),
    "BezittingenBoxDrie.SoortBezittingBoxDrieOmschr": ("SoortBezittingBoxDrie=99", ""),
    "BezittingenBoxDrie.VerpandAanOmschr": ("VerpandAan=ZZ", ""),
    "PartijNAWData.GeboorteAchternaam": ("SoortPartij=01", ""),
    "PartijNAWData.VoorNamen": ("SoortPartij=01", "SoortPartij=02"),
    "PartijNAWData.VoorLetters": ("SoortPartij=01", ""),
    "PartijNAWData.GeboorteDt": ("SoortPartij=01", ""),
    "PartijNAWData.BedrijfsNaam": ("SoortPartij=02", ""),
    "PartijNAWData.RSIN": ("SoortPartij=01 RSIN=123456789", "SoortPartij=02 RSIN=123456789"),
    "PartijNAWData.CorrespondentieNaam": (
        "GeboorteAchternaam=Wit CorrespondentieNaam=Wit",
        "GeboorteAchternaam=Wit CorrespondentieNaam=Jansen",
    ),
    "PartijNAWData.RekeningNr": ("RekeningNr=nl01ingb0000000000", "RekeningNr=NL01INGB0000000000"),
    "Lening.Regeling": (
        "/HuidigObject/TeVerkopenJN=J /HuidigObject/HuidigeFinanciering/AflossenJN=J Regeling=08",
        "/HuidigObject/TeVerkopenJN=J /HuidigObject/HuidigeFinanciering/AflossenJN=J Regeling=01",
    ),
    "Lening.Regeling-2": ("AankoopWoningJN=J Regeling=08", "AankoopWoningJN=J Regeling=10"),
    "Lening.Regeling-3": (
        "/HuidigObject/HuidigeFinanciering/AflossenJN=N Regeling=01",
        "/HuidigObject/HuidigeFinanciering/AflossenJN=N Regeling=09",
    ),
    "Lening.RangOrde": ("Regeling=09 RangOrde=1", "Regeling=09 RangOrde=2"),
    "Lening.Mutatie": ("NHGJN=J Regeling=01", ""),
    "Lening.Mutatie-2": ("Regeling=04 Mutatie=06", "Regeling=04 Mutatie=27"),
    "Lening.Mutatie-3": ("Regeling=10 Mutatie=27", "Regeling=10 Mutatie=01"),
    "Lening.Mutatie-4": ("Regeling=01 Mutatie=06", "Regeling=01 Mutatie=01"),
    "Lening.Mutatie-5": ("Regeling=08 Mutatie=01", "Regeling=08 Mutatie=32"),
    "Lening.CodeLeningMij": ("Regeling=01", ""),
    "Lening.HypotheekBedrag": (
        "HypotheekBedrag=100.01 Leningdeel/LeningDeelBedrag=60.00 Leningdeel+/LeningDeelBedrag=40.00",
        "HypotheekBedrag=100.00 Leningdeel/LeningDeelBedrag=60.00 Leningdeel+/LeningDeelBedrag=40.00",
    ),
    "Lening.MaatwerkOplSpec": ("MaatwerkOplossing=J", ""),
    "MaatwerkOplSpec.ExplainReden": (
        "/Lening/MaatwerkOplossing=J /Lening/MaatwerkOplSpec/MaatwerkOplToelichting=x",
        "/Lening/MaatwerkOplossing=J /Lening/MaatwerkOplSpec/ExplainReden=01",
    ),
    "MaatwerkOplSpec.MaatwerkOplCodeMij": ("ExplainReden=01", ""),
    "MaatwerkOplSpec.MaatwerkOplCodeMij-2": ("ExplainReden=02 MaatwerkOplCodeMij=AE001", "ExplainReden=02"),
    "Leningdeel.CodeLeningDeel": ("/Lening/Regeling=11 /Lening/Leningdeel/CodeLeningDeel=2", "/Lening/Regeling=11 /Lening/Leningdeel/CodeLeningDeel=3"),
    "Leningdeel.CodeLeningDeel-2": ("/Lening/Regeling=10 /Lening/Leningdeel/CodeLeningDeel=3", "/Lening/Regeling=10 /Lening/Leningdeel/CodeLeningDeel=2"),
    "Leningdeel.CodeLeningDeel-3": ("/Lening/Regeling=05 /Lening/Leningdeel/CodeLeningDeel=1", "/Lening/Regeling=05 /Lening/Leningdeel/CodeLeningDeel=4"),
    "Leningdeel.CodeLeningDeel-4": ("/Lening/Regeling=08 /Lening/Leningdeel/CodeLeningDeel=2", "/Lening/Regeling=08 /Lening/Leningdeel/CodeLeningDeel=1"),
    "Leningdeel.RenteBedenkTijdInMnd": ("RenteBedenkTijd=03", ""),
    "Leningdeel.FinancieleDekking": ("AflossingsVorm=03", ""),
    "Leningdeel.BancaireDekking": ("AflossingsVorm=13", ""),
    "Leningdeel.EffectieveRentePerc": ("RentePct=2.40", ""),
    "BancaireDekking.AanbiederOmschr": ("Aanbieder=ZZ", ""),
    "BancaireDekking.MaatschappijContractLopend": ("ContractLopendJN=J", ""),
    "BancaireDekking.ContractOmzettingJN": ("ContractLopendJN=J", ""),
    "BancaireDekking.ContractAfkoopWaarde": ("ContractLopendJN=J ContractOmzettingJN=J", ""),
    "BancaireDekking.ContractNr": ("ContractLopendJN=J ContractOmzettingJN=J", "ContractLopendJN=J ContractOmzettingJN=N"),
    "BancaireDekking.FiscaalGeruislozeVoortzetting": ("FiscaalGeruislozeVoortzettingJN=J", ""),
    "FinancieleDekking.MaatschappijOmschr": ("Maatschappij=ZZ", ""),
    "FinancieleDekking.MaatschappijPolisLopend": ("PolisLopendJN=J", ""),
    "FinancieleDekking.MaatschappijPolisLopendOmschr": ("MaatschappijPolisLopend=ZZ", ""),
    "FinancieleDekking.PolisNr": ("PolisLopendJN=J PolisOmzetting=J", ""),
    "FinancieleDekking.PolisAfkoopWaarde": ("PolisLopendJN=J PolisOmzetting=J", ""),
    "FinancieleDekking.PolisOmzetting": ("PolisLopendJN=J", ""),
    "FinancieleDekking.FiscaalGeruislozeVoortzetting": ("FiscaalGeruislozeVoortzettingJN=J", ""),
    "FiscaalGeruislozeVoortzetting.MaatschappijDekkingLopendOmschr": ("MaatschappijDekkingLopend=ZZ", ""),
    "FiscaalGeruislozeVoortzetting.StortingDtNieuweDekking": (
        "/FinancieleDekking/AanvangsDt=2026-01-01"
        " /FinancieleDekking/FiscaalGeruislozeVoortzetting/StortingDtNieuweDekking=2026-01-01",
        "/FinancieleDekking/AanvangsDt=2026-01-01"
        " /FinancieleDekking/FiscaalGeruislozeVoortzetting/StortingDtNieuweDekking=2026-02-01",
    ),
    "PremieAfspraken.SoortPremie": (
        "/FinancieleDekking/CodeFinancieleDekking=01 /FinancieleDekking/PremieAfspraken/SoortPremie=02",
        "/FinancieleDekking/CodeFinancieleDekking=01 /FinancieleDekking/PremieAfspraken/SoortPremie=03",
    ),
    "VerzekerdeBedragen.VerzekerdKap": ("SoortVerzekerdKap=02", ""),
    "VerzekerdeBedragen.VerzekerdPct": ("SoortVerzekerdKap=03", ""),
    "Offerte.Object": ("/OfferteData/ResponsOpBerichtSoort=AX", "/OfferteData/ResponsOpBerichtSoort=AX /Object/HuisNr=1"),
    "Offerte.Lening": ("/OfferteData/ResponsOpBerichtSoort=OfferteAanvraag", "/OfferteData/ResponsOpBerichtSoort=AX /Lening/RangOrde=1"),
    "Offerte.FinancieleDekking": ("/OfferteData/ResponsOpBerichtSoort=LX", "/OfferteData/ResponsOpBerichtSoort=AX"),
    "Offerte.KredietAanbieding": ("/OfferteData/ResponsOpBerichtSoort=KX", "/OfferteData/ResponsOpBerichtSoort=AX"),
    "OfferteData.Financier": ("ResponsOpBerichtSoort=AX", ""),
    "OfferteData.PlaatsNaam": ("ResponsOpBerichtSoort=KX", ""),
    "OfferteData.KvKnummer": ("ResponsOpBerichtSoort=AX", ""),
    "OfferteData.AcceptatieDt": ("ResponsOpBerichtSoort=AX", "ResponsOpBerichtSoort=LX"),
    "OfferteData.GeldigheidsDt": ("ResponsOpBerichtSoort=AX", ""),
    "OfferteData.UitersteVerlengingsDt": ("UitersteVerlengingsDt=2026-01-01", "Kenmerk=1"),
    "PrintDoc.DocSoort": ("DocSoort=18 /PrintDoc+/DocSoort=00", "DocSoort=18 /PrintDoc+/DocSoort=02"),
    "TekstRegels.(all)": ("TekstRegel=x", "/OfferteData/Kenmerk=1"),
    "PrintDoc.DocSoortOmschr": ("DocSoort=99", ""),
    "DocumentData.ResponsOpBerichtSoort": ("ResponsOpBerichtSoort=LX", "ResponsOpBerichtSoort=KX"),
    "DocumentKenmerk.DocumentStatusOmschr": ("DocumentStatus=07", ""),
    "DocumentKenmerk.SoortOrigineel": ("OrginelenAanleverenJN=J", ""),
    "DocumentKenmerk.BronNaam": ("SoortOrigineel=07", ""),
    "DocumentKenmerk.SoortDocumentOmschr": (
        "SoortDocument=257 SoortDocumentOmschr=Studielening",
        "SoortDocument=257 SoortDocumentOmschr=DUO-overzicht",
    ),
    "DocumentKenmerk.DocumentMijNr": (
        "DocumentMijNr=1 /DocumentKenmerk+/DocumentMijNr=1",
        "DocumentMijNr=1 /DocumentKenmerk+/DocumentMijNr=2",
    ),
    "StatusKetenPartij.DocumentStatusOmschr": ("DocumentStatus=08", ""),
    "Status.Kenmerk": ("ResponsOpBerichtSoort=DA", ""),
    "Status.ResponsOpBerichtSoort": ("ResponsOpBerichtSoort=EA", "ResponsOpBerichtSoort=DX"),
    "Status.AXBerichtStatusSpecificatie": ("ResponsOpBerichtSoort=AX", ""),
    "Status.LXBerichtStatusSpecificatie": ("ResponsOpBerichtSoort=LX", ""),
    "Status.KXBerichtStatusSpecificatie": ("ResponsOpBerichtSoort=KX", ""),
    "Status.MXBerichtStatusSpecificatie": ("ResponsOpBerichtSoort=MX", ""),
    "Status.GXBerichtStatusSpecificatie": ("ResponsOpBerichtSoort=GX", ""),
    "Status.IABerichtStatusSpecificatie": ("ResponsOpBerichtSoort=IA", ""),
    "Status.NXBerichtStatusSpecificatie": ("ResponsOpBerichtSoort=NX", ""),
    "Status.DXBerichtStatusSpecificatie": ("ResponsOpBerichtSoort=DX", ""),
    "Status.TaxconBerichtStatusSpecificatie": ("ResponsOpBerichtSoort=DA", ""),
    "Status.(entity)": (
        "ResponsOpBerichtSoort=AX AXBerichtStatusSpecificatie/StatusAXBericht=09 KXBerichtStatusSpecificatie/StatusKXBericht=01",
        "ResponsOpBerichtSoort=AX AXBerichtStatusSpecificatie/StatusAXBericht=09",
    ),
    "AXBerichtStatusSpecificatie.PasseerDt": ("StatusAXBericht=07", ""),
    "AXBerichtStatusSpecificatie.PasseerGegevens": ("StatusAXBericht=07", ""),
    "LXBerichtStatusSpecificatie.MedischAkkoordDt": ("StatusLXBericht=04", ""),
    "Status.StatusTekstRegels": ("AXBerichtStatusSpecificatie/StatusAXBericht=14", ""),
    "Status.StatusTekstRegels-2": ("AXBerichtStatusSpecificatie/StatusAXBericht=16", ""),
    "Status.StatusTekstRegels-3": ("LXBerichtStatusSpecificatie/StatusLXBericht=13", ""),
    "Status.StatusTekstRegels-4": ("MXBerichtStatusSpecificatie/StatusMXBericht=04", ""),
    "Status.StatusTekstRegels-5": ("DXBerichtStatusSpecificatie/StatusDXBericht=80", ""),
    "Status.StatusTekstRegels-6": ("TaxconBerichtStatusSpecificatie/StatusTaxconBericht=81", ""),
    "Status.StatusTekstRegels-7": ("KXBerichtStatusSpecificatie/StatusKXBericht=03", ""),
    "Status.StatusTekstRegels-8": ("IABerichtStatusSpecificatie/StatusIABericht=04", ""),
    "Status.StatusTekstRegels-9": ("KXBerichtStatusSpecificatie/StatusKXBericht=06_beëindigd,_zie_toelichting", ""),
}  # fmt: skip


def tree(rule, fields: str) -> etree._Element:
    """The root of the rule's message with the fields; `_` in a value is a blank."""
    message = message_type("AX" if rule.message == "*" else rule.message)
    root = etree.Element(message.root)
    for field in fields.split():
        path, value = field.split("=")
        inside = f"/{rule.entity}/{path}" if not path.startswith("/") else path
        steps = inside.strip("/").split("/")
        place(root, steps[1:] if steps[0] == message.root else steps, value.replace("_", " "))
    return root


def place(element: etree._Element, steps: list[str], value: str) -> None:
    name = steps[0].rstrip("+")
    found = None if steps[0].endswith("+") else element.find(name)
    found = etree.SubElement(element, name) if found is None else found
    if len(steps) == 1:
        found.text = value
    else:
        place(found, steps[1:], value)


def noticed(root, message: str) -> set[str]:
    """The ids of every rule that the tree breaks, refusing or flagging."""
    ids = {flag.removeprefix("condition:") for flag in flags(root, message)}
    try:
        conditions.check(root, message)
    except Refused as refusal:
        ids |= {finding.rule for finding in refusal.findings}
    return ids


def flags(root, message: str) -> tuple[str, ...]:
    found = conditions._broken(root, conditions._by_entity(message), None)
    return tuple(f"condition:{finding.rule}" for finding, inferred in found if inferred)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_notices_what_breaks_it_and_leaves_the_rest_alone(rule):
    broken, fitting = CASES[rule.id]
    code = "AX" if rule.message == "*" else rule.message
    if not fitting:
        assert rule.must is GIVEN
        fitting = f"{broken} {rule.field}=1"
    assert rule.id in noticed(tree(rule, broken), code)
    assert rule.id not in noticed(tree(rule, fitting), code)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_a_dutch_and_an_english_sentence(rule):
    assert rule.nl.startswith(rule.subject)
    assert rule.nl.endswith(".")
    assert rule.en.startswith(rule.subject)
    assert rule.en.endswith(".")


def test_every_row_of_the_conditions_is_a_rule_or_has_a_reason():
    rows = {row.id for row in dictionary.conditions() if row.message in OURS}
    rules = {rule.id for rule in RULES} | {EMPTY}
    assert rows == rules | set(BEYOND_ONE_MESSAGE) | set(HELD_BY_SCHEMA)
    assert len(RULES) == 163
    assert not rules & set(BEYOND_ONE_MESSAGE)
    assert len(BEYOND_ONE_MESSAGE) == 25


def test_the_other_rows_are_about_messages_that_nobody_handles_yet():
    assert {row.message for row in dictionary.conditions()} - set(OURS) == {"KX"}


def test_every_inferred_row_only_flags():
    inferred = {row.id for row in dictionary.conditions() if row.source == "inferred"}
    assert inferred <= {rule.id for rule in RULES if rule.inferred}


def test_what_else_only_flags_is_doubtful_in_the_source():
    inferred = {row.id for row in dictionary.conditions() if row.source == "inferred"}
    assert {rule.id for rule in RULES if rule.inferred} - inferred == {
        "Dienstbetrekking.InkomenFlexibel2jr",
        "Dienstbetrekking.InkomenFlexibel3jr",
        "BezittingenBoxDrie.VerpandAanOmschr",
        "PartijNAWData.CorrespondentieNaam",
        "TekstRegels.(all)",
        "DocumentKenmerk.SoortDocumentOmschr",
        "Status.TaxconBerichtStatusSpecificatie",
    }


def test_every_rule_belongs_to_the_message_of_its_row():
    rows = {row.id: row.message for row in dictionary.conditions()}
    assert {rule.id: rule.message for rule in RULES} == {rule.id: rows[rule.id] for rule in RULES}


def test_an_empty_element_is_refused_with_its_path():
    root = xml.parse(b"<StatusMelding><Status><Kenmerk> </Kenmerk></Status></StatusMelding>", limit=1_000).root
    with pytest.raises(Refused) as caught:
        conditions.check(root, "SX")
    finding = next(finding for finding in caught.value.findings if finding.rule == EMPTY)
    assert finding.path == "StatusMelding/Status/Kenmerk"
    assert finding.nl == "Kenmerk is leeg; laat het element weg als er niets te melden is."


def test_a_reference_is_not_empty():
    body = b'<OfferteAanvraag><Hypotheekgever><RefPartijNAWData IDREF="NA01"/></Hypotheekgever></OfferteAanvraag>'
    assert conditions.check(xml.parse(body, limit=1_000).root, "AX") == ()


def test_the_first_finding_leads_and_the_others_are_counted():
    root = tree(RULES[0], "TeVerkopenJN=J OverbruggingJN=J")
    with pytest.raises(Refused) as caught:
        conditions.check(root, "AX")
    assert caught.value.as_dict() == {
        "slug": "condition-violated",
        "path": "OfferteAanvraag/HuidigObject/VerkochtJN",
        "came": "niets / nothing",
        "expected": "een waarde / a value",
        "rule": "HuidigObject.VerkochtJN",
        "nl": "VerkochtJN is verplicht als TeVerkopenJN J is. Herstel dit in het pakket en verstuur het bericht opnieuw."
        " Daarnaast is er 1 andere fout. Er is niets gewijzigd.",
        "en": "VerkochtJN is required when TeVerkopenJN is J. Mend this in the software and send the message again."
        " There is 1 other mistake. Nothing was changed.",
    }


def test_at_most_fifty_findings_are_collected():
    root = etree.Element("OfferteAanvraag")
    for _ in range(200):
        place(root, ["HuidigObject+", "TeVerkopenJN"], "J Ja")
    with pytest.raises(Refused) as caught:
        conditions.check(root, "AX")
    assert len(caught.value.findings) == 50


def test_the_official_sample_is_only_flagged(official_sample):
    root = xml.parse(official_sample, limit=1_000_000).root
    assert set(conditions.check(root, "AX")) == {
        "condition:PartijNAWData.CorrespondentieNaam",
        "condition:PartijNAWData.BedrijfsNaam",
    }
