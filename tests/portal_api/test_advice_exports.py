"""Exports to adviser software at the counter: valid or told what lacks, and back in their dossier, compared."""

import hashlib
import re
import time

import pytest
from lxml import etree

from adapters.hdn import validation
from adapters.hdn.xml import parse
from adapters.simulator.cast import ANNA
from adapters.simulator.messages import ax
from handlers.accounts.keys import create_api_key
from handlers.offices.directory import add_partner, set_agent_number, set_profile
from hub.replay import replay
from tests.builders.counters import hand_in
from tests.builders.hub import LENDER
from tests.handlers.service_agreements.test_service_agreements import PROFILE
from tests.portal_api.test_keeping import opened

API = "/api/v2"
ANSWERS = {"divorced": "N", "liable": "J", "tax_resident": "J", "taxed_abroad": "N", "study_loan": "02"}
WHOLE = {
    "birth_name": "Wit", "birth_prefix": "de", "initials": "A.M.", "first_names": "Anna Maria", "gender": "V",
    "birth_date": "1988-03-14", "marital_status": "01", "street": "Kade", "house_number": "3", "postcode": "3512AA",
    "city": "Utrecht", "phone": "0612345678",
}  # fmt: skip
PACKAGE = "700077"


@pytest.fixture
def program(desk):
    with desk.hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", **PROFILE, phone="0301234567")
        set_agent_number(connection, office="kantoor-1", number="700123")
    return desk.client(desk.cast.bram_key)


@pytest.fixture
def els(desk):
    made = desk.browser(desk.cast.adviser_user)
    made.follow_redirects = True
    return made


def dossier_of(program, request, **more):
    name = hashlib.sha256(request.node.name.encode()).hexdigest()[:8]
    party = WHOLE | {"birth_name": f"Export{name}", "email": f"export{name}@klant.example"} | more
    return opened(program, f"ex-{name}", party).json()["dossier_id"]


def post(program, dossier, key, *answers, **more):
    body = {"answers": answers or [{"reference": "P1", **ANSWERS}]} | more
    return program.post(f"{API}/dossiers/{dossier}/exports", json=body, headers={"Idempotency-Key": f"{key}-{dossier}"})


def exported(program, dossier, key="e"):
    post(program, dossier, key).raise_for_status()
    return program.get(f"{API}/dossiers/{dossier}/exports").json()["items"][0]


def file_of(program, dossier, one):
    return program.get(f"{API}/dossiers/{dossier}/exports/{one['id']}/file")


def test_an_export_is_a_valid_ax_with_the_people_and_its_number(program, request):
    dossier = dossier_of(program, request)
    one = exported(program, dossier)
    answer = file_of(program, dossier, one)
    checked = validation.check(parse(answer.content, limit=10**6).root, "OfferteAanvraag", "", "24.0")
    assert checked.message.code == "AX"
    root = etree.fromstring(answer.content)
    said = [root.findtext(f"Header/{tag}") for tag in ("AanvraagVolgNr", "AanvraagVersie", "BerichtVersie")]
    assert said == [one["correlation"], "1", "24.0"]
    assert re.fullmatch(r"EX26-[0-9A-Z]{12}", one["correlation"])
    assert root.findtext("PartijNAWData/VoorNamen") == "Anna Maria"
    assert root.findtext("Hypotheekgever/HoofdelijkAansprakelijkJN") == "J Ja"
    assert one["blob"] == f"sha256:{hashlib.sha256(answer.content).hexdigest()}"
    assert "attachment" in answer.headers["content-disposition"]


def test_everything_that_is_missing_is_named_with_where_to_mend_it(desk, program, request):
    dossier = dossier_of(program, request, first_names="", city="")
    with desk.hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", phone="")
    refused = post(program, dossier, "e", {"reference": "P1", "liable": "J"})
    assert (refused.status_code, refused.json()["slug"]) == (422, "export-incomplete")
    found = {each["path"]: each["nl"] for each in refused.json()["mistakes"]}
    assert "bij de aanvrager hieronder" in found["answers.P1.divorced"]
    assert "answers.P1.liable" not in found
    assert any("VoorNamen" in path and "Personen en gegevens" in said for path, said in found.items())
    assert any("TussenPersoon" in path and "Kantoorgegevens" in said for path, said in found.items())
    assert program.get(f"{API}/dossiers/{dossier}/exports").json()["items"] == []


def test_the_next_export_is_the_next_version_under_the_same_number(program, request):
    dossier = dossier_of(program, request)
    first, again = exported(program, dossier, "1"), exported(program, dossier, "1")
    second = exported(program, dossier, "2")
    assert (again["id"], second["version"], second["correlation"]) == (first["id"], 2, first["correlation"])
    assert file_of(program, dossier, first).content != file_of(program, dossier, second).content


def test_what_comes_back_lands_in_its_dossier_with_what_is_different(desk, program, request):
    dossier = dossier_of(program, request)
    one = exported(program, dossier)
    before = set(desk.hub.dossiers())
    desk.hub.clock.forward(minutes=5)
    hand_in(desk.hub, ax(at=desk.hub.clock.now(), number=one["correlation"], people=(ANNA,)))
    assert set(desk.hub.dossiers()) == before
    found = program.get(f"{API}/dossiers/{dossier}").json()
    assert [each["number"] for each in found["applications"]] == [one["correlation"]]
    (back,) = program.get(f"{API}/dossiers/{dossier}/exports").json()["returns"]
    changed = {(each["what"], each["field"]): (each["out"], each["back"]) for each in back["differences"]}
    assert changed["part", "rate_pct"] == ("", "3.85")
    assert changed["party", "street"][0] == "Kade"
    assert ("party", "birth_date") not in changed
    page = desk.browser(desk.cast.adviser_user).get(f"/dossiers/{dossier}/exports").text
    assert "3,85" in page
    assert "€\xa0350.000" in page
    assert "False" not in page
    kinds = [each["kind"] for each in program.get(f"{API}/dossiers/{dossier}/timeline").json()["items"]]
    assert "advice-returned" in kinds


def test_each_version_that_comes_back_is_compared_with_the_export_before_it(desk, program, request):
    dossier = dossier_of(program, request)
    one = exported(program, dossier, "1")
    for version in (1, 2):
        desk.hub.clock.forward(minutes=5)
        hand_in(desk.hub, ax(at=desk.hub.clock.now(), number=one["correlation"], version=version, people=(ANNA,)))
        desk.hub.clock.forward(minutes=5)
        exported(program, dossier, f"after-{version}")
    returns = program.get(f"{API}/dossiers/{dossier}/exports").json()["returns"]
    assert [(each["request_version"], each["compared"]) for each in returns] == [(2, 2), (1, 1)]


def test_a_number_of_another_office_opens_a_dossier_of_its_own(desk, program, request):
    dossier = dossier_of(program, request)
    one = exported(program, dossier)
    before = set(desk.hub.dossiers())
    hand_in(desk.hub, ax(at=desk.hub.clock.now(), number=one["correlation"], sender="500002", people=(ANNA,)))
    (made,) = set(desk.hub.dossiers()) - before
    assert desk.hub.sql("SELECT office_id FROM dossiers WHERE id = ?", made) == [("kantoor-2",)]


def test_a_number_of_our_shape_that_nobody_exported_opens_a_dossier(desk, program):
    before = set(desk.hub.dossiers())
    hand_in(desk.hub, ax(at=desk.hub.clock.now(), number="EX26-0000000000ZZ", people=(ANNA,)))
    assert len(set(desk.hub.dossiers()) - before) == 1


def test_replay_brings_it_back_to_the_same_dossier(own_desk, tmp_path, request):
    desk = own_desk
    with desk.hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", **PROFILE, phone="0301234567")
        set_agent_number(connection, office="kantoor-1", number="700123")
    program = desk.client(desk.cast.bram_key)
    dossier = dossier_of(program, request)
    one = exported(program, dossier)
    desk.hub.clock.forward(minutes=5)
    hand_in(desk.hub, ax(at=desk.hub.clock.now(), number=one["correlation"], people=(ANNA,)))
    result = replay(desk.hub.runtime, f"sqlite:///{tmp_path}/again.db")
    assert result.is_same, result


def test_another_office_sees_no_export(desk, program, request):
    dossier = dossier_of(program, request)
    one = exported(program, dossier)
    chris = desk.client(desk.cast.chris_key)
    for end in ("", f"/{one['id']}/file"):
        assert chris.get(f"{API}/dossiers/{dossier}/exports{end}").status_code == 404


def test_a_package_reaches_the_office_by_its_number_and_an_unknown_one_the_operator(desk, program):
    hub = desk.hub
    with hub.database.transaction() as connection:
        add_partner(connection, node=PACKAGE, kind="package", code="", name="Adviespakket")
        set_agent_number(connection, office="kantoor-1", number="700123", lender="AE")
        key = create_api_key(
            connection, office_id=None, name="pakket", scopes=("messages:write",), at=hub.clock.now(), node=PACKAGE
        )[1]
    package = desk.client(key)
    time.sleep(0.3)  # a node that is new is known after a fifth of a second

    def send(number, intermediary):
        body = ax(
            at=hub.clock.now(), number=number, sender=PACKAGE, receiver=LENDER, intermediary_number=intermediary,
            people=(ANNA,),
        )  # fmt: skip
        headers = {"Content-Type": "application/xml", "Idempotency-Key": number, "Hub-Receiver": LENDER}
        return package.post(f"{API}/messages", content=body, headers=headers)

    known, unknown = send("PK-1", "700123"), send("PK-2", "799999")
    hub.work()
    assert known.status_code in {200, 201, 202}, known.text
    assert hub.sql("SELECT office_id FROM applications WHERE number = 'PK-1'") == [("kantoor-1",)]
    assert (unknown.status_code, "office-unknown" in unknown.text) == (422, True), unknown.text
    operator = desk.client(desk.cast.operator_key)
    found = operator.get(f"{API}/messages", params={"sender": PACKAGE}).json()["items"]
    assert {each["slug"] for each in found} >= {"office-unknown"}
    mine = program.get(f"{API}/messages", params={"sender": PACKAGE}).json()["items"]
    assert all(each["slug"] != "office-unknown" for each in mine)


def test_the_page_asks_exports_and_keeps_what_was_answered(els, program, request):
    dossier = dossier_of(program, request)
    place = f"/dossiers/{dossier}/exports"
    key = re.search(r'name="key" value="([^"]+)"', els.get(place).text).group(1)
    typed = {"key": key, "reference": ["P1"], **{name: [value] for name, value in ANSWERS.items()}}
    refused = els.post(place, data=typed | {"divorced": [""], "divorced_on": [""]})
    assert refused.status_code == 422
    assert "HuwelijkOntbondenJN" in refused.text
    assert els.post(place, data=typed | {"divorced_on": ["morgen"]}).status_code == 422
    done = els.post(place, data=typed | {"divorced_on": [""]})
    assert "De export staat klaar" in done.text
    assert '<option value="02" selected>' in done.text
    assert "Geëxporteerd naar adviessoftware" in els.get(f"/dossiers/{dossier}").text


CARD = {
    "goal": "purchase", "lender": "AEGON Verzekeringen", "amount": "350000", "arrangement": "01", "loan_code": "AE01",
    "with_guarantee": "no", "market_value": "400000",
    "passing_date": "2027-02-01", "street": "Dorpsstraat", "house_number": "1", "postcode": "3512AA",
    "city": "Utrecht", "property_kind": "06", "collateral": "01", "owner_occupied": "yes", "leasehold": "no",
    "purchase_price": "400000",
}  # fmt: skip
PART = {
    "repayment": "annuity", "amount": "350000", "term_months": "360", "rate_pct": "3,95", "fixed_months": "120",
    "kind": "1", "rate_kind": "01", "payment_term": "01", "in_arrears": "yes",
}  # fmt: skip


def mortgage(program, dossier, key, card=CARD, part=PART):
    body = {"kind": "mortgage", "card": card, "parts": [part]}
    made = program.post(
        f"{API}/dossiers/{dossier}/products", json=body, headers={"Idempotency-Key": f"m-{key}-{dossier}"}
    )
    assert made.status_code == 200, made.text
    return made.json()["product_id"]


def test_a_mortgage_goes_along_with_its_parts_and_home_and_comes_back_compared(desk, program, request):
    dossier = dossier_of(program, request)
    chosen = mortgage(program, dossier, "1")
    made = post(program, dossier, "loan", products=[chosen])
    assert made.status_code == 200, made.json()
    one = program.get(f"{API}/dossiers/{dossier}/exports").json()["items"][0]
    body = file_of(program, dossier, one).content
    validation.check(parse(body, limit=10**6).root, "OfferteAanvraag", "", "24.0")
    root = etree.fromstring(body)
    loan = [root.findtext(f"Lening/{tag}") for tag in ("Financier", "Regeling", "RangOrde", "AankoopWoningJN")]
    assert loan == ["AE AEGON Verzekeringen", "01 eerste hypotheek (nieuw)", "1", "J Ja"]
    part = [root.findtext(f"Lening/Leningdeel/{tag}") for tag in ("AflossingsVorm", "RenteAfspraak", "RentePct")]
    assert part == ["01 Annuiteit", "01 rentevast", "3.95"]
    assert [root.findtext(f"Object/{tag}") for tag in ("ObjectSoort", "ErfpachtJN")] == ["06 Tussenwoning", "N Nee"]
    desk.hub.clock.forward(minutes=5)
    hand_in(desk.hub, ax(at=desk.hub.clock.now(), number=one["correlation"], people=(ANNA,)))
    (back,) = program.get(f"{API}/dossiers/{dossier}/exports").json()["returns"]
    changed = {(each["which"], each["field"]): (each["out"], each["back"]) for each in back["differences"]}
    assert changed["1.1", "rate_pct"] == ("3.95", "3.85")
    assert ("1", "lender") not in changed


def test_all_that_a_chosen_mortgage_lacks_is_named_with_its_field(desk, program, els, request):
    dossier = dossier_of(program, request)
    card = {name: value for name, value in CARD.items() if name not in {"arrangement", "leasehold", "passing_date"}}
    part = {"repayment": "bridging_loan", "amount": "350000"}
    chosen = mortgage(program, dossier, "1", card | {"lender": "Een bank die niemand kent"}, part)
    refused = post(program, dossier, "loan", products=[chosen])
    assert (refused.status_code, refused.json()["slug"]) == (422, "export-incomplete")
    found = {each["path"].rpartition(f"{chosen}.")[2]: each["nl"] for each in refused.json()["mistakes"]}
    assert set(found) >= {
        *("card.lender", "card.arrangement", "card.rank", "card.passing_date", "card.leasehold"),
        *("part.1.repayment", "part.1.kind", "part.1.term_months", "part.1.rate_kind", "part.1.payment_term"),
    }
    assert "op de kaart van het product: regeling" in found["card.arrangement"]
    page = els.post(f"/dossiers/{dossier}/exports", data={"key": "loan-page", "product": [chosen], "reference": []})
    assert (page.status_code, f'href="/dossiers/{dossier}/products/{chosen}"' in page.text) == (422, True)
    assert program.get(f"{API}/dossiers/{dossier}/exports").json()["items"] == []


def test_what_is_no_mortgage_of_the_office_does_not_go_along(program, request):
    dossier = dossier_of(program, request)
    refused = post(program, dossier, "loan", products=["nobodys"])
    assert (refused.status_code, refused.json()["path"]) == (422, "products")
