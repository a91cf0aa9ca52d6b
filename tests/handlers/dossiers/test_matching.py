"""When a message is certain to be about the people of a dossier, and when it is likely only."""

from datetime import date

import pytest

from handlers.dossiers.rules import matching, party_row
from schemas.applications import PartyFacts
from schemas.values import CodedText

V, M = CodedText(code="V", text="vrouwelijk"), CodedText(code="M", text="mannelijk")


def person(**said):
    known = {"birth_name": "Jansen", "gender": V, "birth_date": date(1988, 3, 14), "role": "applicant"}
    return PartyFacts(reference="NA01", kind=CodedText(code="01"), **(known | said))


ANNA, TOM = person(), person(birth_name="Vos", gender=M, birth_date=date(1986, 11, 2))


def rows(*people, application="a-1"):
    return [
        party_row(each.model_copy(update={"reference": f"P{n}"}), ("d-1", application), "")
        for n, each in enumerate(people)
    ]


def grounds(asked, known):
    return matching.grounds(asked, known, by_number=False, by_kenmerk=False)


def test_both_persons_equal_one_to_one_are_certain_in_any_order():
    assert grounds([TOM, ANNA], rows(ANNA, TOM))[0] == "people"


@pytest.mark.parametrize(
    "other",
    [
        {"birth_name": "Janssen"},
        {"gender": M},
        {"gender": None},
        {"birth_date": date(1988, 3, 15)},
        {"birth_prefix": "van"},
        {"correspondence_name": "Vos"},
    ],
    ids=lambda said: "-".join(f"{name}-{value}" for name, value in said.items())[:40],
)
def test_one_difference_is_not_certain(other):
    assert "people" not in grounds([ANNA, TOM], rows(person(**other), TOM))


def test_one_of_two_is_not_certain_and_a_partner_of_another_application_does_not_help():
    assert grounds([ANNA, TOM], rows(ANNA)) == ("birth",)
    assert "people" not in grounds([ANNA, TOM], rows(ANNA) + rows(TOM, application="a-2"))


def test_a_married_name_is_equal_when_the_name_at_birth_is_equal_too():
    married = person(correspondence_name="Vos")
    assert grounds([married], rows(person(correspondence_name="vos")))[0] == "people"


def test_a_surname_alone_is_no_ground():
    assert grounds([person(birth_date=None, gender=None)], rows(ANNA)) == ()


def test_a_surname_adds_to_a_telephone_number_so_that_namesakes_stand_before_strangers():
    asked = person(phone="0612345678")
    namesake = rows(person(phone="06 12345678", birth_date=None, gender=None))
    assert grounds([asked], namesake) == ("phone", "name")
    assert grounds([asked], rows(person(phone="0612345678", birth_name="Kuipers"))) == ("phone",)


@pytest.mark.parametrize("written", ["0612345678", "06-12345678", "+31612345678", "0031612345678"])
def test_one_number_is_found_in_its_usual_spellings(written):
    assert written in matching.spellings("+31 6 1234 5678")


def test_what_is_too_short_is_no_number():
    assert matching.spellings("112") == set()
