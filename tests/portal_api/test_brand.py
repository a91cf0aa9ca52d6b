"""How an office looks: its colour and logo on its own pages and mails, and on nobody else's."""

import io
import re

import pytest
from PIL import Image

from hub.post.port import File, Parcel
from hub.post.writing import written
from tests.builders.notifications import points
from tests.builders.people import person_of

API = "/api/v2/office/brand"
HERE = "/office/brand"


def png(size=(300, 100), colour=(255, 98, 0, 255)):
    made = io.BytesIO()
    Image.new("RGBA", size, colour).save(made, "PNG")
    return made.getvalue()


def administrator(desk):
    return desk.browser(person_of(desk, "administrator").id)


def key(name):
    return {"Idempotency-Key": name}


@pytest.fixture
def orange(own_desk):
    """A desk whose first office has a colour and a logo."""
    bram = own_desk.client(own_desk.cast.bram_key)
    assert bram.post(f"{API}/colour", json={"colour": "#FF6200"}, headers=key("c")).status_code == 200
    assert bram.post(f"{API}/logo", content=png(), headers=key("l")).status_code == 200
    return own_desk


def test_the_api_says_which_shade_each_ground_gets_and_why(own_desk):
    bram = own_desk.client(own_desk.cast.bram_key)
    made = bram.post(f"{API}/colour", json={"colour": "#ff6200"}, headers=key("c"))
    light, dark = made.json()["shades"]
    assert light == {"ground": "light", "colour": "#bd4900", "ratio": 4.52, "came": 2.65, "needed": 4.5}
    assert dark["colour"] == "#ff6200"
    assert made.headers["etag"] == '"1"' == bram.get(API).headers["etag"]


def test_what_is_no_colour_changes_nothing(own_desk):
    bram = own_desk.client(own_desk.cast.bram_key)
    refused = bram.post(f"{API}/colour", json={"colour": "oranje"}, headers=key("c"))
    assert (refused.status_code, refused.json()["slug"], refused.json()["came"]) == (422, "colour-invalid", "oranje")
    assert bram.get(API).json()["version"] == 0


def test_the_same_request_is_done_once(own_desk):
    bram = own_desk.client(own_desk.cast.bram_key)
    for _ in range(2):
        assert bram.post(f"{API}/logo", content=png(), headers=key("same")).json()["version"] == 1


def test_a_write_on_what_has_changed_since_is_refused(orange):
    bram = orange.client(orange.cast.bram_key)
    late = bram.post(f"{API}/colour", json={"colour": "#000000"}, headers=key("late") | {"If-Match": '"1"'})
    assert (late.status_code, late.json()["slug"]) == (412, "stale")
    assert bram.get(API).json()["colour"] == "#ff6200"
    odd = bram.post(f"{API}/colour", json={"colour": "#000000"}, headers=key("odd") | {"If-Match": '"x"'})
    assert odd.status_code == 412


def test_pages_of_the_office_have_its_sheet_and_logo(orange):
    browser = administrator(orange)
    page = browser.get("/").text
    (sheet,) = re.findall(r'href="(/brand/colours/[^"]+)"', page)
    (logo,) = re.findall(r'<img class="logo" src="([^"]+)" alt="([^"]+)"', page)
    assert logo[1] == "Hypotheekkantoor De Brug"
    styled = browser.get(sheet)
    assert styled.text == (
        ":root { --brand: #ff6200; --accent: light-dark(#bd4900, #ff6200); --link: light-dark(#bd4900, #ff6200); }\n"
    )
    assert "immutable" in styled.headers["cache-control"]
    shown = browser.get(logo[0])
    assert (shown.headers["content-type"], Image.open(io.BytesIO(shown.content)).size) == ("image/png", (288, 96))
    assert shown.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert "style=" not in page


def test_another_office_sees_nothing_of_it(orange):
    chris = orange.browser(orange.cast.chris_user)
    page = chris.get("/").text
    assert "/brand/" not in page
    logo = orange.client(orange.cast.bram_key).get(API).json()["logo"]["href"]
    assert chris.get(logo).status_code == 404
    assert orange.client().get(logo).status_code == 401
    assert orange.client(orange.cast.operator_key).get(logo).status_code == 404
    assert orange.client(orange.cast.chris_key).get(API).json()["colour"] == ""


@pytest.mark.parametrize("name", ["ff6200-000000000000.css", "ff6200.css", "zzzzzz-000000000000.css", "../base.css"])
def test_a_sheet_that_the_hub_does_not_give_is_not_there(desk, name):
    assert desk.client().get(f"/brand/colours/{name}").status_code == 404


def test_somebody_who_only_looks_may_not_change_it(desk):
    assert desk.browser().get(HERE).status_code == 403
    assert desk.browser().post(f"{HERE}/colour", data={"colour": "#ff6200", "seen": "0"}).status_code == 403


def test_a_colour_is_looked_at_before_it_is_kept(own_desk):
    browser = administrator(own_desk)
    page = browser.get(HERE, params={"colour": "#ff6200", "seen": "0"}).text
    assert "/brand/colours/ff6200-" in page
    assert "Er is nog niets bewaard" in page
    assert "#bd4900" in page
    assert "/brand/colours/" not in browser.get(HERE).text


def test_a_form_keeps_what_was_typed_when_it_is_wrong(own_desk):
    wrong = administrator(own_desk).post(f"{HERE}/colour", data={"colour": "oranje", "seen": "0"})
    assert wrong.status_code == 422
    assert 'value="oranje"' in wrong.text
    assert "oranje is geen kleur die de hub kan lezen" in wrong.text


def test_a_logo_is_handed_in_on_the_page(own_desk):
    browser = administrator(own_desk)
    sent = browser.post(f"{HERE}/logo", data={"seen": "0"}, files={"logo": ("logo.png", png(), "image/png")})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{HERE}?kept=logo")
    page = browser.get(sent.headers["location"]).text
    assert 'alt="Hypotheekkantoor De Brug"' in page
    assert "Bewaard." in page
    assert browser.post(f"{HERE}/logo/remove", data={"seen": "1"}).status_code == 303
    assert 'class="logo"' not in browser.get(HERE).text


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"<svg onload='alert(1)'/>", 415, "PNG of JPEG"),
        (b"", 422, "leeg"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 2_000_000, 413, "Het logo is"),
    ],
    ids=["svg", "empty", "large"],
)
def test_what_is_no_logo_is_refused_in_words(own_desk, body, status, said):
    browser = administrator(own_desk)
    refused = browser.post(f"{HERE}/logo", data={"seen": "0"}, files={"logo": ("logo.png", body)})
    assert refused.status_code == status
    assert said in refused.text
    assert own_desk.client(own_desk.cast.bram_key).get(API).json()["version"] == 0


def test_a_colour_from_a_stale_tab_shows_both_and_loses_nothing(own_desk):
    browser = administrator(own_desk)
    bram = own_desk.client(own_desk.cast.bram_key)
    bram.post(f"{API}/colour", json={"colour": "#1d4ed8"}, headers=key("first"))
    stale = browser.post(f"{HERE}/colour", data={"colour": "#ff6200", "seen": "0", "was": ""})
    assert stale.status_code == 412
    for shown in ("Iemand anders heeft dit intussen gewijzigd", "#1d4ed8", "#ff6200", "bram", "de kleur van de hub"):
        assert shown in stale.text
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', stale.text))
    assert again == {"colour": "#ff6200", "was": "#1d4ed8", "seen": "1"}
    assert bram.get(API).json()["colour"] == "#1d4ed8"
    assert browser.post(f"{HERE}/colour", data=again).status_code == 303
    assert bram.get(API).json()["colour"] == "#ff6200"


def test_a_logo_from_a_stale_tab_is_not_handed_in_twice(own_desk):
    browser = administrator(own_desk)
    own_desk.client(own_desk.cast.bram_key).post(f"{API}/logo", content=png((90, 30)), headers=key("first"))
    stale = browser.post(f"{HERE}/logo", data={"seen": "0"}, files={"logo": ("logo.png", png(), "image/png")})
    assert stale.status_code == 412
    assert "90 × 30" in stale.text
    assert "288 × 96" in stale.text
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', stale.text))
    fields = {name: (None, value) for name, value in again.items()}
    assert browser.post(f"{HERE}/logo", files=fields).status_code == 303
    assert own_desk.client(own_desk.cast.bram_key).get(API).json()["logo"]["width"] == 288
    chris = own_desk.client(own_desk.cast.chris_key, accept="text/html")
    assert chris.post(f"{HERE}/logo", files=fields | {"seen": (None, "0")}).status_code == 422


def test_mails_of_the_office_have_its_stripe_and_logo_inside(orange):
    made = orange.notification(points(office_id="kantoor-1"))
    html = orange.client(orange.cast.bram_key).get(f"/api/v2/notifications/{made}").json()["html"]
    assert '<div style="border-top: 4px solid #bd4900; padding-top: 1em"><img src="cid:logo"' in html
    assert 'alt="Hypotheekkantoor De Brug"' in html
    shown = orange.browser().get(f"/post/{made}/html")
    assert '<img src="data:image/png;base64,' in shown.text
    assert "img-src data:" in shown.headers["content-security-policy"]


def test_mails_of_another_office_have_nothing_of_it(orange):
    made = orange.notification(points(office_id="kantoor-2"))
    html = orange.client(orange.cast.chris_key).get(f"/api/v2/notifications/{made}").json()["html"]
    assert "cid:" not in html
    assert "border-top" not in html


def test_a_preview_looks_as_the_mail_will(orange):
    place = "/api/v2/office/notification-templates/action-points/preview"
    text = {"channel": "email", "language": "nl", "form": "u", "subject": "Dag", "text": "Zie {{ address }}"}
    said = orange.client(orange.cast.bram_key).post(place, json=text)
    assert 'src="cid:logo"' in said.json()["html"]


def test_what_the_html_shows_travels_beside_it_and_is_no_attachment(desk):
    at = desk.hub.clock.now()
    files = (File("logo.png", "image/png", png(), "logo"), File("a.pdf", "application/pdf", b"%PDF-1.4"))
    parcel = Parcel(
        id="1", channel="email", made_at=at, address="a@x.example", text="Dag", html="<p>Dag</p>", files=files
    )
    message = written(parcel, "hub@x.example", "x.example")
    assert [each.get_filename() for each in message.iter_attachments()] == ["a.pdf"]
    kinds = {each.get_content_type(): each for each in message.walk()}
    assert kinds["image/png"]["Content-ID"] == "<logo>"
    assert kinds["image/png"].get_content_disposition() == "inline"


def test_the_shell_sets_a_brand(own_desk, tmp_path, monkeypatch):
    import json

    from typer.testing import CliRunner

    from hub.cli import build

    logo = tmp_path / "logo.png"
    logo.write_bytes(png())
    settings = own_desk.hub.runtime.settings
    monkeypatch.setenv("HUB_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("HUB_BLOB_URL", settings.blob_url)
    words = ["offices", "brand", "--office", "kantoor-1", "--colour", "ff6200", "--logo", str(logo), "--json"]
    ran = CliRunner().invoke(build(), words)
    assert ran.exit_code == 0, ran.output
    said = json.loads(ran.output[ran.output.index("{") :])
    assert (said["colour"], said["logo"], said["shades"][0]["colour"]) == ("#ff6200", "288 x 96", "#bd4900")
    text = CliRunner().invoke(build(), words[:4])
    assert "because #ff6200 has 2.65 there and 4.5 is needed" in text.output


def test_a_link_leads_to_it_for_who_may_change_it(desk):
    assert HERE in administrator(desk).get("/").text
    assert HERE not in desk.browser().get("/").text
