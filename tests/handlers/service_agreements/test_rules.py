"""What a service agreement costs and lacks, and which step may follow which."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.service_agreements import rules
from schemas.errors import Conflict, Refused
from schemas.service_agreements import (
    AgreementPaper,
    AgreementTerms,
    ComparisonCard,
    FinaliseServiceAgreement,
    PaperOffice,
    PaperParty,
    RecordAgreementSigned,
    ServiceLine,
)
from tests.builders.rounds import MORNING

DAY = date(2026, 11, 21)
BRUG = PaperOffice(name="De Brug", kvk_number="12345678", afm_number="12000001", address="Brugstraat 1")
BRUG = BRUG.model_copy(update={"postcode": "3511AB", "city": "Utrecht"})
ANNA = (PaperParty(name="A. de Wit"),)
CARD = ComparisonCard(version="2026-1", handed_over=date(2026, 11, 10), fee=Decimal("2750.00"))


def line(fee="2750", kind="main", name="Hypotheekadvies"):
    return ServiceLine(kind=kind, name=name, fee=None if fee is None else Decimal(fee))


def terms(**more):
    whole = {"lines": (line(),), "scope": "both", "payment_kind": "notary", "due": "deed", "card": CARD}
    return AgreementTerms(**whole | more)


def draft(of=None):
    place = ("d-1", "a-1")
    return rules.drafted(place, "OTD-26-4KQ7M2", of or terms(), "", by="user:bram", at=MORNING)


def paper(of=None, office=BRUG, parties=ANNA) -> AgreementPaper:
    return rules.paper_of(draft(of), "A. de Wit", office, parties, DAY, is_draft=False)


def command(of=None, seen=1):
    place = {"dossier_id": "d-1", "agreement_id": "a-1", "seen": seen}
    return FinaliseServiceAgreement(**place, blob=f"sha256:{'0' * 64}", size=1, pages=1, paper=of or paper())


def final():
    return rules.finalised(draft(), command(), "user:bram", MORNING)


def signing(how="paper", on=DAY, who="A. de Wit"):
    return RecordAgreementSigned(dossier_id="d-1", agreement_id="a-1", how=how, on=on, who=who)


def test_the_fee_is_the_sum_of_the_lines_and_the_discount_lowers_what_is_paid():
    said = terms(lines=(line("2750"), line("450.50", "sub"), line("0", "additional")), discount=Decimal(100))
    assert (rules.fee_of(said), rules.payable(said)) == (Decimal("3200.50"), Decimal("3100.50"))


def test_seven_instalments_of_3100_50_are_six_of_442_93_and_one_of_442_92():
    said = terms(lines=(line("3100.50"),), payment_kind="instalments", instalments=7)
    assert rules.instalments(said) == (Decimal("442.93"),) * 6 + (Decimal("442.92"),)


@given(cents=st.integers(0, 10**8), number=st.integers(2, 36))
def test_instalments_sum_exactly_and_differ_by_a_cent_at_most(cents, number):
    said = terms(lines=(line(Decimal(cents) / 100),), payment_kind="instalments", instalments=number)
    made = rules.instalments(said)
    assert sum(made) == rules.payable(said)
    assert max(made) - min(made) <= Decimal("0.01")


def test_everything_that_is_missing_is_named_at_once_with_its_field():
    empty = paper(AgreementTerms(), PaperOffice(name="De Brug"), ())
    with pytest.raises(Refused) as refused:
        rules.check_complete(empty)
    assert refused.value.slug == "agreement-incomplete"
    assert [each.path for each in refused.value.findings] == list(rules.LACKING)
    assert "de betaalwijze" in refused.value.nl
    assert "the way of payment" in refused.value.en


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"lines": (line(None),)}, "terms.lines"),
        ({"lines": (line(kind="sub"),)}, "terms.lines"),
        ({"scope": None}, "terms.scope"),
        ({"payment_kind": None}, "terms.payment_kind"),
        ({"card": CARD.model_copy(update={"handed_over": None})}, "terms.card.handed_over"),
    ],
    ids=["fee", "main", "scope", "payment", "card"],
)
def test_one_gap_is_one_finding(more, path):
    assert rules.lacking(paper(terms(**more))) == (path,)


def test_the_fee_equals_the_comparison_card():
    with pytest.raises(Refused) as refused:
        rules.check_complete(paper(terms(lines=(line("2800"),))))
    assert (refused.value.slug, refused.value.came, refused.value.expected) == (
        "agreement-card",
        "€ 2800.00",
        "€ 2750.00",
    )


def test_a_card_of_tomorrow_was_not_handed_over():
    with pytest.raises(Refused, match="card"):
        rules.check_complete(paper(terms(card=CARD.model_copy(update={"handed_over": date(2026, 11, 22)}))))


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"discount": Decimal(3000)}, "terms.discount"),
        ({"payment_kind": "instalments"}, "terms.instalments"),
        ({"instalments": 3}, "terms.instalments"),
        ({"due": "signing"}, "terms.due"),
        ({"lines": (line(), line())}, "terms.lines"),
        ({"lines": (line(name=""),)}, "terms.lines.0.name"),
        ({"ends_on": date(9999, 12, 31)}, "terms.ends_on"),
    ],
    ids=[
        "discount",
        "one-instalment",
        "instalments-of-notary",
        "due-before-deed",
        "two-mains",
        "nameless",
        "year-9999",
    ],
)
def test_what_cannot_be_is_refused_in_a_draft_too(more, path):
    with pytest.raises(Refused) as refused:
        draft(terms(**more))
    assert (refused.value.slug, refused.value.path) == ("request-invalid", path)


def test_a_final_one_has_its_paper_and_changes_no_more():
    made = final()
    assert (made.state, made.blob, made.paper["payable"]) == ("final", f"sha256:{'0' * 64}", "2750.00")
    for act in (
        lambda: rules.changed(made, terms(), "", None),
        lambda: rules.finalised(made, command(), "user:bram", MORNING),
    ):
        with pytest.raises(Conflict, match="agreement-state"):
            act()


def test_a_paper_of_another_version_or_with_other_words_is_stale():
    before = draft()
    for wrong in (command(seen=2), command(paper(terms(remarks="Anders")))):
        with pytest.raises(Refused) as refused:
            rules.finalised(before, wrong, "user:bram", MORNING)
        assert refused.value.slug == "stale"


def test_the_same_words_are_no_new_version():
    before = draft()
    assert rules.changed(before, terms(), "", 1) is before
    assert rules.changed(before, terms(scope="advice"), "", 1).version == 2
    with pytest.raises(Refused, match="stale"):
        rules.changed(replace(before, version=2), terms(), "", 1)


def test_an_order_that_was_given_is_signed_on_paper_later_and_only_once():
    given_ = rules.signed(final(), signing("given"), DAY, "user:bram", MORNING)
    signed = rules.signed(given_, signing("paper"), DAY, "user:bram", MORNING)
    assert (given_.signed_how, signed.signed_how) == ("given", "paper")
    with pytest.raises(Conflict, match="agreement-state"):
        rules.signed(signed, signing("paper"), DAY, "user:bram", MORNING)


@pytest.mark.parametrize("wrong", [{"on": date(2026, 11, 22)}, {"on": date(2026, 11, 20)}, {"who": " "}], ids=str)
def test_a_signature_has_a_day_since_the_paper_and_a_name(wrong):
    with pytest.raises(Refused, match="request-invalid"):
        rules.signed(final(), signing(**wrong), DAY, "user:bram", MORNING)


def test_declining_is_for_a_final_one_and_cancelling_asks_why():
    assert rules.declined(final(), "", "user:bram", MORNING).state == "declined"
    with pytest.raises(Conflict):
        rules.declined(draft(), "", "user:bram", MORNING)
    with pytest.raises(Refused, match="request-invalid"):
        rules.cancelled(draft(), "", "user:bram", MORNING)
    assert rules.cancelled(final(), "Dubbel", "user:bram", MORNING).state == "cancelled"
