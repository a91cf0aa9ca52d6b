"""Messages without an identity of their own are known by their content, and by what only their envelope says."""

import json
from datetime import timedelta

from adapters.handed import Handed
from adapters.simulator import messages
from schemas.envelope import Envelope
from schemas.errors import Refused
from tests.builders.bad_input import AT
from tests.builders.hub import LENDER, OFFICE

FIRST, SECOND = "6f2c0a52-0d0b-4d3e-9a52-3a4f1f0e6a01", "6f2c0a52-0d0b-4d3e-9a52-3a4f1f0e6a02"


def said(dossier, **more):
    return Envelope(sender=LENDER, receiver=OFFICE, receiver_code="AE", request_version=1, dossier=dossier, **more)


def test_equal_statuses_of_two_exchanges_are_two_messages(hub):
    body = messages.sx("10", at=AT, header=False)
    recorded = [hub.hand_in(body, envelope=said(dossier))[0] for dossier in (FIRST, SECOND, FIRST)]
    assert [each.is_copy for each in recorded] == [False, False, True]
    assert recorded[0].lane_id != recorded[1].lane_id
    assert recorded[2].receipt == recorded[0].receipt


def test_what_was_refused_for_its_envelope_is_accepted_when_that_is_mended(hub):
    body = messages.sx("10", at=AT + timedelta(minutes=1), header=False)
    wrong = Refused("envelope-invalid", path="request_version", came="one", expected="a number")
    answers = []
    for refusal in (wrong, wrong, None):
        handed = Handed(body=body, channel="test", received_at=hub.clock.now(), envelope=said(FIRST), refusal=refusal)
        answers += hub.intake.take([handed])
    assert [json.loads(each.receipt)["outcome"] for each in answers] == ["refused", "refused", "accepted"]
    assert [each.is_copy for each in answers] == [False, True, False]
