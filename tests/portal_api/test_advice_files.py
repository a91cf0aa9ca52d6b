"""The advice file at the counter: recorded, refused, told before sending, asked by a workflow, on its page."""

import re
from zlib import crc32

import pytest
from sqlalchemy import text

from tests.builders.people import person_of
from tests.portal_api.test_before_sending import fill_in, read
from tests.portal_api.test_before_sending import post as act_on
from tests.portal_api.test_keeping import opened
from tests.portal_api.test_products import added, post

API = "/api/v2"
FLOW = """
name = "Met dossier"
states = [
  { key = "advice", nl = "Advies", en = "Advice" },
  { key = "ready", nl = "Klaar", en = "Ready", ends = true },
]
moves = []

[[steps]]
key = "go-on"
nl = "Verder"
en = "Go on"
from = ["advice"]
to = "ready"
needs = ["advice-file"]
"""


@pytest.fixture
def program(desk):
    return desk.client(desk.cast.bram_key)


@pytest.fixture
def els(desk):
    made = desk.browser(desk.cast.adviser_user)
    made.follow_redirects = True
    return made


@pytest.fixture
def product(program, request):
    """A mortgage that its office keeps."""
    return made(program, request.node.name)


def made(program, name, **more):
    number = crc32(name.encode())
    party = {"birth_name": f"Advies{number}", "email": f"advies{number}@klant.example"}
    dossier = opened(program, f"af-{number}", party).json()["dossier_id"]
    return f"/dossiers/{dossier}/products/{added(program, dossier, **more).json()['product_id']}"


def file(program, product):
    return program.get(f"{API}{product}/advice-file").json()


def record(program, product, key, **more):
    given = {"item": "inventory", "standing": "present", "said": "Inventarisatie 3"} | more
    return post(program, f"{product}/advice-file", f"{key}-{product[-20:]}", **given)


def test_each_item_is_present_missing_or_waived_with_why(program, product):
    record(program, product, "1").raise_for_status()
    record(program, product, "2", item="fixed_rate", standing="waived", said="Alleen variabel").raise_for_status()
    found = file(program, product)
    states = {each["item"]: (each["standing"], [line["said"] for line in each["lines"]]) for each in found["items"]}
    assert states["inventory"] == ("present", ["Inventarisatie 3"])
    assert states["fixed_rate"] == ("waived", ["Alleen variabel"])
    assert found["missing"] == ["risk_scenarios", "deviation", "advice_report", "aftercare", "comparison_card"]
    record(program, product, "3", standing="missing", said="Hoort elders").raise_for_status()
    assert file(program, product)["missing"][0] == "inventory"


@pytest.mark.parametrize(
    ("said", "path"),
    [({"standing": "waived", "said": " "}, "said"), ({"said": "x" * 201}, "said"), ({"item": "horoscope"}, "item")],
    ids=["waived-without-a-reason", "too-long", "unknown-item"],
)
def test_what_cannot_be_recorded_is_refused_by_its_field(program, product, said, path):
    refused = record(program, product, "1", **said)
    assert (refused.status_code, refused.json()["slug"]) == (422, "request-invalid")
    assert path in str(refused.json())
    assert file(program, product)["items"][0]["lines"] == []


def test_an_item_that_this_kind_does_not_ask_is_refused(program, request):
    part = {"cover": "building"}
    insured = made(program, request.node.name, kind="damage", card={}, parts=[part])
    refused = record(program, insured, "1", item="fixed_rate")
    assert (refused.status_code, refused.json()["expected"]) == (422, "inventory, advice_report")


def test_the_same_key_records_once_and_an_older_view_is_told(program, product):
    first, again = record(program, product, "1"), record(program, product, "1")
    assert first.json() == again.json()
    assert len(file(program, product)["items"][0]["lines"]) == 1
    stale = record(program, product, "2", standing="waived", said="x", seen=0)
    assert (stale.status_code, stale.json()["slug"]) == (412, "stale")


def test_a_product_that_ended_records_nothing(program, product):
    post(program, f"{product}/end", f"e-{product[-20:]}", ending="withdrawn", reason="x").raise_for_status()
    refused = record(program, product, "1")
    assert (refused.status_code, refused.json()["slug"]) == (409, "product-ended")


def test_another_office_finds_nothing(desk, program, product):
    other = desk.client(desk.cast.chris_key)
    assert other.get(f"{API}{product}/advice-file").status_code == 404
    assert record(other, product, "1").status_code == 404
    assert file(program, product)["items"][0]["lines"] == []


def test_what_is_missing_is_told_before_sending_and_stops_nothing(own_desk):
    fill_in(own_desk)
    found = read(own_desk)
    (point,) = [each for each in found["points"] if each["rule"] == "advice-file"]
    assert (found["may_go"], point["kind"], point["shown"]) == (True, "info", "advice-file")
    assert point["expected"].startswith("inventory, risk_scenarios")
    assert "inventarisatie, risicoscenario's" in point["nl"]
    place, program = (
        f"/dossiers/{own_desk.dossier}/products/{found['advised']}",
        own_desk.client(own_desk.cast.bram_key),
    )
    page = own_desk.browser(own_desk.cast.adviser_user).get(
        f"/dossiers/{own_desk.dossier}/applications/{own_desk.application_id()}/before-sending"
    )
    assert f'href="{place}/advice-file"' in page.text
    for number, item in enumerate(file(program, place)["missing"]):
        record(program, place, str(number), item=item).raise_for_status()
    assert (read(own_desk)["points"], read(own_desk)["advised"]) == ([], "")
    assert act_on(own_desk, "/send").status_code == 200


def test_a_workflow_of_the_office_may_ask_a_whole_advice_file(own_desk):
    program = own_desk.client(own_desk.cast.bram_key)
    post(program, "/office/workflows/damage", "flow-1", text=FLOW, after=0).raise_for_status()
    insured = made(program, "guard", kind="damage", card={}, parts=[{"cover": "building"}])
    lacking = post(program, f"{insured}/workflow", "w-1", step="go-on")
    assert (lacking.status_code, lacking.json()["expected"]) == (409, "advice-file")
    record(program, insured, "1").raise_for_status()
    record(program, insured, "2", item="advice_report", standing="waived", said="Uitvoering zonder advies")
    assert post(program, f"{insured}/workflow", "w-2", step="go-on").status_code == 200


def test_the_page_records_and_gives_back_what_was_refused(els, program, product):
    assert f'href="{product}/advice-file"' in els.get(product).text
    page = els.get(f"{product}/advice-file").text
    assert "Er ontbreken 7 van de 7 onderdelen." in page
    key = re.search(r'name="key" value="([^"]+)"', page).group(1)
    form = {"key": key, "item": "aftercare", "standing": "waived", "said": "", "seen": "0"}
    refused = els.post(f"{product}/advice-file", data=form)
    assert refused.status_code == 422
    assert 'id="said-aftercare-e"' in refused.text
    assert '<option value="waived" selected>' in refused.text
    unknown = els.post(f"{product}/advice-file", data=form | {"key": "k-2", "item": "horoscope", "said": "x"})
    assert unknown.status_code == 422
    done = els.post(f"{product}/advice-file", data=form | {"key": "k-3", "said": "Klant wil geen <nazorg>"})
    assert "Klant wil geen &lt;nazorg&gt;" in done.text
    assert "Er ontbreken 6 van de 7 onderdelen." in done.text
    dossier = product.split("/products")[0]
    assert "nazorg niet nodig, met reden" in els.get(dossier).text


def test_the_page_keeps_what_was_recorded_before_and_ends_with_its_product(els, program, product):
    record(program, product, "1").raise_for_status()
    record(program, product, "2", standing="missing", said="Hoort elders").raise_for_status()
    page = els.get(f"{product}/advice-file").text
    assert "Eerder vastgelegd (1)" in page
    assert "aanwezig: Inventarisatie 3" in page
    post(program, f"{product}/end", f"e-{product[-20:]}", ending="withdrawn", reason="x").raise_for_status()
    ended = els.get(f"{product}/advice-file").text
    assert "heropen het om iets vast te leggen" in ended
    assert 'name="standing"' not in ended


def test_nobody_advises_on_a_valuation(els, program):
    valued = made(program, "valuation", kind="valuation", card={}, parts=[{"description": "Taxatie"}])
    assert file(program, valued)["items"] == []
    assert "er hoort geen adviesdossier bij" in els.get(f"{valued}/advice-file").text
    assert f'href="{valued}/advice-file"' not in els.get(valued).text


def test_an_item_points_at_what_shows_it_and_at_nothing_of_elsewhere(program, els, product):
    dossier = product.split("/")[2]
    contact = {"means": "phone", "at": "2026-11-20T14:05:00+01:00", "summary": "Inventarisatie besproken"}
    post(program, f"/dossiers/{dossier}/contacts", f"c-{dossier}", **contact, no_follow_up="rond").raise_for_status()
    found = program.get(f"{API}{product}/advice-file/proofs").json()["items"]
    (proof,) = [each for each in found if each["kind"] == "contact"]
    refused = record(program, product, "p0", proof="contact:elsewhere")
    assert (refused.status_code, refused.json()["path"]) == (422, "proof")
    assert record(program, product, "p1", standing="waived", proof=proof["proof"]).status_code == 422
    record(program, product, "p2", proof=proof["proof"]).raise_for_status()
    page = els.get(f"{product}/advice-file").text
    assert f'<a href="/dossiers/{dossier}/tasks">20-11-2026 Inventarisatie besproken</a>' in page


def test_what_showed_an_item_and_is_gone_is_told_as_gone(desk, program, els, product):
    record(program, product, "g1").raise_for_status()
    with desk.hub.database.transaction() as connection:
        connection.execute(
            text("UPDATE advice_lines SET proof = 'report:gone' WHERE product_id = :p"), {"p": product[-36:]}
        )
    assert "staat er niet meer" in els.get(f"{product}/advice-file").text


def test_gaps_stop_the_sending_when_the_office_decided_so(own_desk):
    desk = own_desk
    fill_in(desk)
    olga = desk.browser(person_of(desk, "administrator", "Olga").id)
    olga.follow_redirects = True
    ways = olga.get(f"{API}/office/advice-files").json()["items"]
    assert (ways[0]["kind"], ways[0]["blocks"], ways[0]["at"]) == ("mortgage", False, None)
    told = read(desk)
    assert told["points"][-1]["kind"] == "info"
    page = olga.get("/office/workflows").text
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    kept = olga.post("/office/advice-files", data={"key": key, "kind": "mortgage", "blocks": "yes"})
    assert "houdt tegen" in kept.text
    assert "Olga" in kept.text
    stopped = read(desk)
    (point,) = [each for each in stopped["points"] if "adviesdossier" in each["nl"].casefold()]
    assert (stopped["may_go"], point["kind"]) == (False, "required")
    sent = act_on(desk, "/send")
    assert (sent.status_code, sent.json()["slug"]) == (422, "advice-file-incomplete")
    assert "inventarisatie" in sent.json()["nl"]
    assert desk.hub.sql("SELECT count(*) FROM outgoing") == [(0,)]
    body, headers = {"kind": "valuation", "blocks": True}, {"Idempotency-Key": "v"}
    bad = olga.post(f"{API}/office/advice-files", json=body, headers=headers)
    assert (bad.status_code, bad.json()["path"]) == (422, "kind")
