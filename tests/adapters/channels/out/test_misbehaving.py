"""A lender over HTTPS that does everything wrong in turn: nothing is lost, nothing is believed that was not said."""

import time

import pytest

from adapters.channels.out.https import HttpsChannel
from adapters.channels.out.options import HttpsOptions
from tests.builders.delivery import LENDER, Post, letter
from tests.builders.raw_lender import RawLender, answer, receipt


def five_hundred(connection, _request):
    connection.sendall(answer(500, b"oops"))


def hang(_connection, _request):
    time.sleep(1.5)


def half(connection, request):
    connection.sendall(receipt(request.key)[:40])
    connection.close()


def nothing(connection, _request):
    connection.close()


def twice(connection, request):
    connection.sendall(receipt(request.key) * 2)


def of_another(connection, _request):
    connection.sendall(receipt("0199f3d2-0000-7000-8000-999999999999"))


def well(connection, request):
    connection.sendall(receipt(request.key))


@pytest.fixture
def world(tmp_path):
    lender = RawLender(well)
    post = Post(f"sqlite:///{tmp_path}/hub.db")
    options = HttpsOptions(timeout_s=0.5, parallel=2)
    post.channels[LENDER] = HttpsChannel(lender.url, options, allows_private=False)
    post.partner(address=lender.url)
    yield lender, post
    post.close()
    lender.close()


def test_everything_arrives_in_order_under_one_identity_whatever_the_lender_does(world):
    lender, post = world
    mischief = [five_hundred, hang, half, nothing, twice, of_another] * 3

    def says(connection, request):
        (mischief.pop(0) if mischief else well)(connection, request)

    lender.says = says
    rows = post.queue(*(letter(n, queue="AB"[n % 2], code="AX" if n <= 2 else "SX") for n in range(1, 13)))
    for _ in range(60):
        post.drain()
        if set(post.states().values()) == {"acknowledged"}:
            break
        post.forward(minutes=6)
    assert set(post.states().values()) == {"acknowledged"}
    bodies = {row.id: row.body for row in rows}
    assert {request.key: request.body for request in lender.requests} == bodies
    first_seen = list(dict.fromkeys(request.key for request in lender.requests))
    for queue in ("A", "B"):
        expected = [row.id for row in rows if row.queue.endswith(queue)]
        assert [row_id for row_id in first_seen if row_id in expected] == expected
    assert len(lender.requests) > len(rows)


@pytest.mark.parametrize("mischief", [five_hundred, hang, half, nothing, of_another])
def test_a_lender_that_never_behaves_is_left_alone_and_nothing_gives_up(world, mischief):
    lender, post = world
    lender.says = mischief
    post.queue(*(letter(n, queue=str(n)) for n in range(1, 9)))
    for _ in range(3):
        post.drain()
    assert set(post.states().values()) == {"queued"}
    tried = len(lender.requests)
    assert 5 <= tried <= 8
    assert post.sql("SELECT out_open_until IS NOT NULL FROM partners") in ([(1,)], [(True,)])
    lender.says = well
    post.forward(hours=1)
    post.drain()
    assert set(post.states().values()) == {"acknowledged"}
