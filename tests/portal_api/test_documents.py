"""Stukken over HTTP: from a file that came to a document that goes, and what each step refuses."""

import io

import pikepdf
import pytest

from hub.ids import new_id
from tests.builders.papers import pdf, square


@pytest.fixture
def bram(fresh_desk):
    return fresh_desk.client(fresh_desk.cast.bram_key)


def keyed(key):
    """A key that no other test uses."""
    return {"Idempotency-Key": f"{key}-{new_id()}"}


def slug(answer):
    return answer.status_code, answer.json()["slug"]


def deliveries(desk):
    """(stuk, receiver) of what goes out for the dossier."""
    return desk.hub.sql("SELECT about, receiver FROM outgoing WHERE code = 'DX' AND dossier_id = ?", desk.dossier)


def approved(desk, client, body=None, key="approve"):
    """A clean and approved file of stuk 4; its id."""
    file = desk.hand_in("4", body or pdf(square(), square(0.2)))
    desk.scan()
    answer = client.post(desk.file_place(file, "judgement"), json={"approved": True}, headers=keyed(key))
    assert answer.status_code == 200, answer.text
    return file


def test_a_stuk_says_where_it_stands_and_what_stands_in_the_way(fresh_desk, bram):
    stuk = fresh_desk.stuk("4")
    assert (stuk["state"], stuk["deliverer"], stuk["document"]) == ("requested", "customer", "009")
    assert stuk["obstacle"]["slug"] == "stuk-empty"
    assert bram.get(f"/api/v2/dossiers/{fresh_desk.dossier}/stukken/{stuk['id']}").json() == stuk
    assert fresh_desk.stuk("1")["state"] == "accepted"
    rejected = fresh_desk.stuk("2")
    assert (rejected["state"], rejected["reason"]) == ("returned", "Onleesbaar: graag een nieuwe scan.")


def test_a_file_is_judged_composed_and_sent_to_the_lender(fresh_desk, bram):
    file = approved(fresh_desk, bram)
    assert fresh_desk.stuk("4")["is_being_made"] is True
    fresh_desk.scan()
    stuk = fresh_desk.stuk("4")
    assert (stuk["state"], stuk["obstacle"], stuk["prepared"]["pages"]) == ("approved", None, 2)
    document = bram.get(stuk["prepared"]["href"])
    assert document.headers["content-type"] == "application/pdf"
    assert len(pikepdf.open(io.BytesIO(document.content)).pages) == 2
    once = keyed("send")
    sent = bram.post(fresh_desk.stuk_place("4", "send"), headers=once)
    assert (sent.status_code, sent.json()["command"], sent.json()["state"]) == (200, "SendStuk", "applied")
    assert bram.post(fresh_desk.stuk_place("4", "send"), headers=once).json() == sent.json()
    stuk = fresh_desk.stuk("4")
    assert (stuk["state"], stuk["sent"]["state"]) == ("sent", "queued")
    assert stuk["attachments"][0]["is_sent"] is True
    assert deliveries(fresh_desk) == [("4", "600001")]
    assert slug(bram.post(fresh_desk.stuk_place("4", "send"), headers=keyed("again"))) == (409, "stuk-sent")
    assert slug(bram.post(fresh_desk.file_place(file, "remove"), headers=keyed("r"))) == (409, "stuk-sent")


def test_pages_are_chosen_and_turned(fresh_desk, bram):
    file = approved(fresh_desk, bram)
    pages = [{"attachment": file, "index": 1, "turn": 90}]
    answer = bram.post(fresh_desk.stuk_place("4", "pages"), json={"pages": pages}, headers=keyed("p"))
    assert answer.status_code == 200, answer.text
    fresh_desk.scan()
    stuk = fresh_desk.stuk("4")
    assert (stuk["pages"], stuk["prepared"]["pages"]) == (pages, 1)
    unknown = [{"attachment": file, "index": 9}]
    answer = bram.post(fresh_desk.stuk_place("4", "pages"), json={"pages": unknown}, headers=keyed("q"))
    assert slug(answer) == (422, "page-unknown")
    odd = [{"attachment": file, "index": 0, "turn": 45}]
    answer = bram.post(fresh_desk.stuk_place("4", "pages"), json={"pages": odd}, headers=keyed("s"))
    assert slug(answer) == (422, "request-invalid")


def test_a_clean_file_is_opened_as_it_came_and_shown_page_by_page(fresh_desk, bram):
    body = pdf(square(), square(0.2))
    file = fresh_desk.hand_in("4", body, "loon strook.pdf")
    for place in ("original", "pages/0"):
        assert slug(bram.get(fresh_desk.file_place(file, place))) == (409, "file-not-scanned")
    fresh_desk.scan()
    original = bram.get(fresh_desk.file_place(file, "original"))
    assert original.content == body
    assert original.headers["content-disposition"].startswith('attachment; filename="loon strook.pdf"')
    picture = bram.get(fresh_desk.file_place(file, "pages/1"), params={"width": 120})
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert slug(bram.get(fresh_desk.file_place(file, "pages/2"))) == (404, "not-found")


def test_a_rejection_needs_a_reason_and_opens_the_action_point_with_it(fresh_desk, bram):
    file = fresh_desk.hand_in("4", pdf(square()))
    fresh_desk.scan()
    place = fresh_desk.file_place(file, "judgement")
    assert slug(bram.post(place, json={"approved": False}, headers=keyed("1"))) == (422, "reason-needed")
    bram.post(place, json={"approved": False, "reason": "Pagina 2 ontbreekt"}, headers=keyed("2"))
    assert (fresh_desk.stuk("4")["state"], fresh_desk.stuk("4")["reason"]) == ("rejected", "Pagina 2 ontbreekt")
    points = bram.get(f"/api/v2/dossiers/{fresh_desk.dossier}/action-points").json()["items"]
    point = next(each for each in points if each["about_id"] == fresh_desk.stuk("4")["id"])
    assert (point["state"], point["reason"], point["is_again"]) == ("held", "Pagina 2 ontbreekt", True)


def test_a_write_on_what_changed_since_is_refused(fresh_desk, bram):
    tag = bram.get(f"/api/v2/dossiers/{fresh_desk.dossier}").headers["etag"]
    fresh_desk.hand_in("4", pdf(square()))
    answer = bram.post(
        fresh_desk.stuk_place("4", "deliverer"), json={"deliverer": "third"}, headers=keyed("d") | {"If-Match": tag}
    )
    assert slug(answer) == (412, "stale")


def test_a_deliverer_is_chosen_for_a_line_and_for_a_kind(fresh_desk, bram):
    bram.post(fresh_desk.stuk_place("4", "deliverer"), json={"deliverer": "third"}, headers=keyed("d"))
    assert (fresh_desk.stuk("4")["deliverer"], fresh_desk.stuk("4")["is_default_deliverer"]) == ("third", False)
    answer = bram.post("/api/v2/office/deliverers/009", json={"deliverer": "adviser"}, headers=keyed("o"))
    assert (answer.status_code, answer.json()["key"]) == (200, "kantoor-1")
    table = {each["document"]: each for each in bram.get("/api/v2/office/deliverers").json()["items"]}
    assert (table["009"]["deliverer"], table["009"]["default"], table["009"]["is_own"]) == ("adviser", "customer", True)
    assert len(table) == 276
    bram.post("/api/v2/office/deliverers/009", json={"deliverer": None}, headers=keyed("again"))
    assert slug(bram.post("/api/v2/office/deliverers/999", json={"deliverer": None}, headers=keyed("x"))) == (
        422,
        "request-invalid",
    )


def test_action_points_are_released_and_the_office_decides_that_they_need_not_be(fresh_desk, bram):
    place = f"/api/v2/dossiers/{fresh_desk.dossier}/action-points"
    held = bram.get(place).json()["items"]
    assert {each["state"] for each in held} == {"held", "closed"}
    first = held[0]["id"]
    answer = bram.post(f"{place}/release", json={"action_points": [first]}, headers=keyed("r"))
    assert answer.status_code == 200, answer.text
    assert [each["state"] for each in bram.get(place).json()["items"] if each["id"] == first] == ["open"]
    unknown = bram.post(f"{place}/release", json={"action_points": ["0199f3d2"]}, headers=keyed("u"))
    assert slug(unknown) == (404, "not-found")
    assert bram.get("/api/v2/office/action-points").json() == {"at_once": False}
    bram.post("/api/v2/office/action-points", json={"at_once": True}, headers=keyed("p"))
    assert bram.get("/api/v2/office/action-points").json() == {"at_once": True}
    assert fresh_desk.client(fresh_desk.cast.chris_key).get("/api/v2/office/action-points").json() == {"at_once": False}
    bram.post("/api/v2/office/action-points", json={"at_once": False}, headers=keyed("back"))


def test_the_document_of_an_old_list_does_not_go(fresh_desk, bram):
    from adapters.simulator import messages

    approved(fresh_desk, bram)
    fresh_desk.scan()
    fresh_desk.hub.hand_in(messages.ax(at=fresh_desk.hub.clock.now(), number=fresh_desk.number, version=2))
    fresh_desk.hub.work(1)
    answer = bram.post(fresh_desk.stuk_place("4", "send"), headers=keyed("send"))
    assert slug(answer) == (422, "old-request-delivered")
    assert deliveries(fresh_desk) == []


def test_an_adviser_hands_in_judges_and_releases_with_his_session(fresh_desk):
    adviser = fresh_desk.browser(fresh_desk.cast.adviser_user)
    file = fresh_desk.hand_in("4", pdf(square()))
    fresh_desk.scan()
    answer = adviser.post(fresh_desk.file_place(file, "judgement"), json={"approved": True}, headers=keyed("a"))
    assert answer.status_code == 200
