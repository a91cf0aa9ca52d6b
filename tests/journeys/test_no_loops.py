"""Nobody is drawn into a conversation without an end: two hubs, and partners that answer everything."""

from dataclasses import replace

import pytest

from adapters.simulator.messages import da, ox, sx
from adapters.simulator.package import Package
from hub.cli.once import company
from hub.cli.once.run import Stack
from hub.records import NodeEntry
from tests.builders.hub import OFFICE, WholeHub, fresh_memory
from tests.builders.partners import BEGIN
from tests.builders.plays import play_on, story

OTHER = "500002"
START = BEGIN.replace(tzinfo=None)


@pytest.fixture
def two_hubs(tmp_path):
    """Each has an office, and knows the other's office as a partner of each kind."""
    hubs = {}
    for own, other in ((OFFICE, OTHER), (OTHER, OFFICE)):
        folder = tmp_path / own
        folder.mkdir()
        nodes = (NodeEntry(own, "office", f"kantoor-{own}", "", own), NodeEntry(other, "lender", None, "AE", other))
        hubs[own] = WholeHub(f"sqlite:///{folder}/hub.db", fresh_memory(), folder, nodes=nodes)
    yield hubs
    for hub in hubs.values():
        hub.close()


def fed(hub, sender, body, identity):
    """Hands a message in from the other hub and lets everything happen; what goes out then."""
    hub.hand_in(body, bound_to=sender, identity=identity)
    hub.work()
    return hub.sql("SELECT code, receiver FROM outgoing")


BROKEN = {
    "no xml": b"<StatusMelding>",
    "another field": sx("09", at=START, sender=OTHER, receiver=OFFICE).replace(b"StatusDt>", b"StatusDag>"),
    "no such status": sx("77", at=START, number="AV-1", sender=OTHER, receiver=OFFICE),
    "about nothing": sx("10", at=START, number="AV-404", sender=OTHER, receiver=OFFICE),
    "a receipt of a receipt": sx("09", at=START, number="AV-1", sender=OTHER, receiver=OFFICE),
    "a list of nothing": da([], at=START, number="AV-1", sender=OTHER, receiver=OFFICE),
    "an offer of nobody": ox(at=START, number="AV-1", people=[], sender=OTHER, receiver=OFFICE),
}


@pytest.mark.parametrize("kind", sorted(BROKEN))
def test_two_hubs_that_are_each_fed_a_broken_answer_exchange_nothing_more(kind, two_hubs):
    mirrored = BROKEN[kind].replace(OTHER.encode(), b"######").replace(OFFICE.encode(), OTHER.encode())
    assert fed(two_hubs[OFFICE], OTHER, BROKEN[kind], "m-1") == []
    assert fed(two_hubs[OTHER], OFFICE, mirrored.replace(b"######", OFFICE.encode()), "m-1") == []


def test_a_lender_that_answers_everything_gets_no_answer_to_an_answer(tmp_path):
    with play_on(Stack(), tmp_path, story(behaviour="answers-everything", way="by hand")) as played:
        assert set(played.broken()) <= {"we broke no agreement of the chain"}
        sent = dict(played.sql("SELECT code, count(*) FROM outgoing WHERE receiver = '600001' GROUP BY code"))
        asked = [line for line in played.cast.lenders["600001"].cases[0].lines if not line.from_source]
        assert sent == {"AX": 1, "DX": len(asked)}


def test_a_lender_and_a_package_that_both_answer_everything_come_to_an_end(tmp_path, monkeypatch):
    told = story(behaviour="answers-everything")
    monkeypatch.setattr(company, "Package", lambda node, versions: Package(node, behaviour=told.lender.how))
    with play_on(Stack(), tmp_path, told) as played:
        assert "the chain came to its end" not in played.broken()
        (slugs, came) = ({row[0] for row in played.sql("SELECT slug FROM outcomes")}, played.sql(COUNT)[0][0])
        assert slugs <= {"", "unknown-receiver", "lender-mismatch", "sender-mismatch"}
        assert came < 150


COUNT = "SELECT count(*) FROM messages"


def test_what_a_package_says_to_a_lender_as_an_answer_goes_no_further(tmp_path, monkeypatch):
    told = replace(story(), plan=("11",), lender=replace(story().lender, plans=(("11",),)))
    everything = story(behaviour="answers-everything").lender.how
    monkeypatch.setattr(company, "Package", lambda node, versions: Package(node, behaviour=everything))
    with play_on(Stack(), tmp_path, told) as played:
        assert [tree.tag for tree in played.at("600001")] == ["OfferteAanvraag"]
