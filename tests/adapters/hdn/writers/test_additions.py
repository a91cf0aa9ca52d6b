import pytest
from lxml import etree

from adapters.hdn.writers.additions import add_all
from schemas.errors import Refused
from schemas.letters import Addition

AX = """<OfferteAanvraag>
	<Hypotheekgever Volgnummer="1">
		<RefPartijNAWData IDREF="NA01"/>
		<BurgerlijkeStaat>03 Alleenstaand</BurgerlijkeStaat>
	</Hypotheekgever>
	<PartijNAWData Volgnummer="1" ID="NA01"/>
	<Lening Volgnummer="1">
		<RangOrde>1</RangOrde>
		<Leningdeel Volgnummer="1"/>
		<Leningdeel Volgnummer="2">
			<DuurInMnd> </DuurInMnd>
		</Leningdeel>
	</Lening>
</OfferteAanvraag>"""


@pytest.fixture
def root():
    return etree.fromstring(AX)


def add(root, place, value="1", **more):
    found = add_all(
        root, "AX", [Addition(place=f"OfferteAanvraag/{place}", value=value, **more)], ours=("TussenPersoon",)
    )
    return [(finding.came, finding.nl) for finding in found]


def test_a_field_stands_where_the_dictionary_has_it_and_in_a_line_of_its_own(root):
    assert add(root, "Lening/Financier", "AE") == []
    assert (
        etree.tostring(root.find("Lening"))
        .decode()
        .startswith(
            '<Lening Volgnummer="1">\n\t\t<Financier>AE AEGON Verzekeringen</Financier>\n\t\t<RangOrde>1</RangOrde>\n'
        )
    )


def test_a_field_can_come_last_without_moving_the_closing_tag(root):
    add(root, "Lening/Leningdeel[2]/RentePct", "2.40")
    shown = etree.tostring(root.find("Lening")).decode()
    assert "\t\t\t<RentePct>2.40</RentePct>\n\t\t</Leningdeel>\n\t</Lening>" in shown


def test_an_empty_element_is_no_content(root):
    assert add(root, "Lening/Leningdeel[2]/DuurInMnd", "360") == []
    assert root.findtext("Lening/Leningdeel[2]/DuurInMnd") == "360"


def test_the_next_of_a_kind_is_made_with_its_number(root):
    assert add(root, "Lening/Leningdeel[3]/DuurInMnd", "360") == []
    assert [part.get("Volgnummer") for part in root.iter("Leningdeel")] == ["1", "2", "3"]


def test_a_new_party_gets_an_id_of_its_own(root):
    assert add(root, "PartijNAWData[2]/BedrijfsNaam", "De Brug") == []
    made = root.findall("PartijNAWData")[1]
    assert (made.get("ID"), made.get("Volgnummer")) == ("NA02", "2")


def test_entities_between_are_made_where_they_belong(root):
    assert add(root, "Hypotheekgever/Inkomsten/Dienstbetrekking/BrutoJaarSalaris", "52000.00") == []
    assert root.findtext("Hypotheekgever/Inkomsten/Dienstbetrekking/BrutoJaarSalaris") == "52000.00"


def test_a_field_that_points_gets_the_id_as_its_reference(root):
    assert add(root, "Lening/Leningdeel[1]/RefDebiteurNAWData", "NA01") == []
    assert root.find("Lening/Leningdeel/RefDebiteurNAWData").get("IDREF") == "NA01"
    assert add(root, "Hypotheekgever/RefPartijNAWData", "NA02")[0][0] == "NA01"


@pytest.mark.parametrize(
    ("place", "came"),
    [
        ("Lening/Leningdeel/DuurInMnd", "Leningdeel"),
        ("Lening/Leningdeel[4]/DuurInMnd", "Leningdeel"),
        ("Lening/Leningdeel", "Leningdeel"),
        ("Lening/RangOrde[2]", "RangOrde"),
        ("Lening/RangOrde", "1"),
        ("Lening/Onbekend/RangOrde", "Onbekend"),
        ("Lening/@Volgnummer", "OfferteAanvraag/Lening/@Volgnummer"),
        ("Lening//RangOrde", "OfferteAanvraag/Lening//RangOrde"),
        ("TussenPersoon/TussenpersoonNr", "TussenPersoon"),
        ("*/RangOrde", "OfferteAanvraag/*/RangOrde"),
    ],
)
def test_a_place_that_is_none_is_told_and_nothing_changes(root, place, came):
    before = etree.tostring(root)
    ((told, sentence),) = add(root, place)
    assert told == came
    assert sentence.endswith(".")
    assert etree.tostring(root) == before


@pytest.mark.parametrize("place", ["OfferteAanvraag", "/", "Offerte/Lening/RangOrde", "Lening/RangOrde"])
def test_a_place_begins_with_the_message_it_is_in(root, place):
    (finding,) = add_all(root, "AX", [Addition(place=place, value="2", replaces=True)])
    assert (finding.rule, finding.path) == ("addition", place)


@pytest.mark.parametrize("place", ["Lening/ProductNaam", "Lening/Leningdeel[1]/RefDebiteurNAWData"])
def test_a_control_character_is_refused(root, place):
    with pytest.raises(Refused) as caught:
        add(root, place, "NA\x00")
    assert (caught.value.slug, caught.value.came) == ("invalid-value", "NA\\x00")


def test_what_stands_there_is_named_and_stays(root):
    ((told, sentence),) = add(root, "Lening/RangOrde", "2")
    assert (told, root.findtext("Lening/RangOrde")) == ("1", "1")
    assert sentence == "RangOrde is al ingevuld (1); vervangen gebeurt alleen als dat erbij staat."
    assert add(root, "Lening/RangOrde", "2", replaces=True) == []
    assert root.findtext("Lening/RangOrde") == "2"
