"""The demo's first page: one click for the people whom the demo made, and for nobody else or elsewhere."""

from datetime import timedelta

import pytest

from handlers.accounts.demo import DemoDesk
from handlers.accounts.people import add_user, set_disabled, user_of
from hub.records import TIMERS, Timer
from hub.rows import write
from tests.builders.demo import Demo

KEYS = ("anna", "tom", "bram", "els", "sara", "daan", "ingrid", "chris", "olga", "otto", "linda", "alex")
ANNAS, LOOSE, OF_CHRIS = "2026-1041", "2026-1083", "2026-1090"
HAVEN, DUIN = ("2026-1055", "2026-1062"), ("2026-1069", "2026-1083")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    made = Demo(tmp_path_factory.mktemp("demo"))
    yield made
    made.stop()


@pytest.fixture
def own_demo(tmp_path):
    made = Demo(tmp_path)
    yield made
    made.stop()


def numbers(demo, key):
    """Which dossiers somebody sees, by the number of their application."""
    answer = demo.become(key, demo.client("application/json")).get("/api/v2/dossiers?limit=100")
    if answer.status_code != 200:
        return answer.status_code
    known = dict(demo.sql("SELECT dossier_id, number FROM applications"))
    return tuple(sorted(known[each["id"]] for each in answer.json()["items"]))


def test_the_demo_says_where_to_choose(demo):
    assert f"{demo.server.url}/demo" in demo.said


def test_without_a_session_every_page_leads_to_the_choice(demo):
    for path in ("/", f"/dossiers/{demo.dossier(ANNAS)}"):
        answer = demo.client().get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/demo")
    assert demo.client("application/json").get("/api/v2/dossiers").status_code == 401


def test_the_page_has_a_card_for_each_of_the_twelve_with_role_and_place(demo):
    page = demo.client().get("/demo").text
    places = [page.index(f'action="/demo/demo-{key}"') for key in KEYS]
    assert places == sorted(places)
    for told in (
        "Dossierbehandelaar",
        "subagent",
        "Haven Advies",
        "Duin Financieel",
        "AEGON Verzekeringen",
        "tot en met",
    ):
        assert told.lower() in page.lower()
    assert "geen wachtwoord en geen tweede stap; elk ander account heeft die wel" in page
    assert "no password and no second step; every other account has both" in demo.client().get("/demo?lang=en").text


@pytest.mark.parametrize("key", KEYS)
def test_each_of_the_twelve_comes_in_with_a_session_of_his_own(demo, key):
    client = demo.become(key)
    mine = client.get("/account")
    assert mine.status_code == 200
    name = demo.sql("SELECT name FROM users WHERE id = ?", f"demo-{key}")[0][0]
    assert name in mine.text
    assert "Wissel van persoon" in mine.text


def test_everybody_sees_what_his_part_and_role_give(demo):
    assert numbers(demo, "bram") == numbers(demo, "els") == numbers(demo, "olga") == numbers(demo, "alex")
    assert len(numbers(demo, "bram")) == 7
    assert numbers(demo, "sara") == HAVEN
    assert numbers(demo, "daan") == DUIN
    assert OF_CHRIS in numbers(demo, "chris")
    assert not set(numbers(demo, "chris")) & set(numbers(demo, "bram"))
    assert len(numbers(demo, "otto")) == 10
    assert [numbers(demo, key) for key in ("anna", "tom", "linda")] == [403, 403, 403]


def test_anna_and_tom_are_the_two_parties_of_one_dossier(demo):
    sql = "SELECT dossier_id, name, party FROM involvements WHERE part = 'customer' ORDER BY party"
    (annas, anna, first), (toms, tom, second) = demo.sql(sql)
    assert (annas, anna, tom) == (demo.dossier(ANNAS), "user:demo-anna", "user:demo-tom")
    assert toms == annas
    assert (first.rpartition("/")[2], second.rpartition("/")[2]) == ("NA01", "NA02")


def test_choosing_somebody_else_ends_the_session_of_before(demo):
    client = demo.become("bram")
    before = client.cookies["session"]
    demo.become("els", client)
    assert client.cookies["session"] != before
    old = demo.client("application/json")
    old.cookies.set("session", before)
    assert old.get("/api/v2/dossiers").status_code == 401


def test_the_card_of_who_is_in_says_so(demo):
    page = demo.become("bram").get("/demo").text
    assert page.count("dat bent u nu") == 1


def test_nobody_whom_the_demo_did_not_make_is_let_in(demo):
    with demo.hub.database.transaction() as connection:
        made = add_user(connection, office_id=None, name="Nora", role="operator", at=demo.hub.clock.now())
    for person in (made.id, "demo-nobody", "demo-", "nobody"):
        client = demo.client()
        assert client.post(f"/demo/{person}").status_code == 404
        assert "session" not in client.cookies
    assert "Nora" not in demo.client().get("/demo").text


def test_a_person_who_was_shut_out_stays_out(demo):
    now = demo.hub.clock.now()
    with demo.hub.database.transaction() as connection:
        set_disabled(connection, user_of(connection, "demo-ingrid"), now)
    try:
        page = demo.client().get("/demo").text
        assert 'action="/demo/demo-ingrid"' not in page
        assert "Dit account is gesloten of verlopen" in page
        assert demo.client().post("/demo/demo-ingrid").status_code == 403
    finally:
        with demo.hub.database.transaction() as connection:
            set_disabled(connection, user_of(connection, "demo-ingrid"), None)


def test_another_site_cannot_choose_for_somebody(demo):
    answer = demo.client().post("/demo/demo-olga", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def turn(client, to, **more):
    return client.post("/demo/clock", data={"to": to, **more})


def test_the_clock_stands_on_every_page_of_who_is_in_and_moves_the_hub(own_demo):
    bram = own_demo.become("bram")
    page = bram.get("/dossiers").text
    assert "In de demo is het 21 nov 2026 09:00" in page
    assert "nog 4 dagen" in page
    answer = turn(bram, "next", back="/?q=Jansen")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?q=Jansen")
    assert "In de demo is het 21 nov 2026 09:20" in bram.get("/").text, "when a lender says something next"
    turn(bram, "next")
    page = bram.get("/dossiers").text
    assert "In de demo is het 23 nov 2026 09:00" in page
    assert "nog 2 dagen" in page
    assert "In de demo is het" not in own_demo.client().get("/demo").text


def test_a_planned_command_is_the_next_event_when_it_comes_first(own_demo):
    due = own_demo.hub.clock.now() + timedelta(minutes=10)
    with own_demo.hub.database.transaction() as connection:
        write(connection, TIMERS, [Timer("one", due, None, "MoveDossiers", "{}", None)])
    turn(own_demo.become("bram"), "next")
    assert timedelta() <= own_demo.hub.clock.now() - due < timedelta(minutes=1)


def test_a_session_outlives_the_days_of_the_demo(own_demo):
    bram = own_demo.become("bram")
    for _ in range(3):
        turn(bram, "next")
    turn(bram, "week")
    assert "een werkweek per minuut" in bram.get("/").text
    turn(bram, "real")
    assert "gewone tijd" in bram.get("/demo/clock").text


def test_the_clock_goes_on_where_it_stopped_after_a_start(own_demo):
    turn(own_demo.become("bram"), "next")
    before = own_demo.hub.clock.now()
    own_demo.stop()
    own_demo.start()
    assert own_demo.hub.clock.now() >= before
    assert own_demo.hub.clock.pace == "real"


@pytest.mark.parametrize("back", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", ""])
def test_the_clock_leads_back_to_pages_of_the_hub_alone(demo, back):
    assert turn(demo.become("bram"), "real", back=back).status_code in {303, 422}
    assert "elsewhere" not in turn(demo.become("bram"), "real", back=back).headers.get("location", "")


def test_the_clock_is_turned_by_who_is_in_and_at_a_pace_that_there_is(demo):
    assert demo.client("application/json").post("/demo/clock", data={"to": "real"}).status_code == 401
    assert turn(demo.become("bram"), "back").status_code == 422


def test_a_hub_that_is_no_demo_has_no_such_page_whatever_its_accounts_are_called(desk):
    with desk.hub.database.transaction() as connection:
        add_user(connection, office_id=None, name="Otto", role="operator", at=desk.hub.clock.now(), user_id="demo-otto")
    assert desk.server.counter.demo is None
    client = desk.client(accept="text/html")
    assert client.get("/demo").status_code == 404
    assert client.post("/demo/demo-otto").status_code == 404
    assert client.get("/").status_code == 401
    assert "/demo" not in desk.browser().get("/").text


def test_the_demo_goes_on_with_the_same_people_and_what_they_changed(tmp_path):
    first = Demo(tmp_path)
    first.stop()
    with first.hub.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM involvements WHERE name = 'user:demo-els'")
    again = Demo(tmp_path)
    again.stop()
    assert again.added == 0
    assert "goes on where it stopped" in again.said
    assert again.sql("SELECT count(*) FROM users") == [(len(KEYS),)]
    assert again.sql("SELECT count(*) FROM involvements WHERE name = 'user:demo-els'") == [(0,)]


def test_a_demo_without_people_says_what_to_do(own_desk):
    desk = DemoDesk(own_desk.hub.database, own_desk.hub.clock, own_desk.server.counter.accounts)
    assert desk.people() == ()
