"""Who sees what of what goes out, page by page."""

from datetime import timedelta

import pytest

from hub.delivery.channel import Acknowledged, NotNow
from hub.delivery.partners import pause
from hub.delivery.views import Wanted, outgoing_for, outgoing_one_for, partners_for, stored_outgoing_for
from schemas.viewer import Viewer
from tests.builders.delivery import LENDER, OTHER, letter
from tests.builders.engine import START

BRAM = Viewer("kantoor-1", is_operator=False, actor="user:bram", environment="production")
CHRIS = Viewer("kantoor-2", is_operator=False, actor="user:chris", environment="production")
OTTO = Viewer(None, is_operator=True, actor="user:otto", environment="production")
STAGE = Viewer(None, is_operator=True, actor="user:otto", environment="stage")


@pytest.fixture
def filled(post):
    lender = post.partner()
    post.queue(
        letter(1, made_at=START, dossier_id="dossier-1"),
        letter(2, made_at=START + timedelta(seconds=1), queue="B", code="AX"),
        letter(3, made_at=START + timedelta(seconds=1), receiver=OTHER, office_id="kantoor-2"),
        letter(4, made_at=START + timedelta(seconds=2), receiver=OTHER, office_id=None),
    )
    lender.says = {letter(1).id: Acknowledged({"receipt": "r-1"}), letter(2).id: NotNow("no-answer")}
    post.drain()
    return post


def listed(post, viewer, *, after=None, limit=50, **wanted):
    with post.database.reading() as connection:
        found = outgoing_for(viewer, connection, Wanted(**wanted), after=after, limit=limit)
    return [int(line.id[-12:]) for line in found]


def one(post, viewer, number):
    with post.database.reading() as connection:
        return outgoing_one_for(viewer, connection, letter(number).id)


def test_an_office_sees_its_own_and_an_operator_all(filled):
    assert listed(filled, BRAM) == [2, 1]
    assert listed(filled, CHRIS) == [3]
    assert listed(filled, OTTO) == [4, 3, 2, 1]
    assert listed(filled, STAGE) == []


def test_what_lies_outside_is_absent_one_by_one(filled):
    for viewer in (CHRIS, STAGE):
        assert one(filled, viewer, 1) is None
        with filled.database.reading() as connection:
            assert stored_outgoing_for(viewer, connection, letter(1).id) is None
    with filled.database.reading() as connection:
        assert stored_outgoing_for(BRAM, connection, letter(1).id).body == b"<out>1</out>"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"state": "queued"}, [4, 3, 2]),
        ({"state": "acknowledged"}, [1]),
        ({"receiver": LENDER}, [2, 1]),
        ({"code": "AX"}, [2]),
        ({"dossier": "dossier-1"}, [1]),
        ({"lane": "lane-B"}, [2]),
        ({"id": letter(3).id}, [3]),
        ({"id": "%"}, []),
        ({"made_from": START + timedelta(seconds=1)}, [4, 3, 2]),
        ({"made_to": START + timedelta(seconds=1)}, [1]),
        ({"state": "queued", "receiver": LENDER}, [2]),
    ],
)
def test_a_search_finds(filled, wanted, found):
    assert listed(filled, OTTO, **wanted) == found


def test_pages_go_on_after_the_last_row_seen(filled):
    seen, after = [], None
    while found := listed(filled, OTTO, after=after, limit=1):
        seen += found
        row = filled.row(found[0])
        after = (row.made_at, row.id)
    assert seen == [4, 3, 2, 1]


def test_one_message_tells_its_moments_and_why_it_waits(filled):
    done, waiting = one(filled, BRAM, 1), one(filled, BRAM, 2)
    assert (done.line.state, done.line.delivered_at, done.answer) == ("acknowledged", START, {"receipt": "r-1"})
    assert (done.nl, done.envelope["message_id"]) == ("", letter(1).id)
    assert (waiting.line.trouble, waiting.nl) == ("no-answer", "De partner antwoordde niet op tijd.")


def test_a_message_that_waits_tells_who_paused_its_partner(filled):
    with filled.database.transaction() as connection:
        pause(connection, LENDER, "out", by="user:otto", reason="onderhoud", at=START)
    line = one(filled, BRAM, 2).line
    assert (line.paused_at, line.paused_by, line.paused_reason) == (START, "user:otto", "onderhoud")
    assert one(filled, BRAM, 1).line.paused_at is None


def test_partners_are_the_operators_with_what_waits_for_each(filled):
    with filled.database.reading() as connection:
        assert partners_for(BRAM, connection, START) == ()
        (partner,) = partners_for(OTTO, connection, START)
    assert (partner.node, partner.channel, partner.address) == (LENDER, "https", "https://lender.example")
    assert (partner.queued, partner.oldest_queued_at) == (1, START + timedelta(seconds=1))
    assert (partner.breaker, partner.failures) == ("closed", 1)


def test_a_partner_without_a_way_is_listed_too(filled):
    filled.partner(OTHER, channel="", address="", code="IN")
    with filled.database.reading() as connection:
        found = partners_for(OTTO, connection, START)
    assert [(each.node, each.channel, each.queued) for each in found] == [(LENDER, "https", 1), (OTHER, "", 2)]
