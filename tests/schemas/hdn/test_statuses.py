from typing import get_args

from schemas.hdn import statuses
from schemas.hdn.statuses import Kind, Terminal


def test_the_same_number_differs_per_domain():
    assert statuses.status_rule("AX", "09").deadline_minutes == 15
    assert statuses.status_rule("KX", "09").text == "Gelden uitbetaald"


def test_the_happy_flow_of_an_application_has_its_order():
    flow = sorted((rule.order, rule.code) for rule in statuses.status_rules() if rule.domain == "AX" and rule.order)
    assert [code for _, code in flow] == ["09", "10", "22", "12", "04", "23", "05", "31", "26", "20"]


def test_two_statuses_have_no_known_number():
    assert [rule.text for rule in statuses.status_rules() if not rule.code] == [
        "Indicatief voorstel verlengd",
        "Offerte verlengd",
    ]


def test_every_rule_has_a_known_kind_and_end():
    assert len(statuses.status_rules()) == 99
    assert {rule.kind for rule in statuses.status_rules()} == set(get_args(Kind))
    assert {rule.terminal for rule in statuses.status_rules()} == set(get_args(Terminal))


def test_an_unknown_code_has_no_rule():
    assert statuses.status_rule("AX", "77") is None
