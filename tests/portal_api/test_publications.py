"""Published documents at the counter: from the dossier or brought, opened, and gone when they leave."""

import re
from hashlib import sha256

import pytest

from adapters.simulator import messages
from handlers.accounts.people import add_user
from schemas.applications import UnlinkExchange
from tests.builders.counters import hand_in
from tests.builders.papers import pdf
from tests.portal_api.test_conversations import here, mailing

__all__ = ["here", "mailing"]
API = "/api/v2"


@pytest.fixture
def bram(here):
    return here.client(here.cast.bram_key)


def place(desk):
    return f"{API}/dossiers/{desk.dossier}/publications"


def listed(desk):
    return desk.client(desk.cast.bram_key).get(place(desk)).json()["items"]


def own(person):
    """Title → the document, as its customer's program gets it."""
    found = person.client.get(f"{API}/own/dossiers/{person.desk.dossier}/publications").json()["items"]
    return {each["title"]: each for category in found for each in category["documents"]}


def opens(person, publication):
    return person.client.get(f"{API}/own/dossiers/{person.desk.dossier}/publications/{publication}/file")


def form(desk, act, files=None, **fields):
    up = f"/uploads/publications/{desk.dossier}/{act}"
    return desk.els.post(up, data=fields, files=files or {"file": ("", b"")})


def clean(desk):
    """A PDF that was handed in and is clean, as a source."""
    body = pdf(b"")
    file = desk.hand_in("4", body, "loonstrook.pdf")
    desk.scan()
    return f"attachment:{file}", body


def test_a_document_is_published_opened_replaced_and_withdrawn(here):
    source, body = clean(here)
    page = here.els.get(f"/dossiers/{here.dossier}/publications").text
    assert "Aangeleverd: loonstrook.pdf" in page
    done = form(here, "publish", key=f"p-{here.number}", source=source, title="Loonstrook", category="other", party="")
    assert done.url.query == b"done=published"
    assert "Nog niet geopend" in done.text
    again = form(here, "publish", key=f"p-{here.number}", source=source, title="Loonstrook", category="other", party="")
    assert again.status_code == 200
    (made,) = listed(here)
    mine = here.anna.client.get("/mine").text
    assert re.search(r'>Loonstrook</a> <span class="pill warn">nieuw', mine)
    taken = opens(here.anna, made["id"])
    assert (taken.content, taken.headers["content-type"]) == (body, "application/pdf")
    assert "attachment" in taken.headers["content-disposition"]
    assert "sandbox" in taken.headers["content-security-policy"]
    assert not own(here.anna)["Loonstrook"]["is_new"]
    assert own(here.tom)["Loonstrook"]["is_new"]
    assert "Gezien door Anna de Wit op" in here.els.get(f"/dossiers/{here.dossier}/publications").text
    newer = pdf(b"q Q")
    files = {"file": ("nieuw.pdf", newer)}
    replaced = form(here, f"{made['id']}/replace", files, key=f"r-{here.number}", source="")
    assert replaced.url.query == b"done=replaced"
    assert opens(here.tom, made["id"]).content == newer
    old = here.els.get(f"{place(here)}/{made['id']}/versions/1")
    assert old.content == body
    here_page = f"/dossiers/{here.dossier}/publications"
    without = here.els.post(f"{here_page}/{made['id']}/withdraw", data={"key": f"w-{here.number}", "reason": ""})
    assert without.status_code == 422
    gone = here.els.post(f"{here_page}/{made['id']}/withdraw", data={"key": f"x-{here.number}", "reason": "Fout"})
    assert "Ingetrokken door Els" in gone.text
    assert opens(here.anna, made["id"]).status_code == 404
    assert own(here.anna) == {}
    looks = here.client(here.cast.bram_key).get(f"{API}/dossiers/{here.dossier}/looks").json()["items"]
    assert ("download", "publication") in {(each["kind"], each["what"]) for each in looks}
    assert "Document voor de klant gepubliceerd" in here.els.get(f"/dossiers/{here.dossier}").text


def test_a_lenders_offer_leaves_the_customer_with_its_exchange(here, bram):
    paper = pdf(b"q Q")
    hand_in(here.hub, messages.ox(at=here.hub.clock.now(), number=f"AB-2026-{here.number}", pdf=paper))
    sources = bram.get(f"{place(here)}/sources").json()["items"]
    offer = next(each for each in sources if each["source"] == f"file:{sha256(paper).hexdigest()}")
    body = {"category": "offer", "title": "Renteaanbod", "source": offer["source"]}
    said = bram.post(place(here), json=body, headers={"Idempotency-Key": f"o-{here.number}"})
    assert said.status_code == 200, said.text
    made = own(here.anna)["Renteaanbod"]
    assert opens(here.anna, made["id"]).content.startswith(b"%PDF")
    here.hub.runtime.execute(UnlinkExchange(lane_id=here.lane(), reason="verkeerde familie"), actor="user:bram")
    assert own(here.anna) == {}
    assert opens(here.anna, made["id"]).status_code == 404
    assert bram.get(f"{place(here)}/{made['id']}/versions/1").json()["slug"] == "publication-gone"
    page = here.els.get(f"/dossiers/{here.dossier}/publications").text
    assert "zit niet meer in dit dossier" in page
    again = bram.post(place(here), json=body, headers={"Idempotency-Key": f"n-{here.number}"})
    assert (again.status_code, again.json()["slug"]) == (409, "publication-gone")


def test_what_is_for_one_partner_or_not_clean_reaches_nobody_else(here, bram):
    party = bram.get(f"{API}/dossiers/{here.dossier}/customers").json()["items"][0]["party"]
    query = {"category": "other", "name": "brief.pdf", "parties": [party]}
    up = f"{API}/uploads/publications/{here.dossier}"
    said = bram.post(up, params=query, content=pdf(b""), headers={"Idempotency-Key": f"a-{here.number}"})
    assert said.status_code == 200, said.text
    made = own(here.anna)["brief.pdf"]
    assert own(here.tom) == {}
    assert opens(here.tom, made["id"]).status_code == 404
    waiting = here.hand_in("4", pdf(b""), "ongescand.pdf")
    for source in (f"attachment:{waiting}", "attachment:none", f"own:{'0' * 64}"):
        body = {"category": "other", "title": "x", "source": source}
        refused = bram.post(place(here), json=body, headers={"Idempotency-Key": f"{source}-{here.number}"})
        assert (refused.status_code, refused.json()["slug"]) == (409, "publication-gone")
    nothing = form(here, "publish", key=f"e-{here.number}", source="", title="Zonder", category="other", party="")
    assert (nothing.status_code, 'value="Zonder"' in nothing.text) == (422, True)
    chris = here.client(here.cast.chris_key)
    assert chris.get(place(here)).status_code == 404
    viewed = here.browser(here.cast.adviser_user)
    viewed.post(f"/dossiers/{here.dossier}/customers/{here.anna.id}/view", data={"reason": "vraag aan de telefoon"})
    assert "brief.pdf" in viewed.get("/mine").text
    assert viewed.get(f"{API}/own/dossiers/{here.dossier}/publications/{made['id']}/file").status_code == 200
    assert own(here.anna)["brief.pdf"]["is_new"]


def test_an_administrator_names_orders_and_switches_off_categories(here):
    with here.hub.database.transaction() as connection:
        about = {"name": "Olga", "role": "administrator", "at": here.hub.clock.now()}
        olga_id = add_user(connection, office_id="kantoor-1", **about).id
    olga = here.browser(olga_id)
    olga.follow_redirects = True
    page = "/office/document-categories"
    new = {"key": "c1", "nl": "Café & thuis", "en": "", "position": "5", "active": "yes"}
    assert "Café &amp; thuis" in olga.post(page, data=new).text
    wrong = olga.post(page, data=new | {"key": "c2", "position": "veel"})
    assert (wrong.status_code, 'value="veel"' in wrong.text) == (422, True)
    off = {"key": "c3", "category": "other", "nl": "Overige", "en": "Other", "position": "90"}
    assert "niet in gebruik" in olga.post(page, data=off).text
    found = olga.get(f"{API}/office/document-categories").json()["items"]
    assert [(each["id"], each["en"]) for each in found][:2] == [("cafe-thuis", "Café & thuis"), ("offer", "Offers")]
    options = here.els.get(f"/dossiers/{here.dossier}/publications").text
    assert "Café &amp; thuis</option>" in options
    assert "Overige</option>" not in options
    assert here.els.post(page, data=new).status_code == 403
    olga.post(page, data=off | {"key": "c4", "active": "yes"})
