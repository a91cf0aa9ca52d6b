import re
from dataclasses import replace

from adapters.simulator import messages
from adapters.simulator.cast import Line, Loan, Part
from hub.records import LANES
from hub.rows import select, write
from portal_api.app import create_app
from tests.builders.counters import hand_in
from tests.portal_api.test_access import routes_of

OF_THE_BROWSER = {
    *(
        "/login",
        "/login/{token}",
        "/login/{token}/again",
        "/login/second",
        "/login/passkey",
        "/login/passkey/answer",
        "/logout",
        "/forgot",
    ),
    *("/account/password", "/account/app", "/account/passkeys", "/account/passkeys/answer", "/account/codes"),
    *("/account/here", "/code", "/account/email", "/email/{token}", "/email/{token}/undo"),
    # The demo alone: becoming one of its people.
    "/demo/{person}",
    "/demo/clock",
    "/demo/answers/{dossier_id}/{application_id}",
    *("/account/sessions", "/views", "/views/{view_id}/remove", "/help/{name}"),
    # A look as a customer is of the browser in which it is opened.
    *("/dossiers/{dossier_id}/customers/{person_id}/view", "/viewing/end"),
    # A reader without an account; a provider that says what became of a message.
    *("/unsubscribe/{token}", "/hooks/post/{provider}"),
}
"""What a page posts about the browser itself: signing in and out and with what, how somebody likes to see things."""
TEXTS = "/api/v2/office/notification-templates/{template}"
DONE_BY: dict[str, str] = {
    "/operations/messages": "/api/v2/messages",
    **{f"/post/texts/{{template}}{act}": f"{TEXTS}{act}" for act in ("", "/preview", "/test", "/remove")},
    "/post/texts/{template}/preview/html": f"{TEXTS}/preview",
    "/operations/parked/advise": "/api/v2/parked/advise",
    "/dossiers/{dossier_id}/applications/{application_id}/status": (
        "/api/v2/dossiers/{dossier_id}/applications/{application_id}/status"
    ),
    "/dossiers/{dossier_id}/stukken/{stuk_id}/deliverer": "/api/v2/dossiers/{dossier_id}/stukken/{stuk_id}/deliverer",
    "/dossiers/{dossier_id}/stukken/{stuk_id}/files/{attachment_id}": (
        "/api/v2/dossiers/{dossier_id}/attachments/{attachment_id}/judgement"
    ),
    "/dossiers/{dossier_id}/stukken/{stuk_id}/pages": "/api/v2/dossiers/{dossier_id}/stukken/{stuk_id}/pages",
    "/dossiers/{dossier_id}/stukken/{stuk_id}/send": "/api/v2/dossiers/{dossier_id}/stukken/{stuk_id}/send",
    "/dossiers/{dossier_id}/applications/{application_id}/stukken/send": (
        "/api/v2/dossiers/{dossier_id}/applications/{application_id}/stukken/send"
    ),
    **{
        f"/dossiers/{{dossier_id}}/applications/{{application_id}}/before-sending/{act}": (
            f"/api/v2/dossiers/{{dossier_id}}/applications/{{application_id}}/{act}"
        )
        for act in ("send", "additions", "additions/drop")
    },
    "/uploads/{dossier_id}/{stuk_id}": "/api/v2/uploads",
    "/people": "/api/v2/people",
    "/people/{person_id}": "/api/v2/people/{person_id}",
    "/people/{person_id}/act": "/api/v2/people/{person_id}/disable",
    "/people/{person_id}/move": "/api/v2/people/{person_id}/dossiers/move",
    "/people/sub-agents": "/api/v2/organisations",
    "/people/sub-agents/{organisation_id}": "/api/v2/organisations/{organisation_id}/close",
    "/people/substitutes": "/api/v2/substitutions",
    "/people/substitutes/{substitution_id}/end": "/api/v2/substitutions/{substitution_id}/end",
    "/people/reach": "/api/v2/office/reach",
    "/dossiers/{dossier_id}/involved/{part}": "/api/v2/dossiers/{dossier_id}/involvements/{part}",
    "/dossiers/new": "/api/v2/dossiers",
    **{
        f"/dossiers/{{dossier_id}}/{act}": f"/api/v2/dossiers/{{dossier_id}}/{act}"
        for act in ("merge", "split", "people/join", "people/part")
    },
    **dict.fromkeys(("/import", "/import/file"), "/api/v2/imports/relations"),
    "/office/workflows/{kind}": "/api/v2/office/workflows/{kind}",
    "/office/advice-files": "/api/v2/office/advice-files",
    **{f"/{each}/export": "/api/v2/exports/{which}" for each in ("dossiers", "tasks", "products", "stukken")},
    **{f"/{each}/assign": f"/api/v2/{each}/assign" for each in ("dossiers", "tasks")},
    "/inbox/{lane_id}": "/api/v2/exchanges/{lane_id}/link",
    "/dossiers/{dossier_id}/for-the-customer": "/api/v2/dossiers/{dossier_id}/action-points/by-hand",
    **{
        f"/dossiers/{{dossier_id}}/for-the-customer/{act}": f"/api/v2/dossiers/{{dossier_id}}/action-points/{act}"
        for act in (
            "release",
            "checklist",
            "{action_point_id}/change",
            "{action_point_id}/take-back",
            "{action_point_id}/assess",
        )
    },
    **{
        f"/dossiers/{{dossier_id}}/{act}": f"/api/v2/dossiers/{{dossier_id}}/{act}"
        for act in (
            "meeting-reports",
            "appointments",
            *(f"appointments/{{appointment_id}}/{act}" for act in ("reschedule", "cancel", "hold")),
            *("products", "products/{product_id}", "products/{product_id}/parts", "products/{product_id}/end"),
            *("products/{product_id}/reopen", "products/{product_id}/tie", "products/{product_id}/parts/{number}"),
            "products/{product_id}/parts/{number}/drop",
            "products/{product_id}/advice-file",
            *("products/{product_id}/workflow", "products/{product_id}/workflow/adopt"),
        )
    },
    **{
        f"/dossiers/{{dossier_id}}/{act}": f"/api/v2/dossiers/{{dossier_id}}/{act}"
        for act in ("tasks", "tasks/{task_id}", "tasks/{task_id}/end", "tasks/{task_id}/reopen", "contacts")
    },
    **{
        f"/dossiers/{{dossier_id}}/{act}": f"/api/v2/dossiers/{{dossier_id}}/{act}"
        for act in ("parties", "parties/{reference}", "parties/{reference}/drop", "standing", "lead-source")
    },
    **{
        f"/dossiers/{{dossier_id}}/agreements{act}": f"/api/v2/dossiers/{{dossier_id}}/agreements{act}"
        for act in ("", *(f"/{{agreement_id}}{act}" for act in ("", "/finalise", "/sign", "/decline", "/cancel")))
    },
    "/uploads/publications/{dossier_id}/publish": "/api/v2/dossiers/{dossier_id}/publications",
    "/uploads/publications/{dossier_id}/{publication_id}/replace": (
        "/api/v2/dossiers/{dossier_id}/publications/{publication_id}/replace"
    ),
    "/dossiers/{dossier_id}/publications/{publication_id}/withdraw": (
        "/api/v2/dossiers/{dossier_id}/publications/{publication_id}/withdraw"
    ),
    "/office/document-categories": "/api/v2/office/document-categories/{category}",
    "/uploads/conversations/{dossier_id}/say": "/api/v2/dossiers/{dossier_id}/conversation",
    "/uploads/mine/{dossier_id}/points/{action_point_id}": "/api/v2/uploads/own/points/{dossier_id}/{action_point_id}",
    "/uploads/mine/{dossier_id}/say": "/api/v2/own/dossiers/{dossier_id}/conversation",
    "/dossiers/{dossier_id}/conversation/{saying_id}/withdraw": (
        "/api/v2/dossiers/{dossier_id}/conversation/{saying_id}/withdraw"
    ),
    "/dossiers/{dossier_id}/exports": "/api/v2/dossiers/{dossier_id}/exports",
    "/uploads/agreements/{dossier_id}/{agreement_id}": "/api/v2/uploads/agreements/{dossier_id}/{agreement_id}",
    "/dossiers/{dossier_id}/sub-agents": "/api/v2/dossiers/{dossier_id}/sub-agents",
    "/dossiers/{dossier_id}/sub-agents/{organisation_id}/unlink": (
        "/api/v2/dossiers/{dossier_id}/sub-agents/{organisation_id}/unlink"
    ),
    **{
        f"/dossiers/{{dossier_id}}/customers{act}": f"/api/v2/dossiers/{{dossier_id}}/customers{act}"
        for act in ("", *(f"/{{person_id}}/{act}" for act in ("invite", "dismiss", "reset", "letter")))
    },
    "/dossiers/{dossier_id}/dates/condition": "/api/v2/dossiers/{dossier_id}/dates/conditions/{kind}",
    **{
        f"/dossiers/{{dossier_id}}/dates/{act}": f"/api/v2/dossiers/{{dossier_id}}/dates/{act}"
        for act in ("deed", "{date_id}/extend", "{date_id}/end")
    },
    "/mine/{dossier_id}/erasure": "/api/v2/own/dossiers/{dossier_id}/erasure",
    "/office/station/profile": "/api/v2/office/station/profile",
    "/office/station/numbers": "/api/v2/office/station/numbers",
    **{
        f"/office/plain-words/{{document}}{act}": f"/api/v2/office/plain-words/{{document}}{act}"
        for act in ("", "/preview")
    },
    "/office/form-of-address": "/api/v2/office/form-of-address",
    "/account/form-of-address": "/api/v2/own/form-of-address",
    "/office/details": "/api/v2/office/details",
    "/office/brand/colour": "/api/v2/office/brand/colour",
    "/office/brand/logo": "/api/v2/office/brand/logo",
    "/office/brand/logo/remove": "/api/v2/office/brand/logo/remove",
    # Each act names its own operation, see test_operations.
    "/operations/acts/{act}": "/api/v2/parked/retry",
}
"""What else a page posts to, with the documented operation that does the same."""


def test_the_list_shows_the_status_the_offer_and_the_open_documents(desk):
    page = desk.browser().get("/dossiers").text
    assert "Wacht op (aanvullende) stukken" in page
    assert "€\xa0350.000" in page
    assert "1 dec 2026" in page


def test_every_exchange_without_a_dossier_is_counted(own_desk):
    hub = own_desk.hub
    for each in range(50):
        hub.hand_in(messages.sx("09", at=hub.clock.now(), number=f"ZZ-2026-{each}", lender_reference=f"AE-{each}"))
    hub.work(50)
    page = own_desk.browser().get("/inbox").text
    assert '<span class="badge">51</span>' in page
    assert "En nog 26 oudere." in page


def test_a_dossier_shows_rejected_documents_first_and_where_each_field_came_from(desk):
    page = desk.browser().get(f"/dossiers/{desk.dossier}").text
    places = [page.index(text) for text in ("Onleesbaar: graag", "Echtscheidingsconvenant", "04</b> Akkoord")]
    assert places == sorted(places)
    assert "DocumentAanvraagBericht/DocumentKenmerk[2]/DocumentStatus" in page
    assert "Bindende offerte ontvangen" in page


def test_a_document_that_nobody_asked_for_stands_beside_the_stock_list(own_desk):
    hub = own_desk.hub
    hand_in(hub, messages.dx(Line("77", description="Huurcontract"), at=hub.clock.now(), number="AB-2026-0042"))
    page = own_desk.browser().get(f"/dossiers/{own_desk.dossier}").text
    assert "Deze documenten staan op geen stukkenlijst." in page
    assert "Huurcontract" in page.partition("Ook aangeleverd")[2]
    assert "Document aangeleverd: Huurcontract" in page
    given = own_desk.client(own_desk.cast.bram_key).get(f"/api/v2/dossiers/{own_desk.dossier}").json()
    (document,) = given["applications"][0]["documents"]
    assert own_desk.client(own_desk.cast.bram_key).get(document["href"]).status_code == 200


def test_an_offer_shows_what_it_changed(own_desk):
    hub = own_desk.hub
    cheaper = Loan((Part(250_000, rate="3.60"), Part(100_000, "05")))
    hand_in(hub, messages.ox(at=hub.clock.now(), number="AB-2026-0042", loan=cheaper))
    page = own_desk.browser().get(f"/dossiers/{own_desk.dossier}").text
    assert re.search(r'<span class="old">3,85\s%</span>.*?<strong>3,60\s%</strong>', page)


def test_nothing_is_urgent_about_an_application_that_ended(own_desk):
    hub = own_desk.hub
    assert 'class="count"' in own_desk.browser().get("/dossiers").text
    hand_in(hub, messages.sx("11", at=hub.clock.now(), number="AB-2026-0042"))
    client = own_desk.browser()
    assert 'class="count"' not in client.get("/dossiers").text
    page = client.get(f"/dossiers/{own_desk.dossier}").text
    assert "te laat" not in page
    assert "Aan te leveren" in page


def test_a_message_page_shows_the_refusal_in_words(desk):
    page = desk.browser().get(f"/messages/{desk.refused}").text
    assert "Waarom het is geweigerd" in page
    assert "In Status ontbreekt StatusDt" in page


def test_a_page_speaks_english_and_keeps_doing_so(desk):
    client = desk.browser()
    assert "Open documents" in client.get("/dossiers?lang=en").text
    assert '<html lang="en">' in client.get(f"/dossiers/{desk.dossier}").text


def test_a_held_message_is_told_with_what_it_would_change(own_desk):
    hub = own_desk.hub
    late = hub.hand_in(messages.sx("04", at=hub.clock.now(), number="AB-2026-0042"))[0]
    with hub.database.transaction() as connection:
        (lane,) = select(connection, LANES, "id", [own_desk.lane()])
        write(connection, LANES, [replace(lane, blocked_by=late.message_id)], "replace")
    client = own_desk.browser()
    page = client.get(f"/dossiers/{own_desk.dossier}").text
    assert "Wordt vastgehouden; zou" in page
    assert "de status wijzigen." in page
    assert "Bericht vastgehouden" in client.get("/dossiers").text


def test_a_status_set_by_hand_is_marked_on_the_page(own_desk):
    own_desk.client(own_desk.cast.bram_key).post(
        f"/api/v2/dossiers/{own_desk.dossier}/applications/{own_desk.application_id()}/status",
        json={"code": "23", "note": "Telefonisch bevestigd"},
        headers={"Idempotency-Key": "hand"},
    )
    page = own_desk.browser().get(f"/dossiers/{own_desk.dossier}").text
    assert "Met de hand gezet" in page
    assert "De geldverstrekker meldt: 12" in page


def test_what_a_sender_wrote_is_text_and_never_markup(own_desk):
    hub = own_desk.hub
    evil = '&lt;script&gt;alert("x")&lt;/script&gt;'
    body = messages.sx("12", at=hub.clock.now(), number="AB-2026-0042", text=["veilig"])
    hand_in(hub, body.replace(b"veilig", evil.encode()))
    page = own_desk.browser().get(f"/dossiers/{own_desk.dossier}").text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_search_without_results_says_what_to_do(desk):
    assert "Niets gevonden" in desk.browser().get("/dossiers?q=niemand").text


def test_an_unknown_page_is_told_in_both_languages(desk):
    client = desk.browser()
    assert "Dit bestaat niet of valt buiten uw kantoor" in client.get("/dossiers/nope").text
    assert "This does not exist" in client.get("/dossiers/nope?lang=en").text


def test_the_operations_page_names_every_operation(desk):
    page = desk.browser().get("/api/v2/docs").text
    assert "/api/v2/exchanges/{lane_id}/link" in page


def test_every_documented_operation_names_its_problems(desk):
    described = desk.client(desk.cast.bram_key).get("/api/v2/openapi.json").json()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            # The token endpoint answers with the errors of OAuth.
            is_apart = path.startswith("/health") or path == "/oauth/token"
            assert is_apart or {"401", "403", "422", "503"} <= set(operation["responses"]), path


def test_no_page_can_do_what_no_documented_operation_can(desk):
    """What a page posts to is either of the browser itself, or stands here with the operation that does the same."""
    described = desk.client(desk.cast.bram_key).get("/api/v2/openapi.json").json()["paths"]
    posted = {path for method, path in routes_of(create_app(desk.server.counter)) if method == "POST"}
    assert {path for path in posted if path not in described} == OF_THE_BROWSER | set(DONE_BY)
    assert set(DONE_BY.values()) <= set(described)


def test_the_description_says_how_to_say_who_asks(desk):
    described = desk.client(desk.cast.bram_key).get("/api/v2/openapi.json").json()
    assert set(described["components"]["securitySchemes"]) == {"key", "session", "token"}
    assert described["paths"]["/health/live"]["get"]["security"] == []
    assert described["paths"]["/api/v2/messages"]["post"]["operationId"] == "hand_in_message"
