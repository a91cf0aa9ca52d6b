from typing import get_args

from schemas.hdn import dictionary
from schemas.hdn.dictionary import Bounds, FieldType


def test_every_field_of_the_dictionary_is_read_with_its_type():
    entities = dictionary.entities().values()
    fields = [field for entity in entities for field in entity.fields]
    assert len(fields) == 893
    assert {field.type for field in fields} == set(get_args(FieldType))


def test_the_children_of_an_application_come_in_the_order_of_the_sample():
    names = [child.name for child in dictionary.children("AX", "OfferteAanvraag")]
    assert names == [
        "Header",
        "HuidigObject",
        "Hypotheekgever",
        "PartijNAWData",
        "TussenPersoon",
        "ServiceProvider",
        "Notaris",
        "Object",
        "Lening",
    ]


def test_a_header_comes_first_in_every_message():
    assert [child.name for child in dictionary.children("OX", "Offerte")][:2] == ["Header", "Hypotheekgever"]
    assert [child.name for child in dictionary.children("DA", "DocumentAanvraagBericht")] == [
        "Header",
        "PartijNAWData",
        "DocumentData",
        "DocumentKenmerk",
        "TaxCon",
    ]


def test_a_star_means_no_upper_bound():
    assert Bounds.of("1..*") == Bounds(1, None)
    assert Bounds.of("0..9") == Bounds(0, 9)


def test_a_shared_entity_is_found_from_a_message():
    assert dictionary.entity("DA", "DocumentKenmerk").message == "*"
    assert dictionary.entity("SX", "Status").message == "SX"


def test_the_loan_inside_an_object_belongs_to_source_messages_only():
    assert [child.name for child in dictionary.children("AX", "Object")] == ["KadastraleAanduiding"]
    assert "Lening" in [child.name for child in dictionary.children("EX", "Object")]


def test_every_condition_has_an_id_of_its_own():
    ids = [condition.id for condition in dictionary.conditions()]
    assert len(ids) == len(set(ids)) == 194
    assert "Lening.Regeling-3" in ids
