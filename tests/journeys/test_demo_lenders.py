"""The demo's lenders: what its adviser sends is answered, by button and by clock, also after a stop, and once."""

import pytest

from schemas.errors import SettingsError
from tests.builders.demo import Demo, eventually
from tests.builders.papers import pdf

ANNAS, JUST_SENT, ENDED = "2026-1041", "2026-1083", "2026-1062"
JSON = {"Accept": "application/json"}


@pytest.fixture
def demo(tmp_path):
    made = Demo(tmp_path)
    yield made
    made.stop()


def press(demo, client, number):
    """The button of the page; gives what the page says then."""
    dossier, found = demo.application(number)
    shown = client.get(f"/dossiers/{dossier}").text
    place = f"/demo/answers/{dossier}/{found}"
    assert f'action="{place}"' in shown
    answer = client.post(place)
    assert answer.status_code == 303, answer.text
    return client.get(answer.headers["location"]).text


def statuses(demo, number):
    dossier, found = demo.application(number)
    sql = "SELECT code FROM status_history WHERE dossier_id = ? AND application_id = ? ORDER BY moment"
    return [row[0] for row in demo.sql(sql, dossier, found)]


def sends(demo, client, number, line):
    """Hands a file in for a line, approves it and sends it, as an adviser does."""
    dossier, _ = demo.application(number)
    place = f"/api/v2/dossiers/{dossier}/stukken"

    def stuk():
        return next(each for each in client.get(place, headers=JSON).json()["items"] if each["number"] == line)

    def do(path, key, **body):
        answer = client.post(path, json=body or None, headers={**JSON, "Idempotency-Key": f"{number}-{line}-{key}"})
        assert answer.status_code == 200, answer.text

    files = {"file": ("koopcontract.pdf", pdf(), "application/pdf")}
    assert client.post(f"/uploads/{dossier}/{stuk()['id']}", files=files).status_code == 303
    file = eventually(lambda: next((each for each in stuk()["attachments"] if each["state"] == "clean"), None))
    do(f"/api/v2/dossiers/{dossier}/attachments/{file['id']}/judgement", "judge", approved=True)
    eventually(lambda: stuk()["prepared"])
    do(f"{place}/{stuk()['id']}/send", "send")
    return stuk


def test_what_an_adviser_sends_is_answered_when_he_asks_for_it(demo):
    bram = demo.become("bram")
    with demo.alive():
        stuk = sends(demo, bram, ANNAS, "201")
        assert "De geldverstrekker heeft geantwoord" in press(demo, bram, ANNAS)
        assert eventually(lambda: stuk()["status"] == "03")
        press(demo, bram, ANNAS)
        assert eventually(lambda: stuk()["status"] == "04")


def test_an_application_goes_on_from_confirmed_to_the_list_and_the_offer(demo):
    bram = demo.become("bram")
    with demo.alive():
        page = press(demo, bram, JUST_SENT)
        assert "Offerte aanvraag in behandeling genomen" in page
        press(demo, bram, JUST_SENT)
        eventually(lambda: "12" in statuses(demo, JUST_SENT))
    dossier, _ = demo.application(JUST_SENT)
    page = bram.get(f"/dossiers/{dossier}").text
    assert "Indicatief voorstel" in page
    assert '<ul class="stock">' in page


def test_a_lender_that_waits_says_so_and_one_that_ended_has_no_button(demo):
    bram = demo.become("bram")
    with demo.alive():
        for _ in range(4):
            page = press(demo, bram, JUST_SENT)
    assert "hij wacht op u" in page
    dossier, found = demo.application(ENDED)
    assert f"/demo/answers/{dossier}/{found}" not in bram.get(f"/dossiers/{dossier}").text


def test_the_clock_makes_them_answer_in_their_time(demo):
    bram = demo.become("bram")
    with demo.alive():
        for _ in range(2):
            bram.post("/demo/clock", data={"to": "next"})
        eventually(lambda: "10" in statuses(demo, JUST_SENT))
    assert demo.hub.clock.now() < demo.hub.demo_lenders.next_at


def test_they_go_on_where_they_stopped_and_say_nothing_twice(demo):
    with demo.alive():
        press(demo, demo.become("bram"), JUST_SENT)
        eventually(lambda: "10" in statuses(demo, JUST_SENT))
    before = demo.hub.demo_lenders.next_at
    demo.stop()
    demo.start()
    assert demo.hub.demo_lenders.next_at == before
    with demo.alive():
        bram = demo.become("bram")
        press(demo, bram, JUST_SENT)
        eventually(lambda: "12" in statuses(demo, JUST_SENT))
    assert statuses(demo, JUST_SENT) == ["09", "10", "22", "12"]
    assert demo.sql("SELECT count(*) FROM arrivals WHERE is_copy AND channel = 'folder'") == [(0,)]


def test_nothing_that_they_say_is_answered_for_ever(demo):
    bram = demo.become("bram")
    with demo.alive():
        sends(demo, bram, ANNAS, "201")
        for _ in range(2):
            press(demo, bram, ANNAS)
        eventually(lambda: demo.sql("SELECT 1 FROM outgoing WHERE state = 'acknowledged' AND receiver = '600002'"))
        sent = demo.sql("SELECT count(*) FROM outgoing")
        said = demo.sql("SELECT count(*) FROM messages")
        assert demo.hub.demo_lenders.round() == 0
    assert (demo.sql("SELECT count(*) FROM outgoing"), demo.sql("SELECT count(*) FROM messages")) == (sent, said)


def test_the_operator_lets_go_what_waits_for_a_lender_in_maintenance(demo):
    otto = demo.become("otto")
    assert "Onderhoud bij Obvion" in otto.get("/operations/partners/600004").text
    with demo.alive():
        body = {"direction": "out", "reason": "het onderhoud is klaar"}
        headers = {**JSON, "Idempotency-Key": "resume-obvion"}
        assert otto.post("/api/v2/partners/600004/resume", json=body, headers=headers).status_code == 200
        sql = "SELECT state FROM outgoing WHERE receiver = '600004' AND attempts > 0"
        eventually(lambda: demo.sql(sql) == [("acknowledged",)])


def test_who_may_not_change_the_dossier_makes_nobody_answer(demo):
    dossier, found = demo.application("2026-1055")
    place = f"/demo/answers/{dossier}/{found}"
    assert demo.become("sara").post(place).status_code == 403
    assert demo.become("chris").post(place).status_code == 404
    assert place not in demo.become("alex").get(f"/dossiers/{dossier}").text


def test_a_memory_that_cannot_be_read_says_what_to_do(demo):
    with demo.alive():
        press(demo, demo.become("bram"), JUST_SENT)
    place = next(demo.folder.rglob("600003/memory.json"))
    demo.stop()
    whole = place.read_bytes()
    place.write_text("{}")
    with pytest.raises(SettingsError, match="make demo-reset"):
        demo.start()
    place.write_bytes(whole)
    demo.start()


def test_a_lender_knows_nothing_of_what_was_never_sent(demo):
    assert not demo.hub.demo_lenders.knows("AE", "never-sent")
    assert not demo.hub.demo_lenders.knows("QQ", "never-sent")
