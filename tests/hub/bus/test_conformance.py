"""One suite for every bus: what holds in the demo holds in production."""

import itertools
import threading

import pytest

from hub.bus import Parcel, open_bus
from hub.topology import Queue, Topology

WORK, LIMITED, DEAD, SINGLE, SMALL = "t.work", "t.limited", "t.dead", "t.single", "t.small"
TABLE = Topology(
    (
        Queue(DEAD, "What was given back too often."),
        Queue(WORK, "Work for anybody."),
        Queue(LIMITED, "Work that may come back once.", delivery_limit=1, dead_letters_to=DEAD),
        Queue(SINGLE, "Work for one at a time.", single_active_consumer=True),
        Queue(SMALL, "Room for three.", longest=3),
    )
)
_names = itertools.count()


@pytest.fixture(params=["memory", "rabbit"])
def broker_url(request):
    if request.param == "memory":
        return f"memory://{next(_names)}"
    return request.getfixturevalue("rabbit_url")


@pytest.fixture
def open_one(broker_url):
    """Opens buses on one broker, declared, and closes them all."""
    opened = []

    def opener(prefetch=300):
        bus = open_bus(broker_url, prefetch=prefetch)
        bus.declare(TABLE)
        opened.append(bus)
        return bus

    yield opener
    for bus in opened:
        bus.close()


def parcels(count, queue=WORK):
    return [Parcel(queue, f"k{n}", str(n).encode()) for n in range(count)]


def take_all(bus, count, queue=WORK):
    taken = []
    while len(taken) < count and (more := bus.take(queue, count - len(taken), 5.0)):
        taken += more
    return taken


def numbers(deliveries):
    return [int(delivery.body) for delivery in deliveries]


def test_a_thousand_parcels_are_all_confirmed(open_one):
    assert open_one().publish(parcels(1000)) == {f"k{n}" for n in range(1000)}


def test_deliveries_come_in_the_order_of_publishing(open_one):
    bus = open_one()
    bus.publish(parcels(400))
    taken = []
    while len(taken) < 400:
        some = bus.take(WORK, 100, 5.0)
        bus.settle(some)
        taken += some
    assert numbers(taken) == list(range(400))


def test_a_delivery_says_where_it_came_from_and_that_it_is_new(open_one):
    bus = open_one()
    bus.publish([Parcel(WORK, "a", b"body")])
    [delivery] = bus.take(WORK, 10, 5.0)
    assert (delivery.queue, delivery.body, delivery.redelivered) == (WORK, b"body", False)


def test_an_unknown_queue_is_not_confirmed_and_its_neighbours_are(open_one):
    sent = [Parcel(WORK, "a", b"1"), Parcel("t.nowhere", "b", b"2"), Parcel(WORK, "c", b"3")]
    bus = open_one()
    assert bus.publish(sent) == {"a", "c"}
    assert numbers(take_all(bus, 2)) == [1, 3]


def test_a_full_queue_refuses_what_it_cannot_keep(open_one):
    bus = open_one()
    assert bus.publish(parcels(3, SMALL)) == {"k0", "k1", "k2"}
    # RabbitMQ lets a few in before a quorum queue knows that it is full.
    refused = [key for n in range(50) for key in [f"x{n}"] if not bus.publish([Parcel(SMALL, key, b"0")])]
    assert len(refused) > 40
    assert numbers(bus.take(SMALL, 3, 5.0)) == [0, 1, 2]


def test_publishing_nothing_confirms_nothing(open_one):
    assert open_one().publish([]) == frozenset()


def test_taking_from_an_empty_queue_gives_nothing_after_the_wait(open_one):
    assert open_one().take(WORK, 10, 0.05) == []


def test_taking_from_an_undeclared_queue_is_our_mistake(open_one):
    with pytest.raises(LookupError, match=r"t\.nowhere"):
        open_one().take("t.nowhere", 1, 0.0)


def test_a_waiting_take_wakes_when_something_is_published(open_one):
    taker, giver = open_one(), open_one()
    taken = []
    thread = threading.Thread(target=lambda: taken.extend(taker.take(WORK, 10, 10.0)))
    thread.start()
    giver.publish([Parcel(WORK, "a", b"7")])
    thread.join(10)
    assert numbers(taken) == [7]


def test_no_more_is_taken_than_was_asked_for(open_one):
    bus = open_one()
    bus.publish(parcels(5))
    assert [numbers(bus.take(WORK, 2, 5.0)), numbers(take_all(bus, 3))] == [[0, 1], [2, 3, 4]]


def test_no_more_is_handed_out_than_the_prefetch(open_one):
    bus = open_one(prefetch=3)
    bus.publish(parcels(5))
    held = take_all(bus, 3)
    assert bus.take(WORK, 5, 0.2) == []
    bus.settle(held[:1])
    assert numbers(bus.take(WORK, 5, 5.0)) == [3]


def test_a_body_of_five_megabytes_arrives_whole(open_one):
    body = bytes(range(256)) * 20_480
    bus = open_one()
    bus.publish([Parcel(WORK, "big", body)])
    assert bus.take(WORK, 1, 10.0)[0].body == body


def test_an_empty_body_stays_bytes(open_one):
    bus = open_one()
    bus.publish([Parcel(WORK, "a", b"")])
    assert bus.take(WORK, 1, 5.0)[0].body == b""


def test_settled_deliveries_never_come_again(open_one):
    bus = open_one()
    bus.publish(parcels(10))
    bus.settle(take_all(bus, 10))
    bus.return_all()
    assert bus.take(WORK, 10, 0.3) == []


def test_settling_twice_changes_nothing(open_one):
    bus = open_one()
    bus.publish(parcels(3))
    taken = take_all(bus, 3)
    bus.settle(taken[:2])
    bus.settle(taken[:2])
    bus.settle([])
    bus.publish([Parcel(WORK, "later", b"9")])
    assert numbers(bus.take(WORK, 5, 5.0)) == [9]


def test_settling_what_came_before_a_return_is_passed_over(open_one):
    bus = open_one()
    bus.publish(parcels(3))
    old = take_all(bus, 3)
    bus.return_all()
    bus.settle(old)
    assert numbers(take_all(bus, 3)) == [0, 1, 2]
    bus.settle(old)
    bus.return_all()
    assert numbers(take_all(bus, 3)) == [0, 1, 2]


@pytest.mark.parametrize("way", ["return_all", "close"])
def test_what_is_given_back_comes_again_in_order_and_marked(open_one, way):
    first, second = open_one(), open_one()
    first.publish(parcels(20))
    take_all(first, 20)
    getattr(first, way)()
    again = take_all(second, 20)
    assert numbers(again) == list(range(20))
    assert all(delivery.redelivered for delivery in again)


def test_what_is_given_back_goes_before_what_was_never_taken(open_one):
    first, second = open_one(prefetch=5), open_one()
    first.publish(parcels(10))
    take_all(first, 5)
    first.return_all()
    assert numbers(take_all(second, 10)) == list(range(10))


def test_settling_a_few_and_closing_returns_the_rest_in_order(open_one):
    first, second = open_one(), open_one()
    first.publish(parcels(10))
    taken = take_all(first, 10)
    first.settle([taken[0], taken[1], taken[4], taken[7], taken[9]])
    first.close()
    assert numbers(take_all(second, 5)) == [2, 3, 5, 6, 8]


def test_settling_in_any_order_settles_all(open_one):
    first, second = open_one(), open_one()
    first.publish(parcels(6))
    taken = take_all(first, 6)
    first.settle([taken[5], taken[3]])
    first.settle([taken[0], taken[4], taken[2], taken[1]])
    first.close()
    assert second.take(WORK, 6, 0.3) == []


def test_two_takers_at_once_get_different_deliveries(open_one):
    takers = [open_one(prefetch=10), open_one(prefetch=10)]
    open_one().publish(parcels(200))
    got = [[], []]

    def drain(which):
        while some := takers[which].take(WORK, 10, 1.0):
            takers[which].settle(some)
            got[which] += numbers(some)

    threads = [threading.Thread(target=drain, args=(which,)) for which in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(got[0] + got[1]) == list(range(200))


def test_two_queues_keep_their_own_deliveries(open_one):
    bus = open_one()
    bus.publish([Parcel(WORK, "a", b"1"), Parcel(SINGLE, "b", b"2"), Parcel(WORK, "c", b"3")])
    assert numbers(bus.take(SINGLE, 5, 5.0)) == [2]
    assert numbers(take_all(bus, 2)) == [1, 3]


def test_a_single_active_queue_serves_the_second_taker_after_the_first_left(open_one):
    first, second = open_one(), open_one()
    first.publish(parcels(4, SINGLE))
    assert numbers(take_all(first, 4, SINGLE)) == [0, 1, 2, 3]
    first.publish([Parcel(SINGLE, "late", b"4")])
    assert second.take(SINGLE, 5, 0.2) == []
    first.close()
    assert numbers(take_all(second, 5, SINGLE)) == [0, 1, 2, 3, 4]


def test_what_is_given_back_too_often_lands_in_the_dead_queue(open_one):
    bus = open_one()
    bus.publish(parcels(1, LIMITED))
    for _ in range(2):
        assert numbers(bus.take(LIMITED, 1, 5.0)) == [0]
        bus.return_all()
    assert numbers(bus.take(DEAD, 1, 5.0)) == [0]
    assert bus.take(LIMITED, 1, 0.2) == []


def test_declaring_twice_and_closing_twice_is_allowed(open_one):
    bus = open_one()
    bus.publish(parcels(1))
    bus.declare(TABLE)
    bus.close()
    bus.close()
    assert numbers(bus.take(WORK, 1, 5.0)) == [0]
