import pytest

from handlers.applications.tables import APPLICATIONS, LINKS
from handlers.applications.views import link_change_for, unlinked_for
from handlers.dossiers.facts import facts_of
from handlers.dossiers.tables import DOSSIERS
from handlers.registry import EVERYTHING
from schemas.applications import LinkExchange, MoveExchange, UndoLink, UnlinkExchange
from schemas.errors import Conflict, NotFound, Refused
from tests.builders.commands import anna, ax, da, dx, line, ox, sx


def facts(hub, dossier):
    return hub.read(facts_of, ..., dossier)["applications"]


def a_chain(hub, lane, name="Jansen"):
    """An application with a status, an offer, a stock list and a document; its dossier."""
    hub.message(lane, ax(parties=(anna(birth_name=name),)))
    for command in (sx(), ox(), da(line()), dx()):
        hub.message(lane, command)
    return hub.dossier_of(lane)


@pytest.fixture
def other(hub):
    """Another dossier of the same office and lender."""
    lane = hub.lane()
    hub.message(lane, ax(number="A-2", parties=(anna(birth_name="Bakker"),)))
    return hub.dossier_of(lane)


@pytest.fixture
def loose(hub):
    """A lane in which a status and an offer wait for an application."""
    lane = hub.lane()
    hub.message(lane, sx("10 In behandeling"))
    hub.message(lane, ox())
    return lane


def test_what_waited_is_applied_in_order_when_a_person_links_it(hub, loose, other):
    (application,) = hub.rows(APPLICATIONS, other)
    hub.command(LinkExchange(lane_id=loose, dossier_id=other, application_id=application.id))
    assert hub.waiting_in(loose) == []
    (found,) = facts(hub, other)
    assert (found["status"], [offer["kind"] for offer in found["offers"]]) == ("10", ["indicative"])
    kinds = {entry.kind for entry in hub.timeline(other)}
    assert kinds == {"application-registered", "exchange-linked", "offer-registered", "status-registered"}


def test_without_an_application_the_exchange_opens_one_in_the_dossier(hub, loose, other):
    hub.command(LinkExchange(lane_id=loose, dossier_id=other))
    assert [(each["request_version"], each["status"]) for each in facts(hub, other)] == [(0, "10"), (1, None)]


def test_an_unlinked_exchange_is_shown_to_its_office_only(hub, loose, bram, chris):
    (shown,) = [each for each in hub.read(unlinked_for, bram, ...) if each.id == loose]
    assert (shown.waiting, shown.partner) == (2, "lender-AG")
    assert [each for each in hub.read(unlinked_for, chris, ...) if each.id == loose] == []


def test_a_linked_exchange_cannot_be_linked_again(hub, lane, other):
    first = a_chain(hub, lane)
    with pytest.raises(Conflict) as conflict:
        hub.command(LinkExchange(lane_id=lane, dossier_id=other))
    assert (conflict.value.slug, conflict.value.came) == ("already-linked", first)


@pytest.mark.parametrize(
    "elsewhere", [{"office": "kantoor-2"}, {"environment": "stage"}], ids=["office", "environment"]
)
def test_an_exchange_of_another_office_or_environment_cannot_be_linked(hub, other, elsewhere):
    foreign = hub.lane(**elsewhere)
    hub.message(foreign, sx())
    with pytest.raises(NotFound) as refused:
        hub.command(LinkExchange(lane_id=foreign, dossier_id=other))
    assert refused.value.slug == "not-found"
    assert hub.waiting_in(foreign) == ["application"]


def test_another_lender_does_not_speak_about_this_application(hub, other):
    (application,) = hub.rows(APPLICATIONS, other)
    lane = hub.lane(partner="lender-XX")
    with pytest.raises(Refused) as refused:
        hub.command(LinkExchange(lane_id=lane, dossier_id=other, application_id=application.id))
    assert refused.value.slug == "lender-mismatch"


def test_an_exchange_that_is_unlinked_takes_everything_with_it(hub, lane):
    dossier = a_chain(hub, lane)
    hub.command(UnlinkExchange(lane_id=lane, reason="verkeerd dossier"))
    left = {rows.table.name for rows in EVERYTHING if hub.rows(rows, dossier)}
    assert left == {"dossiers", "link_changes"}
    assert hub.rows(DOSSIERS, dossier)[0].title == ""
    assert hub.waiting_in(lane) == ["link"] * 5
    assert [entry.kind for entry in hub.timeline(dossier)] == ["exchange-unlinked"]


def test_a_message_of_an_unlinked_exchange_waits_for_a_person(hub, lane):
    a_chain(hub, lane)
    hub.command(UnlinkExchange(lane_id=lane))
    assert hub.message(lane, ax(2)).state == "waiting"


def test_an_exchange_that_is_moved_takes_its_facts_to_the_other_dossier(hub, lane, other):
    dossier = a_chain(hub, lane)
    before = facts(hub, dossier)
    hub.command(MoveExchange(lane_id=lane, dossier_id=other, reason="zelfde huishouden"))
    assert facts(hub, dossier) == []
    assert [each for each in facts(hub, other) if each["number"] == "A-1"] == before
    assert hub.rows(DOSSIERS, other)[0].title in {"A. Jansen en A. Bakker", "A. Bakker en A. Jansen"}


def test_what_another_exchange_said_about_the_application_stays(hub, lane, loose):
    dossier = a_chain(hub, lane)
    (application,) = hub.rows(APPLICATIONS, dossier)
    before = facts(hub, dossier)
    hub.command(LinkExchange(lane_id=loose, dossier_id=dossier, application_id=application.id))
    hub.message(loose, sx("20 Lening in beheer", day=20))
    hub.message(loose, da(line("D1", "04 Akkoord", day=21)))
    hub.message(loose, ax(2, package="Ander"))
    assert facts(hub, dossier)[0]["status"] == "20"
    hub.command(UnlinkExchange(lane_id=loose))
    assert facts(hub, dossier) == before


def test_the_exchange_that_opened_the_application_may_leave_the_other_behind(hub, lane, loose):
    dossier = a_chain(hub, lane)
    (application,) = hub.rows(APPLICATIONS, dossier)
    hub.command(LinkExchange(lane_id=loose, dossier_id=dossier, application_id=application.id))
    hub.command(UnlinkExchange(lane_id=lane))
    (left,) = facts(hub, dossier)
    assert (left["request_version"], left["versions"], left["status"], len(left["offers"])) == (0, [], "10", 1)
    assert [link.lane_id for link in hub.rows(LINKS, dossier)] == [loose]


@pytest.mark.parametrize("command", [UnlinkExchange, UndoLink])
def test_an_exchange_without_a_dossier_has_nothing_to_take_back(hub, loose, command):
    with pytest.raises(Refused):
        hub.command(command(lane_id=loose))


def test_unlinking_is_undone_within_a_day(hub, lane):
    dossier = a_chain(hub, lane)
    before = facts(hub, dossier)
    hub.command(UnlinkExchange(lane_id=lane))
    hub.later(hours=23)
    hub.command(UndoLink(lane_id=lane, dossier_id=dossier))
    assert facts(hub, dossier) == before


def test_moving_is_undone_to_where_it_came_from(hub, lane, other, bram, chris):
    dossier = a_chain(hub, lane)
    before = facts(hub, dossier), facts(hub, other)
    hub.command(MoveExchange(lane_id=lane, dossier_id=other))
    change = hub.read(link_change_for, bram, ..., lane)
    assert change.from_dossier_id == dossier
    assert hub.read(link_change_for, chris, ..., lane) is None
    hub.command(UndoLink(lane_id=lane, dossier_id=dossier))
    assert (facts(hub, dossier), facts(hub, other)) == before


def test_a_first_link_is_undone_to_no_dossier(hub, loose, other):
    hub.command(LinkExchange(lane_id=loose, dossier_id=other))
    hub.command(UndoLink(lane_id=loose))
    assert hub.dossier_of(loose) is None
    assert len(facts(hub, other)) == 1


def test_after_a_day_it_is_too_late(hub, lane):
    dossier = a_chain(hub, lane)
    hub.command(UnlinkExchange(lane_id=lane))
    hub.later(hours=25)
    with pytest.raises(Refused) as refused:
        hub.command(UndoLink(lane_id=lane, dossier_id=dossier))
    assert refused.value.slug == "undo-too-late"
