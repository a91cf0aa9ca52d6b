import gzip
import re
import tomllib
from hashlib import sha256
from importlib.resources import files

import pytest

from portal_api.pages.assets import address_of, loaded

VENDOR = files("portal_api").joinpath("static", "vendor")


@pytest.mark.parametrize("name", ["style.css", "hub.js", "htmx.js"])
def test_an_asset_is_kept_for_a_year_under_the_address_of_its_content(desk, name):
    kept = desk.client().get(address_of(name))
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in desk.client().get(f"/static/{name}?v=older").headers["cache-control"]


def test_an_asset_is_compressed_for_who_takes_it(desk):
    plain = desk.client().get("/static/style.css", headers={"Accept-Encoding": "identity"})
    zipped = desk.client().get("/static/style.css", headers={"Accept-Encoding": "br, gzip"})
    refused = desk.client().get("/static/style.css", headers={"Accept-Encoding": "gzip;q=0"})
    assert (zipped.headers["content-encoding"], zipped.content) == ("gzip", plain.content)
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in refused.headers
    assert gzip.decompress(loaded("style.css").zipped) == plain.content


def test_an_asset_that_did_not_change_is_not_sent_again(desk):
    tag = desk.client().get("/static/hub.js").headers["etag"]
    assert desk.client().get("/static/hub.js", headers={"If-None-Match": tag}).status_code == 304


def test_what_others_made_is_unchanged_and_has_its_licence():
    for made in tomllib.loads(VENDOR.joinpath("vendor.toml").read_text()).values():
        assert sha256(VENDOR.joinpath(made["file"]).read_bytes()).hexdigest() == made["sha256"]
        assert VENDOR.joinpath(made["licence"]).read_text()


def test_our_scripts_evaluate_nothing_and_write_no_markup():
    text = loaded("hub.js").body.decode()
    assert re.findall(r"innerHTML|outerHTML\s*=|eval\(|new Function|document\.write|\.style\b", text) == []


def test_the_policy_lets_scripts_come_from_here_alone(desk):
    policy = desk.browser().get("/").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_a_ground_that_was_chosen_stands_in_the_first_byte_of_the_next_page(desk):
    client = desk.browser()
    assert "data-theme" not in client.get("/").text
    client.get("/?theme=dark")
    assert '<html lang="nl" data-theme="dark">' in client.get("/").text
    client.get("/?theme=system")
    assert "data-theme" not in client.get("/").text


def test_a_page_speaks_polish_and_a_refusal_on_it_says_that_it_is_english(desk):
    client = desk.browser()
    assert "Brakujące dokumenty" in client.get("/dossiers?lang=pl").text
    page = client.get(f"/messages/{desk.refused}").text
    assert "Dlaczego został odrzucony" in page
    assert '<p lang="en">' in page
