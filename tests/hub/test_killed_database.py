"""PostgreSQL dies with a worker's last commits not yet on disk: what they did is due again, and done once."""

import os

import pytest

from hub.bench.servers import PrivatePostgres, ServerMissingError
from hub.ledger import balance
from tests.builders.engine import OpenPage, ToyHub, WriteLine, entry

pytestmark = pytest.mark.chaos
DOSSIERS, EACH, ROUNDS = 10, 6, 3
# The writer of the log sleeps as long as it may, so that a commit which does not wait is lost with the server.
LAZY = {"wal_writer_delay": "10s", "wal_writer_flush_after": "1GB"}


@pytest.fixture
def server():
    try:
        made = PrivatePostgres(durable=True, settings=LAZY).start()
    except ServerMissingError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))
    yield made
    made.remove()


def messages(turn):
    for n in range(EACH):
        for dossier in range(DOSSIERS):
            command = OpenPage(text="0") if n == 0 else WriteLine(text=str(n))
            yield entry(f"{turn}-{dossier}", command)


def test_what_a_dead_server_forgot_is_applied_again_and_once(server):
    toy = ToyHub(server.new_database())
    forgotten = 0
    for turn in range(ROUNDS):
        toy.hand_in(*messages(turn))
        toy.worker.round(0.1)
        applied = toy.states()["applied"]
        server.kill()
        toy.database.close()
        server.start()
        forgotten += applied - toy.states().get("applied", 0)
        toy.work(4)
        assert toy.states() == {"applied": DOSSIERS * EACH * (turn + 1)}
    assert forgotten > 0
    assert toy.lines() == [str(n) for n in range(EACH)] * (DOSSIERS * ROUNDS)
    with toy.database.reading() as connection:
        assert balance(connection).imbalances == ()
    toy.close()
