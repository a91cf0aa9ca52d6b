"""The advice file of a product in its dossier, on both databases."""

import pytest

from handlers.advice_files.views import advice_file_of
from handlers.dossiers.facts import facts_of
from handlers.dossiers.views import visible
from hub.records import TIMELINE
from schemas.advice_files import RecordAdviceItem
from schemas.applications import UnlinkExchange
from schemas.errors import Conflict, NotFound
from schemas.products import EndProduct
from schemas.viewer import Viewer
from tests.builders.commands import ax
from tests.handlers.products.test_products import add, kept, office, products

__all__ = ["office"]


def record(office, product_id="p-1", dossier_id="d-1", **said):
    given = {"item": "inventory", "standing": "present", "said": "Inventarisatie 3"} | said
    return office.command(
        RecordAdviceItem.model_validate({"dossier_id": dossier_id, "product_id": product_id, **given})
    )


def file(office, product_id="p-1", kind="mortgage"):
    with office.database.reading() as connection:
        dossier = visible(Viewer("kantoor-1", False, "user:bram", "production"), connection, "d-1")
        return advice_file_of(dossier, connection, product_id, kind)


def told(office, dossier_id="d-1"):
    entries = sorted(office.rows(TIMELINE, dossier_id), key=lambda each: (each.at, each.id))
    return [(each.kind, each.facts) for each in entries if each.kind.startswith("advice-")]


def test_what_is_recorded_counts_for_its_own_product(office):
    kept(office)
    add(office, "p-2")
    record(office)
    record(office, item="fixed_rate", standing="waived", said="Alleen variabel")
    assert file(office).missing == ("risk_scenarios", "deviation", "advice_report", "aftercare", "comparison_card")
    assert len(file(office, "p-2").missing) == 7


def test_nothing_that_was_recorded_is_lost(office):
    kept(office)
    record(office)
    record(office, standing="missing", said="Verkeerd dossier")
    inventory = file(office).items[0]
    assert (inventory.standing, inventory.seen) == ("missing", 2)
    assert [(each.standing, each.said) for each in inventory.lines] == [
        ("missing", "Verkeerd dossier"),
        ("present", "Inventarisatie 3"),
    ]


def test_the_timeline_names_the_item_and_not_what_was_typed(office):
    kept(office)
    record(office)
    record(office, standing="waived", said="Mevrouw is ziek")
    record(office, standing="waived", said="Mevrouw is ziek")
    facts = {"product": "mortgage", "advice_item": "inventory"}
    assert told(office) == [("advice-present", facts), ("advice-waived", facts)]
    with office.database.reading() as connection:
        assert [each["standing"] for each in facts_of(connection, "d-1")["advice_files"]] == ["present", "waived"]


def test_a_product_that_ended_records_nothing(office):
    kept(office)
    office.command(EndProduct(dossier_id="d-1", product_id="p-1", ending="withdrawn", reason="Koopt niet"))
    with pytest.raises(Conflict) as refused:
        record(office)
    assert refused.value.slug == "product-ended"


def test_a_product_that_is_not_there_is_not_found(office):
    kept(office)
    with pytest.raises(NotFound):
        record(office, "p-9")


def test_a_product_with_an_advice_file_stays_when_its_application_leaves(office):
    lane = office.lane()
    office.messages(lane, [[ax()]])
    dossier = office.dossier_of(lane)
    (brought,) = products(office, dossier)
    record(office, brought.id, dossier)
    office.command(UnlinkExchange(lane_id=lane))
    (stays,) = products(office, dossier)
    assert (stays.id, stays.application) == (brought.id, None)
