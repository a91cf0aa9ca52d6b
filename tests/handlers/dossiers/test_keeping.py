"""What an office keeps by hand: numbers, parties, completeness, standing, and who may already be there."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dossiers.facts import facts_of
from handlers.dossiers.rules import keeping
from handlers.dossiers.views import Wanted, alike_for, completeness_in, dossier_for, dossiers_for, own_parties_in
from schemas.applications import PartyFacts
from schemas.dossiers import DropParty, KeepParty, OpenDossier, SetLeadSource, SetStanding
from schemas.errors import Conflict, NotFound, Refused
from schemas.values import CodedText
from schemas.viewer import Viewer, VisibleDossier
from tests.builders.commands import anna, ax
from tests.builders.rounds import MORNING, Rounds

PERSON = CodedText(code="01", text="natuurlijk persoon")


def somebody(**facts):
    return PartyFacts(**({"reference": "", "kind": PERSON, "role": "applicant", "birth_name": "Wit"} | facts))


def opening(dossier_id="d-1", *parties, **facts):
    found = parties or (somebody(birth_prefix="de", initials="A.", email="Anna@Klant.example"),)
    given = {"dossier_id": dossier_id, "kantoor": "kantoor-1", "environment": "production", "parties": found}
    return OpenDossier.model_validate(given | facts)


@pytest.fixture(params=["sqlite", "postgres"])
def office(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    rounds = Rounds(tmp_path, url)
    yield rounds
    rounds.database.close()


def seen(office, dossier_id="d-1"):
    with office.database.reading() as connection:
        return dossier_for(Viewer("kantoor-1", False, "user:bram", "production"), connection, dossier_id)


def test_a_dossier_begins_as_a_prospect_with_a_number_and_a_title(office):
    office.command(opening(lead_source="  website "))
    found = seen(office)
    assert (found.title, found.standing, found.lead_source) == ("A. de Wit", "prospect", "website")
    assert found.number == keeping.number_of("d-1", MORNING)
    assert [(p.reference, p.email) for p in found.parties] == [("P1", "anna@klant.example")]


@pytest.mark.parametrize(
    ("parties", "path"),
    [
        ((somebody(birth_name="", email="a@x.example"),), "parties.0.birth_name"),
        ((somebody(),), "parties.0.email"),
        ((somebody(role="other", email="a@x.example"),), "parties"),
        ((somebody(email="no address"),), "parties.0.email"),
        ((somebody(phone="06", birth_date=date(1700, 1, 1)),), "parties.0.birth_date"),
        ((somebody(phone="06"), somebody(birth_date=date(2030, 1, 1))), "parties.1.birth_date"),
    ],
    ids=["no-name", "no-way-to-reach", "no-applicant", "no-address", "too-old", "unborn"],
)
def test_what_cannot_begin_a_dossier_is_refused_and_leaves_nothing(office, parties, path):
    with pytest.raises(Refused) as refused:
        office.command(opening("d-1", *parties))
    assert (refused.value.slug, refused.value.path) == ("request-invalid", path)
    assert seen(office) is None


def test_a_dossier_is_opened_once(office):
    office.command(opening())
    with pytest.raises(Conflict) as refused:
        office.command(opening(lead_source="again"))
    assert refused.value.slug == "already-exists"
    assert seen(office).lead_source == ""


def test_a_party_is_added_changed_and_taken_out(office):
    office.command(opening())
    office.command(KeepParty(dossier_id="d-1", party=somebody(birth_name="Jansen", initials="T.")))
    assert seen(office).title == "A. de Wit en T. Jansen"
    office.command(KeepParty(dossier_id="d-1", party=somebody(reference="P2", birth_name="Janssen", initials="T.")))
    assert seen(office).title == "A. de Wit en T. Janssen"
    office.command(DropParty(dossier_id="d-1", reference="P1", reason="uit elkaar"))
    assert seen(office).title == "T. Janssen"
    with pytest.raises(Conflict) as refused:
        office.command(DropParty(dossier_id="d-1", reference="P2", reason=""))
    assert refused.value.slug == "last-party"
    with pytest.raises(NotFound):
        office.command(KeepParty(dossier_id="d-1", party=somebody(reference="P9")))


def test_what_the_office_keeps_names_the_dossier_and_stays_when_an_application_comes(office):
    lane = office.lane()
    office.message(lane, ax(parties=(anna(birth_name="Bakker"),)))
    dossier_id = office.dossier_of(lane)
    assert seen(office, dossier_id).standing == "customer"
    office.command(KeepParty(dossier_id=dossier_id, party=somebody(birth_name="Bakker-Smit", initials="A.M.")))
    office.message(lane, ax(parties=(anna(birth_name="Bakker"),), request_version=2))
    assert seen(office, dossier_id).title == "A.M. Bakker-Smit"
    with office.database.reading() as connection:
        assert facts_of(connection, dossier_id)["kept"]["standing"] == "customer"
        own = own_parties_in(VisibleDossier(dossier_id, None), connection)
    assert [each.reference for each in own] == ["P1"]


def test_closing_and_opening_again_ask_why(office):
    office.command(opening())
    with pytest.raises(Refused) as refused:
        office.command(SetStanding(dossier_id="d-1", standing="declined", reason="  "))
    assert refused.value.path == "reason"
    office.command(SetStanding(dossier_id="d-1", standing="declined", reason="te veel schulden"))
    with pytest.raises(Refused):
        office.command(SetStanding(dossier_id="d-1", standing="prospect"))
    office.command(SetStanding(dossier_id="d-1", standing="prospect", reason="heeft afgelost"))
    office.command(SetStanding(dossier_id="d-1", standing="customer"))
    assert seen(office).standing == "customer"
    office.command(SetLeadSource(dossier_id="d-1", lead_source="makelaar"))
    assert seen(office).lead_source == "makelaar"


def test_a_search_by_number_and_a_filter_by_standing_find_it(office):
    office.command(opening())
    office.command(opening("d-2", somebody(birth_name="Smit", phone="0612345678")))
    office.command(SetStanding(dossier_id="d-2", standing="customer"))
    with office.database.reading() as connection:
        bram = Viewer("kantoor-1", False, "user:bram", "production")
        number = seen(office).number
        by_number = dossiers_for(bram, connection, Wanted(number.lower()))
        prospects = dossiers_for(bram, connection, Wanted(standing="prospect"))
    assert [line.id for line in by_number.lines] == [line.id for line in prospects.lines] == ["d-1"]


@pytest.mark.parametrize(
    ("sought", "reasons"),
    [
        ({"birth_name": "WIT", "birth_date": date(1988, 3, 14)}, ("birth",)),
        ({"birth_name": "Anders", "email": "ANNA@klant.example"}, ("email",)),
        ({"birth_name": "Wit", "phone": "+31 6 1234 5678"}, ("phone", "name")),
        ({"birth_name": "wit"}, ("name",)),
        ({"birth_name": "Wit", "birth_date": date(1990, 1, 1)}, None),
        ({"birth_name": "Anders"}, None),
    ],
    ids=["birth", "email", "phone", "name", "another-wit", "another"],
)
def test_somebody_who_may_be_there_already_is_found_with_the_reason(office, sought, reasons):
    known = {"birth_prefix": "de", "birth_date": date(1988, 3, 14), "email": "anna@klant.example"}
    office.command(opening("d-1", somebody(phone="06-12345678", **known)))
    bram, chris = (Viewer(each, False, "user:x", "production") for each in ("kantoor-1", "kantoor-2"))
    with office.database.reading() as connection:
        found = alike_for(bram, connection, [somebody(**sought)])
        assert alike_for(chris, connection, [somebody(**sought)]) == ()
    assert [each.reasons for each in found] == ([reasons] if reasons else [])


def test_completeness_names_what_is_wanted_and_ends_at_a_hundred(office):
    office.command(opening())
    with office.database.reading() as connection:
        half = completeness_in(VisibleDossier("d-1", None), connection)
    assert half.percent == 27
    ((reference, name, gaps),) = half.missing
    assert (reference, name, "birth_date" in gaps, "email" in gaps) == ("P1", "A. de Wit", True, False)
    whole = dict.fromkeys(keeping.WANTED, "x") | {
        "birth_date": date(1988, 3, 14),
        "gender": CodedText(code="V", text="vrouwelijk"),
        "marital_status": CodedText(code="03", text="Alleenstaand"),
        "email": "a@x.example",
    }
    office.command(KeepParty(dossier_id="d-1", party=somebody(reference="P1", **whole)))
    with office.database.reading() as connection:
        assert completeness_in(VisibleDossier("d-1", None), connection) == keeping.Completeness(100, ())


@given(st.uuids(), st.integers(2020, 2099))
def test_a_number_is_the_same_each_time_and_has_no_signs_that_look_alike(identity, year):
    at = datetime(year, 3, 14, tzinfo=UTC)
    number = keeping.number_of(str(identity), at)
    assert number == keeping.number_of(str(identity), at)
    first, signs = number.split("-")
    assert (first, len(signs)) == (str(year)[2:], 6)
    assert not set(signs) & set("ILOU")
