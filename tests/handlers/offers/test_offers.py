from datetime import date
from decimal import Decimal

import pytest

from handlers.dossiers.views import dossier_for
from schemas.applications import PartFacts
from tests.builders.commands import ax, ox


def offers(hub, dossier, viewer):
    return hub.read(dossier_for, viewer, ..., dossier).applications[0].offers


def test_an_offer_ahead_of_its_application_waits(hub, lane):
    assert hub.message(lane, ox()).state == "waiting"
    hub.message(lane, ax())
    assert hub.waiting_in(lane) == []


def test_the_newest_of_each_kind_is_current(hub, linked, dossier, bram):
    hub.message(linked, ox("indicative", day=4))
    hub.message(linked, ox("indicative", day=5))
    hub.message(linked, ox("binding", day=8))
    found = [(o.kind, o.moment[:10], o.is_current) for o in offers(hub, dossier, bram)]
    assert found == [
        ("binding", "2026-11-08", True),
        ("indicative", "2026-11-05", True),
        ("indicative", "2026-11-04", False),
    ]


def test_an_offer_that_comes_late_is_history(hub, linked, dossier, bram):
    hub.message(linked, ox(day=9, amount=Decimal(300000)))
    assert hub.message(linked, ox(day=4)).state == "superseded"
    assert [(o.amount, o.is_current) for o in offers(hub, dossier, bram)] == [(300000, True), (350000, False)]


def test_an_offer_keeps_its_parts_dates_and_file(hub, linked, dossier, bram):
    hub.message(linked, ox(extended=True, extension_until=date(2026, 12, 31), latest_passing_date=date(2027, 1, 15)))
    (offer,) = offers(hub, dossier, bram)
    assert (offer.valid_until, offer.extension_until, offer.extended) == (date(2026, 12, 31), date(2026, 12, 31), True)
    assert offer.latest_passing_date == date(2027, 1, 15)
    assert offer.parts == ({"number": 1, "amount": "350000", "term_months": 360, "rate_pct": "3.85"},)
    assert [(f["blob"], f["size"], f["kind"]) for f in offer.files] == [("sha256:ab", 4096, "18 indicatief voorstel")]


@pytest.mark.parametrize(
    ("second", "flags"),
    [
        (ox(day=5, valid_until=date(2026, 12, 1)), ("validity-went-back",)),
        (ox(day=5, valid_until=date(2027, 1, 31)), ()),
        (ox("binding", day=5, valid_until=date(2026, 12, 1)), ()),
        (ox(day=5, valid_until=date(2026, 12, 1), request_version=2), ()),
        (ox(day=5, extended=True, extension_until=date(2027, 2, 1)), ("validity-without-extension",)),
    ],
    ids=["shorter", "longer", "other-kind", "other-version", "extension-not-included"],
)
def test_a_validity_that_goes_back_is_flagged(hub, linked, dossier, bram, second, flags):
    hub.message(linked, ox(day=4))
    hub.message(linked, second)
    newest = next(o for o in offers(hub, dossier, bram) if o.moment[:10] == "2026-11-05")
    assert newest.flags == flags


def test_the_timeline_says_what_a_newer_offer_changed(hub, linked, dossier):
    hub.message(linked, ox(day=4))
    part = PartFacts(
        number=1,
        amount=Decimal(350000),
        rate_pct=Decimal("4.10"),
        term_months=360,
        source={"rate_pct": "Offerte/RentePct"},
    )
    hub.message(linked, ox(day=5, valid_until=date(2027, 1, 31), parts=(part,)))
    entry = hub.timeline(dossier)[-1]
    assert (entry.kind, entry.facts["kind"]) == ("offer-registered", "indicative")
    assert entry.changes == [
        {"field": "valid_until", "old": "2026-12-31", "new": "2027-01-31", "path": "Offerte/OfferteData/GeldigheidsDt"},
        {"field": "part.1.rate_pct", "old": "3.85", "new": "4.10", "path": "Offerte/RentePct"},
    ]
