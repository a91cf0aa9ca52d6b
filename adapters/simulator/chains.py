"""Ten recorded dossiers and an exchange that nobody linked yet: one of every situation that an office meets.

Invented people, real shapes: each chain is an application and what the lender answered, in the order of sending.
Moments count back from `today`, so that deadlines and validity stand where an adviser would see them.
"""

from collections.abc import Callable
from datetime import date

from adapters.simulator.cast import Line, Part
from adapters.simulator.pen import Chain, Lender, Pen

OFFICES = (("500001", "Hypotheekkantoor De Brug"), ("500002", "Financieel Advies Noord"))
LENDERS = (
    Lender("600001", "AE", "AEGON Verzekeringen"),
    Lender("600002", "IN", "ING Bank"),
    Lender("600003", "RB", "Rabobank"),
    Lender("600004", "OV", "Obvion"),
)
_AE, _IN, _RB, _OV = LENDERS
_BRUG, _NOORD = (node for node, _ in OFFICES)


def chains(today: date) -> list[Chain]:
    """The chains as they stand on `today`: ten with an application, and one without."""
    return [build(Pen(today, place, _BRUG, _AE)) for place, build in enumerate(_BUILDERS)]


def _in_servicing(pen: Pen) -> Chain:
    pen.between(_BRUG, _AE).applies(80).status("09", 80).status("10", 79).offers("indicative", 76).status("22", 76)
    pen.asks(76, due_in=-40).status("12", 75)
    approved = {str(number): ("04", "") for number in range(201, 209)}
    pen.asks(60, approved, due_in=-40).status("04", 58).offers("binding", 55, valid_days=120).status("23", 55)
    pen.status("05", 45).status("31", 40).status("26", 21).status("20", 14)
    return pen.chain("van aanvraag tot lening in beheer")


def _documents_rejected(pen: Pen) -> Chain:
    pen.between(_BRUG, _IN).applies(20).status("09", 20).status("10", 19).offers("indicative", 17).status("22", 17)
    pen.asks(16).status("12", 16)
    pen.delivers(Line("204", "011", description="Loonstrook juli", person=0), 9)
    pen.delivers(Line("301", "025", description="Bouwkundig rapport"), 9)
    judged = {
        "201": ("07", "De handtekening van de verkoper ontbreekt op pagina 4."),
        "202": ("06", ""),
        "203": ("04", ""),
        "204": ("07", "De loonstrook is ouder dan drie maanden."),
        "205": ("04", ""),
    }
    pen.asks(2, judged, due_in=5)
    return pen.chain("twee stukken afgekeurd, met reden")


def _offer_expiring(pen: Pen) -> Chain:
    pen.between(_BRUG, _RB).applies(90).status("09", 90).status("10", 88).offers("indicative", 85).asks(85, due_in=-60)
    pen.status("12", 84).status("04", 70).offers("binding", 62, valid_days=66).status("23", 62).status("01", 3)
    return pen.chain("bindende offerte verloopt over enkele dagen")


def _declined(pen: Pen) -> Chain:
    pen.between(_BRUG, _AE).applies(12).status("09", 12).status("10", 11)
    pen.status("11", 8, text=["De toetsing van de verplichtingen past niet binnen de acceptatievoorwaarden."])
    return pen.chain("afgewezen, met toelichting")


def _second_version(pen: Pen) -> Chain:
    pen.between(_BRUG, _OV).applies(25).status("09", 25).status("10", 24)
    pen.status("14", 22, text=["Het taxatierapport hoort niet bij dit adres."])
    pen.again().applies(20, Part(210_000, rate="3.95"), Part(90_000, "05", rate="4.10"))
    pen.status("09", 20, hour=11).status("10", 19).offers(
        "indicative", 16, Part(210_000, rate="3.95"), Part(90_000, "05", rate="4.10")
    )
    pen.delivers(Line("202", "003", description="Taxatierapport van de woning"), 0)
    return pen.chain("tweede versie na 'niet te verwerken'")


def _better_rate(pen: Pen) -> Chain:
    pen.between(_BRUG, _IN).applies(30, Part(275_000, rate="3.95")).status("09", 30).offers(
        "indicative", 26, Part(275_000, rate="3.95")
    )
    judged = {"201": ("04", ""), "202": ("04", ""), "203": ("03", ""), "205": ("04", "")}
    pen.asks(26).status("12", 25).asks(12, judged)
    pen.status("04", 7).offers("binding", 4, Part(275_000, rate="3.85"), valid_days=90).status("23", 4)
    return pen.chain("rente verlaagd tussen voorstel en offerte")


def _just_sent(pen: Pen) -> Chain:
    pen.between(_BRUG, _RB).applies(0, hour=8).status("09", 0, hour=8)
    return pen.chain("vanochtend verzonden, ontvangst bevestigd")


def _ended(pen: Pen) -> Chain:
    pen.between(_NOORD, _OV).applies(40).status("09", 40).status("10", 38).asks(37, due_in=-20).status("12", 36)
    pen.status("16", 6, text=["Beëindigd op verzoek van de aanvrager."])
    return pen.chain("beëindigd op verzoek van de klant")


def _documents_done(pen: Pen) -> Chain:
    pen.between(_NOORD, _AE).applies(28).status("09", 28).status("10", 27).offers("indicative", 24).asks(24)
    judged = {str(number): ("04", "") for number in (201, 202, 203, 204, 205, 206)}
    judged["207"] = ("08", "Niet meer nodig: label staat in het taxatierapport.")
    pen.asks(5, judged).status("04", 4)
    return pen.chain("alle stukken akkoord, dossier ter acceptatie")


def _being_judged(pen: Pen) -> Chain:
    pen.between(_NOORD, _RB).applies(6).status("09", 6).status("10", 5).asks(3, due_in=18).status("12", 3)
    return pen.chain("in behandeling, stukken gevraagd")


def _without_application(pen: Pen) -> Chain:
    pen.between(_BRUG, _OV).status("10", 1).asks(1, due_in=10)
    return pen.chain("berichten zonder aanvraag: nog te koppelen")


_BUILDERS: tuple[Callable[[Pen], Chain], ...] = (
    _documents_rejected,
    _in_servicing,
    _offer_expiring,
    _declined,
    _second_version,
    _better_rate,
    _just_sent,
    _ended,
    _documents_done,
    _being_judged,
    _without_application,
)
