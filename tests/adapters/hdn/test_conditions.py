import csv
from pathlib import Path

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


def cases() -> dict[str, tuple[str, str]]:
    """Rule → fields that break it, and fields with which it holds.

    Nothing in the second column means, for a required field, the first column plus that field.
    `Path=value` stands inside the entity; a leading slash counts from the root, `+` makes a second element.
    """
    with (Path(__file__).parents[2] / "data" / "hdn" / "condition_cases.csv").open() as file:
        return {row["rule"]: (row["broken_by"], row["fits"]) for row in csv.DictReader(file)}


CASES = cases()


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
        "nl": (
            "VerkochtJN is verplicht als TeVerkopenJN J is. Herstel dit in het pakket en verstuur het bericht opnieuw. "
            "Daarnaast is er 1 andere fout. Er is niets gewijzigd."
        ),
        "en": (
            "VerkochtJN is required when TeVerkopenJN is J. Mend this in the software and send the message again. "
            "There is 1 other mistake. Nothing was changed."
        ),
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
