"""What a version of an application says that the one before did not."""

from handlers.applications.comparing import differences, flat

LOAN = {
    "package": "Simulator",
    "parties": [{"reference": "NA01", "birth_name": "Wit", "gender": {"code": "V", "text": "Vrouw"}}],
    "products": [{"number": 1, "amount": "350000", "parts": [{"number": 1, "rate_pct": "3.85"}]}],
}


def changed(before, after):
    return {each["field"]: (each["old"], each["new"]) for each in differences(before, after)}


def test_a_version_is_told_field_by_field_under_the_names_of_the_timeline():
    assert flat(LOAN) == {
        "package": "Simulator",
        "party.NA01.birth_name": "Wit",
        "party.NA01.gender": "V Vrouw",
        "product.1.number": 1,
        "product.1.amount": "350000",
        "product.1.part.1.number": 1,
        "product.1.part.1.rate_pct": "3.85",
    }


def test_what_came_what_went_and_what_is_other_are_told():
    after = {
        **LOAN,
        "parties": [{"reference": "NA01", "birth_name": "de Wit"}],
        "products": [{"number": 1, "amount": "350000", "parts": [{"number": 1, "rate_pct": "3.60"}]}],
        "properties": [{"number": 1, "city": "Utrecht"}],
    }
    assert changed(LOAN, after) == {
        "party.NA01.birth_name": ("Wit", "de Wit"),
        "party.NA01.gender": ("V Vrouw", None),
        "product.1.part.1.rate_pct": ("3.85", "3.60"),
        "property.1.number": (None, 1),
        "property.1.city": (None, "Utrecht"),
    }


def test_two_that_say_the_same_do_not_differ():
    assert differences(LOAN, {**LOAN, "content_hash": "other", "source": {"package": "Header/PakketNaam"}}) == []
