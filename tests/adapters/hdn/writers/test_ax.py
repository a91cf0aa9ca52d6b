from decimal import Decimal

import pytest

from adapters.hdn import xml
from adapters.hdn.writers import compose
from adapters.hdn.writers.ax import write_application
from schemas.applications import PartFacts
from schemas.letters import Addition
from schemas.values import CodedText
from tests.builders.letters import ADDED, PART, findings, golden, provider, recorded_application, route, writing

ASKED_BY_RULES = ("Gemeente", "BouwJaar", "AppartementsrechtJN", "AchterstalligOnderhoud", "Mutatie")


def without_paths(values):
    dumped = [value.model_dump() for value in values]
    for value in dumped:
        value.pop("source")
        for part in value.get("parts", ()):
            part.pop("source")
    return dumped


def tree(composed):
    return xml.parse(composed.body, limit=1_000_000).root


def test_everything_that_the_facts_lack_is_told_at_once_by_its_place(kept):
    asked = findings(writing(), kept)
    required = {path for rule, path in asked if rule == "required"}
    wanted = {addition.place for addition in ADDED if not addition.place.endswith(ASKED_BY_RULES)}
    assert required == wanted
    by_rules = {rule for rule, path in asked if rule != "required"}
    assert by_rules == {"Object.Gemeente", "Object.AppartementsrechtJN", "Lening.Mutatie"}


def test_an_application_is_written_as_the_golden_file_has_it(kept):
    golden("ax", compose(writing(additions=ADDED), kept).body)


def test_the_reader_reads_the_facts_that_were_written(kept, read_back):
    wanted = recorded_application()
    found = read_back(compose(writing(additions=ADDED), kept))
    parties = [party for party in wanted.parties if party.role != "service_provider"]
    assert without_paths(found.parties[:-1]) == without_paths(parties)
    assert without_paths(found.intermediaries) == without_paths(wanted.intermediaries)
    assert without_paths(found.products) == without_paths(wanted.products)
    assert without_paths(found.properties) == without_paths(wanted.properties)


def test_our_own_station_is_the_last_party_and_the_received_one_is_gone(kept, read_back):
    composed = compose(writing(additions=ADDED), kept)
    ours = read_back(composed).parties[-1]
    assert (ours.role, ours.company, ours.phone) == ("service_provider", "Hypotheekkantoor De Brug", "0301234567")
    assert (ours.postcode, ours.email) == ("3511AB", "kantoor@voorbeeld.example")
    assert [one.text for one in tree(composed).iter("ServiceProviderNr")] == ["SP-700123"]


def test_a_code_without_its_text_gets_that_of_the_list(kept):
    root = tree(compose(writing(additions=ADDED), kept))
    assert root.findtext("Lening/Leningdeel/BetalingsTermijn") == "01 per maand"
    assert root.findtext("Lening/AankoopWoningJN") == "J Ja"
    assert root.findtext("Lening/Financier") == "AE AEGON Verzekeringen"


def test_a_code_that_the_list_does_not_have_is_noticed_and_sent(kept):
    composed = compose(writing(additions=ADDED), kept)
    assert "unknown-code:ObjectSoort" in composed.flags
    assert tree(composed).findtext("Object/ObjectSoort") == "77 Woonboot"


def test_elements_stand_in_the_order_of_the_dictionary_without_being_sorted(kept):
    from adapters.hdn.schemas import SchemaSet
    from schemas.hdn.messages import message_type

    schema = SchemaSet().find(message_type("AX"), "", "24.0")
    assert schema.allows(write_application(writing(additions=ADDED), kept).root)


def test_a_total_that_is_not_the_sum_of_its_parts_is_refused(kept):
    first, second = recorded_application().products
    wrong = (first.model_copy(update={"amount": Decimal("250000.01")}), second)
    place = "OfferteAanvraag/Lening[1]/HypotheekBedrag"
    assert findings(writing(additions=ADDED, products=wrong), kept) == [("Lening.HypotheekBedrag", place)]


def test_a_bridging_part_does_not_count_in_the_total(kept):
    first, second = recorded_application().products
    bridging = PartFacts(
        number=3,
        kind=CodedText(code="1"),
        product=CodedText(code="AU007"),
        repayment=CodedText(code="05"),
        amount=Decimal(40000),
        term_months=24,
        rate_pct=Decimal("4.1"),
        fixed_months=24,
    )
    places = (f"OfferteAanvraag/Lening[1]/Leningdeel[3]/{tag}" for tag in PART)
    more = (Addition(place=place, value=value) for place, value in zip(places, ("01", "01", "J"), strict=True))
    bridged = first.model_copy(update={"parts": (*first.parts, bridging)})
    letter = writing(additions=(*ADDED, *more), products=(bridged, second))
    assert tree(compose(letter, kept)).findtext("Lening/HypotheekBedrag") == "250000.00"
    counted = bridged.model_copy(update={"amount": Decimal(290000)})
    refused = findings(letter.model_copy(update={"products": (counted, second)}), kept)
    assert refused == [("Lening.HypotheekBedrag", "OfferteAanvraag/Lening[1]/HypotheekBedrag")]


@pytest.mark.parametrize(
    ("amount", "shown"), [("250000", "250000.00"), ("2.5E+5", "250000.00"), ("250000.000", "250000.00")]
)
def test_amounts_are_written_exactly(amount, shown, kept):
    first, second = recorded_application().products
    products = (first.model_copy(update={"amount": Decimal(amount)}), second)
    assert tree(compose(writing(additions=ADDED, products=products), kept)).findtext("Lening/HypotheekBedrag") == shown


def test_an_amount_with_part_of_a_cent_is_refused_and_never_rounded(kept):
    first, second = recorded_application().products
    products = (first.model_copy(update={"amount": Decimal("250000.001")}), second)
    asked = findings(writing(additions=ADDED, products=products), kept)
    assert ("value", "OfferteAanvraag/Lening[1]/HypotheekBedrag") in asked


def test_an_application_without_anybody_between_is_refused(kept):
    without_him = tuple(addition for addition in ADDED if "TussenPersoon" not in addition.place)
    asked = findings(writing(additions=without_him, intermediaries=()), kept)
    assert asked == [("required", "OfferteAanvraag/TussenPersoon")]


def test_what_the_office_does_not_say_of_itself_is_asked_in_its_own_words(kept):
    letter = writing(additions=ADDED, service_provider=provider(afm_number="", street=""))
    assert findings(letter, kept) == [
        ("ServiceProvider.(entity)", "OfferteAanvraag/ServiceProvider/ServiceProviderAFMRegistratieNr"),
        ("ServiceProvider.(entity)", "OfferteAanvraag/ServiceProvider/StraatNaam"),
    ]


def test_an_application_without_a_number_has_no_header(kept):
    root = tree(compose(writing(additions=ADDED, route=route(number=None)), kept))
    assert root.find("Header") is None


def test_the_package_of_the_office_is_named_in_the_header(kept):
    named = provider(package="Adviesdesk", package_version="7.1")
    header = tree(compose(writing(additions=ADDED, service_provider=named), kept)).find("Header")
    assert (header.findtext("PakketNaam"), header.findtext("PakketVersie")) == ("Adviesdesk", "7.1")
