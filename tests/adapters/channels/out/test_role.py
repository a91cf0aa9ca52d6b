"""`hub deliver` as a role: what goes out goes, receipts are taken up, and partners' folders are read."""

import json
import os
import threading
import time
from datetime import timedelta

import pika
import pytest

from adapters.channels import clearing
from adapters.channels.out.role import deliver
from adapters.simulator import messages
from hub import rows as statements
from hub.delivery.partners import set_way
from hub.records import OUTGOING
from hub.topology import RECEIPTS
from tests.builders.bad_input import AT
from tests.builders.delivery import letter
from tests.builders.hub import LENDER, OTHER_LENDER, WholeHub, fresh_memory


@pytest.fixture(params=["embedded", "services"])
def hub(request, tmp_path):
    if request.param == "embedded":
        made = WholeHub(f"sqlite:///{tmp_path}/hub.db", fresh_memory(), tmp_path)
    else:
        broker = request.getfixturevalue("broker")
        made = WholeHub(request.getfixturevalue("migrated_postgres_url"), broker.url(broker.new_vhost()), tmp_path)
    yield made
    made.close()


@pytest.fixture
def role(hub):
    """The role in a thread; what it raised comes out at the end."""
    ended, raised = threading.Event(), []

    def run():
        try:
            deliver(hub.runtime, ended.is_set)
        except BaseException as error:  # noqa: BLE001 - told to the test
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    yield
    ended.set()
    thread.join(20)
    assert (thread.is_alive(), raised) == (False, [])


def route(hub, node, channel, address="", **options):
    with hub.database.transaction() as connection:
        way = {"channel": channel, "address": address, "options": options, "most_bytes": None}
        set_way(connection, node, **way, at=hub.clock.now())


def queue(hub, *letters):
    with hub.database.transaction() as connection:
        statements.write(connection, OUTGOING, letters)


def until(condition, patience=20):
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def state(hub, number):
    return hub.sql("SELECT state FROM outgoing WHERE number = ?", number)[0][0]


@pytest.mark.usefixtures("role")
def test_a_partner_with_folders_in_both_directions(hub, tmp_path):
    out, into = tmp_path / "out", tmp_path / "in"
    out.mkdir()
    into.mkdir()
    route(hub, LENDER, "folder", str(out), in_folder=str(into))
    queue(hub, letter(1))
    (into / "001.xml").write_bytes(messages.sx("10", at=AT + timedelta(hours=1), number="A-1"))
    os.utime(into / "001.xml", (time.time() - 60,) * 2)
    until(lambda: state(hub, 1) == "delivered" and (into / "001.receipt.json").exists())
    assert hub.sql("SELECT sender, channel FROM messages") == [(LENDER, "folder")]
    (file,) = out.glob("*.xml")
    file.with_suffix(".receipt.json").write_text(json.dumps({"id": "r-1", "outcome": "accepted"}))
    until(lambda: state(hub, 1) == "acknowledged")
    assert (into / "done" / "001.xml").exists()


@pytest.mark.usefixtures("role")
def test_what_a_folder_kept_for_long_enough_is_cleared(hub, tmp_path, monkeypatch):
    monkeypatch.setattr(clearing, "_DAY_S", -1)  # a file of this moment is older than that
    into = tmp_path / "in"
    (into / "done").mkdir(parents=True)
    (into / "done" / "old.xml").write_text("<x/>")
    route(hub, LENDER, "folder", str(tmp_path / "out"), in_folder=str(into))
    until(lambda: not (into / "done" / "old.xml").exists())


@pytest.mark.usefixtures("role")
def test_a_folder_that_is_not_mounted_stops_no_other(hub, tmp_path):
    (tmp_path / "out").mkdir()
    route(hub, LENDER, "folder", str(tmp_path / "gone"), in_folder=str(tmp_path / "gone too"))
    route(hub, OTHER_LENDER, "folder", str(tmp_path / "out"))
    queue(hub, letter(1), letter(2, receiver=OTHER_LENDER))
    until(lambda: state(hub, 2) == "delivered")
    assert state(hub, 1) == "queued"


@pytest.mark.parametrize("hub", ["services"], indirect=True)
@pytest.mark.usefixtures("role")
def test_a_partner_over_amqp_says_what_it_took(hub):
    route(hub, LENDER, "amqp")
    queue(hub, letter(1))
    until(lambda: state(hub, 1) == "delivered")
    connection = pika.BlockingConnection(pika.URLParameters(hub.runtime.settings.broker_url))
    channel = connection.channel()
    _, properties, _ = channel.basic_get(f"hub.out.{LENDER}", auto_ack=True)
    said = json.dumps({"id": "r-1", "outcome": "refused", "refusal": {"slug": "schema-invalid", "nl": "Past niet."}})
    about = pika.BasicProperties(correlation_id=properties.correlation_id, user_id=LENDER)
    assert properties.reply_to == RECEIPTS
    channel.basic_publish("", properties.reply_to, said.encode(), about)
    until(lambda: state(hub, 1) == "refused")
    connection.close()
