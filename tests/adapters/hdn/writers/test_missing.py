import pytest
from lxml import etree

from adapters.hdn.schemas import SchemaSet
from adapters.hdn.writers.missing import missing
from schemas.hdn.messages import message_type

CHOICE = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="StatusMelding"><xs:complexType>
<xs:sequence>
  <xs:choice><xs:element name="A" type="xs:string"/><xs:element name="B" type="xs:string"/></xs:choice>
  <xs:sequence><xs:element name="C" type="xs:string"/></xs:sequence>
  <xs:sequence minOccurs="0"><xs:element name="D" type="xs:string"/></xs:sequence>
</xs:sequence></xs:complexType></xs:element></xs:schema>"""


@pytest.fixture
def schema_of(tmp_path):
    def of(code, text=None):
        if text:
            (tmp_path / "24.0" / "AE").mkdir(parents=True)
            (tmp_path / "24.0" / "AE" / f"{code}.xsd").write_text(text, encoding="utf-8")
        return SchemaSet(tmp_path).find(message_type(code), "AE", "24.0")

    return of


def paths(schema, xml):
    return [finding.path for finding in missing(schema, etree.fromstring(xml))]


def test_every_gap_of_every_element_is_named_in_the_order_of_the_message(schema_of):
    xml = "<StatusMelding><Header/><Status><StatusTekstRegels/><StatusTekstRegels/></Status></StatusMelding>"
    found = paths(schema_of("SX"), xml)
    assert found[:2] == ["StatusMelding/Header/VerzenderNrHDN", "StatusMelding/Header/VerzenderNaam"]
    assert found[13:] == [
        "StatusMelding/Status/StatusDt",
        "StatusMelding/Status/StatusTijd",
        "StatusMelding/Status/ResponsOpBerichtSoort",
        "StatusMelding/Status/StatusTekstRegels[1]/TekstRegel",
        "StatusMelding/Status/StatusTekstRegels[2]/TekstRegel",
    ]


def test_which_of_a_choice_is_wanted_is_not_guessed(schema_of):
    assert paths(schema_of("SX", CHOICE), "<StatusMelding/>") == ["StatusMelding/C"]


def test_what_a_schema_does_not_know_has_no_gaps(schema_of):
    assert paths(schema_of("SX"), "<Offerte/>") == []
    assert "StatusMelding/Status" in paths(schema_of("SX"), "<StatusMelding><Onbekend><X/></Onbekend></StatusMelding>")
