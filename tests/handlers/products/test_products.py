"""Products of a dossier: kept by hand, brought by an application, tied to one, ended."""

import pytest

from handlers.dossiers.facts import facts_of
from handlers.dossiers.views import visible
from handlers.products.views import products_of
from hub.records import TIMELINE
from schemas.applications import LinkExchange, UnlinkExchange
from schemas.errors import Conflict, NotFound, Refused
from schemas.products import AddProduct, DropPart, EndProduct, KeepPart, KeepProduct, ReopenProduct, TieProduct
from schemas.viewer import Viewer
from tests.builders.commands import ax
from tests.builders.rounds import Rounds
from tests.handlers.dossiers.test_keeping import opening

CARD = {"goal": "purchase", "amount": "350000"}
PART = {"repayment": "annuity", "amount": "350000"}


@pytest.fixture(params=["sqlite", "postgres"])
def office(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    rounds = Rounds(tmp_path, url)
    yield rounds
    rounds.database.close()


def products(office, dossier_id="d-1"):
    with office.database.reading() as connection:
        dossier = visible(Viewer("kantoor-1", False, "user:bram", "production"), connection, dossier_id)
        return products_of(dossier, connection)


def add(office, product_id="p-1", **more):
    given = {"dossier_id": "d-1", "product_id": product_id, "kind": "mortgage", "card": CARD, "parts": (PART,)}
    return office.command(AddProduct.model_validate(given | more))


def kept(office, **more):
    """A dossier with a mortgage that its office keeps."""
    office.command(opening())
    add(office, **more)
    return products(office)[0]


def told(office, dossier_id="d-1"):
    entries = sorted(office.rows(TIMELINE, dossier_id), key=lambda each: (each.at, each.id))
    return [each.kind for each in entries if each.kind.startswith("product")]


def test_a_product_has_a_card_and_parts_and_names_what_is_missing(office):
    made = kept(office)
    assert (made.kind, made.state, made.card) == ("mortgage", "open", {"goal": "purchase", "amount": "350000.00"})
    assert made.missing == (
        *("lender", "market_value", "with_guarantee", "arrangement"),
        *("street", "house_number", "postcode", "city"),
    )
    (part,) = made.parts
    assert (part.number, part.facts["repayment"], part.missing) == (
        1,
        "annuity",
        ("term_months", "rate_pct", "fixed_months", "kind", "rate_kind", "payment_term", "in_arrears"),
    )
    assert told(office) == ["product-added"]


def test_a_product_without_a_part_is_refused_and_nothing_is_kept(office):
    office.command(opening())
    with pytest.raises(Refused) as caught:
        add(office, parts=())
    assert caught.value.slug == "part-missing"
    assert products(office) == ()


def test_the_same_product_is_not_added_twice(office):
    kept(office)
    with pytest.raises(Conflict) as caught:
        add(office)
    assert caught.value.slug == "already-exists"


def test_a_card_says_what_was_said_last(office):
    kept(office)
    office.command(KeepProduct(dossier_id="d-1", product_id="p-1", card={"goal": "raise"}))
    assert products(office)[0].card == {"goal": "raise"}
    office.command(KeepProduct(dossier_id="d-1", product_id="p-1", card={"goal": "raise"}))
    assert told(office) == ["product-added", "product-changed"]


def test_parts_are_added_changed_and_dropped_but_never_the_last(office):
    kept(office)
    office.command(KeepPart(dossier_id="d-1", product_id="p-1", part={"repayment": "linear", "amount": "50000"}))
    office.command(KeepPart(dossier_id="d-1", product_id="p-1", number=1, part={**PART, "amount": "300000"}))
    assert [(each.number, each.facts["amount"]) for each in products(office)[0].parts] == [
        (1, "300000.00"),
        (2, "50000.00"),
    ]
    office.command(DropPart(dossier_id="d-1", product_id="p-1", number=1))
    with pytest.raises(Conflict) as caught:
        office.command(DropPart(dossier_id="d-1", product_id="p-1", number=2))
    assert caught.value.slug == "last-part"
    with pytest.raises(NotFound) as missed:
        office.command(KeepPart(dossier_id="d-1", product_id="p-1", number=9, part=PART))
    assert (missed.value.path, missed.value.expected) == ("number", "2")


def test_an_ended_product_does_not_change_until_it_is_open_again(office):
    kept(office)
    with pytest.raises(Refused) as caught:
        office.command(EndProduct(dossier_id="d-1", product_id="p-1", ending="withdrawn"))
    assert caught.value.path == "reason"
    office.command(EndProduct(dossier_id="d-1", product_id="p-1", ending="withdrawn", reason="Koopt niet"))
    assert (products(office)[0].state, products(office)[0].reason) == ("withdrawn", "Koopt niet")
    with pytest.raises(Conflict) as ended:
        office.command(KeepProduct(dossier_id="d-1", product_id="p-1", card=CARD))
    assert ended.value.slug == "product-ended"
    office.command(ReopenProduct(dossier_id="d-1", product_id="p-1", reason="Toch wel"))
    assert (products(office)[0].state, told(office)[-1]) == ("open", "product-reopened")


def test_what_is_not_there_is_not_found(office):
    office.command(opening())
    for made in (
        KeepProduct(dossier_id="d-1", product_id="p-9", card=CARD),
        EndProduct(dossier_id="d-1", product_id="p-9", ending="done"),
        AddProduct(dossier_id="d-9", product_id="p-1", kind="mortgage", card=CARD, parts=(PART,)),
    ):
        with pytest.raises(NotFound):
            office.command(made)


def test_an_application_brings_its_product_once(office):
    lane = office.lane()
    office.message(lane, ax())
    office.message(lane, ax(request_version=2))
    (made,) = products(office, office.dossier_of(lane))
    assert (made.kind, made.application.request_version, made.made_by, made.card) == ("mortgage", 2, "", {})
    assert made.said["amount"] == made.facts["amount"]
    assert all(not part.is_kept for part in made.parts)
    assert office.late_loads == 0


def test_an_application_is_about_the_product_that_waits_for_one(office):
    kept(office)
    lane = office.lane(held=True)
    office.message(lane, ax())
    office.command(LinkExchange(lane_id=lane, dossier_id="d-1"))
    (made,) = products(office)
    assert (made.id, made.application is not None, made.card["goal"]) == ("p-1", True, "purchase")
    assert "product-tied" in told(office)


def test_two_that_wait_leave_the_choice_to_people(office):
    kept(office)
    add(office, product_id="p-2")
    lane = office.lane(held=True)
    office.message(lane, ax())
    office.command(LinkExchange(lane_id=lane, dossier_id="d-1"))
    (brought,) = [each for each in products(office) if each.application]
    assert brought.id not in {"p-1", "p-2"}
    with pytest.raises(Conflict) as caught:
        office.command(TieProduct(dossier_id="d-1", product_id="p-2", application_id=brought.application.id))
    assert caught.value.slug == "already-tied"
    with pytest.raises(NotFound):
        office.command(TieProduct(dossier_id="d-1", product_id="p-2", application_id="nobodys"))
    office.command(TieProduct(dossier_id="d-1", product_id=brought.id))
    office.command(TieProduct(dossier_id="d-1", product_id="p-2", application_id=brought.application.id))
    assert {each.id for each in products(office) if each.application} == {"p-2"}


def test_a_product_goes_with_its_application_unless_people_said_something_of_it(office):
    lane = office.lane()
    office.message(lane, ax())
    dossier_id = office.dossier_of(lane)
    office.command(UnlinkExchange(lane_id=lane, reason="verkeerd gezin"))
    assert products(office, dossier_id) == ()


def test_what_people_said_stays_when_its_application_leaves(office):
    lane = office.lane()
    office.message(lane, ax())
    dossier_id = office.dossier_of(lane)
    (brought,) = products(office, dossier_id)
    office.command(KeepProduct(dossier_id=dossier_id, product_id=brought.id, card={"with_guarantee": "yes"}))
    office.command(UnlinkExchange(lane_id=lane, reason="verkeerd gezin"))
    (left,) = products(office, dossier_id)
    assert (left.application, left.card) == (None, {"with_guarantee": True})


def test_the_facts_of_a_dossier_hold_its_products(office):
    kept(office)
    with office.database.reading() as connection:
        (facts,) = facts_of(connection, "d-1")["kept"]["products"]
    assert (facts["kind"], facts["card"]["amount"]) == ("mortgage", "350000.00")
