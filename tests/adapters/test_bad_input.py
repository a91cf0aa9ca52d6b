"""Bad input on each channel: refused with slug, path, what came and what was expected, and no lane stops for it."""

import itertools
import json
from datetime import timedelta

import pytest

from adapters.simulator import messages
from tests.builders.bad_input import AT, MESSAGE, XML, ax, sx
from tests.builders.hub import LENDER, OFFICE, until_idle

_NUMBERS = itertools.count(1)


def settle(hub):
    """Applies everything that is due."""
    hub.relay.look()
    until_idle(lambda: hub.worker.round(0.002))


def taken(channel, body, **facts):
    receipt = json.loads(channel.hand_in(body, **facts))
    assert receipt["outcome"] == "accepted", receipt
    return receipt


@pytest.mark.parametrize("bad", [*XML, *MESSAGE], ids=str)
def test_a_bad_message_is_refused_and_the_good_ones_around_it_are_applied(channel, busy_hub, bad):
    if (bad.only_network and not channel.is_network) or (bad.only and bad.only != channel.name):
        return
    hub, number = busy_hub, f"{channel.name}-{next(_NUMBERS)}"
    settle(hub)
    before = hub.states()
    good = [taken(channel, ax(number), node=OFFICE)]
    good.append(taken(channel, messages.sx("10", at=AT + timedelta(minutes=1), number=number), node=LENDER))
    receipt = json.loads(
        channel.hand_in(
            bad.make(number), node=bad.sender, identity=f"bad-{number}", envelope=bad.envelope, charset=bad.charset
        )
    )
    good.append(taken(channel, messages.sx("22", at=AT + timedelta(minutes=9), number=number), node=LENDER))
    settle(hub)

    refusal = receipt["refusal"]
    assert (receipt["outcome"], refusal["slug"]) == ("refused", bad.slug)
    assert refusal["path"] == bad.path or refusal["path"].endswith(bad.path.removeprefix("…")), refusal
    assert all(refusal[name] for name in ("path", "came", "expected", "nl", "en")), refusal
    assert hub.sql("SELECT state, slug FROM outcomes WHERE unit_id = ?", receipt["id"]) == [("rejected", bad.slug)]
    ((detail,),) = hub.sql("SELECT detail FROM outcomes WHERE unit_id = ?", receipt["id"])
    assert json.loads(detail) == {name: value for name, value in refusal.items() if value}
    assert hub.sql("SELECT lane_id FROM messages WHERE id = ?", receipt["id"]) == [(None,)]
    assert hub.sql("SELECT count(*) FROM commands WHERE unit_id = ?", receipt["id"]) == [(0,)]
    assert [hub.sql("SELECT state FROM outcomes WHERE unit_id = ?", one["id"]) for one in good] == [[("applied",)]] * 3
    assert hub.states() == before | {
        "applied": before.get("applied", 0) + 3,
        "rejected": before.get("rejected", 0) + 1,
    }
    assert hub.sql("SELECT count(*) FROM outgoing") == [(0,)]


def test_the_sentences_of_every_refusal_are_whole(channel, busy_hub):
    """No gap where a fact should stand, and no foreign word for nothing."""
    told = busy_hub.sql("SELECT detail FROM outcomes WHERE state = 'rejected'")
    assert len(told) > 40
    for (detail,) in told:
        for language, closing in (("nl", "Er is niets gewijzigd."), ("en", "Nothing was changed.")):
            text = json.loads(detail)[language]
            assert not [gap for gap in ("  ", "()", "None", " ;", " ,") if gap in text], text
            assert text.endswith(closing)


def test_the_same_identity_with_other_content_is_refused_and_its_lane_goes_on(channel, busy_hub):
    number = f"{channel.name}-{next(_NUMBERS)}"
    taken(channel, ax(number), node=OFFICE)
    first = taken(channel, sx(number), node=LENDER, identity=f"one-{number}")
    again = json.loads(channel.hand_in(messages.sx("22", at=AT, number=number), node=LENDER, identity=f"one-{number}"))
    last = taken(channel, messages.sx("12", at=AT + timedelta(minutes=9), number=number), node=LENDER)
    settle(busy_hub)
    assert again["refusal"]["slug"] == "message-id-reused"
    assert again["refusal"]["came"] == f"one-{number}"
    assert again["refusal"]["expected"] == first["id"]
    states = [busy_hub.sql("SELECT state FROM outcomes WHERE unit_id = ?", one["id"]) for one in (first, last)]
    assert states == [[("applied",)], [("applied",)]]


def test_an_identity_is_its_senders_own(channel, busy_hub):
    """A stranger who uses a lender's name and identity does not keep the lender's message out."""
    if not channel.is_network:
        return
    number = f"{channel.name}-{next(_NUMBERS)}"
    taken(channel, ax(number), node=OFFICE)
    strangers = json.loads(channel.hand_in(sx(number), node="699999", identity=f"mine-{number}"))
    lenders = taken(channel, sx(number), node=LENDER, identity=f"mine-{number}")
    assert strangers["refusal"]["slug"] == "sender-mismatch"
    assert lenders["id"] != strangers["id"]
