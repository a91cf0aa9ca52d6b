"""Service agreements at the counter: drafted, shown, printed once, signed, and who may do what."""

import hashlib
import re

import pytest

from handlers.offices.directory import set_profile
from hub.scanner.builtin import BuiltinScanner
from hub.scanning import EICAR
from tests.builders.papers import pdf
from tests.handlers.service_agreements.test_service_agreements import PROFILE
from tests.portal_api.test_keeping import opened

API = "/api/v2"
TERMS = {
    "lines": [{"kind": "main", "name": "Hypotheekadvies", "fee": "2750.00"}],
    "scope": "both",
    "payment_kind": "notary",
    "due": "deed",
    "card": {"version": "2026-1", "handed_over": "2026-11-10", "fee": "2750.00"},
}


@pytest.fixture
def program(desk):
    with desk.hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", **PROFILE)
    return desk.client(desk.cast.bram_key)


@pytest.fixture
def els(desk):
    made = desk.browser(desk.cast.adviser_user)
    made.follow_redirects = True
    return made


@pytest.fixture
def dossier(program, request):
    name = hashlib.sha256(request.node.name.encode()).hexdigest()[:8]
    party = {"birth_name": f"Otd{name}", "email": f"otd{name}@klant.example"}
    return opened(program, f"otd-{name}", party).json()["dossier_id"]


def post(program, dossier, act, key, **body):
    place = f"{API}/dossiers/{dossier}/agreements{act}"
    return program.post(place, json=body, headers={"Idempotency-Key": f"{key}-{dossier}"})


def drafted(program, dossier, **more):
    post(program, dossier, "", "make", terms=TERMS | more).raise_for_status()
    return program.get(f"{API}/dossiers/{dossier}/agreements").json()["items"][0]


def final(program, dossier):
    one = drafted(program, dossier)
    post(program, dossier, f"/{one['id']}/finalise", "final").raise_for_status()
    return program.get(f"{API}/dossiers/{dossier}/agreements/{one['id']}").json()


def signed(program, dossier, how="paper"):
    one = final(program, dossier)
    body = {"how": how, "on": one["finalised_at"][:10], "who": "A. de Wit"}
    post(program, dossier, f"/{one['id']}/sign", "sign", **body).raise_for_status()
    return program.get(f"{API}/dossiers/{dossier}/agreements/{one['id']}").json()


def test_every_gap_is_told_at_once_with_its_field(desk, program, dossier):
    with desk.hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", kvk_number="")
    post(program, dossier, "", "make", terms={}).raise_for_status()
    (one,) = program.get(f"{API}/dossiers/{dossier}/agreements").json()["items"]
    refused = post(program, dossier, f"/{one['id']}/finalise", "final")
    assert (refused.status_code, refused.json()["slug"]) == (422, "agreement-incomplete")
    paths = {each["path"] for each in refused.json()["mistakes"]}
    assert {"terms.lines", "terms.scope", "terms.payment_kind", "office.kvk_number"} <= paths
    assert "de hoofddienst met haar fee" in refused.json()["nl"]
    assert program.get(f"{API}/dossiers/{dossier}/agreements/{one['id']}").json()["state"] == "draft"


def test_the_document_is_the_same_bytes_for_ever(desk, program, dossier):
    one = final(program, dossier)
    place = f"{API}/dossiers/{dossier}/agreements/{one['id']}/document"
    first = program.get(place)
    with desk.hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", phone="0307654321")
    desk.hub.clock.forward(days=1)
    assert program.get(place).content == first.content
    assert one["blob"] == f"sha256:{hashlib.sha256(first.content).hexdigest()}"
    assert (first.headers["content-type"], first.content[:5]) == ("application/pdf", b"%PDF-")
    assert "attachment" in first.headers["content-disposition"]
    assert "sandbox" in first.headers["content-security-policy"]
    assert f"/agreements/{one['id']}/document" in desk.browser(desk.cast.adviser_user).get(f"/dossiers/{dossier}").text


@pytest.mark.parametrize("how", ["given", "paper"])
def test_a_prospect_is_a_customer_when_the_order_is_recorded(program, dossier, how):
    assert program.get(f"{API}/dossiers/{dossier}").json()["standing"] == "prospect"
    one = signed(program, dossier, how)
    assert (one["state"], one["signed_how"]) == ("signed", how)
    assert program.get(f"{API}/dossiers/{dossier}").json()["standing"] == "customer"


def test_a_draft_has_pictures_and_no_document(program, dossier):
    one = drafted(program, dossier)
    place = f"{API}/dossiers/{dossier}/agreements/{one['id']}"
    assert program.get(f"{place}/pages/0", params={"width": 200}).content.startswith(b"\x89PNG")
    assert program.get(f"{place}/pages/99").status_code == 404
    refused = program.get(f"{place}/document")
    assert (refused.status_code, refused.json()["slug"]) == (409, "agreement-not-final")


def test_the_same_key_makes_final_once_and_another_is_told_it_is_so(program, dossier):
    one = drafted(program, dossier)
    act = f"/{one['id']}/finalise"
    first, again = post(program, dossier, act, "f"), post(program, dossier, act, "f")
    assert (first.status_code, again.json()) == (200, first.json())
    refused = post(program, dossier, act, "g")
    assert (refused.status_code, refused.json()["slug"]) == (409, "agreement-state")
    changed = post(program, dossier, f"/{one['id']}", "h", terms=TERMS)
    assert (changed.status_code, changed.json()["slug"]) == (409, "agreement-state")


def test_a_draft_that_somebody_else_changed_is_not_overwritten(program, dossier):
    one = drafted(program, dossier)
    act = f"/{one['id']}"
    post(program, dossier, act, "1", terms=TERMS | {"scope": "advice"}, seen=1).raise_for_status()
    stale = post(program, dossier, act, "2", terms=TERMS, seen=1)
    assert (stale.status_code, stale.json()["slug"]) == (412, "stale")


def test_a_fee_unlike_the_comparison_card_is_refused(program, dossier):
    one = drafted(program, dossier, card=TERMS["card"] | {"fee": "2500.00"})
    refused = post(program, dossier, f"/{one['id']}/finalise", "final")
    assert (refused.status_code, refused.json()["slug"]) == (422, "agreement-card")


@pytest.mark.parametrize("fee", ["-1", "1.005", "NaN", "veel", "99999999"], ids=str)
def test_an_amount_that_cannot_be_is_refused(program, dossier, fee):
    lines = [{"kind": "main", "name": "Advies", "fee": fee}]
    assert post(program, dossier, "", "make", terms=TERMS | {"lines": lines}).status_code == 422


def test_declined_and_cancelled_say_so_and_keep_their_document(program, dossier):
    one = final(program, dossier)
    place = f"/{one['id']}"
    assert post(program, dossier, f"{place}/cancel", "c0").json()["path"] == "reason"
    post(program, dossier, f"{place}/decline", "d", reason="Te duur").raise_for_status()
    assert post(program, dossier, f"{place}/cancel", "c1", reason="x").json()["slug"] == "agreement-state"
    timeline = program.get(f"{API}/dossiers/{dossier}/timeline").text
    assert "agreement-declined" in timeline
    assert "Te duur" not in timeline
    assert program.get(f"{API}/dossiers/{dossier}/agreements{place}/document").status_code == 200


def test_another_office_and_a_reader_without_rights_get_nothing(desk, program, dossier):
    one = signed(program, dossier)
    place = f"{API}/dossiers/{dossier}/agreements"
    chris, blind = desk.client(desk.cast.chris_key), desk.client(desk.cast.blind_key)
    for end in ("", f"/{one['id']}", f"/{one['id']}/document", f"/{one['id']}/pages/0"):
        assert (chris.get(place + end).status_code, blind.get(place + end).status_code) == (404, 403)
    assert desk.browser().post(f"/dossiers/{dossier}/agreements", data={}).status_code == 403


@pytest.fixture
def scanned(desk, monkeypatch):
    """The built-in scanner, as the demo has it."""
    monkeypatch.setattr("hub.scanning.open_scanner", lambda _: BuiltinScanner())
    settings = desk.server.counter.runtime.settings
    monkeypatch.setattr(type(settings), "scanner", property(lambda _: "builtin://"), raising=False)


def test_a_signed_copy_is_scanned_kept_and_given_back(program, dossier, scanned):
    one = signed(program, dossier)
    place = f"{API}/uploads/agreements/{dossier}/{one['id']}"
    keyed = {"Idempotency-Key": f"copy-{dossier}"}
    body = pdf(b"")
    answer = program.post(place, content=body, params={"name": "../getekend.pdf"}, headers=keyed)
    assert answer.status_code == 200, answer.text
    back = program.get(f"{API}/dossiers/{dossier}/agreements/{one['id']}/copy")
    assert (back.content, "getekend.pdf" in back.headers["content-disposition"]) == (body, True)
    for wrong, slug in ((EICAR, "file-infected"), (b"", "file-empty"), (b"hallo", "file-kind")):
        refused = program.post(place, content=wrong, headers={"Idempotency-Key": f"{slug}-{dossier}"})
        assert (refused.status_code, refused.json()["slug"]) == (422, slug)


def keys(page):
    return re.findall(r'name="key" value="([^"]+)"', page)


def typed(**more):
    return {
        "l0_kind": "main", "l0_name": "Advies", "l0_fee": "2.750,00", "scope": "both", "payment_kind": "notary",
        "due": "deed", "card_version": "2026-1", "card_handed_over": "2026-11-10", "card_fee": "2750",
    } | more  # fmt: skip


def test_the_pages_draft_change_print_and_record(els, program, dossier):
    place = f"/dossiers/{dossier}/agreements"
    assert "Er is nog geen opdracht" in els.get(place).text
    wrong = els.post(place, data=typed(key="w-1", l0_fee="veel", ends_on="morgen"))
    assert wrong.status_code == 422
    assert "een bedrag als 2.750,00" in wrong.text
    assert "een datum als 2026-11-27" in wrong.text
    made = els.post(place, data=typed(key=f"m-{dossier[:20]}", scope=""))
    assert "Opgeslagen" in made.text
    assert "de reikwijdte: advies, bemiddeling of beide" in made.text
    here = made.url.path
    refused = els.post(f"{here}/finalise", data={"key": "f-1"})
    assert refused.status_code == 422
    form = els.get(f"{here}/edit").text
    assert 'value="2750,00"' in form
    kept = els.post(here, data=typed(key=f"e-{dossier[:20]}", seen="1"))
    assert "advies en bemiddeling" in kept.text
    stale = els.post(here, data=typed(key=f"s-{dossier[:20]}", seen="1", remarks="Anders"))
    assert (stale.status_code, "Anders" in stale.text) == (412, True)
    final_ = els.post(f"{here}/finalise", data={"key": f"f-{dossier[:20]}"})
    assert "het document staat klaar" in final_.text
    assert els.get(f"{here}/edit").url.path == here
    never = els.post(f"{here}/sign", data={"key": "s-1", "how": "paper", "on": "9999-12-31", "who": "A."})
    assert never.status_code == 422
    on = re.search(r'name="on" type="date" value="([^"]+)"', final_.text).group(1)
    done = els.post(f"{here}/sign", data={"key": f"g-{dossier[:20]}", "how": "paper", "on": on, "who": "A. de Wit"})
    assert "Vastgelegd" in done.text
    assert '<span class="pill">klant</span>' in els.get(f"/dossiers/{dossier}").text
    ended = els.post(f"{here}/cancel", data={"key": f"c-{dossier[:20]}", "reason": "Toch niet"})
    assert "Toch niet" in ended.text
    assert els.post(f"{here}/decline", data={"key": f"d-{dossier[:20]}"}).status_code == 409
