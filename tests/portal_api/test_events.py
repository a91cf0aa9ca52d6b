import json
import socket
import threading
from dataclasses import replace

import httpx
import pytest

from adapters.simulator import messages
from handlers.accounts.people import user_of
from handlers.accounts.sessions import end_sessions
from handlers.accounts.tables import USERS
from hub import rows as statements
from portal_api.events import MOST_PER_PERSON
from portal_api.pages.live import HEARTBEAT_S
from schemas.applications import LinkExchange
from tests.builders.counters import hand_in, link_for
from tests.builders.desks import close_desk, open_desk


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
                    if line.startswith(('data: {"d', 'data: {"e')):
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


@pytest.fixture(params=["embedded", "servers"])
def settled(request, tmp_path):
    """A desk whose streams are over, because its server ends, before anything else of it is closed; on both stacks."""
    there = {}
    if request.param == "servers":
        there = {
            "database_url": request.getfixturevalue("migrated_postgres_url"),
            "broker_url": request.getfixturevalue("rabbit_url"),
        }
    made = open_desk(tmp_path, **there)
    made.listening = []
    yield made
    made.server._stop.set()
    for each in made.listening:
        each.close()
    close_desk(made)


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


def test_an_exchange_without_a_dossier_is_told_to_its_office_alone(settled):
    number = settled.hub.sql("SELECT max(number) FROM outcomes")[0][0]
    chris, bram = Listening(settled, settled.cast.chris_user), Listening(settled, settled.cast.bram_user)
    threading.Event().wait(1.5)
    settled.hub.clock.forward(minutes=1)
    about = {"number": "ZZ-2026-0099", "lender_reference": "AE-2026-000777"}
    hand_in(settled.hub, messages.sx("10", at=settled.hub.clock.now(), **about))
    assert bram.wait_for(lambda all_: all_.heard)
    assert bram.heard == [{"exchange": settled.unlinked, "kind": "message"}]
    late = Listening(settled, settled.cast.bram_user, **{"Last-Event-ID": str(number)})
    assert late.wait_for(lambda all_: all_.heard)
    assert late.heard == bram.heard
    threading.Event().wait(1.5)
    assert chris.heard == []


def test_what_was_linked_meanwhile_is_told_as_its_dossier(settled):
    bram = Listening(settled, settled.cast.bram_user)
    threading.Event().wait(1.5)
    link = LinkExchange(lane_id=settled.unlinked, dossier_id=settled.dossier)
    settled.hub.runtime.execute(link, actor="user:els")
    assert bram.wait_for(lambda all_: {"dossier": settled.dossier, "kind": "command"} in all_.heard)


@pytest.mark.parametrize("end", ["signed-out", "role", "disabled"])
def test_a_session_that_is_ended_closes_its_stream_before_it_hears_more(settled, end):
    bram = Listening(settled, settled.cast.bram_user)
    threading.Event().wait(1.5)
    with settled.hub.database.transaction() as connection:
        if end == "signed-out":
            end_sessions(connection, settled.cast.bram_user, settled.hub.clock.now())
        else:
            bram_now = user_of(connection, settled.cast.bram_user)
            changed = {"role": {"role": "adviser"}, "disabled": {"disabled_at": settled.hub.clock.now()}}[end]
            statements.write(connection, USERS, [replace(bram_now, **changed)], "replace")
    change(settled)
    assert bram.wait_for(lambda all_: "over" in all_.lines)
    assert "event: ended" in bram.lines
    assert bram.heard == []


def test_a_session_that_is_ended_closes_its_stream_although_nothing_happens(settled):
    bram = Listening(settled, settled.cast.bram_user)
    with settled.hub.database.transaction() as connection:
        end_sessions(connection, settled.cast.bram_user, settled.hub.clock.now())
    assert bram.wait_for(lambda all_: "over" in all_.lines, HEARTBEAT_S - 1)
    assert "event: ended" in bram.lines


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


def test_a_browser_that_leaves_at_once_holds_no_place(settled):
    answer = settled.client(accept="text/html").post(f"/login/{link_for(settled.hub, settled.cast.bram_user)}")
    host = httpx.URL(settled.server.url).netloc.decode()
    asked = f"GET /events HTTP/1.1\r\nHost: {host}\r\nCookie: session={answer.cookies['session']}\r\n\r\n"
    for _ in range(5 * MOST_PER_PERSON):
        with socket.create_connection(("127.0.0.1", httpx.URL(settled.server.url).port)) as line:
            line.sendall(asked.encode())
    threading.Event().wait(2)
    assert [Listening(settled, settled.cast.bram_user).status for _ in range(MOST_PER_PERSON)] == [200] * 6
