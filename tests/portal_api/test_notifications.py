import json
import re
from html import unescape
from uuid import uuid4

import pytest

from handlers.accounts.people import add_user
from hub.post.leaving import leave_token
from hub.sealing import Sealer
from portal_api.routes.hooks import signature
from schemas.notifications import Addressee, RegisterSending
from tests.builders.desks import close_desk, open_desk
from tests.builders.notifications import LINK, link, points
from tests.builders.people import person_of

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


def writer(desk):
    """Nora, an administrator with an address of her own."""
    if "nora" not in vars(desk):
        with desk.hub.database.transaction() as connection:
            at, email = desk.hub.clock.now(), "nora@x.example"
            desk.nora = add_user(
                connection, office_id="kantoor-1", name="Nora", role="administrator", at=at, email=email
            ).id
    return desk.browser(desk.nora)


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
    nora = writer(desk)
    for _ in range(2):
        assert nora.post(f"{TEXTS}/test", json={"channel": "email"}, headers=key("trial")).status_code == 200
    tried = [each for each in bram.get("/api/v2/notifications").json()["items"] if each["about"] == "test"]
    assert [(each["address"], each["subject"]) for each in tried] == [("nora@x.example", "[Test] Dag Nora")]
    assert tried[0]["is_urgent"] is True
    assert desk.hub.sql("SELECT actor FROM commands WHERE arguments LIKE '%about%test%'") == [(f"user:{desk.nora}",)]
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


def test_a_trial_of_a_secret_text_is_sealed_too(desk):
    path = "/api/v2/office/notification-templates/sign-in-link/test"
    assert writer(desk).post(path, json={"channel": "email"}, headers=key("trial-link")).status_code == 200


def test_a_trial_goes_to_the_address_of_whoever_tries_and_to_no_other(desk, bram):
    before = desk.hub.sql("SELECT count(*) FROM notifications")
    nora, els = writer(desk), desk.browser(person_of(desk, "administrator").id)
    other = {"channel": "email", "address": "anna@x.example"}
    refused = [
        nora.post(f"{TEXTS}/test", json=other, headers=key("other")),
        nora.post(f"{TEXTS}/test", json={"channel": "sms"}, headers=key("sms")),
        els.post(f"{TEXTS}/test", json={"channel": "email"}, headers=key("nobody")),
        bram.post(f"{TEXTS}/test", json={"channel": "email"}, headers=key("machine")),
    ]
    assert [each.json()["slug"] for each in refused] == ["request-invalid", *["trial-no-address"] * 3]
    assert {each.status_code for each in refused} == {422}
    assert desk.hub.sql("SELECT count(*) FROM notifications") == before


def place(**more):
    return {"channel": "email", "language": "nl", "form": "je"} | more


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)


def test_a_page_keeps_a_text_shows_it_and_takes_it_back(desk):
    nora = writer(desk)
    assert "Actiepunten" in nora.get("/post/texts").text
    page = nora.get("/post/texts/action-points", params=place()).text
    assert "tekst van de hub" in page
    form = place(
        key=hidden(page, "key"), seen=hidden(page, "seen"), subject="Dag {{ name }}", text="Zie\r\n{{ address }}"
    )
    shown = nora.post("/post/texts/action-points/preview", data=form)
    assert ("Dag Anna de Wit" in shown.text, "Zo gaat hij de deur uit" in shown.text) == (True, True)
    html = nora.post("/post/texts/action-points/preview/html", data=form)
    assert "sandbox" in html.headers["content-security-policy"]
    for _ in range(2):
        saved = nora.post("/post/texts/action-points", data=form)
        assert saved.status_code == 303
    after = nora.get(saved.headers["location"]).text
    assert ("Bewaard" in after, "eigen tekst sinds" in after) == (True, True)
    tried = nora.post("/post/texts/action-points/test", data=place(key=str(uuid4())))
    assert "Test verstuurd" in nora.get(tried.headers["location"]).text
    assert "[Test] Dag Nora" in nora.get("/post").text
    gone = nora.post("/post/texts/action-points/remove", data=place(key=str(uuid4())))
    assert "tekst van de hub" in nora.get(gone.headers["location"]).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": "Kijk hier: {{ adres }}"}, "adres"),
        ({"text": "Zonder het adres."}, "address"),
        ({"subject": " ", "text": "{{ address }}"}, "onderwerp"),
        ({"text": "{{ address"}, ""),
        ({"text": "{% for x in y %}{{ address }}{% endfor %}"}, ""),
    ],
)
@pytest.mark.parametrize("act", ["", "/preview"])
def test_a_text_that_is_refused_keeps_what_was_typed(desk, wrong, said, act):
    nora = writer(desk)
    page = nora.get("/post/texts/action-points", params=place()).text
    form = place(key=str(uuid4()), seen=hidden(page, "seen"), subject="Mijn <onderwerp>") | wrong
    answer = nora.post(f"/post/texts/action-points{act}", data=form)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert 'class="mistakes"' in answer.text
    assert wrong["text"] in unescape(answer.text)
    if "subject" not in wrong:
        assert 'value="Mijn &lt;onderwerp&gt;"' in answer.text
    assert desk.hub.sql("SELECT count(*) FROM notification_templates WHERE form = 'je'") == [(0,)]


def test_a_text_that_somebody_else_changed_is_shown_before_it_is_replaced(desk):
    nora = writer(desk)
    place_ = place(form="u", language="en")
    page = nora.get("/post/texts/action-points", params=place_).text
    theirs = {"subject": "Theirs", "text": "Theirs {{ address }}"}
    assert nora.post(TEXTS, json=place_ | theirs, headers=key("theirs")).status_code == 200
    mine = place_ | {"key": str(uuid4()), "seen": hidden(page, "seen"), "subject": "Mine", "text": "Mine {{ address }}"}
    late = nora.post("/post/texts/action-points", data=mine)
    assert late.status_code == 409
    assert ("Intussen gewijzigd" in late.text, "Theirs" in late.text, "Mine" in late.text) == (True, True, True)
    again = mine | {"key": hidden(late.text, "key"), "seen": hidden(late.text, "seen")}
    assert nora.post("/post/texts/action-points", data=again).status_code == 303
    nora.post(f"{TEXTS}/remove", json=place_, headers=key("theirs-gone"))


def test_who_only_reads_sees_the_text_and_no_button_to_change_it(desk):
    page = desk.browser().get("/post/texts/action-points", params=place()).text
    assert 'action="/post/texts/action-points/test"' not in page
    assert "Bewaren" not in page
    assert "Voorbeeld" in page
    assert desk.browser().get("/post/texts/unknown").status_code == 404


def test_an_sms_has_no_subject_and_no_html(desk):
    page = writer(desk).get("/post/texts/action-points", params=place(channel="sms", form="u"))
    assert (page.status_code, 'name="subject"' in page.text, 'name="html"' in page.text) == (200, False, False)
    assert "Een test gaat alleen naar het e-mailadres" in page.text


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
