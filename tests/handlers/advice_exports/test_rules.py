"""The number of an export, and what differs in what came back."""

from datetime import UTC, datetime

import pytest

from handlers.advice_exports import rules
from schemas.advice_exports import ApplicantAnswers
from schemas.applications import PartyFacts
from schemas.values import CodedText

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
ANNA = {"reference": "P1", "role": "applicant", "birth_name": "Wit", "birth_date": "1988-03-14", "initials": "A."}


def differences(out, back):
    return [(d.what, d.which, d.field, d.out, d.back) for d in rules.differences(out, back)]


def test_a_number_follows_from_the_dossier_and_is_known_as_ours():
    number = rules.correlation_of("d-1", AT)
    assert number == rules.correlation_of("d-1", AT) != rules.correlation_of("d-2", AT)
    assert rules.is_ours(number)
    assert not rules.is_ours("AB-2026-0042")
    assert not rules.is_ours(None)
    assert not rules.is_ours(f"{number}X")


def test_somebody_is_the_same_under_another_reference():
    back = ANNA | {"reference": "NA07", "initials": "A.M."}
    assert differences({"parties": [ANNA]}, {"parties": [back]}) == [("party", "A. Wit", "initials", "A.", "A.M.")]


def test_a_married_name_is_found_by_birth_date_and_a_stranger_is_new():
    married, tom = ANNA | {"birth_name": "Jansen"}, {"role": "applicant", "birth_name": "Tom", "reference": "NA02"}
    found = differences({"parties": [ANNA]}, {"parties": [married, tom]})
    assert found == [("party", "A. Wit", "birth_name", "Wit", "Jansen"), ("party", "Tom", "birth_name", "", "Tom")]


def test_who_did_not_come_back_is_told():
    found = differences({"parties": [ANNA]}, {"parties": []})
    assert {each[2]: each[4] for each in found} == {"birth_name": "", "birth_date": "", "initials": ""}


@pytest.mark.parametrize(
    ("out", "back"),
    [({"phone": "0612345678"}, {"phone": "+31612345678"}), ({"amount": "100.00"}, {"amount": "100"})],
    ids=["phone", "zeros"],
)
def test_another_writing_is_no_difference(out, back):
    parties = {"parties": [ANNA | out]}, {"parties": [ANNA | back]}
    products = {"products": [{"number": 1, **out}]}, {"products": [{"number": 1, **back}]}
    assert differences(*parties) == differences(*products) == []


def test_loans_and_their_parts_are_compared_by_number():
    part = {"number": 1, "rate_pct": "3.85", "repayment": {"code": "01", "text": "Annuïteit"}}
    loan = {"number": 1, "amount": "300000", "parts": [part]}
    cheaper = loan | {"amount": "310000", "parts": [part | {"rate_pct": "3.60"}, {"number": 2, "amount": "10000"}]}
    assert differences({"products": [loan]}, {"products": [cheaper]}) == [
        ("product", "1", "amount", "300000", "310000"),
        ("part", "1.1", "rate_pct", "3.85", "3.6"),
        ("part", "1.2", "amount", "", "10000"),
    ]


def test_answers_stand_at_their_applicant_and_what_nobody_said_is_left_out():
    people = [
        PartyFacts(reference=each, role="applicant", kind=CodedText(code="01"), birth_name=each)
        for each in ("P1", "P2")
    ]
    said = rules.additions(people, [ApplicantAnswers(reference="P2", liable="J")])
    assert [(each.place, each.value) for each in said] == [
        ("OfferteAanvraag/Hypotheekgever[2]/HoofdelijkAansprakelijkJN", "J Ja")
    ]
