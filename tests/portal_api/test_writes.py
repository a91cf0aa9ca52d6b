import pytest


@pytest.fixture
def bram(own_desk):
    return own_desk.client(own_desk.cast.bram_key)


def keyed(key):
    return {"Idempotency-Key": key}


def test_linking_applies_what_waited_and_undo_takes_it_back(own_desk, bram):
    place = f"/api/v2/exchanges/{own_desk.unlinked}"
    linked = bram.post(f"{place}/link", json={"dossier_id": own_desk.dossier}, headers=keyed("a"))
    assert (linked.status_code, linked.json()["state"]) == (200, "applied")
    assert len(bram.get(f"/api/v2/dossiers/{own_desk.dossier}").json()["applications"]) == 2
    undone = bram.post(f"{place}/undo", json={"reason": "verkeerd dossier"}, headers=keyed("b"))
    assert undone.status_code == 200, undone.text
    assert bram.get("/api/v2/exchanges/unlinked").json()["items"][0]["waiting"] == 2


def test_the_same_key_and_request_give_the_same_answer(own_desk, bram):
    place = f"/api/v2/exchanges/{own_desk.lane()}/unlink"
    first, second = (bram.post(place, json={"reason": "proef"}, headers=keyed("once")) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert own_desk.hub.sql("SELECT count(*) FROM commands WHERE name = 'UnlinkExchange'") == [(1,)]


def test_the_same_undo_is_answered_again(own_desk, bram):
    place = f"/api/v2/exchanges/{own_desk.lane()}"
    bram.post(f"{place}/unlink", json={}, headers=keyed("1"))
    first, second = (bram.post(f"{place}/undo", json={}, headers=keyed("2")) for _ in range(2))
    assert first.status_code == 200, first.text
    assert first.json() == second.json()


def test_the_same_key_for_another_request_is_refused(own_desk, bram):
    place = f"/api/v2/exchanges/{own_desk.lane()}/unlink"
    bram.post(place, json={"reason": "proef"}, headers=keyed("twice"))
    other = bram.post(place, json={"reason": "iets anders"}, headers=keyed("twice"))
    assert (other.status_code, other.json()["slug"]) == (409, "idempotency-key-reused")


def test_the_keys_of_two_callers_are_two_keys(own_desk, bram):
    operator = own_desk.client(own_desk.cast.operator_key)
    place = f"/api/v2/dossiers/{own_desk.dossier}/applications/{own_desk.application_id()}/status"
    bram.post(place, json={"code": "23"}, headers=keyed("same"))
    answer = operator.post(place, json={"code": "05"}, headers=keyed("same"))
    assert answer.status_code == 200


def test_a_write_on_what_changed_since_is_refused(own_desk, bram):
    place = f"/api/v2/dossiers/{own_desk.dossier}"
    tag = bram.get(place).headers["etag"]
    status = f"{place}/applications/{own_desk.application_id()}/status"
    done = bram.post(status, json={"code": "23"}, headers=keyed("x") | {"If-Match": tag})
    assert done.status_code == 200
    assert done.headers["etag"] == bram.get(place).headers["etag"]
    late = bram.post(status, json={"code": "05"}, headers=keyed("y") | {"If-Match": tag})
    assert (late.status_code, late.json()["slug"]) == (412, "stale")
    again = bram.post(status, json={"code": "23"}, headers=keyed("x") | {"If-Match": tag})
    assert again.json() == done.json()


def test_a_status_set_by_hand_is_marked(own_desk, bram):
    place = f"/api/v2/dossiers/{own_desk.dossier}"
    bram.post(
        f"{place}/applications/{own_desk.application_id()}/status",
        json={"code": "23", "note": "Telefonisch bevestigd"},
        headers=keyed("hand"),
    )
    status = bram.get(place).json()["applications"][0]["status"]
    assert (status["code"], status["by_hand"], status["lender_code"]) == ("23", True, "12")


def test_an_unknown_status_is_refused_with_the_choices(own_desk, bram):
    place = f"/api/v2/dossiers/{own_desk.dossier}/applications/{own_desk.application_id()}/status"
    answer = bram.post(place, json={"code": "99"}, headers=keyed("99"))
    assert (answer.status_code, answer.json()["slug"]) == (422, "status-unknown")


def test_moving_an_exchange_without_a_dossier_is_a_conflict(own_desk, bram):
    place = f"/api/v2/exchanges/{own_desk.unlinked}/move"
    answer = bram.post(place, json={"dossier_id": own_desk.dossier}, headers=keyed("m"))
    assert (answer.status_code, answer.json()["slug"]) == (409, "not-linked")


def test_an_adviser_may_link_with_his_session(own_desk):
    adviser = own_desk.browser(own_desk.cast.adviser_user)
    place = f"/api/v2/exchanges/{own_desk.unlinked}/link"
    answer = adviser.post(place, json={"dossier_id": own_desk.dossier}, headers=keyed("s"))
    assert answer.status_code == 200


def test_of_two_who_saw_the_same_only_one_writes(own_desk):
    """The second look is under the lock, so it holds also when both passed the first."""
    from schemas.errors import Refused
    from schemas.statuses import SetStatus

    runtime = own_desk.hub.runtime
    facts = {"dossier_id": own_desk.dossier, "application_id": own_desk.application_id()}
    seen = runtime.execute(SetStatus(code="23", **facts), actor="user:a").seq
    runtime.execute(SetStatus(code="05", **facts), actor="user:a", seen=seen)
    with pytest.raises(Refused, match="stale"):
        runtime.execute(SetStatus(code="31", **facts), actor="user:b", seen=seen)
