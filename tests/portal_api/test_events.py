import json
import threading

import httpx
import pytest

from adapters.simulator import messages
from portal_api.events import MOST_PER_PERSON
from tests.builders.counters import hand_in, link_for


class Listening:
    """A person's open stream in a thread; `heard` are its notices."""

    def __init__(self, desk, user_id, **headers):
        self.heard, self.lines, self._changed = [], [], threading.Condition()
        answer = desk.client(accept="text/html").post(f"/login/{link_for(desk.hub, user_id)}")
        self.client = httpx.Client(base_url=desk.server.url, cookies={"session": answer.cookies["session"]}, timeout=20)
        self.headers = headers
        self._opened = threading.Event()
        desk.listening.append(self)
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        assert self._opened.wait(10)

    def _listen(self):
        with self.client.stream("GET", "/events", headers=self.headers) as stream:
            self.status = stream.status_code
            for line in stream.iter_lines():
                self._opened.set()
                with self._changed:
                    self.lines.append(line)
                    if line.startswith('data: {"d'):
                        self.heard.append(json.loads(line[6:]))
                    self._changed.notify_all()
        with self._changed:
            self.lines.append("over")
            self._changed.notify_all()

    def close(self):
        self._thread.join(10)
        self.client.close()

    def wait_for(self, is_there, seconds=10):
        with self._changed:
            return self._changed.wait_for(lambda: is_there(self), seconds)


def change(desk):
    hub = desk.hub
    hub.clock.forward(minutes=1)
    hand_in(hub, messages.sx("10", at=hub.clock.now(), number="AB-2026-0042", lender_reference="AE-2026-000123"))


@pytest.fixture
def settled(own_desk):
    """A desk whose streams are over, because its server ends, before anything else of it is closed."""
    own_desk.listening = []
    yield own_desk
    own_desk.server._stop.set()
    for each in own_desk.listening:
        each.close()


def test_a_notice_says_which_dossier_changed_and_nothing_else(settled):
    bram = Listening(settled, settled.cast.bram_user)
    threading.Event().wait(1.5)
    change(settled)
    assert bram.wait_for(lambda all_: all_.heard)
    assert bram.heard[0] == {"dossier": settled.dossier, "kind": "message"}


def test_a_notice_of_another_office_never_arrives(settled):
    chris, bram = Listening(settled, settled.cast.chris_user), Listening(settled, settled.cast.bram_user)
    threading.Event().wait(1.5)
    change(settled)
    assert bram.wait_for(lambda all_: all_.heard)
    threading.Event().wait(1.5)
    assert chris.heard == []


def test_who_was_away_hears_what_he_missed(settled):
    number = settled.hub.sql("SELECT max(number) FROM outcomes")[0][0]
    change(settled)
    bram = Listening(settled, settled.cast.bram_user, **{"Last-Event-ID": str(number)})
    assert bram.wait_for(lambda all_: all_.heard)
    chris = Listening(settled, settled.cast.chris_user, **{"Last-Event-ID": str(number)})
    threading.Event().wait(1.5)
    assert chris.heard == []


def test_a_stream_ends_with_the_session(settled):
    bram = Listening(settled, settled.cast.bram_user)
    threading.Event().wait(1.5)
    settled.hub.clock.forward(hours=13)
    change(settled)
    assert bram.wait_for(lambda all_: "over" in all_.lines)
    assert "event: ended" in bram.lines
    assert bram.heard == []


def test_one_person_keeps_a_few_streams_and_no_more(settled):
    for _ in range(MOST_PER_PERSON):
        Listening(settled, settled.cast.bram_user)
    answer = settled.browser().get("/events", headers={"Accept": "application/json"})
    assert answer.status_code == 429
    assert Listening(settled, settled.cast.chris_user).status == 200
