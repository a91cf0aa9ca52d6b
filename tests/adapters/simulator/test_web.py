"""The HTTPS end of a partner: what it answers when it behaves, and what when it does not."""

import json

import httpx
import pytest

from adapters.simulator.behaviours import BEHAVIOURS, Behaviour
from adapters.simulator.desk import Desk
from adapters.simulator.lender import Lender
from adapters.simulator.messages import ax
from adapters.simulator.post import Said
from adapters.simulator.station import HubAwayError
from adapters.simulator.web import WebEnd
from tests.builders.partners import BEGIN

OFFICE, LENDER = "500001", "600001"
AX = ax(at=BEGIN.replace(tzinfo=None), number="AV-1", sender=OFFICE, receiver=LENDER)


@pytest.fixture
def opened():
    ends = []

    def open_end(behaviour="behaves", **more):
        desk = Desk(Lender(LENDER, "AE"), lambda: BEGIN)
        how = behaviour if isinstance(behaviour, Behaviour) else BEHAVIOURS[behaviour]
        ends.append(WebEnd(desk, behaviour=how, late_s=0.01, **more))
        return desk, ends[-1]

    yield open_end
    for end in ends:
        end.close()


def post(end, body=AX, identity="m-1", timeout=5.0):
    headers = {"Idempotency-Key": identity, "Hub-Sender": OFFICE, "Hub-Request-Version": "1"}
    with httpx.Client(trust_env=False) as client:
        return client.post(end.url, content=body, headers=headers, timeout=timeout)


def test_a_message_is_answered_with_its_receipt(opened):
    desk, end = opened()
    answer = post(end)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "accepted")
    assert answer.json()["envelope"] == {"sender": OFFICE, "request_version": "1", "message_id": "m-1"}
    assert desk.got["m-1"].code == "AX"


def test_what_is_refused_is_answered_with_422(opened):
    _, end = opened()
    answer = post(end, b"geen xml")
    assert (answer.status_code, answer.json()["refusal"]["slug"]) == (422, "xml-malformed")


def test_status_500_comes_before_the_message_is_taken_and_then_it_is(opened):
    desk, end = opened("answers-500")
    assert post(end).status_code == 500
    assert desk.got == {}
    assert post(end).json()["outcome"] == "accepted"


def test_a_partner_that_hangs_has_taken_the_message(opened):
    desk, end = opened("hangs")
    with pytest.raises(httpx.ReadTimeout):
        post(end, timeout=0.2)
    assert post(end).json()["outcome"] == "accepted"
    assert desk.got["m-1"].times == 2


def test_half_an_answer_breaks_off_and_the_message_is_there(opened):
    desk, end = opened("closes-half-way")
    with pytest.raises(httpx.RemoteProtocolError):
        post(end)
    assert desk.got["m-1"].outcome == "accepted"


def test_an_answer_that_comes_twice_stands_in_the_way_of_the_next(opened):
    _, end = opened("answers-twice")
    assert post(end).json()["envelope"]["message_id"] == "m-1"


def test_a_slow_partner_answers_late_every_time(opened):
    _, end = opened("slow")
    assert post(end).json() == post(end).json()


def test_trouble_without_an_end_stays(opened):
    desk, end = opened(Behaviour(does="never", answers="500", troubles=None))
    assert [post(end).status_code for _ in range(3)] == [500, 500, 500]
    assert desk.got == {}


@pytest.mark.parametrize("place", ["/", "/elsewhere"])
def test_another_address_takes_nothing(opened, place):
    desk, end = opened()
    with httpx.Client(trust_env=False) as client:
        assert client.post(end.url.replace("/messages", place), content=AX).status_code == 400
    assert desk.got == {}


def test_a_hub_that_is_not_there_is_away(opened):
    _, end = opened(hub_url="http://127.0.0.1:9")
    said = Said(id="a", code="SX", body=b"<a/>", sender=LENDER, receiver=OFFICE, version=1, at=BEGIN)
    with pytest.raises(HubAwayError):
        end.hand_in(said)


def test_a_receipt_has_the_form_of_the_hubs_own(opened):
    _, end = opened()
    assert json.loads(post(end).content)["flags"] == []
