"""Rules about houses: the present one with its financing, and the one to be financed."""

from adapters.hdn.rules.parts import GIVEN, Rule, both, is_, somewhere

_NHG = somewhere("Lening/NHGJN", "J")
_EXISTING = is_("Onderpand", "01", "02")
_NEW = is_("Onderpand", "03")
_REBUILT = is_("Onderpand", "02")
_STAYS = is_("AflossenJN", "N")

PROPERTY_RULES: tuple[Rule, ...] = (
    Rule("HuidigObject.VerkochtJN", GIVEN, is_("TeVerkopenJN", "J"), "AX"),
    Rule("HuidigObject.VerkoopPrijs", GIVEN, is_("VerkochtJN", "J"), "AX"),
    Rule("HuidigObject.MarktWaarde", GIVEN, is_("VerkochtJN", "N"), "AX"),
    Rule("HuidigObject.VerkoopDt", GIVEN, is_("VerkochtJN", "J"), "AX"),
    Rule("HuidigObject.OverbruggingsBedrag", GIVEN, is_("OverbruggingJN", "J"), "AX"),
    Rule("HuidigObject.HuidigeFinanciering", GIVEN, is_("HuidigeFinancieringJN", "J"), "AX", inferred=True),
    Rule("HuidigeFinanciering.FinancierOmschr", GIVEN, is_("FinancierBestaandeHypotheek", "ZZ"), "AX"),
    Rule("HuidigLeningdeel.AflossingsvormHuidigLeningdeel", GIVEN, _STAYS, "AX"),
    Rule("HuidigLeningdeel.RenteVastInMndHuidigLeningdeel", GIVEN, _STAYS, "AX"),
    Rule("HuidigLeningdeel.DuurInMndHuidigLeningdeel", GIVEN, _STAYS, "AX"),
    Rule("HuidigLeningdeel.BedragHuidigLeningdeel", GIVEN, _STAYS, "AX"),
    Rule("HuidigLeningdeel.RestantSaldoHuidigLeningdeel", GIVEN, _STAYS, "AX"),
    Rule("HuidigLeningdeel.RentePercHuidigLeningdeel", GIVEN, _STAYS, "AX"),
    Rule("Object.StraatNaam", GIVEN, _EXISTING),
    Rule("Object.HuisNr", GIVEN, _EXISTING),
    Rule("Object.Postcode", GIVEN, _EXISTING),
    Rule("Object.Gemeente", GIVEN, _NHG),
    Rule("Object.BouwPlanNr", GIVEN, _NEW),
    Rule("Object.SituatieNr", GIVEN, _NEW),
    Rule("Object.ZelfBouw", GIVEN, _NEW),
    Rule("Object.ErfpachtEeuwigDurend", GIVEN, is_("ErfpachtJN", "J")),
    Rule("Object.ErfpachtEindDt", GIVEN, is_("ErfpachtEeuwigDurend", "N")),
    Rule("Object.ErfpachtMeeFinancieren", GIVEN, is_("ErfpachtJN", "J")),
    Rule("Object.ErfpachtAfkoopsom", GIVEN, is_("ErfpachtMeeFinancieren", "J")),
    Rule("Object.BouwJaar", GIVEN, both(_EXISTING, _NHG)),
    Rule("Object.AppartementsrechtJN", GIVEN, _NHG),
    Rule("Object.MarktWaarde", GIVEN, _EXISTING),
    Rule("Object.Koopsom", GIVEN, somewhere("Lening/AankoopWoningJN", "J")),
    Rule("Object.AchterstalligOnderhoud", GIVEN, both(_EXISTING, _NHG)),
    Rule("Object.VerbouwingsKosten", GIVEN, _REBUILT),
    Rule("Object.MarktWaardeNaVerb", GIVEN, _REBUILT),
    Rule("Object.VerkoopOnderVoorwaardenConstructie", GIVEN, is_("VerkoopOnderVoorwaardenJN", "J"), inferred=True),
)
