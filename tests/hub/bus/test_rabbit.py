"""What only a real broker can do to a bus: die, lose its disk, fall silent, forget a queue."""

import contextlib
import select
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest

from hub.bus import Parcel, open_bus
from hub.bus.rabbit import RabbitBus
from hub.topology import COMMANDS, INTAKE, INTAKE_DEAD, TOPOLOGY
from schemas.errors import Busy


def until_it_works(attempt, patience=30.0):
    deadline = time.monotonic() + patience
    while True:
        try:
            return attempt()
        except Busy:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@pytest.fixture
def bus_of():
    opened = []

    def opener(url, **options):
        bus = RabbitBus(url, **options)
        opened.append(bus)
        return bus

    yield opener
    for bus in opened:
        bus.close()


@pytest.fixture
def mortal_url(mortal_rabbit):
    return mortal_rabbit.url(mortal_rabbit.new_vhost())


def test_a_killed_broker_makes_publish_busy_and_works_again_after_its_restart(mortal_rabbit, mortal_url, bus_of):
    bus = bus_of(mortal_url)
    bus.declare(TOPOLOGY)
    bus.publish([Parcel(COMMANDS, "before", b"before")])
    time.sleep(1.5)  # see PrivateRabbit: a queue that is younger does not survive
    mortal_rabbit.kill()
    with pytest.raises(Busy, match="broker is not available now"):
        bus.publish([Parcel(COMMANDS, "during", b"during")])
    mortal_rabbit.start()
    assert until_it_works(lambda: bus.publish([Parcel(COMMANDS, "after", b"after")])) == {"after"}
    assert [d.body for d in until_it_works(lambda: bus.take(COMMANDS, 5, 5.0))] == [b"before", b"after"]


def test_a_wiped_broker_gets_its_queues_back_from_whoever_comes_first(mortal_rabbit, mortal_url, bus_of):
    publisher, taker = bus_of(mortal_url), bus_of(mortal_url)
    publisher.declare(TOPOLOGY)
    taker.declare(TOPOLOGY)
    assert taker.take(COMMANDS, 1, 0.0) == []
    mortal_rabbit.wipe()
    with pytest.raises(Busy):
        taker.take(COMMANDS, 1, 1.0)
    mortal_rabbit.start()
    assert until_it_works(lambda: publisher.publish([Parcel(COMMANDS, "a", b"1")])) == {"a"}
    assert [d.body for d in until_it_works(lambda: taker.take(COMMANDS, 5, 5.0))] == [b"1"]


def test_a_broker_that_is_away_from_the_start_is_busy_and_its_topology_is_remembered(mortal_rabbit, mortal_url, bus_of):
    mortal_rabbit.kill()
    bus = bus_of(mortal_url)
    with pytest.raises(Busy):
        bus.declare(TOPOLOGY)
    mortal_rabbit.start()
    assert until_it_works(lambda: bus.publish([Parcel(INTAKE, "a", b"1")])) == {"a"}


def test_taking_while_the_broker_is_away_does_not_spin(mortal_rabbit, mortal_url, bus_of):
    bus = bus_of(mortal_url)
    bus.declare(TOPOLOGY)
    mortal_rabbit.kill()
    tries, until = 0, time.monotonic() + 1.0
    while time.monotonic() < until:
        tries += 1
        with contextlib.suppress(Busy):
            bus.take(COMMANDS, 1, 0.5)
    assert tries < 10


def test_unsettled_deliveries_of_a_lost_connection_come_again_and_their_old_tags_are_void(rabbit_url, bus_of):
    bus = bus_of(rabbit_url)
    bus.declare(TOPOLOGY)
    bus.publish([Parcel(COMMANDS, str(n), str(n).encode()) for n in range(3)])
    old = bus.take(COMMANDS, 3, 5.0)
    bus._inlet.line._transport.sock.shutdown(socket.SHUT_RDWR)
    with pytest.raises(Busy):
        bus.take(COMMANDS, 3, 5.0)
    again = until_it_works(lambda: bus.take(COMMANDS, 3, 5.0))
    bus.settle(old)
    bus.return_all()
    assert [d.body for d in again] == [b"0", b"1", b"2"]
    assert [d.body for d in bus.take(COMMANDS, 3, 5.0)] == [b"0", b"1", b"2"]


def test_an_ack_that_cannot_be_sent_is_no_error(rabbit_url, bus_of):
    bus = bus_of(rabbit_url)
    bus.declare(TOPOLOGY)
    bus.publish([Parcel(COMMANDS, "a", b"1")])
    taken = bus.take(COMMANDS, 1, 5.0)
    bus._inlet.line._transport.sock.shutdown(socket.SHUT_RDWR)
    bus.settle(taken)
    assert [d.body for d in until_it_works(lambda: bus.take(COMMANDS, 1, 5.0))] == [b"1"]


def test_a_publisher_whose_idle_connection_died_connects_again_without_being_busy(rabbit_url, bus_of):
    bus = bus_of(rabbit_url)
    bus.declare(TOPOLOGY)
    bus._outlet.line._transport.sock.shutdown(socket.SHUT_RDWR)
    assert bus.publish([Parcel(COMMANDS, "a", b"1")]) == {"a"}


def test_a_queue_deleted_by_hand_is_declared_again(rabbit_server, rabbit_url, bus_of):
    bus = bus_of(rabbit_url)
    bus.declare(TOPOLOGY)
    rabbit_server.control("-p", urlsplit(rabbit_url).path[1:], "delete_queue", COMMANDS)
    assert bus.publish([Parcel(COMMANDS, "lost", b"1")]) == frozenset()
    assert bus.publish([Parcel(COMMANDS, "kept", b"2")]) == {"kept"}


def test_a_taker_whose_queue_is_deleted_is_busy_once_and_then_takes_again(rabbit_server, rabbit_url, bus_of):
    bus = bus_of(rabbit_url)
    bus.declare(TOPOLOGY)
    assert bus.take(COMMANDS, 1, 0.0) == []
    rabbit_server.control("-p", urlsplit(rabbit_url).path[1:], "delete_queue", COMMANDS)
    with pytest.raises(Busy):
        bus.take(COMMANDS, 1, 2.0)
    assert bus.take(COMMANDS, 1, 0.1) == []
    bus.publish([Parcel(COMMANDS, "a", b"1")])
    assert [d.body for d in bus.take(COMMANDS, 1, 5.0)] == [b"1"]


def test_wrong_credentials_are_busy_with_the_broker_s_reason(rabbit_server, bus_of):
    bus = bus_of(rabbit_server.url().replace("hub:hub", "hub:wrong"))
    with pytest.raises(Busy, match="ACCESS_REFUSED"):
        bus.declare(TOPOLOGY)


def test_the_broker_keeps_the_intake_queue_as_the_table_says(rabbit_server, rabbit_url, bus_of):
    bus_of(rabbit_url).declare(TOPOLOGY)
    vhost = urlsplit(rabbit_url).path[1:]
    listed = rabbit_server.control("-p", vhost, "list_queues", "name", "type", "arguments").splitlines()
    [intake] = [line for line in listed if line.startswith(INTAKE + "\t")]
    assert "quorum" in intake
    assert '"x-single-active-consumer",true' in intake.replace(" ", "")
    assert '"x-dead-letter-strategy","at-least-once"' in intake.replace(" ", "")


def test_what_crashes_intake_six_times_lands_in_the_dead_queue_with_its_bytes(rabbit_url, bus_of):
    bus = bus_of(rabbit_url)
    bus.declare(TOPOLOGY)
    bus.publish([Parcel(INTAKE, "poison", b"\x00poison")])
    for _ in range(6):
        assert len(bus.take(INTAKE, 1, 5.0)) == 1
        bus.return_all()
    assert [d.body for d in bus.take(INTAKE_DEAD, 1, 5.0)] == [b"\x00poison"]


class _Wire:
    """A TCP proxy that can fall silent without closing anything, as a pulled cable does."""

    def __init__(self, port):
        self._server = socket.create_server(("127.0.0.1", 0))
        self._target = port
        self.is_cut = False
        self._open = True
        self.port = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def close(self):
        self._open = False
        self._thread.join()

    def _run(self):
        pairs = {}
        while self._open:
            readable, _, _ = select.select([self._server, *pairs], [], [], 0.05)
            if self.is_cut:
                time.sleep(0.05)
                continue
            for one in readable:
                if one is self._server:
                    near, far = one.accept()[0], socket.create_connection(("127.0.0.1", self._target))
                    pairs |= {near: far, far: near}
                elif data := one.recv(65536):
                    pairs[one].sendall(data)
                else:
                    other = pairs.pop(one)
                    pairs.pop(other)
                    one.close()
                    other.close()
        for one in [self._server, *pairs]:
            one.close()


@pytest.fixture
def wire(rabbit_server):
    wire = _Wire(rabbit_server.port)
    yield wire
    wire.close()


@pytest.fixture
def wired_url(rabbit_server, wire, rabbit_url):
    return rabbit_url.replace(f":{rabbit_server.port}/", f":{wire.port}/")


def test_a_silent_broker_is_noticed_by_a_taker_within_two_heartbeats(wire, wired_url, bus_of):
    bus = bus_of(wired_url, heartbeat=1)
    bus.declare(TOPOLOGY)
    assert bus.take(COMMANDS, 1, 0.1) == []
    wire.is_cut = True
    began = time.monotonic()
    with pytest.raises(Busy, match="silent"):
        bus.take(COMMANDS, 1, 10.0)
    assert time.monotonic() - began < 2.0
    wire.is_cut = False


def test_a_quiet_connection_outlives_many_heartbeats(rabbit_url, bus_of):
    bus = bus_of(rabbit_url, heartbeat=1)
    bus.declare(TOPOLOGY)
    assert bus.take(COMMANDS, 1, 3.5) == []
    bus.publish([Parcel(COMMANDS, "a", b"1")])
    assert [d.body for d in bus.take(COMMANDS, 1, 5.0)] == [b"1"]


def test_a_confirm_that_never_comes_is_busy_within_the_patience_and_the_next_call_connects_again(
    wire, wired_url, bus_of
):
    bus = bus_of(wired_url)
    bus.declare(TOPOLOGY)
    wire.is_cut = True
    began = time.monotonic()
    with pytest.raises(Busy, match="no confirm came"):
        bus.publish([Parcel(COMMANDS, "a", b"1")], patience=0.5)
    assert time.monotonic() - began < 1.0
    wire.is_cut = False
    assert until_it_works(lambda: bus.publish([Parcel(COMMANDS, "b", b"2")])) == {"b"}


def test_ten_thousand_parcels_over_one_call_are_all_confirmed(rabbit_url):
    bus = open_bus(rabbit_url)
    bus.declare(TOPOLOGY)
    keys = bus.publish([Parcel(COMMANDS, str(n), b"x" * 200) for n in range(10_000)], patience=60.0)
    bus.close()
    assert len(keys) == 10_000
