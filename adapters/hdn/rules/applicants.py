"""Rules about the people of a message: applicants, their income, obligations, possessions and addresses."""

import re

from adapters.hdn.rules.parts import ABSENT, GIVEN, Here, Must, Rule, above, amount, at_least, is_, other_number_than

__all__ = ["APPLICANT_RULES"]

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}")


def _is_iban(here: Here, name: str) -> bool:
    return name not in here.values or _IBAN.fullmatch((here.values[name] or "").strip()) is not None


def _differs_from_the_term(here: Here, name: str) -> bool:
    """Only refused when every loan part of the message has that same term."""
    own = amount(here.values.get(name))
    terms = {amount(found.text) for found in here.root().iterfind("Lening/Leningdeel/DuurInMnd")}
    return own is None or terms != {own}


def _differs_from_the_birth_name(here: Here, name: str) -> bool:
    return name not in here.values or here.values[name] != here.values.get("GeboorteAchternaam")


IBAN = Must(
    _is_iban, "moet een IBAN in hoofdletters zonder spaties zijn", "must be an IBAN in capitals without blanks", "IBAN"
)
OTHER_TERM = Must(
    _differs_from_the_term,
    "hoort alleen te worden meegegeven als het afwijkt van de looptijd van de hypotheek",
    "belongs in the message only when it differs from the term of the mortgage",
    "een andere duur / another term",
)
OTHER_NAME = Must(
    _differs_from_the_birth_name,
    "hoort alleen te worden meegegeven als het afwijkt van de geboortenaam",
    "belongs in the message only when it differs from the birth name",
    "een andere naam / another name",
)
NOT_ALL = other_number_than(100)
_PERSON = is_("SoortPartij", "01")

APPLICANT_RULES: tuple[Rule, ...] = (
    Rule("Hypotheekgever.HuwelijkOntbondenDt", GIVEN, is_("HuwelijkOntbondenJN", "J")),
    Rule("Hypotheekgever.SoortOntbonden", ABSENT, is_("HuwelijkOntbondenJN", "N"), inferred=True),
    Rule("Identificatie.LegitimatieNr", GIVEN, is_("LegitimatieSoort", "EI", "PP", "RB", "VI")),
    Rule("Identificatie.VerblijfsVergunningEindDt", GIVEN, is_("VerblijfsVergunning", "03")),
    Rule("Dienstbetrekking.ProeftijdVerstrekenJN", GIVEN, is_("ProeftijdJN", "J")),
    Rule("Dienstbetrekking.GemUrenWeek", GIVEN, is_("SoortDienstBetrekking", "03", "04", "06", "07")),
    Rule("Dienstbetrekking.BrutoJaarSalaris", above(0)),
    Rule("Dienstbetrekking.InkomenFlexibel1jr", GIVEN, is_("FlexWerkerJN", "J")),
    Rule("Dienstbetrekking.InkomenFlexibel2jr", GIVEN, is_("FlexWerkerJN", "J"), inferred=True),
    Rule("Dienstbetrekking.InkomenFlexibel3jr", GIVEN, is_("FlexWerkerJN", "J"), inferred=True),
    Rule("Dienstbetrekking.PctInkomenMeetellen", NOT_ALL),
    Rule("Dienstbetrekking.DuurInMndMeetellen", OTHER_TERM),
    Rule("Onderneming.PctInkomenMeetellen", NOT_ALL),
    Rule("Onderneming.DuurInMndMeetellen", OTHER_TERM),
    Rule("Uitkering.AOSoort", GIVEN, is_("SoortUitkering", "01")),
    Rule("Uitkering.SoortVerzekering", GIVEN, is_("SoortUitkering", "07")),
    Rule("Uitkering.BrutoJaarUitkering", above(0)),
    Rule("Uitkering.AantalAOWJaren", GIVEN, is_("AOWVolledigeOpbouwJN", "N")),
    Rule("Uitkering.PctInkomenMeetellen", NOT_ALL),
    Rule("Uitkering.DuurInMndMeetellen", OTHER_TERM),
    Rule("Pensioen.PensioenInkomen", above(0)),
    Rule("Pensioen.PctInkomenMeetellen", NOT_ALL),
    Rule("Pensioen.DuurInMndMeetellen", OTHER_TERM),
    Rule("Overige.SoortOverigeInkomstenOmschr", GIVEN, is_("SoortOverigeInkomsten", "99")),
    Rule("Overige.BrutoJaarBedragOverigeInkomsten", above(0)),
    Rule("Overige.PctInkomenMeetellen", NOT_ALL),
    Rule("Overige.DuurInMndMeetellen", OTHER_TERM),
    Rule("Vermogen.BrutoJaarInkBoxDrie", above(0)),
    Rule("Vermogen.PctInkomenMeetellen", NOT_ALL),
    Rule("Vermogen.DuurInMndMeetellen", OTHER_TERM),
    Rule("Verplichtingen.MaatschappijOmschr", GIVEN, is_("Maatschappij", "ZZ")),
    Rule("Verplichtingen.VerplichtingOmschr", GIVEN, is_("Verplichting", "99")),
    Rule("Verplichtingen.VerplichtingPerJaar", GIVEN, is_("Verplichting", "01", "02", "03", "04", "06", "07", "08")),
    Rule("Verplichtingen.LimietDoorlopendKrediet", GIVEN, is_("Verplichting", "05")),
    Rule("Verplichtingen.VerplichtingInMnd", at_least(0)),
    Rule("Verplichtingen.AflosBedrag", GIVEN, is_("AfgelostDoorHypotheek", "J")),
    Rule("BezittingenBoxDrie.SoortBezittingBoxDrieOmschr", GIVEN, is_("SoortBezittingBoxDrie", "99")),
    # The source says "only when the party is not in the list"; that this is code ZZ is our reading.
    Rule("BezittingenBoxDrie.VerpandAanOmschr", GIVEN, is_("VerpandAan", "ZZ"), inferred=True),
    Rule("PartijNAWData.GeboorteAchternaam", GIVEN, _PERSON),
    Rule("PartijNAWData.VoorNamen", GIVEN, _PERSON),
    Rule("PartijNAWData.VoorLetters", GIVEN, _PERSON),
    Rule("PartijNAWData.GeboorteDt", GIVEN, _PERSON),
    Rule("PartijNAWData.BedrijfsNaam", GIVEN, is_("SoortPartij", "02"), inferred=True),
    Rule("PartijNAWData.RSIN", ABSENT, _PERSON, inferred=True),
    # The 24.0 sample repeats the birth name, so it is noticed and never refused.
    Rule("PartijNAWData.CorrespondentieNaam", OTHER_NAME, inferred=True),
    Rule("PartijNAWData.RekeningNr", IBAN),
)
