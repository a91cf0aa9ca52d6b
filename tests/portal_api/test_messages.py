import hashlib

from adapters.simulator import messages


def test_messages_are_found_by_type_state_slug_and_dossier(desk):
    bram = desk.client(desk.cast.bram_key)

    def found(**wanted):
        return [line["message_type"][:2] for line in bram.get("/api/v2/messages", params=wanted).json()["items"]]

    assert found(type="DA") == ["DA", "DA"]
    assert found(state="rejected") == ["SX"]
    assert found(slug="schema-invalid") == ["SX"]
    assert found(state="waiting") == ["OX", "SX"]
    assert len(found(dossier=desk.dossier)) == 9
    assert found(sender="500001") == ["AX"]
    assert found(received_from="2026-11-21T09:00:01Z") == []
    assert found(received_to="2026-11-21T08:00:00Z") == []


def test_pages_of_messages_hold_each_message_once(desk):
    bram = desk.client(desk.cast.bram_key)
    seen, cursor = [], None
    while True:
        page = bram.get("/api/v2/messages", params={"limit": 5} | ({"cursor": cursor} if cursor else {})).json()
        seen += [line["id"] for line in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 12


def test_a_message_shows_its_life(desk):
    bram = desk.client(desk.cast.bram_key)
    message = bram.get(f"/api/v2/messages/{desk.message()}").json()
    assert message["state"] == "applied"
    assert message["receipt"]["outcome"] == "accepted"
    assert [arrival["is_copy"] for arrival in message["arrivals"]] == [False]
    assert message["dossier_id"] == desk.dossier


def test_a_refused_message_names_rule_element_and_words_of_both_languages(desk):
    why = desk.client(desk.cast.bram_key).get(f"/api/v2/messages/{desk.refused}").json()["why"]
    assert why["slug"] == "schema-invalid"
    assert why["path"] == "StatusMelding/Status/StatusDt"
    assert "ontbreekt" in why["nl"]
    assert why["en"]


def test_a_message_is_given_back_byte_for_byte_and_never_run(desk):
    bram = desk.client(desk.cast.bram_key)
    message = bram.get("/api/v2/messages", params={"type": "OX", "state": "applied"}).json()["items"][0]
    raw = bram.get(f"/api/v2/messages/{message['id']}/raw")
    known = bram.get(f"/api/v2/messages/{message['id']}").json()["content_hash"]
    assert hashlib.sha256(raw.content).hexdigest() == known
    assert raw.headers["content-type"] == "application/xml"
    assert raw.headers["content-disposition"].startswith('attachment; filename="OX-')
    assert raw.headers["x-content-type-options"] == "nosniff"


def test_an_effect_names_the_element_of_each_field(desk):
    bram = desk.client(desk.cast.bram_key)
    status = bram.get("/api/v2/messages", params={"type": "SX", "state": "applied"}).json()["items"][0]
    effect = bram.get(f"/api/v2/messages/{status['id']}/effect").json()
    assert effect["entries"][0]["changes"][0] == {
        "field": "status",
        "old": "22 Renteaanbod verzonden",
        "new": "12 Wacht op (aanvullende) stukken",
        "path": "StatusMelding/Status/AXBerichtStatusSpecificatie/StatusAXBericht",
    }


def test_a_message_that_was_handed_in_twice_has_two_arrivals(own_desk):
    hub = own_desk.hub
    body = messages.sx("09", at=hub.clock.now(), number="AB-2026-0042")
    first, second = (hub.hand_in(body)[0] for _ in range(2))
    message = own_desk.client(own_desk.cast.bram_key).get(f"/api/v2/messages/{first.message_id}").json()
    assert first.message_id == second.message_id
    assert [arrival["is_copy"] for arrival in message["arrivals"]] == [False, True]
    assert message["state"] == "in-flight"
