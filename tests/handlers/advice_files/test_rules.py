"""Which items an advice file asks, and what may be recorded of them."""

from datetime import UTC, datetime

import pytest

from handlers.advice_files import rules
from handlers.products.views import kinds
from schemas.advice_files import RecordAdviceItem
from schemas.errors import Refused

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


def order(item="inventory", standing="present", said="Adviesrapport 12", seen=None):
    given = {"item": item, "standing": standing, "said": said, "seen": seen}
    return RecordAdviceItem.model_validate({"dossier_id": "d-1", "product_id": "p-1", **given})


def recorded(lines, **said):
    kind = said.pop("kind", "mortgage")
    made = rules.recorded(order(**said), kind, lines, by="user:els", at=AT)
    return [*lines, made] if made else lines


def standing(lines, item="inventory"):
    return next(each.standing for each in rules.states("mortgage", lines) if each.item == item)


def test_a_mortgage_asks_everything_and_a_valuation_nothing():
    assert rules.lacking("mortgage", []) == (
        *("inventory", "risk_scenarios", "fixed_rate", "deviation"),
        *("advice_report", "aftercare", "comparison_card"),
    )
    assert rules.lacking("damage", []) == ("inventory", "advice_report")
    assert rules.lacking("valuation", []) == ()


def test_every_kind_of_product_says_what_it_asks():
    assert set(rules.ASKED) == set(kinds())


def test_present_and_waived_are_not_missing_and_the_newest_line_counts():
    lines = recorded([], said="Inventarisatie 3")
    lines = recorded(lines, item="fixed_rate", standing="waived", said="Variabele rente op verzoek")
    assert rules.lacking("mortgage", lines)[:2] == ("risk_scenarios", "deviation")
    lines = recorded(lines, standing="missing", said="Hoort bij een ander dossier")
    assert (standing(lines), standing(lines, "fixed_rate")) == ("missing", "waived")
    (inventory, *_) = rules.states("mortgage", lines)
    assert [(each.number, each.said) for each in inventory.lines] == [
        (3, "Hoort bij een ander dossier"),
        (1, "Inventarisatie 3"),
    ]


def test_what_stands_so_already_is_not_recorded_again():
    lines = recorded([], said="Inventarisatie 3")
    assert recorded(lines, said=" Inventarisatie  3 ") == lines
    assert recorded([], standing="missing", said="nog niet") == []
    assert len(recorded(lines, said="Inventarisatie 4")) == 2


@pytest.mark.parametrize("how", ["present", "waived", "missing"])
def test_each_standing_asks_where_or_why(how):
    with pytest.raises(Refused) as refused:
        recorded([], standing=how, said="  ")
    assert (refused.value.slug, refused.value.path) == ("request-invalid", "said")


def test_an_item_that_the_kind_does_not_ask_is_refused_with_what_it_asks():
    with pytest.raises(Refused) as refused:
        recorded([], item="fixed_rate", kind="damage")
    assert (refused.value.path, refused.value.expected) == ("item", "inventory, advice_report")


def test_who_saw_an_older_line_is_told():
    lines = recorded([], said="Inventarisatie 3", seen=0)
    with pytest.raises(Refused) as refused:
        recorded(lines, standing="waived", said="x", seen=0)
    assert (refused.value.slug, refused.value.came, refused.value.expected) == ("stale", "1", "0")
    assert standing(recorded(lines, standing="waived", said="x", seen=1)) == "waived"
