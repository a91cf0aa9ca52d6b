from types import SimpleNamespace

import pytest

from hub.settings import Settings
from portal_api.guard import Guard
from portal_api.who import session_cookie
from tests.builders.counters import link_for
from tests.builders.desks import close_desk, open_desk


def test_looking_at_a_link_does_not_use_it_up(desk):
    token = link_for(desk.hub, desk.cast.bram_user)
    client = desk.client(accept="text/html")
    for _ in range(3):
        assert client.get(f"/login/{token}").status_code == 200
    signed_in = client.post(f"/login/{token}")
    assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/")
    assert client.get("/").status_code == 200


def test_a_link_works_once(desk):
    token = link_for(desk.hub, desk.cast.bram_user)
    desk.client(accept="text/html").post(f"/login/{token}")
    second = desk.client(accept="text/html").post(f"/login/{token}")
    assert second.status_code == 410
    assert "Vraag uw beheerder om een nieuwe link" in second.text
    assert "set-cookie" not in second.headers


def test_a_link_of_yesterday_has_expired(own_desk):
    token = link_for(own_desk.hub, own_desk.cast.bram_user)
    own_desk.hub.clock.forward(hours=24)
    assert own_desk.client(accept="text/html").post(f"/login/{token}").status_code == 410


def test_a_session_cookie_is_for_this_host_alone(desk):
    token = link_for(desk.hub, desk.cast.bram_user)
    cookie = desk.client(accept="text/html").post(f"/login/{token}").headers["set-cookie"]
    assert cookie.startswith("session=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Domain" not in cookie
    assert session_cookie(SimpleNamespace(public_url="https://hub.example")) == "__Host-session"


def test_a_session_ends_after_twelve_hours_whatever_is_done_in_it(own_desk):
    client = own_desk.browser()
    for _ in range(11):
        own_desk.hub.clock.forward(hours=1)
        assert client.get("/").status_code == 200
    own_desk.hub.clock.forward(hours=1)
    ended = client.get("/")
    assert ended.status_code == 401
    assert "Open de link die u van uw beheerder kreeg" in ended.text


def test_an_installation_says_how_long_a_session_lasts(tmp_path):
    desk = open_desk(tmp_path, session_hours=2)
    client = desk.browser()
    desk.hub.clock.forward(hours=1, minutes=59)
    assert client.get("/").status_code == 200
    desk.hub.clock.forward(minutes=1)
    assert client.get("/").status_code == 401
    close_desk(desk)


def test_signing_out_ends_the_session_on_this_side(desk):
    client = desk.browser()
    session = client.cookies["session"]
    assert client.post("/logout").status_code == 200
    client.cookies.set("session", session)
    assert client.get("/").status_code == 401


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}])
def test_another_site_cannot_post_for_us(desk, headers):
    assert desk.browser().post("/logout", headers=headers).status_code == 403


def test_every_answer_carries_the_headers_that_browsers_obey(desk):
    for path in ("/", "/login/x", "/static/style.css", "/api/v2/dossiers", "/health/live", "/no/such"):
        headers = desk.client().get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "strict-transport-security" not in headers
    assert "no-store" in desk.browser().get("/").headers["cache-control"]


def test_over_https_browsers_are_told_to_stay_there():
    settings = Settings(secret_key="a secret of the tests, long enough for it", public_url="https://hub.example")
    guard = Guard(None, settings, frozenset(), lambda: False)
    assert guard._headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert guard._hosts == {"hub.example"}


def test_readiness_has_no_details_for_strangers(desk):
    assert desk.client().get("/health/ready").json() == {"status": "ready"}
