"""The child that understands what may kill its process."""

import io
import sys
from datetime import UTC, datetime

import pytest

from adapters.channels.trial import ChildTrial, serve
from adapters.handed import Handed
from adapters.simulator import messages
from schemas.envelope import Envelope
from schemas.errors import Busy
from tests.builders.bad_input import AT
from tests.builders.hub import LENDER

CHILD = """
import os, sys
from adapters.channels.trial import serve
from schemas.errors import Busy

class Deadly:
    def understand(self, handed):
        if b"die" in handed.body:
            os.kill(os.getpid(), 9)
        if b"hang" in handed.body:
            import time
            time.sleep(60)
        if b"busy" in handed.body:
            raise Busy("database")

serve(Deadly(), sys.stdin.buffer, sys.stdout.buffer)
"""


def handed(body, **facts):
    return Handed(body=body, channel="amqp", received_at=datetime(2026, 11, 21, 10, 0, tzinfo=UTC), **facts)


@pytest.fixture
def trial():
    made = ChildTrial([sys.executable, "-c", CHILD], patience=5)
    yield made
    made.close()


def test_one_child_serves_many_messages(trial):
    assert [trial.survives(handed(b"live %d" % n)) for n in range(50)] == [True] * 50


def test_what_kills_the_child_is_told_and_the_next_gets_another_child(trial):
    bodies = [b"live", b"die", b"live", b"die now", b"live"]
    assert [trial.survives(handed(body)) for body in bodies] == [True, False, True, False, True]


def test_a_child_that_hangs_counts_as_dead():
    trial = ChildTrial([sys.executable, "-c", CHILD], patience=2)
    assert trial.survives(handed(b"live"))
    assert not trial.survives(handed(b"hang"))
    trial.close()


def test_a_database_that_is_away_condemns_no_message(trial):
    with pytest.raises(Busy):
        trial.survives(handed(b"busy"))
    assert trial.survives(handed(b"live"))


def test_a_child_that_cannot_start_condemns_no_message():
    trial = ChildTrial([sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(Busy):
        trial.survives(handed(b"live"))


def test_a_large_message_goes_to_the_child(trial):
    assert trial.survives(handed(b"x" * 5_000_000))


def test_the_child_understands_the_whole_message_and_journals_nothing(hub, tmp_path):
    sent = handed(
        messages.sx("10", at=AT, number="A-1"),
        identity="m-1",
        bound_to=LENDER,
        envelope=Envelope(message_id="m-1", receiver="500001"),
    )
    understood = []
    real = hub.intake.understand
    hub.intake.understand = lambda one: understood.append(one) or real(one)
    asked = io.BytesIO()

    class Captured(ChildTrial):
        def _start(self):
            self._child = type("Child", (), {"stdin": asked, "stdout": None, "poll": lambda _: None})()

        def _answer(self):
            return b"lived\n"

    assert Captured().survives(sent)
    answers = io.BytesIO()
    serve(hub.intake, io.BytesIO(asked.getvalue()), answers)
    assert answers.getvalue() == b"lived\nlived\n"
    assert understood == [sent]
    assert hub.sql("SELECT count(*) FROM messages") == [(0,)]
