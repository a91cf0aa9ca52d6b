"""Rules about loans, their parts, and the policies and accounts that cover them."""

from decimal import Decimal

from adapters.hdn.rules.parts import (
    ABSENT,
    GIVEN,
    Element,
    Here,
    Must,
    Rule,
    When,
    amount,
    at_least,
    both,
    is_,
    is_other_than,
    none_of,
    one_of,
    parent_is,
    somewhere,
)
from schemas.hdn.codes import number, texts


def _sums_its_parts(here: Here, name: str) -> bool:
    total = amount(here.values.get(name))
    parts = [amount(found.text) for found in here.element.iterfind("Leningdeel/LeningDeelBedrag")]
    if total is None or None in parts:
        return True
    # That a part is a bridging loan shows in the text of its code only, so a message that counts it is not refused.
    return total in {sum((part for part in parts if part is not None), Decimal(0)), without_bridging(here.element)}


def without_bridging(loan: Element) -> Decimal | None:
    """The sum of the loan parts that are no bridging loan; `None` when an amount cannot be read."""
    parts = [amount(part.findtext("LeningDeelBedrag")) for part in loan.iterfind("Leningdeel") if not _bridges(part)]
    return None if None in parts else sum((part for part in parts if part is not None), Decimal(0))


def _bridges(part: Element) -> bool:
    """The lender's own code says so, in its text or in that of the list."""
    code = part.findtext("CodeDeelMij") or ""
    return "overbrug" in f"{code} {texts('CodeDeelMij').get(number(code), '')}".casefold()


def _differs_from_the_start(here: Here, name: str) -> bool:
    start = here.parent.values.get("AanvangsDt") if here.parent else None
    return name not in here.values or here.values[name] != start


def _sold_and_redeemed(here: Here) -> bool:
    return any(
        (house.findtext("TeVerkopenJN") or "").startswith("J")
        and any((found.text or "").startswith("J") for found in house.iterfind("HuidigeFinanciering/AflossenJN"))
        for house in here.root().iterfind("HuidigObject")
    )


SUM = Must(
    _sums_its_parts,
    "moet de som van alle LeningDeelBedragen zijn, zonder overbrugging",
    "must be the sum of all LeningDeelBedrag, bridging loan excluded",
    "de som van de leningdelen / the sum of the loan parts",
)
OTHER_DATE = Must(
    _differs_from_the_start,
    "hoort alleen te worden meegegeven als het afwijkt van de ingangsdatum",
    "belongs in the message only when it differs from the start date",
    "een andere datum / another date",
)
SOLD_AND_REDEEMED = When(
    _sold_and_redeemed,
    "HuidigObject/TeVerkopenJN en HuidigeFinanciering/AflossenJN J zijn",
    "HuidigObject/TeVerkopenJN and HuidigeFinanciering/AflossenJN are J",
)
_CONVERTED = both(is_("ContractLopendJN", "J"), is_("ContractOmzettingJN", "J"))
_POLICY_CONVERTED = both(is_("PolisLopendJN", "J"), is_("PolisOmzetting", "J"))
_NHG_LOAN = both(is_("NHGJN", "J"), is_("Regeling", "01", "04", "07", "08", "09", "10", "11"))
_LIFE = parent_is("FinancieleDekking", "CodeFinancieleDekking", "01", "04", "06")

LOAN_RULES: tuple[Rule, ...] = (
    Rule("Lening.Regeling", one_of("01"), SOLD_AND_REDEEMED),
    Rule("Lening.Regeling-2", one_of("01", "10", "11"), is_("AankoopWoningJN", "J")),
    Rule(
        "Lening.Regeling-3",
        one_of("04", "05", "09", "10", "11"),
        somewhere("HuidigObject/HuidigeFinanciering/AflossenJN", "N"),
    ),
    Rule("Lening.RangOrde", at_least(2), is_("Regeling", "09")),
    Rule("Lening.Mutatie", GIVEN, _NHG_LOAN),
    Rule("Lening.Mutatie-2", none_of("01", "06"), is_("Regeling", "04", "07", "09")),
    Rule("Lening.Mutatie-3", one_of("01"), is_("Regeling", "10", "11")),
    Rule("Lening.Mutatie-4", none_of("06"), is_("Regeling", "01")),
    Rule("Lening.Mutatie-5", none_of("01"), is_("Regeling", "08")),
    Rule("Lening.CodeLeningMij", GIVEN),
    Rule("Lening.HypotheekBedrag", SUM),
    Rule("Lening.MaatwerkOplSpec", GIVEN, is_("MaatwerkOplossing", "J")),
    Rule("MaatwerkOplSpec.ExplainReden", GIVEN, parent_is("Lening", "MaatwerkOplossing", "J")),
    Rule("MaatwerkOplSpec.MaatwerkOplCodeMij", GIVEN, is_("ExplainReden", "01")),
    Rule("MaatwerkOplSpec.MaatwerkOplCodeMij-2", ABSENT, is_other_than("ExplainReden", "01")),
    Rule("Leningdeel.CodeLeningDeel", one_of("1", "3"), parent_is("Lening", "Regeling", "11")),
    Rule("Leningdeel.CodeLeningDeel-2", one_of("1", "2"), parent_is("Lening", "Regeling", "10")),
    Rule("Leningdeel.CodeLeningDeel-3", one_of("4"), parent_is("Lening", "Regeling", "05")),
    Rule("Leningdeel.CodeLeningDeel-4", one_of("1"), parent_is("Lening", "Regeling", "01", "07", "08", "09")),
    Rule("Leningdeel.RenteBedenkTijdInMnd", GIVEN, is_("RenteBedenkTijd", "02", "03")),
    Rule("Leningdeel.FinancieleDekking", GIVEN, is_("AflossingsVorm", "03")),
    Rule("Leningdeel.BancaireDekking", GIVEN, is_("AflossingsVorm", "13")),
    Rule("Leningdeel.EffectieveRentePerc", GIVEN, message="OX"),
    Rule("BancaireDekking.AanbiederOmschr", GIVEN, is_("Aanbieder", "ZZ")),
    Rule("BancaireDekking.MaatschappijContractLopend", GIVEN, is_("ContractLopendJN", "J")),
    Rule("BancaireDekking.ContractOmzettingJN", GIVEN, is_("ContractLopendJN", "J")),
    Rule("BancaireDekking.ContractAfkoopWaarde", GIVEN, _CONVERTED),
    Rule("BancaireDekking.ContractNr", GIVEN, _CONVERTED),
    Rule("BancaireDekking.FiscaalGeruislozeVoortzetting", GIVEN, is_("FiscaalGeruislozeVoortzettingJN", "J")),
    Rule("FinancieleDekking.MaatschappijOmschr", GIVEN, is_("Maatschappij", "ZZ")),
    Rule("FinancieleDekking.MaatschappijPolisLopend", GIVEN, is_("PolisLopendJN", "J")),
    Rule("FinancieleDekking.MaatschappijPolisLopendOmschr", GIVEN, is_("MaatschappijPolisLopend", "ZZ")),
    Rule("FinancieleDekking.PolisNr", GIVEN, _POLICY_CONVERTED),
    Rule("FinancieleDekking.PolisAfkoopWaarde", GIVEN, _POLICY_CONVERTED),
    Rule("FinancieleDekking.PolisOmzetting", GIVEN, is_("PolisLopendJN", "J")),
    Rule("FinancieleDekking.FiscaalGeruislozeVoortzetting", GIVEN, is_("FiscaalGeruislozeVoortzettingJN", "J")),
    Rule(
        "FiscaalGeruislozeVoortzetting.MaatschappijDekkingLopendOmschr", GIVEN, is_("MaatschappijDekkingLopend", "ZZ")
    ),
    Rule("FiscaalGeruislozeVoortzetting.StortingDtNieuweDekking", OTHER_DATE),
    Rule("PremieAfspraken.SoortPremie", one_of("01", "03", "05"), _LIFE),
    Rule("VerzekerdeBedragen.VerzekerdKap", GIVEN, is_("SoortVerzekerdKap", "01", "02")),
    Rule("VerzekerdeBedragen.VerzekerdPct", GIVEN, is_("SoortVerzekerdKap", "03")),
)
