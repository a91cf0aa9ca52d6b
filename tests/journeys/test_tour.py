"""The steps of docs/tour.md, each walked over the demo as a person's browser does: ten minutes per role."""

import re

from tests.builders.demo import eventually

ANNAS, EXPIRING, DECLINED, LOOSE, SERVED = "2026-1041", "2026-1055", "2026-1062", "2026-1083", "2026-1048"


def seen(answer):
    """What a page says, without its tags."""
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2]))


def write(client, path, key, **body):
    return client.post(path, json=body, headers={"Idempotency-Key": key, "Accept": "application/json"})


# Adviser


def test_the_adviser_sees_what_waits_and_what_runs_out(demo):
    bram = demo.become("bram")
    assert "status, stukkenlijst" in seen(bram.get("/"))
    page = seen(bram.get("/dossiers"))
    assert "7 dossiers" in page
    assert "geldig tot 25 nov 2026 nog 4 dagen" in page


def test_the_adviser_finds_a_dossier_and_keeps_the_search(demo):
    bram = demo.become("bram")
    assert "A.M. de Wit en T. Jansen" in seen(bram.get("/dossiers?q=Jansen"))
    kept = bram.post("/views", data={"page": "/dossiers", "name": "Jansen", "query": "q=Jansen"})
    assert kept.status_code == 303
    assert "Jansen" in seen(bram.get("/dossiers"))


def test_the_adviser_reads_why_two_documents_were_turned_down(demo):
    page = seen(demo.become("bram").get(f"/dossiers/{demo.dossier(ANNAS)}"))
    assert "De handtekening van de verkoper ontbreekt op pagina 4." in page
    assert "De loonstrook is ouder dan drie maanden." in page


def test_the_adviser_follows_a_value_to_the_element_it_came_from(demo):
    page = seen(demo.become("bram").get(f"/dossiers/{demo.dossier(ANNAS)}"))
    assert "← uit DocumentAanvraagBericht/DocumentKenmerk[1]/DocumentStatusOmschr" in page


def test_the_adviser_sees_who_is_involved_by_name(demo):
    page = seen(demo.become("bram").get(f"/dossiers/{demo.dossier(ANNAS)}"))
    told = page.partition("Tijdlijn")[2]
    assert "Betrokkenen gewijzigd" in told
    assert "Tom Jansen" in told
    assert "dossierbehandelaar Els" in told
    assert "demo-" not in page


def test_the_adviser_lets_the_lender_answer(demo):
    bram, (dossier, application) = demo.become("bram"), demo.application(LOOSE)
    assert "Laat de geldverstrekker nu antwoorden Rabo-hypotheekbank" in seen(bram.get(f"/dossiers/{dossier}"))
    with demo.alive():
        answer = bram.post(f"/demo/answers/{dossier}/{application}")
        eventually(lambda: demo.sql("SELECT 1 FROM status_history WHERE code = '10' AND dossier_id = ?", dossier))
    page = seen(bram.get(answer.headers["location"]))
    assert "De geldverstrekker heeft geantwoord" in page
    assert "10 Offerte aanvraag in behandeling genomen" in page


def test_the_adviser_opens_a_message_and_sees_what_a_list_changed(demo):
    bram, (dossier, application) = demo.become("bram"), demo.application(ANNAS)
    exchanged = bram.get(f"/dossiers/{dossier}/hdn")
    assert "Stukkenlijst ontvangen" in seen(exchanged)
    message = re.search(r'href="(/messages/[^"]+/content)"', exchanged.text)[1]
    assert "Verzendernummer HDN" in seen(bram.get(message))
    assert "afgekeurd" in seen(bram.get(f"/dossiers/{dossier}/applications/{application}/stukken"))


def test_the_adviser_reads_before_sending_what_stops_it(demo):
    bram, (dossier, application) = demo.become("bram"), demo.application(LOOSE)
    page = seen(bram.get(f"/dossiers/{dossier}/applications/{application}/before-sending"))
    assert "Nog niet te versturen" in page
    assert "volgende versie" in page
    assert "In het adviesdossier van dit product ontbreekt" in page
    product = demo.sql("SELECT id FROM kept_products WHERE dossier_id = ?", dossier)[0][0]
    assert "Er ontbreken 7 van de 7 onderdelen." in seen(
        bram.get(f"/dossiers/{dossier}/products/{product}/advice-file")
    )


def test_the_adviser_sees_where_a_product_stands(demo):
    bram, place = demo.become("bram"), f"/dossiers/{demo.dossier(ANNAS)}/products"
    (product,) = bram.get(f"/api/v2{place}").json()["items"]
    page = seen(bram.get(f"{place}/{product['id']}"))
    assert "Stand en stappen Wacht op stukken" in page
    assert "Aanvraag intrekken → Ingetrokken" in page
    assert "Advies gemaakt de aanvraag kwam binnen" in page


def test_the_adviser_sets_a_status_by_hand_and_it_is_marked(demo):
    bram, dossier = demo.become("bram"), demo.dossier(LOOSE)
    application = demo.sql("SELECT id FROM applications WHERE dossier_id = ?", dossier)[0][0]
    place = f"/api/v2/dossiers/{dossier}/applications/{application}/status"
    answer = write(bram, place, "tour-status", code="22", note="Telefonisch bevestigd")
    assert answer.status_code == 200, answer.text
    page = seen(bram.get(f"/dossiers/{dossier}"))
    assert "Met de hand gezet" in page
    assert "Telefonisch bevestigd" in page


def test_the_adviser_opens_help_and_goes_anywhere_from_the_keyboard(demo):
    bram = demo.become("bram")
    assert "Elke regel is een dossier van uw kantoor" in seen(bram.get("/help/dossiers-list"))
    assert "A.M. de Wit en T. Jansen" in seen(bram.get("/palette?q=Jansen"))


# Case handler


def test_the_handler_filters_on_what_waits_for_documents(demo):
    page = seen(demo.become("els").get("/dossiers?status=12"))
    assert "1 dossier" in page
    assert "A.M. de Wit en T. Jansen" in page


def test_the_handler_gives_a_document_to_the_customer_to_deliver(demo):
    els, dossier = demo.become("els"), demo.dossier(EXPIRING)
    place = f"/api/v2/dossiers/{dossier}/stukken"
    lines = els.get(place, headers={"Accept": "application/json"}).json()["items"]
    line = next(each for each in lines if each["deliverer"] != "customer")
    answer = write(els, f"{place}/{line['id']}/deliverer", "tour-deliverer", deliverer="customer")
    assert answer.status_code == 200, answer.text
    assert "Aanleveraar gewijzigd" in seen(els.get(f"/dossiers/{dossier}"))


def test_the_handler_links_what_belongs_to_no_dossier_and_takes_it_back(demo):
    els = demo.become("els")
    lane = demo.sql("SELECT id FROM lanes WHERE dossier_id IS NULL")[0][0]
    linked = write(els, f"/api/v2/exchanges/{lane}/link", "tour-link", dossier_id=demo.dossier(DECLINED))
    assert linked.status_code == 200, linked.text
    undone = write(els, f"/api/v2/exchanges/{lane}/undo", "tour-undo")
    assert undone.status_code == 200, undone.text
    assert "2 berichten wachten" in seen(els.get("/"))


# Sub-agent


def test_the_sub_agent_sees_the_linked_dossiers_alone(demo):
    sara = demo.become("sara")
    page = seen(sara.get("/dossiers"))
    assert "2 dossiers" in page
    assert "P. van der Meulen" in page
    assert "Jansen" not in page


def test_another_sub_agents_dossier_does_not_exist_for_her(demo):
    sara = demo.become("sara")
    assert sara.get(f"/dossiers/{demo.dossier(ANNAS)}").status_code == 404
    assert "Niets gevonden" in seen(sara.get("/dossiers?q=Smits"))


def test_the_sub_agent_changes_nothing_of_the_office(demo):
    sara = demo.become("sara")
    dossier = demo.dossier(EXPIRING)
    application = demo.sql("SELECT id FROM applications WHERE dossier_id = ?", dossier)[0][0]
    answer = write(sara, f"/api/v2/dossiers/{dossier}/applications/{application}/status", "tour-sara", code="10")
    assert (answer.status_code, answer.json()["slug"]) == (403, "not-allowed")


def test_another_sub_agent_sees_others_and_no_more_than_he_may(demo):
    daan, dossier = demo.become("daan"), demo.dossier(LOOSE)
    page = seen(daan.get("/dossiers"))
    assert "2 dossiers" in page
    assert "P. van der Meulen" not in page
    assert daan.get(f"/dossiers/{demo.dossier(EXPIRING)}").status_code == 404
    shown = daan.get(f"/dossiers/{dossier}").text
    assert "/messages/" not in shown
    assert "/status" not in shown.partition("<main")[2]


# Intermediary


def test_the_intermediary_sees_the_whole_office_and_who_is_involved(demo):
    ingrid = demo.become("ingrid")
    assert "7 dossiers" in seen(ingrid.get("/dossiers"))
    page = seen(ingrid.get(f"/dossiers/{demo.dossier(ANNAS)}/involved"))
    assert "Bram" in page
    assert "Els" in page


def test_the_intermediary_gives_a_dossier_that_nobody_has_to_an_adviser(demo):
    ingrid, dossier = demo.become("ingrid"), demo.dossier(LOOSE)
    place = f"/api/v2/dossiers/{dossier}/involvements/adviser"
    answer = write(ingrid, place, "tour-assign", person_id="demo-bram")
    assert answer.status_code == 200, answer.text
    assert "Bram" in seen(ingrid.get(f"/dossiers/{dossier}/involved"))


def test_the_intermediary_sees_which_customers_have_access(demo):
    page = seen(demo.become("ingrid").get(f"/dossiers/{demo.dossier(ANNAS)}/customers"))
    assert "Tom Jansen" in page


# Customers


def test_a_customer_begins_with_what_she_has_to_do_and_by_when(demo):
    page = seen(demo.become("anna").get("/mine"))
    assert "Mijn overzicht" in page
    assert "Te doen 4" in page
    assert "De loonstrook is ouder dan drie maanden. Wat is dit?" in page
    assert "Vóór 26 nov 2026" in page


def test_a_customer_reads_in_plain_words_what_is_asked(demo):
    page = seen(demo.become("anna").get("/mine"))
    assert "Wat is dit?" in page
    assert "Hoe oud het mag zijn Niet ouder dan 3 maanden. Stuur de nieuwste." in page


def test_a_customer_reads_whom_to_ask(demo):
    page = seen(demo.become("anna").get("/mine"))
    assert "Wie u helpt Bram uw adviseur 030 123 45 68 Els dossierbehandelaar 030 123 45 69" in page


def test_her_partner_sees_the_same_dossier_without_what_is_hers_alone(demo):
    page = seen(demo.become("tom").get("/mine"))
    assert "Te doen 3" in page
    assert "Kopie getekend koopcontract" in page
    assert "loonstrook" not in page.lower()


def test_a_customer_reads_her_own_page_in_her_own_language(demo):
    assert "Mój przegląd" in seen(demo.become("anna").get("/mine?lang=pl"))


def test_a_customer_sees_nothing_of_the_office(demo):
    anna = demo.become("anna")
    assert anna.get(f"/dossiers/{demo.dossier(ANNAS)}").status_code == 403
    assert anna.get("/people").status_code == 403


# Lender


def test_the_lender_sees_the_traffic_of_her_node(demo):
    page = seen(demo.become("linda").get("/traffic"))
    assert "Verkeer AEGON Verzekeringen" in page
    assert "600001 → 500001" in page
    assert "600002" not in page


def test_the_lender_reads_what_became_of_one_message(demo):
    linda = demo.become("linda")
    (place,) = re.findall(r'href="(/messages/[^"]+)"', linda.get("/traffic").text)[:1]
    assert "Verwerkt" in seen(linda.get(place))


def test_the_lender_sees_no_dossier(demo):
    assert demo.become("linda").get(f"/dossiers/{demo.dossier(SERVED)}").status_code == 403


# Administrator


def test_the_administrator_gives_the_office_a_colour_and_everybody_sees_it(demo):
    olga = demo.become("olga")
    assert "Huisstijl Hypotheekkantoor De Brug" in seen(olga.get("/office/brand"))
    answer = write(olga, "/api/v2/office/brand/colour", "tour-colour", colour="#0055aa")
    assert answer.status_code == 200, answer.text
    assert "/brand/colours/0055aa" in demo.become("bram").get("/").text
    assert "/brand/colours/" not in demo.become("chris").get("/").text


def test_the_administrator_writes_a_text_of_the_office_and_sees_it_first(demo):
    olga = demo.become("olga")
    assert olga.get("/post").status_code == 200
    place = "/api/v2/office/notification-templates/action-points/preview"
    answer = write(olga, place, "tour-text", channel="sms", text="{{ name }}, er staat iets klaar: {{ address }}")
    assert answer.status_code == 200, answer.text
    assert "er staat iets klaar" in answer.text


def test_the_administrator_changes_a_workflow_after_a_look(demo):
    olga = demo.become("olga")
    page = olga.get("/office/workflows/valuation").text
    key = re.findall(r'name="key" value="([^"]+)"', page)[0]
    text = olga.get("/api/v2/office/workflows/valuation").json()["items"][0]["text"]
    form = {"key": key, "after": "0", "text": text.replace("Aangevraagd", "Taxateur gevraagd")}
    assert "Zo wordt de workflow" in seen(olga.post("/office/workflows/valuation", data={**form, "act": "preview"}))
    kept = olga.post("/office/workflows/valuation", data={**form, "act": "keep"}, follow_redirects=True)
    assert "versie 1" in seen(kept)


def test_the_administrator_sees_who_looked_in_a_dossier(demo):
    demo.become("sara").get(f"/dossiers/{demo.dossier(EXPIRING)}")
    page = seen(demo.become("olga").get(f"/dossiers/{demo.dossier(EXPIRING)}/looks"))
    assert "Sara Bekeken: dossier" in page


# Operator


def test_the_operator_begins_with_what_needs_him(demo):
    page = seen(demo.become("otto").get("/operations"))
    assert "Obvion 600004 Het verzenden staat stil" in page
    assert "Onderhoud bij Obvion tot maandagochtend 1 in de rij" in page
    assert "Uitwisselingen zonder dossier 1" in page


def test_the_operator_follows_one_message_from_its_bytes_to_its_effect(demo):
    otto = demo.become("otto")
    (message,) = demo.sql("SELECT id FROM messages WHERE message_type LIKE 'DA%' ORDER BY received_at LIMIT 1")[0]
    page = seen(otto.get(f"/messages/{message}"))
    assert "Verwerkt" in page
    assert otto.get(f"/api/v2/messages/{message}/raw").status_code == 200


def test_the_operator_pauses_a_partner_with_a_reason_and_lets_him_go_on(demo):
    otto = demo.become("otto")
    place = "/api/v2/partners/600002"
    paused = write(otto, f"{place}/pause", "tour-pause", direction="out", reason="onderhoud bij de bank")
    assert paused.status_code == 200, paused.text
    assert "onderhoud bij de bank" in seen(otto.get("/operations/partners/600002"))
    assert write(otto, f"{place}/resume", "tour-resume", direction="out", reason="klaar").status_code == 200


def test_the_operator_proves_that_every_message_is_accounted_for(demo):
    otto = demo.become("otto")
    assert "Het klopt: elk bericht is verantwoord" in seen(otto.get("/operations/ledger"))
    assert "Het grootboek verantwoordt alle" in seen(otto.get("/operations/doctor"))


# Auditor


def test_the_auditor_reads_every_dossier_of_the_office_and_says_until_when(demo):
    assert "7 dossiers" in seen(demo.become("alex").get("/dossiers"))
    assert "auditor" in seen(demo.client().get("/demo"))


def test_the_auditor_reads_who_looked_and_is_himself_written_down(demo):
    alex, place = demo.become("alex"), f"/dossiers/{demo.dossier(SERVED)}"
    alex.get(place)
    assert "Alex Bekeken: dossier" in seen(alex.get(f"{place}/looks"))


def test_the_auditor_changes_nothing(demo):
    alex, dossier = demo.become("alex"), demo.dossier(SERVED)
    application = demo.sql("SELECT id FROM applications WHERE dossier_id = ?", dossier)[0][0]
    answer = write(alex, f"/api/v2/dossiers/{dossier}/applications/{application}/status", "tour-alex", code="10")
    assert (answer.status_code, answer.json()["slug"]) == (403, "not-allowed")


# Another office


def test_another_office_sees_its_own_three_and_nothing_of_this_one(demo):
    chris = demo.become("chris")
    page = seen(chris.get("/dossiers"))
    assert "3 dossiers" in page
    assert "Nog niet gekoppeld" not in page
    assert chris.get(f"/dossiers/{demo.dossier(ANNAS)}").status_code == 404


# What the adviser begins; it stands last because every list has one more dossier from here on.


def test_the_adviser_opens_a_dossier_for_somebody_who_calls(demo):
    bram = demo.become("bram")
    key = re.search(r'name="key" value="([^"]+)"', bram.get("/dossiers/new").text).group(1)
    typed = {"key": key, "p0_initials": "P.", "p0_birth_name": "Jansen", "p0_phone": "06 98765432"}
    page = bram.post("/dossiers/new", data=typed)
    assert page.status_code == 409
    assert "Misschien is er al een dossier" in page.text
    assert "A.M. de Wit en T. Jansen" in page.text
    opened = bram.post("/dossiers/new", data={**typed, "confirmed": "yes"}).headers["location"]
    assert "P. Jansen prospect" in seen(bram.get(opened))
    typed = {"key": "tour-contact", "means": "phone", "at": "2026-11-20T10:00", "summary": "Wil in het voorjaar kopen."}
    refused = bram.post(f"{opened}/contacts", data=typed)
    assert "of waarom er niets volgt" in refused.text
    bram.post(f"{opened}/contacts", data={**typed, "subject": "Afspraak maken", "due": "2026-11-27"})
    assert "Afspraak maken" in seen(bram.get("/tasks"))


def test_the_adviser_plans_an_appointment_writes_a_report_and_asks_for_something(demo):
    bram, place = demo.become("bram"), f"/dossiers/{demo.dossier(EXPIRING)}"
    typed = {"key": "tour-appointment", "starts": "2026-11-24T10:00", "place": "phone", "subject": "Rente bespreken"}
    bram.post(f"{place}/appointments", data=typed)
    assert "dinsdag 24 november 2026 10:00–11:00 Rente bespreken" in seen(bram.get("/appointments"))
    again = bram.post(f"{place}/appointments", data={**typed, "key": "tour-again", "starts": "2026-11-24T10:30"})
    assert "Deze collega heeft dan al een afspraak" in seen(again)
    met = {
        "key": "tour-met",
        "means": "phone",
        "at": "2026-11-20T10:00",
        "summary": "Rente.",
        "no_follow_up": "Belt zelf",
    }
    bram.post(f"{place}/contacts", data=met)
    about = re.search(r'value="(contact:[^"]+)"', bram.get(f"{place}/meeting-reports").text).group(1)
    report = {"about": about, "subject": "Verslag", "text": "Wij bespraken de rente.", "act": "preview"}
    assert "Hierbij het verslag van ons gesprek op vrijdag 20 november 2026" in seen(
        bram.post(f"{place}/meeting-reports", data=report)
    )
    bram.post(f"{place}/for-the-customer", data={"key": "tour-point", "subject": "Kopie paspoort"})
    assert "Kopie paspoort open" in seen(bram.get(f"{place}/for-the-customer"))


def test_the_adviser_makes_an_agreement_and_the_prospect_is_a_customer(demo):
    bram = demo.become("bram")
    found = re.findall(r'href="/dossiers/([0-9a-f-]{36})"[^>]*>P. Jansen', bram.get("/dossiers?q=P.+Jansen").text)
    place = f"/dossiers/{found[0]}/agreements"
    typed = {
        "l0_kind": "main",
        "l0_name": "Hypotheekadvies en bemiddeling",
        "l0_fee": "2.750,00",
        "scope": "both",
        "payment_kind": "notary",
        "due": "deed",
        "card_version": "2026-1",
        "card_fee": "2750",
        "card_handed_over": "2026-11-20",
    }
    made = bram.post(place, data={**typed, "key": "tour-otd"}).headers["location"].partition("?")[0]
    assert "zo zou het er nu uitzien" in seen(bram.get(made))
    bram.post(f"{made}/finalise", data={"key": "tour-otd-final"})
    page = seen(bram.get(made))
    assert "definitief" in page
    day = re.search(r'name="on" type="date" value="([^"]+)"', bram.get(made).text).group(1)
    bram.post(f"{made}/sign", data={"key": "tour-otd-sign", "how": "paper", "on": day, "who": "P. Jansen"})
    assert "P. Jansen klant" in seen(bram.get(f"/dossiers/{found[0]}"))
