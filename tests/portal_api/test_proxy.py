"""The reverse proxy as it is shipped, before a real hub and before one that remembers what arrives."""

import http.client
import os
import re
import ssl

import httpx
import pytest

from hub.bench.servers import ServerMissingError
from hub.settings import Settings
from tests.builders.counters import free_port, link_for
from tests.builders.desks import close_desk, open_desk
from tests.builders.proxies import CONFIGURATION, Echo, PrivateNginx


@pytest.fixture(scope="module")
def echo(tmp_path_factory):
    """A proxy before something that remembers the headers."""
    behind = Echo()
    nginx = started(tmp_path_factory.mktemp("nginx"), behind.port)
    yield behind, nginx
    nginx.stop()
    behind.close()


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    """A proxy before the hub."""
    port = free_port()
    nginx = started(tmp_path_factory.mktemp("nginx"), port)
    desk = open_desk(
        tmp_path_factory.mktemp("desk"),
        http_port=port,
        public_url=f"https://localhost:{nginx.port}",
        trusted_proxies="127.0.0.1",
    )
    yield desk, nginx
    nginx.stop()
    close_desk(desk)


def started(folder, upstream):
    try:
        return PrivateNginx(folder, upstream).start()
    except ServerMissingError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))


def client(nginx, certificate=None):
    context = ssl.create_default_context(cafile=nginx.chain)
    context.check_hostname = False
    if certificate:
        context.load_cert_chain(*certificate)
    return httpx.Client(base_url=f"https://127.0.0.1:{nginx.port}", verify=context, timeout=20)


def test_the_hub_answers_through_the_proxy_and_no_header_is_doubled(proxied):
    desk, nginx = proxied
    headers = {"Authorization": f"Bearer {desk.cast.bram_key}", "Host": f"localhost:{nginx.port}"}
    with client(nginx) as asking:
        answer = asking.get("/api/v2/dossiers", headers=headers)
    assert answer.status_code == 200, answer.text
    names = [name.lower() for name, _ in answer.headers.multi_items()]
    assert {name for name in names if names.count(name) > 1} == set()
    assert {"strict-transport-security", "content-security-policy", "x-content-type-options"} <= set(names)


def test_the_session_cookie_is_for_this_host_over_https(proxied):
    desk, nginx = proxied
    with client(nginx) as asking:
        host = {"Host": f"localhost:{nginx.port}", "Accept": "text/html"}
        answer = asking.post(f"/login/{link_for(desk.hub, desk.cast.bram_user)}", headers=host)
    assert answer.headers["set-cookie"].startswith("__Host-session=")
    assert "Secure" in answer.headers["set-cookie"]


def test_http_leads_to_https(proxied):
    _, nginx = proxied
    answer = httpx.get(f"http://127.0.0.1:{nginx.plain_port}/dossiers/1?q=2", headers={"Host": "localhost"})
    assert (answer.status_code, answer.headers["location"]) == (308, f"https://localhost:{nginx.port}/dossiers/1?q=2")


def test_the_log_of_the_proxy_has_no_search_and_no_secret_link(proxied):
    _, nginx = proxied
    host = {"Host": f"localhost:{nginx.port}"}
    with client(nginx) as asking:
        asking.get("/palette?q=Jansen", headers=host)
        asking.get("/login/very-secret-token", headers=host)
        asking.get("/unsubscribe/very-secret-too?x=1", headers=host)
    httpx.get(f"http://127.0.0.1:{nginx.plain_port}/?q=Jansen", headers={"Host": "localhost"})
    logged = (nginx.folder / "access.log").read_text(encoding="utf-8")
    assert "GET /palette HTTP" in logged
    assert "GET /login/- HTTP" in logged
    assert [word for word in ("Jansen", "secret", "?") if word in logged] == []


def test_a_host_that_is_not_ours_is_refused_behind_the_proxy_too(proxied):
    _, nginx = proxied
    with client(nginx) as asking:
        assert asking.get("/api/v2/dossiers", headers={"Host": "elsewhere.example"}).status_code == 421


def test_what_a_stranger_says_about_himself_ends_at_the_proxy(echo):
    behind, nginx = echo
    forged = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Client-Cert", "Client-Cert-Chain")
    with client(nginx) as asking:
        asking.get("/", headers=dict.fromkeys(forged, "forged") | {"X-Forwarded-Proto": "http"})
    assert "forged" not in str(behind.headers)
    assert (behind.headers["X-Forwarded-For"], behind.headers["X-Forwarded-Proto"]) == ("127.0.0.1", "https")
    assert "Client-Cert" not in behind.headers


def test_the_certificate_of_a_machine_is_passed_on_once_it_is_verified(echo):
    behind, nginx = echo
    with client(nginx, nginx.client_certificate) as asking:
        asking.get("/", headers={"Client-Cert": "forged"})
    assert behind.headers["Client-Cert"].startswith("-----BEGIN%20CERTIFICATE-----")


def test_events_arrive_when_they_happen(echo):
    behind, nginx = echo
    with client(nginx) as asking, asking.stream("GET", "/events") as answer:
        lines = answer.iter_lines()
        assert next(lines) == "data: first"
        behind.may_go_on.set()
        assert list(lines)[1:3] == ["data: second", ""]


def test_the_largest_message_passes_and_a_larger_one_does_not_fill_the_disk(echo):
    behind, nginx = echo
    limit = int(re.search(r"client_max_body_size (\d+)m", CONFIGURATION.read_text(encoding="utf-8"))[1]) * 2**20
    largest = Settings(secret_key="a secret of the tests, long enough for it").max_request_bytes
    assert largest <= limit
    with client(nginx) as asking:
        assert asking.post("/", content=b"x" * largest).status_code == 200
    assert behind.bytes == largest
    context = ssl.create_default_context(cafile=nginx.chain)
    context.check_hostname = False
    announced = http.client.HTTPSConnection("127.0.0.1", nginx.port, context=context, timeout=20)
    announced.putrequest("POST", "/")
    announced.putheader("Content-Length", str(limit + 1))
    announced.endheaders()
    assert announced.getresponse().status == 413
    announced.close()
