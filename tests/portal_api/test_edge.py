"""What comes from outside is believed from the proxies of the settings only, and https is never left by a trick."""

import http.client
import ssl

import httpx
import pytest

from hub.edge import is_within, network_of, networks_of
from hub.settings import Settings, load
from portal_api.peers import Peers, address_of
from portal_api.rates import KINDS
from schemas.errors import SettingsError
from tests.builders.certificates import certificate
from tests.builders.counters import free_port
from tests.builders.desks import close_desk, open_desk
from tests.portal_api.test_access import TABLE

SECRET = "a secret of the tests, long enough for it"
HOST = "hub.example"


@pytest.fixture(scope="module")
def open_at(tmp_path_factory):
    """Opens desks with settings of their own; each is asked over plain http with the host of the outside."""
    made = []

    def opened(**more):
        key = tuple(sorted(more.items()))
        if key not in dict(made):
            made.append((key, open_desk(tmp_path_factory.mktemp("edge"), **more)))
        return dict(made)[key]

    yield opened
    for _, desk in made:
        close_desk(desk)


@pytest.fixture
def behind(open_at):
    return open_at(public_url=f"https://{HOST}", trusted_proxies="127.0.0.1")


def ask(desk, method="GET", path="/api/v2/dossiers", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    address = f"http://127.0.0.1:{desk.hub.runtime.settings.http_port}"
    return httpx.request(method, address + path, headers={"Host": HOST} | named, follow_redirects=False, timeout=10)


def scope(peer, *headers):
    return {"type": "http", "scheme": "http", "client": (peer, 1), "headers": list(headers)}


def peers(trusted="10.0.0.0/8 ::1"):
    return Peers(Settings(secret_key=SECRET, trusted_proxies=trusted))


@pytest.mark.parametrize(
    ("peer", "said", "expected"),
    [
        ("10.0.0.1", b"203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", b"1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", b"203.0.113.9, 10.0.0.7", "203.0.113.9"),
        ("10.0.0.1", b"203.0.113.9:4711", "203.0.113.9"),
        ("::1", b"[2001:db8::1]:4711", "2001:db8::1"),
        ("10.0.0.1", b"10.0.0.7", "10.0.0.7"),
        ("10.0.0.1", b"", "10.0.0.1"),
        ("203.0.113.1", b"1.1.1.1", "203.0.113.1"),
        ("::ffff:10.0.0.1", b"1.1.1.1", "1.1.1.1"),
    ],
)
def test_the_address_is_the_last_that_no_proxy_of_ours_has(peer, said, expected):
    settled = peers().settled(scope(peer, (b"x-forwarded-for", said)))
    assert address_of(settled) == expected


@pytest.mark.parametrize(
    "name", [b"x-forwarded-for", b"x-forwarded-host", b"forwarded", b"client-cert", b"X-Real-IP", b"client-cert-chain"]
)
def test_what_a_stranger_says_as_a_proxy_does_not_come_in(name):
    assert peers().settled(scope("203.0.113.1", (name, b"x"), (b"accept", b"*/*")))["headers"] == [(b"accept", b"*/*")]


def test_only_the_nearest_proxy_says_which_scheme_it_was():
    headers = ((b"x-forwarded-proto", b"https"), (b"x-forwarded-proto", b"http"))
    assert peers().settled(scope("10.0.0.1", *headers))["scheme"] == "http"
    assert peers().settled(scope("10.0.0.1", (b"x-forwarded-proto", b"gopher")))["scheme"] == "http"


def test_by_default_no_address_is_a_proxy():
    assert not is_within("127.0.0.1", networks_of(""))
    assert peers("").settled(scope("127.0.0.1", (b"x-forwarded-proto", b"https")))["scheme"] == "http"


def test_over_a_trusted_proxy_https_is_https(behind):
    answer = ask(behind, X_Forwarded_Proto="https", Authorization=f"Bearer {behind.cast.bram_key}")
    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", ["/dossiers/1?q=a%20b", "//elsewhere.example/x", "/\\elsewhere.example"])
def test_what_only_reads_over_http_is_sent_to_our_own_https(behind, path):
    answer = ask(behind, path=path, X_Forwarded_Proto="http")
    assert answer.status_code == 308
    assert answer.headers["location"].startswith(f"https://{HOST}/")


def test_what_changes_something_over_http_is_refused(behind):
    answer = ask(behind, "POST", "/logout")
    assert (answer.status_code, answer.json()["slug"]) == (403, "not-secure")


def test_a_proxy_that_nobody_named_is_told(open_at):
    desk = open_at(public_url=f"https://{HOST}")
    answer = ask(desk, X_Forwarded_Proto="https")
    assert (answer.status_code, answer.json()["slug"]) == (421, "proxy-not-trusted")
    assert ask(desk, path="/health/live", X_Forwarded_Proto="https").status_code == 200


@pytest.mark.parametrize(
    "host", ["elsewhere.example", f"{HOST}.elsewhere.example", f"{HOST}:8443", f"elsewhere@{HOST}", ""]
)
def test_a_host_that_is_not_ours_is_refused_whatever_the_proxy_says(behind, host):
    answer = ask(behind, Host=host, X_Forwarded_Proto="https", X_Forwarded_Host=HOST)
    assert (answer.status_code, answer.json()["slug"]) == (421, "unknown-host")


def test_two_hosts_in_one_request_are_refused(behind):
    connection = http.client.HTTPConnection("127.0.0.1", behind.hub.runtime.settings.http_port, timeout=10)
    connection.putrequest("GET", "/api/v2/dossiers", skip_host=True)
    for host in (HOST, "elsewhere.example"):
        connection.putheader("Host", host)
    connection.endheaders()
    assert connection.getresponse().status in {400, 421}
    connection.close()


def test_the_hub_itself_speaks_tls(tmp_path):
    chain, key = certificate(tmp_path, "localhost")
    made = load(secret_key=SECRET, public_url="https://localhost:8443", tls_certificate=str(chain), tls_key=str(key))
    assert made.is_secure
    port = free_port()
    desk = open_desk(
        tmp_path, http_port=port, public_url=f"https://localhost:{port}", tls_certificate=chain, tls_key=key
    )
    try:
        with httpx.Client(verify=ssl.create_default_context(cafile=chain)) as client:
            answer = client.get(
                f"https://localhost:{port}/api/v2/dossiers", headers={"Authorization": f"Bearer {desk.cast.bram_key}"}
            )
        assert answer.status_code == 200
        assert answer.headers["strict-transport-security"]
    finally:
        close_desk(desk)


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("trusted_proxies", "10.0.0.0/8 proxy.example", "proxy.example is no address"),
        ("trusted_proxies", "10.0.0.1/8", "10.0.0.1/8 is no address"),
        ("tls_key", "nowhere.pem", "go together"),
        ("rate_limits", "sign-in=many", "cannot be read"),
        ("rate_limits", "tea=1/minute", "is not known"),
    ],
)
def test_a_setting_of_the_edge_that_does_not_fit_stops_the_start(field, value, why):
    with pytest.raises(SettingsError, match=why):
        load(secret_key=SECRET, **{field: value})


def test_too_many_requests_are_told_when_to_come_back(open_at):
    desk = open_at(rate_limits="requests=3/hour guess=2/hour sign-in=2/hour")
    bram = desk.client(desk.cast.bram_key)
    answers = [bram.get("/api/v2/dossiers") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    problem = answers[-1].json()
    assert problem["slug"] == "too-many-requests"
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert answers[-1].headers["retry-after"] in problem["en"]
    assert desk.client(desk.cast.chris_key).get("/api/v2/dossiers").status_code == 200
    assert [desk.client().get("/health/live").status_code for _ in range(5)] == [200] * 5


def test_guessing_keys_is_counted_per_address(open_at):
    desk = open_at(rate_limits="requests=1000/hour guess=2/hour")
    guesses = [desk.client(f"hub_guess_{each}").get("/api/v2/dossiers").status_code for each in range(3)]
    assert guesses == [401, 401, 429]
    assert desk.client().get("/login/x").status_code == 200


def test_a_good_key_passes_whatever_its_neighbours_guess(open_at):
    desk = open_at(rate_limits="requests=1001/hour guess=2/hour")
    bram, browser = desk.client(desk.cast.bram_key), desk.browser()
    for each in range(4):
        desk.client(f"hub_guess_{each}").get("/api/v2/dossiers")
    assert bram.get("/api/v2/dossiers").status_code == 200
    assert browser.get("/").status_code == 200
    refused = desk.client("hub_guess_again").get("/api/v2/dossiers")
    assert (refused.status_code, refused.json()["slug"]) == (429, "too-many-requests")
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.headers["content-security-policy"]


def test_who_guesses_from_a_full_address_is_counted_by_it_and_a_known_key_by_itself(open_at):
    desk = open_at(rate_limits="requests=6/hour guess=1/hour")
    bram = desk.client(desk.cast.bram_key)
    assert bram.get("/api/v2/dossiers").status_code == 200
    guesses = [desk.client(f"hub_guess_{each}").get("/api/v2/dossiers") for each in range(12)]
    assert {each.status_code for each in guesses[1:]} == {429}
    assert [bram.get("/api/v2/dossiers").status_code for _ in range(5)] == [200] * 5
    assert bram.get("/api/v2/dossiers").status_code == 429


def test_a_key_that_was_good_and_is_revoked_counts_as_a_guess(open_at):
    desk = open_at(rate_limits="requests=1002/hour guess=1/hour")
    bram = desk.client(desk.cast.bram_key)
    assert bram.get("/api/v2/dossiers").status_code == 200
    with desk.hub.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE api_keys SET revoked_at = created_at WHERE name = 'bram'")
        connection.exec_driver_sql("DELETE FROM machine_secrets")
    assert [bram.get("/api/v2/dossiers").status_code for _ in range(3)] == [401, 429, 429]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_of_ipv6_is_counted_by_its_network(address, network):
    assert network_of(address) == network


def test_signing_in_is_counted_per_address(open_at):
    desk = open_at(rate_limits="sign-in=2/hour")
    tries = [desk.client(accept="text/html").post(f"/login/guess{each}") for each in range(3)]
    assert [answer.status_code for answer in tries] == [410, 410, 429]
    assert "Te veel verzoeken" in tries[-1].text


def test_every_path_that_is_counted_apart_is_there():
    paths = {path for method, path in TABLE if method != "GET" or path.startswith("/oidc")}
    assert [start for _, start in KINDS if not any(path.startswith(start) for path in paths)] == []
