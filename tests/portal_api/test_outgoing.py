"""What goes out and the partners, over the API: reading, taking back, sending again, pausing."""

from datetime import timedelta

import pytest

from hub import rows as statements
from hub.delivery.partners import set_way
from hub.ids import new_id
from hub.records import OUTGOING
from tests.builders.delivery import LENDER, letter
from tests.builders.engine import START


@pytest.fixture
def desk(own_desk):
    with own_desk.hub.database.transaction() as connection:
        way = {"channel": "https", "address": "https://lender.example/hdn", "options": {}, "most_bytes": 5_000_000}
        set_way(connection, LENDER, **way, at=START)
        connection.exec_driver_sql("DELETE FROM outgoing")
    return own_desk


def queue(desk, *letters):
    with desk.hub.database.transaction() as connection:
        statements.write(connection, OUTGOING, letters)


def bram(desk):
    return desk.client(desk.cast.bram_key)


def olga(desk):
    return desk.client(desk.cast.operator_key)


def post(client, path, key=None, **body):
    return client.post(f"/api/v2{path}", json=body, headers={"Idempotency-Key": key or new_id()})


def test_an_adviser_reads_what_went_out_with_its_states_and_moments(desk):
    delivered = {"state": "delivered", "attempts": 1, "tried_at": START, "delivered_at": START}
    queue(desk, letter(1, **delivered), letter(2, queue="B", trouble="no-answer", attempts=2, tried_at=START))
    page = bram(desk).get("/api/v2/outgoing").json()
    assert [(each["state"], each["delivered_at"]) for each in page["items"]] == [
        ("queued", None),
        ("delivered", "2026-11-21T09:00:00Z"),
    ]
    one = bram(desk).get(f"/api/v2/outgoing/{letter(2).id}").json()
    assert (one["trouble"], one["nl"], one["attempts"]) == ("no-answer", "De partner antwoordde niet op tijd.", 2)
    assert one["envelope"]["message_id"] == letter(2).id


def test_the_bytes_are_a_download_that_no_browser_runs(desk):
    queue(desk, letter(1))
    answer = bram(desk).get(f"/api/v2/outgoing/{letter(1).id}/raw")
    assert answer.content == b"<out>1</out>"
    assert answer.headers["content-disposition"].startswith("attachment;")


def test_pages_of_what_goes_out_do_not_shift(desk):
    queue(desk, *(letter(n, queue=str(n), made_at=START + timedelta(seconds=n // 2)) for n in range(1, 6)))
    seen, cursor = [], None
    while True:
        page = bram(desk).get("/api/v2/outgoing", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [each["id"] for each in page["items"]]
        queue(desk, letter(100 + len(seen), queue=str(100 + len(seen)), made_at=START + timedelta(hours=1)))
        cursor = page["next"]
        if not cursor:
            break
    assert seen == [letter(n).id for n in (5, 4, 3, 2, 1)]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [({"state": "queued"}, [2]), ({"code": "AX"}, [1]), ({"receiver": "600002"}, []), ({"dossier": "d-1"}, [1])],
)
def test_a_search_narrows(desk, asked, numbers):
    queue(desk, letter(1, state="refused", answered_at=START, code="AX", dossier_id="d-1"), letter(2, queue="B"))
    found = bram(desk).get("/api/v2/outgoing", params=asked).json()["items"]
    assert [int(each["id"][-12:]) for each in found] == numbers


@pytest.mark.parametrize(
    "asked", [{"state": "sent"}, {"limit": 0}, {"limit": 201}, {"cursor": "x"}, {"made_from": "2026-11-21"}, {"q": "x"}]
)
def test_a_search_that_does_not_fit_is_refused(desk, asked):
    assert bram(desk).get("/api/v2/outgoing", params=asked).status_code == 422


def test_an_adviser_takes_back_what_waits_once(desk):
    queue(desk, letter(1))
    path = f"/outgoing/{letter(1).id}/withdraw"
    first, second = (post(bram(desk), path, key="k-1", reason="ingetrokken") for _ in range(2))
    assert (first.status_code, first.json()) == (200, second.json())
    assert first.json()["about"] == letter(1).id
    one = bram(desk).get(f"/api/v2/outgoing/{letter(1).id}").json()
    assert (one["state"], one["reason"], one["decided_by"][:4]) == ("withdrawn", "ingetrokken", "key:")
    again = post(bram(desk), path, reason="nog eens")
    assert (again.status_code, again.json()["slug"]) == (409, "not-queued")
    other = post(bram(desk), path, key="k-1", reason="anders")
    assert (other.status_code, other.json()["slug"]) == (409, "idempotency-key-reused")


def test_an_adviser_sends_again_and_as_new_with_a_reason(desk):
    queue(desk, letter(1, state="acknowledged", delivered_at=START, answered_at=START, attempts=1))
    path = f"/outgoing/{letter(1).id}/again"
    assert post(bram(desk), path, reason="kwijt", as_new=True).status_code == 200
    (made,) = [each for each in bram(desk).get("/api/v2/outgoing").json()["items"] if each["resends"]]
    assert (made["resends"], made["reason"], made["state"]) == (letter(1).id, "kwijt", "queued")
    assert post(bram(desk), path, reason="kwijt").json()["command"] == "SendAgain"
    assert bram(desk).get(f"/api/v2/outgoing/{letter(1).id}").json()["state"] == "queued"


def test_an_application_never_goes_a_second_time_as_new(desk):
    queue(desk, letter(1, state="delivered", delivered_at=START, attempts=1, code="AX"))
    answer = post(bram(desk), f"/outgoing/{letter(1).id}/again", reason="kwijt", as_new=True)
    assert (answer.status_code, answer.json()["slug"]) == (409, "application-sent")


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "x" * 501}, {"reason": "x", "why": "y"}])
def test_without_a_reason_nothing_is_decided(desk, body):
    queue(desk, letter(1))
    assert post(bram(desk), f"/outgoing/{letter(1).id}/withdraw", **body).status_code == 422


def test_an_operator_pauses_a_partner_and_the_adviser_reads_since_when_by_whom_and_why(desk):
    queue(desk, letter(1))
    answer = post(olga(desk), f"/partners/{LENDER}/pause", direction="out", reason="onderhoud")
    assert (answer.status_code, answer.json()["about"]) == (200, LENDER)
    one = bram(desk).get(f"/api/v2/outgoing/{letter(1).id}").json()
    assert (one["state"], one["paused_reason"]) == ("queued", "onderhoud")
    assert one["paused_at"] is not None
    assert one["paused_by"].startswith("key:")
    partner = olga(desk).get(f"/api/v2/partners/{LENDER}").json()
    assert (partner["channel"], partner["queued"], partner["out_reason"]) == ("https", 1, "onderhoud")
    twice = post(olga(desk), f"/partners/{LENDER}/pause", direction="out", reason="nog eens")
    assert (twice.status_code, twice.json()["slug"]) == (409, "already-paused")
    assert post(olga(desk), f"/partners/{LENDER}/resume", direction="out", reason="klaar").status_code == 200
    assert bram(desk).get(f"/api/v2/outgoing/{letter(1).id}").json()["paused_at"] is None


def test_partners_are_listed_for_operators_only_whatever_scopes_a_key_has(desk):
    assert [each["node"] for each in olga(desk).get("/api/v2/partners").json()["items"]] == [LENDER]
    answer = bram(desk).get("/api/v2/partners")
    assert (answer.status_code, answer.json()["slug"]) == (403, "not-allowed")


def test_a_key_of_an_office_is_no_operator_with_any_scope(desk):
    from handlers.accounts.keys import create_api_key

    with desk.hub.database.transaction() as connection:
        facts = {"office_id": "kantoor-1", "name": "sly", "scopes": ("operate", "messages:read"), "at": START}
        _, key = create_api_key(connection, **facts)
    answer = post(desk.client(key), f"/partners/{LENDER}/pause", direction="out", reason="x")
    assert (answer.status_code, answer.json()["slug"]) == (403, "not-allowed")


@pytest.mark.parametrize("node", ["999999", "60000", "abcdef"])
def test_a_node_that_nobody_knows_is_not_found(desk, node):
    assert olga(desk).get(f"/api/v2/partners/{node}").status_code == 404
    assert post(olga(desk), f"/partners/{node}/pause", direction="in", reason="x").status_code == 404


@pytest.mark.parametrize("body", [{"direction": "both", "reason": "x"}, {"direction": "out"}, {"reason": "x"}])
def test_a_pause_that_does_not_fit_is_refused(desk, body):
    assert post(olga(desk), f"/partners/{LENDER}/pause", **body).status_code == 422


def test_another_office_finds_nothing_of_it(desk):
    queue(desk, letter(1))
    chris = desk.client(desk.cast.chris_key)
    assert chris.get("/api/v2/outgoing").json() == {"items": [], "next": None}
    for act in ("withdraw", "again"):
        assert post(chris, f"/outgoing/{letter(1).id}/{act}", reason="x").status_code == 404
