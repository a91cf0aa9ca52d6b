"""What an office fills in itself: kept with who and when, sent along each time, and gone when it is taken back."""

from datetime import UTC, datetime

import pytest

from handlers.applications.additions import MOST, KeptAddition, made, together
from handlers.applications.tables import ADDITIONS
from hub.execute import execute
from hub.ids import derived_id
from schemas.applications import MoveExchange
from schemas.errors import NotFound, Refused
from schemas.letters import Addition
from schemas.sending import DropAddition, SetAddition
from tests.builders.rounds import REGISTRY

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
CODE = "OfferteAanvraag/Lening/CodeLeningMij"


@pytest.fixture
def place(hub, linked):
    return {"dossier_id": hub.dossier_of(linked), "application_id": derived_id(linked, "application")}


def do(hub, command):
    return execute(hub.database, REGISTRY, command, actor="user:bram", at=AT)


def kept(hub, dossier):
    return [(each.place, each.value, each.set_by) for each in hub.rows(ADDITIONS, dossier)]


def test_an_addition_is_kept_with_who_and_when_and_another_value_takes_its_place(hub, place):
    do(hub, SetAddition(**place, place=CODE, value="AE01"))
    do(hub, SetAddition(**place, place=CODE, value=" AE02 "))
    assert kept(hub, place["dossier_id"]) == [(CODE, "AE02", "user:bram")]
    told = hub.timeline(place["dossier_id"])[-1]
    assert (told.kind, told.facts) == ("addition-set", {"place": CODE})
    assert "AE02" not in str(told), "a value may be about a person"


def test_an_addition_is_taken_back_once(hub, place):
    do(hub, SetAddition(**place, place=CODE, value="AE01"))
    do(hub, DropAddition(**place, place=CODE))
    assert kept(hub, place["dossier_id"]) == []
    with pytest.raises(NotFound):
        do(hub, DropAddition(**place, place=CODE))


def test_an_application_that_is_not_there_gets_none(hub, place):
    with pytest.raises(NotFound):
        do(hub, SetAddition(**{**place, "application_id": "nobodys"}, place=CODE, value="x"))


def test_it_goes_along_with_its_application_to_another_dossier(hub, place, linked):
    do(hub, SetAddition(**place, place=CODE, value="AE01"))
    other = hub.lane()
    from tests.builders.commands import ax

    hub.message(other, ax())
    target = hub.dossier_of(other)
    do(hub, MoveExchange(lane_id=linked, dossier_id=target))
    assert kept(hub, place["dossier_id"]) == []
    assert kept(hub, target) == [(CODE, "AE01", "user:bram")]


def a(place, value="x"):
    return KeptAddition("d", "a", place, value, replaces=False, set_by="user:bram", set_at=AT)


def test_what_is_given_once_outweighs_what_is_kept():
    both = together([a("A/B", "kept"), a("A/C", "kept")], [Addition(place="A/B", value="now")])
    assert [(each.place, each.value) for each in both] == [("A/C", "kept"), ("A/B", "now")]


def test_one_more_than_an_application_may_have_is_refused():
    known = [a(f"A/B{n}") for n in range(MOST)]
    command = SetAddition(dossier_id="d", application_id="a", place="A/C", value="x")
    with pytest.raises(Refused):
        made(command, known, by="user:bram", at=AT)
    again = SetAddition(dossier_id="d", application_id="a", place="A/B1", value="y")
    assert made(again, known, by="user:bram", at=AT).value == "y"
