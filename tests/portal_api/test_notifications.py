import json

import pytest

from hub.post.leaving import leave_token
from hub.sealing import Sealer
from portal_api.routes.hooks import signature
from schemas.notifications import Addressee, RegisterSending
from tests.builders.desks import close_desk, open_desk
from tests.builders.notifications import LINK, link, points

SECRET = "what the provider signs with, long enough"
TEXTS = "/api/v2/office/notification-templates/action-points"
OWN = {"channel": "email", "language": "nl", "form": "u", "subject": "Dag {{ name }}", "text": "Zie {{ address }}"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    from pydantic import SecretStr

    made = open_desk(tmp_path_factory.mktemp("desk"), post_hook_secret=SecretStr(SECRET))
    yield made
    close_desk(made)


@pytest.fixture
def bram(desk):
    return desk.client(desk.cast.bram_key)


def key(name):
    return {"Idempotency-Key": name}


def to(name):
    return Addressee(reference=f"user:{name}", name="Anna de Wit", email=f"{name}@x.example")


def one(client, made):
    return client.get(f"/api/v2/notifications/{made}").json()


def posted(desk, body, *, secret=SECRET, provider="sms", age=0, header=None):
    sent = json.dumps(body).encode()
    seconds = int(desk.hub.clock.now().timestamp()) - age
    said = signature(secret, provider, seconds, sent) if header is None else header
    return desk.client().post("/hooks/post/sms", content=sent, headers={"Hub-Signature": said})


def test_what_was_told_is_read_in_the_office_that_told_it(desk, bram):
    made = desk.notification(points(addressee=to("read")))
    found = one(bram, made)
    assert (found["state"], found["address"], found["name"]) == ("queued", "read@x.example", "Anna de Wit")
    assert "Loonstrook" in found["text"]
    page = desk.browser().get(f"/post/{made}")
    assert "Loonstrook" in page.text
    assert "read@x.example" in desk.browser().get("/post").text
    assert "read@x.example" not in desk.browser(desk.cast.chris_user).get("/post").text


def test_the_list_is_narrowed_and_paged(desk, bram):
    for n in range(3):
        desk.hub.clock.forward(seconds=1)
        desk.notification(points(addressee=to(f"page-{n}")))
    first = bram.get("/api/v2/notifications", params={"state": "queued", "limit": 2}).json()
    second = bram.get("/api/v2/notifications", params={"state": "queued", "limit": 2, "cursor": first["next"]}).json()
    ids = [each["id"] for each in first["items"] + second["items"]]
    assert len(set(ids)) == 4
    assert first["items"][0]["address"] == "page-2@x.example"
    assert bram.get("/api/v2/notifications", params={"state": "nonsense"}).status_code == 422


def test_a_link_that_lets_somebody_in_is_never_shown(desk, bram):
    fields = {"link": Sealer(desk.hub.runtime.settings).sealed(LINK), "minutes": "15"}
    made = desk.notification(link(fields=fields))
    found = one(bram, made)
    assert "[…]" in found["text"]
    assert "sealed:" not in found["text"] + found["html"]
    for path in (f"/post/{made}", f"/post/{made}/html"):
        assert LINK not in desk.browser().get(path).text


def test_the_html_of_a_message_is_shown_in_a_sandbox(desk):
    answer = desk.browser().get(f"/post/{desk.notification()}/html")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "<p>" in answer.text


def test_an_address_that_came_back_is_listed_until_somebody_confirms_it(desk, bram):
    bounce = desk.bounce()
    (found,) = [each for each in bram.get("/api/v2/notifications/bounces").json()["items"] if each["id"] == bounce]
    assert (found["address"], found["reason"]) == ("gone@x.example", "550 5.1.1")
    assert "gone@x.example" in desk.browser().get("/post").text
    path = f"/api/v2/notifications/bounces/{bounce}/confirm"
    assert bram.post(path, json={"reason": "gebeld"}, headers=key("confirm")).status_code == 200
    assert bounce not in {each["id"] for each in bram.get("/api/v2/notifications/bounces").json()["items"]}


def test_an_office_writes_previews_tries_and_removes_its_own_text(desk, bram):
    shown = bram.post(f"{TEXTS}/preview", json=OWN).json()
    assert (shown["subject"], shown["text"]) == ("Dag Anna de Wit", "Zie https://hub.example/\n")
    assert bram.post(TEXTS, json=OWN, headers=key("own")).status_code == 200
    (kind,) = [
        each
        for each in bram.get("/api/v2/office/notification-templates").json()["items"]
        if each["template"] == "action-points"
    ]
    own = [each for each in kind["wordings"] if each["is_own"]]
    assert [(each["language"], each["subject"]) for each in own] == [("nl", "Dag {{ name }}")]
    trial = {"channel": "email", "address": "els@x.example"}
    for _ in range(2):
        assert bram.post(f"{TEXTS}/test", json=trial, headers=key("trial")).status_code == 200
    tried = [each for each in bram.get("/api/v2/notifications").json()["items"] if each["about"] == "test"]
    assert [each["address"] for each in tried] == ["els@x.example"]
    place = {"channel": "email", "language": "nl", "form": "u"}
    assert bram.post(f"{TEXTS}/remove", json=place, headers=key("gone")).status_code == 200
    assert bram.post(f"{TEXTS}/remove", json=place, headers=key("gone-again")).status_code == 404


@pytest.mark.parametrize("act", ["", "/preview"])
def test_a_text_with_an_unknown_field_names_it(bram, act):
    answer = bram.post(TEXTS + act, json={**OWN, "text": "{{ adres }}"}, headers=key(f"wrong{act}"))
    assert (answer.status_code, answer.json()["slug"], answer.json()["came"]) == (
        422,
        "template-field-unknown",
        "adres",
    )


def test_a_trial_of_a_secret_text_is_sealed_too(desk, bram):
    trial = {"channel": "email", "address": "els@x.example"}
    path = "/api/v2/office/notification-templates/sign-in-link/test"
    assert bram.post(path, json=trial, headers=key("trial-link")).status_code == 200


def test_quiet_hours_and_preferences_are_kept(bram):
    hours = "/api/v2/office/quiet-hours"
    assert bram.get(hours).json() == {"quiet_from": "21:00", "quiet_until": "08:00"}
    changed = {"quiet_from": "22:00", "quiet_until": "07:30"}
    assert bram.post(hours, json=changed, headers=key("hours")).status_code == 200
    assert bram.get(hours).json() == changed
    assert bram.post(hours, json={"quiet_from": "25:00", "quiet_until": "7"}, headers=key("bad")).status_code == 422
    wants = "/api/v2/office/notification-preferences"
    given = {"addressee": "user:anna", "wants": "sms"}
    assert bram.post(wants, json=given, headers=key("wants")).status_code == 200
    assert bram.get(wants, params={"addressee": "user:anna"}).json() == {"wants": {"": "sms"}}
    refused = bram.post(wants, json={**given, "template": "reset", "wants": "off"}, headers=key("off"))
    assert (refused.status_code, refused.json()["slug"]) == (409, "cannot-switch-off")


def test_signed_news_of_a_provider_moves_a_notification_once(desk, bram):
    made = desk.notification(points(addressee=to("news")))
    sent = {
        "office_id": "kantoor-1",
        "notification_id": made,
        "ending": "sent",
        "provider": "sms",
        "provider_id": "s-7",
    }
    desk.hub.runtime.execute(RegisterSending(**sent), actor="post")
    told = {"id": "event-1", "provider_id": "s-7", "news": "delivered"}
    assert posted(desk, told).status_code == 204
    assert one(bram, made)["state"] == "delivered"
    again = posted(desk, told)
    assert (again.status_code, again.json()["slug"]) == (409, "hook-replayed")
    assert posted(desk, {"id": "event-2", "notification": made, "news": "bounced", "reason": "gone"}).status_code == 204
    assert (one(bram, made)["state"], one(bram, made)["reason"]) == ("bounced", "gone")


@pytest.mark.parametrize(
    "how",
    [
        {"secret": "another secret that is long enough, too"},
        {"age": 301},
        {"age": -301},
        {"provider": "smtp"},
        {"header": ""},
        {"header": "t=1,v1=zz"},
        {"header": "t=" + "9" * 400},
    ],
    ids=["forged", "old", "early", "of-another", "unsigned", "odd", "huge"],
)
def test_news_that_is_not_signed_now_by_the_provider_is_refused(desk, how):
    made = desk.notification(points(addressee=to("forged")))
    answer = posted(desk, {"id": "forged", "notification": made, "news": "bounced"}, **how)
    assert (answer.status_code, answer.json()["slug"]) == (401, "hook-signature")


def test_news_about_an_unknown_id_is_not_found_and_may_come_again(desk):
    told = {"id": "early", "provider_id": "s-unknown", "news": "delivered"}
    assert [posted(desk, told).status_code for _ in range(2)] == [404, 404]


@pytest.mark.parametrize("body", [[], {"id": "x"}, {"id": "x", "news": "opened"}, {"id": "", "news": "bounced"}])
def test_news_that_cannot_be_read_says_what_is_wrong(desk, body):
    answer = posted(desk, body)
    assert (answer.status_code, answer.json()["slug"]) == (422, "request-invalid")


def test_a_kind_is_switched_off_from_the_message_itself(desk, bram):
    made = desk.notification(points(addressee=to("leaves")))
    path = f"/unsubscribe/{leave_token(desk.hub.runtime.settings, made)}"
    anybody = desk.client(accept="text/html")
    assert "Meld mij af" in anybody.get(path).text
    assert "U bent afgemeld" in anybody.post(path).text
    assert one(bram, desk.notification(points(addressee=to("leaves"))))["state"] == "withheld"


def test_nobody_switches_off_for_another_or_what_lets_people_in(desk):
    settings = desk.hub.runtime.settings
    made = desk.notification(points(addressee=to("stays")))
    fields = {"link": Sealer(settings).sealed(LINK), "minutes": "15"}
    sign_in = desk.notification(link(fields=fields))
    for token in (f"{made}.{'0' * 32}", leave_token(settings, sign_in), leave_token(settings, "0" * 36)):
        assert desk.client().post(f"/unsubscribe/{token}").status_code == 404


def test_no_address_and_no_name_gets_into_the_log(desk, capfd):
    desk.notification(points(addressee=to("unlogged")))
    posted(desk, {"id": "unlogged", "provider_id": "unlogged@x.example", "news": "delivered"})
    printed = capfd.readouterr()
    assert "unlogged@" not in printed.out + printed.err
