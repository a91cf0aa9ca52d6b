"""Lenders that answer badly, refuse files, send twice or answer everything: the chain ends, and once is enough."""

from collections import Counter

import pytest

from hub.cli.once.run import Stack
from tests.builders.plays import play_on, services, story

LENDER, PACKAGE, OFFICE = "600001", "700001", "500001"


def states(played, code, receiver=LENDER):
    found = played.sql(f"SELECT state FROM outgoing WHERE code = '{code}' AND receiver = '{receiver}' ORDER BY number")
    return [row[0] for row in found]


def answers(played):
    """The codes that the lender said about documents, as often as it did."""
    words = [tree.findtext("Status/DXBerichtStatusSpecificatie/StatusDXBericht") for tree in played.at(PACKAGE)]
    return Counter(word[:2] for word in words if word)


@pytest.mark.parametrize("behaviour", ["answers-500", "hangs", "closes-half-way", "answers-twice", "slow"])
def test_a_lender_whose_channel_misbehaves_gets_every_message_once(behaviour, tmp_path):
    patience_s = 1.0 if behaviour == "hangs" else 30.0
    with play_on(Stack(), tmp_path, story(behaviour=behaviour), patience_s=patience_s) as played:
        assert played.broken() == {}
        got = played.cast.stations[LENDER].desk.got.values()
        assert Counter(each.code for each in got) == {"AX": 1, "DX": len(states(played, "DX"))}
        has_copies = any(each.times > 1 for each in got)
        assert has_copies is (behaviour in {"hangs", "closes-half-way"}) or behaviour == "answers-twice"


def test_a_delivery_that_is_refused_with_each_code_is_known_and_what_has_to_comes_again(tmp_path):
    with play_on(Stack(), tmp_path, story(behaviour="doubts-files", way="by hand")) as played:
        assert played.broken() == {}
        said = dict(played.sql("SELECT line_number, code FROM document_judgements"))
        assert sorted(said.values()) == ["01", "02", "03", "04", "05", "06"]
        sent = played.sql("SELECT about, state FROM outgoing WHERE code = 'DX' ORDER BY number")
        for line, code in said.items():
            states_of_line = [state for about, state in sent if about == line]
            assert states_of_line == (["acknowledged"] if code == "02" else ["refused", "acknowledged"])


def test_the_package_hears_what_the_lender_says_of_each_document_and_nothing_is_lost(tmp_path):
    with play_on(Stack(), tmp_path, story(behaviour="doubts-files", way="carried")) as played:
        assert answers(played) == {"01": 1, "02": 1, "03": 1, "04": 1, "05": 1, "06": 1}
        assert played.broken() == {}


def test_a_lender_that_answers_everything_ends_all_the_same(tmp_path):
    with play_on(Stack(), tmp_path, story(behaviour="answers-everything")) as played:
        assert set(played.broken()) <= {"we broke no agreement of the chain"}
        ((came,),) = played.sql("SELECT count(*) FROM messages")
        ((went,),) = played.sql("SELECT count(*) FROM outgoing")
        assert came < 60
        assert went <= came + 2


def test_the_same_message_under_two_identities_changes_nothing_twice(tmp_path):
    with play_on(Stack(), tmp_path, story(behaviour="duplicates")) as played:
        assert played.broken() == {}
        copies = played.sql("SELECT count(*) FROM arrivals WHERE is_copy")
        again = played.sql("SELECT count(*) FROM outcomes WHERE state = 'superseded'")
        assert copies[0][0] > 10
        assert again[0][0] > 3


def test_a_lender_over_amqp_is_served_as_well(tmp_path, postgres_url, rabbit_server):
    stack = services(postgres_url, rabbit_server)
    with play_on(stack, tmp_path, story(behaviour="duplicates", end="amqp")) as played:
        assert played.broken() == {}
        assert states(played, "AX") == ["acknowledged"]
