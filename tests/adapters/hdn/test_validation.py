from copy import deepcopy
from datetime import datetime

import pytest
from lxml import etree
from xmlschema import XMLResource, XMLSchema, XMLSchemaException

from adapters.hdn import xml
from adapters.hdn.validation import check
from adapters.simulator import messages
from schemas.errors import Refused
from schemas.hdn.dictionary import FOLDER

AT = datetime.fromisoformat("2026-11-21T10:00:00")


def parsed(body: bytes) -> etree._Element:
    return xml.parse(body, limit=1_000_000).root


@pytest.fixture
def application(official_sample):
    return parsed(official_sample)


def refusal_of(root, *how) -> Refused:
    with pytest.raises(Refused) as caught:
        check(root, *how)
    return caught.value


def test_the_official_sample_fits_as_it_came(application):
    checked = check(application, "AX OfferteAanvraag", "AE AEGON Verzekeringen", "24.0")
    assert (checked.message.code, checked.version, checked.flags) == ("AX", "24.0", ())
    assert checked.root is application


def test_type_and_version_are_derived_from_the_root():
    checked = check(parsed(messages.sx(at=AT)))
    assert (checked.message.name, checked.version) == ("SX StatusMelding", "24.0")


@pytest.mark.parametrize("version", ["24.0", "24.0.6.0", "24.0.1.1"])
def test_a_release_below_a_version_is_checked_as_that_version(version):
    assert check(parsed(messages.sx(at=AT)), "SX", "HDN", version).version == "24.0"


def test_an_unknown_version_names_the_supported_ones():
    refusal = refusal_of(parsed(messages.sx(at=AT)), "SX", "HDN", "26.0")
    assert (refusal.slug, refusal.came, refusal.expected) == ("unknown-schema-version", "26.0", "24.0")


@pytest.mark.parametrize("root", ["Onzin", "html", "BronAanvraagBericht"])
def test_an_unknown_root_names_the_known_messages(root):
    refusal = refusal_of(etree.Element(root))
    assert (refusal.slug, refusal.came) == ("unknown-message-type", root)
    assert refusal.expected.startswith("AX OfferteAanvraag, SX StatusMelding")


def test_an_unknown_type_in_the_envelope_is_refused():
    assert refusal_of(parsed(messages.sx(at=AT)), "QX Onzin").slug == "unknown-message-type"


def test_an_envelope_that_names_another_type_is_refused_with_both():
    refusal = refusal_of(parsed(messages.sx(at=AT)), "OX Offerte")
    assert (refusal.slug, refusal.came, refusal.expected) == ("envelope-mismatch", "OX Offerte", "StatusMelding")


def test_elements_in_another_order_are_accepted_with_a_flag():
    root = parsed(messages.ox(at=AT, number="A-1"))
    root[:] = list(reversed(root))
    for element in root:
        element[:] = list(reversed(element))
    checked = check(root)
    assert checked.flags == ("element-order",)
    assert [child.tag for child in checked.root][:2] == ["Header", "Hypotheekgever"]
    assert root[-1].tag == "Header"


def test_elements_that_repeat_keep_their_own_order():
    root = parsed(messages.da([messages.Line("D1"), messages.Line("D2"), messages.Line("D3")], at=AT))
    root.append(root[0])
    ordered = check(root).root
    assert [line.findtext("DocumentMijNr") for line in ordered.iter("DocumentKenmerk")] == ["D1", "D2", "D3"]


def test_an_unknown_code_fits_the_schema():
    assert check(parsed(messages.sx("77", at=AT))).flags == ()


def change(path: str, text: str | None):
    def change_it(root):
        root.find(path).text = text

    return change_it


def drop(path: str):
    def drop_it(root):
        found = root.find(path)
        found.getparent().remove(found)

    return drop_it


def add(path: str, tag: str):
    def add_it(root):
        found = etree.Element(tag)
        found.text = "0.00"
        root.find(path).insert(0, found)

    return add_it


def attribute(path: str, name: str, value: str | None):
    def set_it(root):
        if value is None:
            del root.find(path).attrib[name]
        else:
            root.find(path).set(name, value)

    return set_it


MISTAKES = [
    (
        drop("HuidigObject/ObjectSoort"),
        "required",
        "HuidigObject/ObjectSoort",
        "In HuidigObject ontbreekt ObjectSoort.",
    ),
    (drop("Object/PlaatsNaam"), "required", "Object/PlaatsNaam", "In Object ontbreekt PlaatsNaam."),
    (add("Object", "Zwembad"), "unknown-element", "Object/Zwembad", "Zwembad hoort niet in Object."),
    (
        add("Object", "Koopsom"),
        "occurs",
        "Object/Koopsom",
        "Koopsom staat te vaak of op de verkeerde plaats in Object.",
    ),
    (
        change("Object/Koopsom", "veel"),
        "value",
        "Object/Koopsom",
        "Koopsom is ‘veel’; verwacht wordt een bedrag met een punt en twee decimalen, zoals 1250.00.",
    ),
    (change("Object/BouwJaar", "19911"), "value", "Object/BouwJaar", "een geheel getal van hoogstens 4 cijfers"),
    (change("Object/GarageJN", "Ja"), "value", "Object/GarageJN", "GarageJN is ‘Ja’; verwacht wordt J Ja of N Nee."),
    (change("Object/ObjectSoort", ""), "value", "Object/ObjectSoort", "ObjectSoort is niets; verwacht wordt een code"),
    (change("Object/TaxatieDt", "2-6-2024"), "value", "Object/TaxatieDt", "verwacht wordt een datum als 2026-11-21."),
    (change("Object/StraatNaam", "x" * 101), "value", "Object/StraatNaam", "een tekst van 1 tot 100 tekens."),
    (change("Hypotheekgever/TelefoonNrWerk", "030-1"), "value", "Hypotheekgever/TelefoonNrWerk", "alleen cijfers"),
    (
        change("Lening/Leningdeel/RentePct", "2.4000"),
        "value",
        "Lening/Leningdeel/RentePct",
        "een percentage zoals 2.40",
    ),
    (change("Object", "los"), "content", "Object", "In Object staan tekst en elementen door elkaar."),
    (attribute("Object", "Volgnummer", None), "required", "Object/@Volgnummer", "ontbreekt het attribuut Volgnummer."),
    (attribute("Object", "Volgnummer", "0"), "attribute", "Object/@Volgnummer", "Volgnummer"),
    (attribute("Object", "kleur", "1"), "attribute", "Object/@kleur", "Het attribuut kleur van Object past niet."),
    (
        attribute("Hypotheekgever/RefPartijNAWData", "IDREF", "NA99"),
        "reference",
        "Hypotheekgever/RefPartijNAWData",
        "RefPartijNAWData verwijst naar NA99, maar er is geen partij met dat ID.",
    ),
]


@pytest.mark.parametrize(("mistake", "rule", "path", "dutch"), MISTAKES, ids=lambda value: str(value)[:30])
def test_a_refusal_says_where_and_why(application, mistake, rule, path, dutch):
    root = deepcopy(application)
    mistake(root)
    refusal = refusal_of(root)
    assert (refusal.slug, refusal.rule, refusal.path) == ("schema-invalid", rule, f"OfferteAanvraag/{path}")
    assert dutch in refusal.nl
    assert "Er is niets gewijzigd." in refusal.nl
    assert "Nothing was changed." in refusal.en


def test_every_mistake_is_found_at_once(application):
    change("Object/Koopsom", "veel")(application)
    change("Object/BouwJaar", "oud")(application)
    refusal = refusal_of(application)
    assert [finding.path for finding in refusal.findings] == [
        "OfferteAanvraag/Object/BouwJaar",
        "OfferteAanvraag/Object/Koopsom",
    ]
    assert "Daarnaast is er 1 andere fout." in refusal.nl


def test_without_a_version_the_newest_one_explains():
    root = parsed(messages.sx(at=AT))
    drop("Status/StatusDt")(root)
    assert refusal_of(root).path == "StatusMelding/Status/StatusDt"


def test_a_very_large_message_is_explained_by_libxml2():
    root = parsed(b"<StatusMelding><Status>" + b"<Fout/>" * 20_000 + b"</Status></StatusMelding>")
    refusal = refusal_of(root)
    assert (refusal.rule, refusal.path) == ("schema", "StatusMelding/Status/Fout[1]")
    assert "past niet in het schema" in refusal.nl


def test_an_xsd_that_xmlschema_cannot_read_is_explained_by_libxml2(application, monkeypatch):
    def cannot_read(*args, **kwargs):
        raise XMLSchemaException("onleesbaar")

    monkeypatch.setattr("adapters.hdn.explanations.XMLResource", cannot_read)
    change("Object/Koopsom", "veel")(application)
    assert refusal_of(application).path == "OfferteAanvraag/Object/Koopsom"


def test_both_validators_agree_about_every_message_of_the_simulator():
    bodies = {
        "AX": messages.ax(at=AT, number="A-1"),
        "SX": messages.sx(at=AT, number="A-1"),
        "OX": messages.ox(at=AT, number="A-1"),
        "DA": messages.da([messages.Line("D1", person=0)], at=AT, number="A-1"),
        "DX": messages.dx(messages.Line("D1"), at=AT, number="A-1"),
    }
    for code, body in bodies.items():
        other = XMLSchema(str(FOLDER / "24.0" / f"{code}.xsd"), allow="sandbox", base_url=str(FOLDER))
        tree = XMLResource(check(parsed(body)).root, allow="none")
        assert list(other.iter_errors(tree)) == []
