"""One message, one receipt, whatever the channel."""

import itertools
import json

import pytest

from adapters.simulator import messages
from tests.builders.bad_input import AT
from tests.builders.channels import AmqpPartner, HttpPartner, Operator
from tests.builders.hub import LENDER


@pytest.fixture
def channels(hub, broker, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    made = [AmqpPartner(hub, broker.url(broker.new_vhost())), HttpPartner(hub), Operator(hub, folder)]
    yield made
    for channel in made:
        channel.close()


@pytest.mark.parametrize(
    "body", [messages.sx("10", at=AT, number="A-1"), b"<no-message/>", b""], ids=["good", "bad", "empty"]
)
def test_the_same_message_gets_the_same_receipt_byte_for_byte_on_every_channel(channels, hub, body):
    receipts = {channel.hand_in(body, node=LENDER, identity="m-1") for channel in channels}
    assert len(receipts) == 1
    assert hub.sql("SELECT channel, is_copy FROM arrivals ORDER BY arrived_at, id") == [
        ("amqp", 0),
        ("http", 1),
        ("ingest", 1),
    ]
    assert hub.sql("SELECT count(*) FROM messages") == [(1,)]


@pytest.mark.parametrize("first", [0, 1, 2])
def test_every_channel_understands_the_same(channels, first):
    said = []
    for channel in channels[first:] + channels[:first]:
        receipt = json.loads(
            channel.hand_in(
                messages.sx("10", at=AT, number="A-1"),
                node=LENDER,
                identity=f"{channel.name}-1",
                envelope={"dossier": "A-1", "request_version": 1, "environment": "production"},
            )
        )
        facts = {name: value for name, value in receipt.items() if name not in {"id", "received_at", "flags"}}
        facts["envelope"].pop("message_id")
        said.append(facts)
    assert all(one == other for one, other in itertools.pairwise(said))
    assert said[0]["envelope"] == {
        "sender": "600001",
        "receiver": "500001",
        "message_type": "SX StatusMelding",
        "receiver_code": "AE",
        "schema_version": "24.0",
        "request_version": 1,
        "dossier": "A-1",
        "environment": "production",
        "sent_at": "2026-11-21T09:00:00Z",
    }
