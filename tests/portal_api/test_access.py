"""Every route × every kind of viewer; a new route fails here until it stands in the table."""

import pytest

from portal_api.app import create_app
from tests.builders.desks import metadata

VIEWERS = ("operator", "bram", "chris", "nobody", "blind")
OPEN = (200, 200, 200, 200, 200)
LISTS = (200, 200, 200, 401, 403)
THING = (200, 200, 404, 401, 403)
WRITE = (400, 400, 404, 401, 403)
CLOSED = (409, 409, 404, 401, 403)
"""It is there and may not be opened: nobody scanned it, or nothing was composed."""

NOWHERE = (404, 404, 404, 401, 403)
AGREEMENTS = (
    *(("", place) for place in ("", "/new", "/{agreement_id}", "/{agreement_id}/edit")),
    *(("/api/v2", place) for place in ("", "/{agreement_id}", "/{agreement_id}/pages/{index}")),
)
AGREEMENT_ACTS = ("", *(f"/{{agreement_id}}{act}" for act in ("", "/finalise", "/sign", "/decline", "/cancel")))

ACCOUNT = ("", "/sessions", "/password", "/app", "/passkeys", "/codes")

TABLE = {
    ("GET", "/api/v2/messages"): LISTS,
    ("POST", "/api/v2/messages"): (403, 422, 403, 401, 403),
    ("GET", "/api/v2/messages/{message_id}"): THING,
    ("GET", "/api/v2/messages/{message_id}/raw"): THING,
    ("GET", "/api/v2/messages/{message_id}/effect"): THING,
    ("GET", "/api/v2/messages/{message_id}/content"): THING,
    ("GET", "/api/v2/outgoing/{outgoing_id}/content"): THING,
    ("GET", "/api/v2/dossiers/{dossier_id}/hdn"): THING,
    ("GET", "/api/v2/dossiers/{dossier_id}/applications/{application_id}/versions"): THING,
    ("GET", "/messages/{message_id}/content"): THING,
    ("GET", "/outgoing/{outgoing_id}"): THING,
    ("GET", "/dossiers/{dossier_id}/hdn"): THING,
    ("GET", "/api/v2/exchanges/unlinked"): LISTS,
    ("GET", "/api/v2/exchanges/inbox"): LISTS,
    ("GET", "/api/v2/exchanges/{lane_id}"): THING,
    ("GET", "/api/v2/exchanges/{lane_id}/preview"): (422, 422, 422, 401, 403),
    ("POST", "/api/v2/exchanges/{lane_id}/open"): (400, 400, 404, 401, 403),
    ("GET", "/inbox"): LISTS,
    ("GET", "/inbox/{lane_id}"): THING,
    ("POST", "/inbox/{lane_id}"): (422, 422, 422, 401, 403),
    ("POST", "/api/v2/exchanges/{lane_id}/link"): (409, 409, 404, 401, 403),
    ("POST", "/api/v2/exchanges/{lane_id}/unlink"): (400, 400, 404, 401, 403),
    ("POST", "/api/v2/exchanges/{lane_id}/move"): (400, 400, 404, 401, 403),
    ("POST", "/api/v2/exchanges/{lane_id}/undo"): (400, 400, 404, 401, 403),
    ("GET", "/api/v2/dossiers"): LISTS,
    ("GET", "/api/v2/dossiers/{dossier_id}"): THING,
    ("GET", "/api/v2/dossiers/{dossier_id}/timeline"): THING,
    ("GET", "/api/v2/dossiers/{dossier_id}/files/{file_id}"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/applications/{application_id}/status"): (400, 400, 404, 401, 403),
    ("POST", "/api/v2/dossiers/{dossier_id}/applications/{application_id}/send"): WRITE,
    ("GET", "/api/v2/dates"): LISTS,
    ("GET", "/api/v2/dates/preview"): (422, 422, 422, 401, 403),
    ("GET", "/api/v2/dossiers/{dossier_id}/dates"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/dates/conditions/{kind}"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/dates/deed"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/dates/{date_id}/extend"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/dates/{date_id}/end"): (422, 422, 422, 401, 403),
    ("POST", "/api/v2/calculations/monthly-costs"): LISTS,
    ("GET", "/monthly-costs"): LISTS,
    ("GET", "/maximum-mortgage"): LISTS,
    ("POST", "/api/v2/calculations/maximum-mortgage"): LISTS,
    ("GET", "/dossiers/{dossier_id}/applications/{application_id}/products/{number}/monthly-costs"): THING,
    ("GET", "/dates"): LISTS,
    ("GET", "/dossiers/{dossier_id}/dates"): THING,
    ("GET", "/dossiers/{dossier_id}/dates/condition"): THING,
    ("POST", "/dossiers/{dossier_id}/dates/condition"): (422, 422, 422, 401, 403),
    ("GET", "/dossiers/{dossier_id}/dates/deed"): THING,
    ("POST", "/dossiers/{dossier_id}/dates/deed"): (422, 422, 422, 401, 403),
    ("GET", "/dossiers/{dossier_id}/dates/{date_id}/extend"): THING,
    ("POST", "/dossiers/{dossier_id}/dates/{date_id}/extend"): (422, 422, 422, 401, 403),
    ("GET", "/dossiers/{dossier_id}/dates/{date_id}/end"): THING,
    ("POST", "/dossiers/{dossier_id}/dates/{date_id}/end"): (422, 422, 422, 401, 403),
    ("GET", "/api/v2/dossiers/{dossier_id}/stukken"): THING,
    ("GET", "/api/v2/dossiers/{dossier_id}/stukken/{stuk_id}"): THING,
    ("GET", "/api/v2/dossiers/{dossier_id}/applications/{application_id}/before-sending"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/applications/{application_id}/additions"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/applications/{application_id}/additions/drop"): (422, 422, 422, 401, 403),
    ("GET", "/dossiers/{dossier_id}/applications/{application_id}/before-sending"): THING,
    # Without a key nothing is done, and what is not typed is no addition.
    ("POST", "/dossiers/{dossier_id}/applications/{application_id}/before-sending/send"): (400, 400, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/applications/{application_id}/before-sending/additions"): (
        *(422, 422, 404, 401, 403),
    ),
    ("POST", "/dossiers/{dossier_id}/applications/{application_id}/before-sending/additions/drop"): (
        *(400, 400, 404, 401, 403),
    ),
    ("GET", "/api/v2/dossiers/{dossier_id}/applications/{application_id}/stukken"): THING,
    ("GET", "/api/v2/dossiers/{dossier_id}/applications/{application_id}/stukken/versions"): THING,
    # None of them may go yet; a form without the state that it was made from.
    ("POST", "/api/v2/dossiers/{dossier_id}/applications/{application_id}/stukken/send"): WRITE,
    ("GET", "/dossiers/{dossier_id}/applications/{application_id}/stukken"): THING,
    ("POST", "/dossiers/{dossier_id}/applications/{application_id}/stukken/send"): (422, 422, 422, 401, 403),
    ("GET", "/api/v2/dossiers/{dossier_id}/stukken/{stuk_id}/document"): CLOSED,
    ("POST", "/api/v2/dossiers/{dossier_id}/stukken/{stuk_id}/pages"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/stukken/{stuk_id}/deliverer"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/stukken/{stuk_id}/send"): WRITE,
    ("GET", "/api/v2/dossiers/{dossier_id}/attachments/{attachment_id}/original"): CLOSED,
    ("GET", "/api/v2/dossiers/{dossier_id}/attachments/{attachment_id}/pages/{index}"): CLOSED,
    ("POST", "/api/v2/dossiers/{dossier_id}/attachments/{attachment_id}/judgement"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/attachments/{attachment_id}/remove"): WRITE,
    ("GET", "/api/v2/dossiers/{dossier_id}/action-points"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/action-points/release"): WRITE,
    ("GET", "/api/v2/office/deliverers"): (404, 200, 200, 401, 403),
    ("POST", "/api/v2/office/deliverers/{document}"): (404, 400, 400, 401, 403),
    ("GET", "/api/v2/office/action-points"): (404, 200, 200, 401, 403),
    ("POST", "/api/v2/office/action-points"): (404, 400, 400, 401, 403),
    ("OPTIONS", "/api/v2/uploads"): (204, 204, 204, 401, 403),
    ("POST", "/api/v2/uploads"): (201, 201, 404, 401, 403),
    # A file on its way is of whoever opened it, an operator included.
    ("GET", "/api/v2/uploads/{upload_id}"): (404, 200, 404, 401, 403),
    ("PATCH", "/api/v2/uploads/{upload_id}"): (404, 204, 404, 401, 403),
    ("DELETE", "/api/v2/uploads/{upload_id}"): (404, 204, 404, 401, 403),
    ("GET", "/api/v2/outgoing"): LISTS,
    ("GET", "/api/v2/outgoing/{outgoing_id}"): THING,
    ("GET", "/api/v2/outgoing/{outgoing_id}/raw"): THING,
    ("POST", "/api/v2/outgoing/{outgoing_id}/withdraw"): WRITE,
    ("POST", "/api/v2/outgoing/{outgoing_id}/again"): WRITE,
    # A partner as a whole is for whoever runs the hub.
    ("GET", "/api/v2/partners"): (200, 403, 403, 401, 403),
    ("GET", "/api/v2/partners/{node}"): (200, 403, 403, 401, 403),
    ("POST", "/api/v2/partners/{node}/pause"): (400, 403, 403, 401, 403),
    ("POST", "/api/v2/partners/{node}/resume"): (400, 403, 403, 401, 403),
    ("GET", "/api/v2/parked/groups"): (200, 403, 403, 401, 403),
    ("GET", "/api/v2/parked/messages"): (200, 403, 403, 401, 403),
    ("GET", "/api/v2/parked/messages/{message_id}"): (409, 403, 403, 401, 403),
    ("POST", "/api/v2/parked/advise"): (409, 403, 403, 401, 403),
    ("POST", "/api/v2/parked/retry"): (400, 403, 403, 401, 403),
    ("POST", "/api/v2/parked/discard"): (400, 403, 403, 401, 403),
    ("GET", "/api/v2/ledger"): (200, 403, 403, 401, 403),
    ("GET", "/api/v2/doctor"): (200, 403, 403, 401, 403),
    ("GET", "/api/v2/dossiers/{dossier_id}/looks"): THING,
    ("GET", "/dossiers/{dossier_id}/looks"): THING,
    ("GET", "/api/v2/dossiers/{dossier_id}/customers"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/customers"): WRITE,
    # Nobody is a customer here yet.
    ("POST", "/api/v2/dossiers/{dossier_id}/customers/{person_id}/invite"): (404, 404, 404, 401, 403),
    ("POST", "/api/v2/dossiers/{dossier_id}/customers/{person_id}/dismiss"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/customers/{person_id}/reset"): (404, 404, 404, 401, 403),
    ("POST", "/api/v2/dossiers/{dossier_id}/customers/{person_id}/letter"): (404, 404, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/customers/{person_id}/reset"): (422, 422, 422, 401, 403),
    ("POST", "/dossiers/{dossier_id}/customers/{person_id}/letter"): (422, 422, 422, 401, 403),
    **{(method, "/account/email"): (401, 401, 401, 401, 401) for method in ("GET", "POST")},
    **{("GET", f"/email/{{token}}{act}"): OPEN for act in ("", "/undo")},
    **{("POST", f"/email/{{token}}{act}"): (410, 410, 410, 410, 410) for act in ("", "/undo")},
    ("GET", "/code"): OPEN,
    ("POST", "/code"): (422, 422, 422, 422, 422),
    # Only somebody with a browser looks as a customer, and these are programs.
    ("POST", "/dossiers/{dossier_id}/customers/{person_id}/view"): (403, 403, 403, 401, 403),
    ("POST", "/viewing/end"): (303, 303, 303, 303, 303),
    # What is his own is a customer's alone.
    ("GET", "/api/v2/own/dossiers"): (403, 403, 403, 401, 403),
    ("GET", "/api/v2/own/dossiers/{dossier_id}"): (403, 403, 403, 401, 403),
    ("GET", "/mine"): (403, 403, 403, 401, 403),
    ("GET", "/mine/data"): (403, 403, 403, 401, 403),
    **{
        ("GET", f"{room}/{{dossier_id}}/export"): (403, 403, 403, 401, 403)
        for room in ("/mine", "/api/v2/own/dossiers")
    },
    **{
        ("POST", f"{room}/{{dossier_id}}/erasure"): (403, 403, 403, 401, 403)
        for room in ("/mine", "/api/v2/own/dossiers")
    },
    ("GET", "/dossiers/{dossier_id}/customers"): THING,
    ("POST", "/dossiers/{dossier_id}/customers"): (422, 422, 422, 401, 403),
    ("POST", "/dossiers/{dossier_id}/customers/{person_id}/invite"): (422, 422, 422, 401, 403),
    ("POST", "/dossiers/{dossier_id}/customers/{person_id}/dismiss"): (422, 422, 422, 401, 403),
    # What was looked at everywhere is for whoever runs the hub.
    ("GET", "/api/v2/looks"): (200, 403, 403, 401, 403),
    ("GET", "/looks"): (200, 403, 403, 401, 403),
    ("GET", "/api/v2/dossiers/{dossier_id}/involvements"): THING,
    # An operator names the office of a new dossier; whoever asks of another opens his own.
    ("POST", "/api/v2/dossiers"): (400, 400, 400, 401, 403),
    ("POST", "/api/v2/dossiers/alike"): LISTS,
    ("POST", "/api/v2/imports/relations"): LISTS,
    ("GET", "/import"): LISTS,
    ("POST", "/import"): (422, 422, 422, 401, 403),
    ("POST", "/import/file"): (422, 422, 422, 401, 403),
    ("GET", "/api/v2/product-cards"): LISTS,
    ("GET", "/api/v2/checklists"): LISTS,
    ("POST", "/api/v2/dossiers/{dossier_id}/action-points/checklist"): WRITE,
    ("POST", "/dossiers/{dossier_id}/for-the-customer/checklist"): (400, 400, 404, 401, 403),
    ("GET", "/api/v2/dossiers/{dossier_id}/products"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/products"): WRITE,
    ("GET", "/api/v2/dossiers/{dossier_id}/products/{product_id}"): THING,
    **{
        ("POST", f"/api/v2/dossiers/{{dossier_id}}/products/{{product_id}}{act}"): WRITE
        for act in ("", "/parts", "/parts/{number}", "/parts/{number}/drop", "/end", "/reopen", "/tie")
    },
    ("GET", "/api/v2/dossiers/{dossier_id}/products/{product_id}/workflow"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/products/{product_id}/workflow"): WRITE,
    ("GET", "/api/v2/dossiers/{dossier_id}/products/{product_id}/advice-file"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/products/{product_id}/advice-file"): WRITE,
    ("GET", "/dossiers/{dossier_id}/products/{product_id}/advice-file"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/products/{product_id}/workflow/adopt"): WRITE,
    # A form without a key of its own.
    ("POST", "/dossiers/{dossier_id}/products/{product_id}/workflow"): (400, 400, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/products/{product_id}/advice-file"): (422, 422, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/products/{product_id}/workflow/adopt"): (400, 400, 404, 401, 403),
    # An operator names the office; these are programs of one.
    ("GET", "/api/v2/office/workflows"): (422, 200, 200, 401, 403),
    ("GET", "/api/v2/office/workflows/{kind}"): (404, 404, 404, 401, 403),
    ("POST", "/api/v2/office/workflows/{kind}"): (422, 422, 422, 401, 403),
    ("POST", "/api/v2/office/workflows/{kind}/preview"): (422, 422, 422, 401, 403),
    ("GET", "/api/v2/dossiers/{dossier_id}/products/{product_id}/advice-file/proofs"): THING,
    ("GET", "/api/v2/office/advice-files"): (404, 200, 200, 401, 403),
    ("POST", "/api/v2/office/advice-files"): (404, 400, 400, 401, 403),
    ("POST", "/office/advice-files"): (404, 404, 404, 401, 403),
    ("GET", "/office/workflows"): (422, 200, 200, 401, 403),
    ("GET", "/office/workflows/{kind}"): (404, 404, 404, 401, 403),
    ("POST", "/office/workflows/{kind}"): (404, 404, 404, 401, 403),
    ("GET", "/dossiers/{dossier_id}/products"): THING,
    ("GET", "/dossiers/{dossier_id}/products/{product_id}"): THING,
    ("POST", "/dossiers/{dossier_id}/products"): (422, 422, 404, 401, 403),
    # A form that says nothing of what it was made from, and one without a key of its own.
    **{
        ("POST", f"/dossiers/{{dossier_id}}/products/{{product_id}}{act}"): (422, 422, 422, 401, 403)
        for act in ("", "/parts/{number}")
    },
    **{
        ("POST", f"/dossiers/{{dossier_id}}/products/{{product_id}}{act}"): (400, 400, 404, 401, 403)
        for act in ("/parts", "/parts/{number}/drop", "/end", "/reopen", "/tie")
    },
    ("GET", "/api/v2/tasks"): LISTS,
    ("GET", "/api/v2/products"): LISTS,
    ("GET", "/api/v2/stukken"): LISTS,
    ("POST", "/api/v2/dossiers/assign"): (400, 400, 400, 401, 403),
    ("POST", "/api/v2/tasks/assign"): (400, 400, 400, 401, 403),
    ("GET", "/api/v2/dossiers/{dossier_id}/tasks"): THING,
    ("GET", "/api/v2/dossiers/{dossier_id}/contacts"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/tasks"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/tasks/{task_id}"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/tasks/{task_id}/end"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/tasks/{task_id}/reopen"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/contacts"): WRITE,
    ("GET", "/api/v2/dossiers/{dossier_id}/conversation"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/conversation"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/conversation/read"): WRITE,
    # Nobody said anything here yet.
    ("POST", "/api/v2/dossiers/{dossier_id}/conversation/{saying_id}/withdraw"): WRITE,
    ("GET", "/api/v2/dossiers/{dossier_id}/conversation/{saying_id}/files/{index}"): NOWHERE,
    ("POST", "/api/v2/uploads/conversations/{dossier_id}"): WRITE,
    ("GET", "/dossiers/{dossier_id}/conversation"): THING,
    ("POST", "/dossiers/{dossier_id}/conversation/{saying_id}/withdraw"): (400, 400, 404, 401, 403),
    # A form that is none.
    ("POST", "/uploads/conversations/{dossier_id}/say"): (422, 422, 422, 401, 403),
    **dict.fromkeys(
        (
            ("GET", "/api/v2/own/dossiers/{dossier_id}/conversation"),
            ("POST", "/api/v2/own/dossiers/{dossier_id}/conversation"),
            ("POST", "/api/v2/own/dossiers/{dossier_id}/conversation/read"),
            ("GET", "/api/v2/own/dossiers/{dossier_id}/conversation/{saying_id}/files/{index}"),
            ("POST", "/api/v2/uploads/own/conversations/{dossier_id}"),
            ("POST", "/api/v2/uploads/own/points/{dossier_id}/{action_point_id}"),
            ("POST", "/uploads/mine/{dossier_id}/points/{action_point_id}"),
            ("GET", "/mine/{dossier_id}/conversation"),
            ("POST", "/uploads/mine/{dossier_id}/say"),
        ),
        (403, 403, 403, 401, 403),
    ),
    ("GET", "/api/v2/dossiers/{dossier_id}/publications"): THING,
    ("GET", "/api/v2/dossiers/{dossier_id}/publications/sources"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/publications"): WRITE,
    # Nothing is published here yet.
    ("POST", "/api/v2/dossiers/{dossier_id}/publications/{publication_id}/replace"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/publications/{publication_id}/withdraw"): WRITE,
    ("GET", "/api/v2/dossiers/{dossier_id}/publications/{publication_id}/versions/{number}"): NOWHERE,
    # Without a category.
    ("POST", "/api/v2/uploads/publications/{dossier_id}"): (422, 422, 422, 401, 403),
    ("GET", "/api/v2/own/dossiers/{dossier_id}/publications"): (403, 403, 403, 401, 403),
    ("GET", "/api/v2/own/dossiers/{dossier_id}/publications/{publication_id}/file"): (403, 403, 403, 401, 403),
    ("GET", "/api/v2/office/document-categories"): (404, 200, 200, 401, 403),
    ("POST", "/api/v2/office/document-categories/{category}"): (404, 400, 400, 401, 403),
    ("GET", "/office/document-categories"): (404, 200, 200, 401, 403),
    ("POST", "/office/document-categories"): (404, 422, 422, 401, 403),
    ("GET", "/dossiers/{dossier_id}/publications"): THING,
    ("POST", "/uploads/publications/{dossier_id}/publish"): (422, 422, 422, 401, 403),
    ("POST", "/uploads/publications/{dossier_id}/{publication_id}/replace"): (422, 422, 422, 401, 403),
    ("POST", "/dossiers/{dossier_id}/publications/{publication_id}/withdraw"): (400, 400, 404, 401, 403),
    ("GET", "/api/v2/dossiers/{dossier_id}/meeting-reports"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/meeting-reports"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/meeting-reports/draft"): (404, 404, 404, 401, 403),
    ("GET", "/dossiers/{dossier_id}/meeting-reports"): THING,
    ("POST", "/dossiers/{dossier_id}/meeting-reports"): (422, 422, 404, 401, 403),
    ("POST", "/api/v2/dossiers/{dossier_id}/action-points/by-hand"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/action-points/{action_point_id}/change"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/action-points/{action_point_id}/take-back"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/action-points/{action_point_id}/assess"): WRITE,
    ("GET", "/dossiers/{dossier_id}/for-the-customer"): THING,
    ("POST", "/dossiers/{dossier_id}/for-the-customer"): (400, 400, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/for-the-customer/release"): (400, 400, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/for-the-customer/{action_point_id}/change"): (400, 400, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/for-the-customer/{action_point_id}/take-back"): (400, 400, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/for-the-customer/{action_point_id}/assess"): (422, 422, 404, 401, 403),
    ("GET", "/api/v2/appointments"): LISTS,
    ("GET", "/api/v2/appointments/overlaps"): (422, 422, 422, 401, 403),
    ("GET", "/api/v2/dossiers/{dossier_id}/appointments"): THING,
    ("GET", "/api/v2/dossiers/{dossier_id}/appointments/{appointment_id}/calendar"): (404, 404, 404, 401, 403),
    ("POST", "/api/v2/dossiers/{dossier_id}/appointments"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/appointments/{appointment_id}/reschedule"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/appointments/{appointment_id}/cancel"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/appointments/{appointment_id}/hold"): WRITE,
    ("GET", "/appointments"): LISTS,
    ("GET", "/dossiers/{dossier_id}/appointments"): THING,
    ("POST", "/dossiers/{dossier_id}/appointments"): (422, 422, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/appointments/{appointment_id}/reschedule"): (422, 422, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/appointments/{appointment_id}/cancel"): (400, 400, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/appointments/{appointment_id}/hold"): (400, 400, 404, 401, 403),
    ("GET", "/tasks"): LISTS,
    ("GET", "/products"): LISTS,
    ("GET", "/stukken"): LISTS,
    ("GET", "/dossiers/assign"): LISTS,
    ("GET", "/tasks/assign"): LISTS,
    ("POST", "/dossiers/assign"): (400, 400, 400, 401, 403),
    ("POST", "/tasks/assign"): (400, 400, 400, 401, 403),
    ("POST", "/products/export"): (422, 422, 422, 401, 403),
    ("POST", "/stukken/export"): (422, 422, 422, 401, 403),
    ("GET", "/api/v2/dossiers/{dossier_id}/exports"): THING,
    ("GET", "/api/v2/dossiers/{dossier_id}/exports/{export_id}/file"): NOWHERE,
    ("POST", "/api/v2/dossiers/{dossier_id}/exports"): WRITE,
    ("GET", "/dossiers/{dossier_id}/exports"): THING,
    ("POST", "/dossiers/{dossier_id}/exports"): WRITE,
    **{("GET", f"{room}/dossiers/{{dossier_id}}/agreements{place}"): THING for room, place in AGREEMENTS},
    ("GET", "/api/v2/dossiers/{dossier_id}/agreements/{agreement_id}/document"): CLOSED,
    ("GET", "/api/v2/dossiers/{dossier_id}/agreements/{agreement_id}/copy"): NOWHERE,
    **{("POST", f"/api/v2/dossiers/{{dossier_id}}/agreements{act}"): WRITE for act in AGREEMENT_ACTS},
    ("POST", "/api/v2/uploads/agreements/{dossier_id}/{agreement_id}"): CLOSED,
    **{("POST", f"/dossiers/{{dossier_id}}/agreements{act}"): WRITE for act in AGREEMENT_ACTS},
    ("POST", "/dossiers/{dossier_id}/agreements/{agreement_id}/sign"): (422, 422, 404, 401, 403),
    ("POST", "/uploads/agreements/{dossier_id}/{agreement_id}"): (422, 422, 422, 401, 403),
    ("GET", "/dossiers/{dossier_id}/tasks"): THING,
    # A form comes back with what was wrong; without a key of its own nothing is done.
    ("POST", "/dossiers/{dossier_id}/tasks"): (422, 422, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/tasks/{task_id}"): (422, 422, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/tasks/{task_id}/end"): (400, 400, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/tasks/{task_id}/reopen"): (400, 400, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/contacts"): (422, 422, 404, 401, 403),
    ("GET", "/api/v2/dossiers/{dossier_id}/parties"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/parties"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/parties/{reference}"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/parties/{reference}/drop"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/standing"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/lead-source"): WRITE,
    ("GET", "/api/v2/dossiers/{dossier_id}/people"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/people/join"): (422, 422, 422, 401, 403),
    ("POST", "/api/v2/dossiers/{dossier_id}/people/part"): (422, 422, 422, 401, 403),
    ("POST", "/dossiers/{dossier_id}/people/join"): (404, 404, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/people/part"): (404, 404, 404, 401, 403),
    ("GET", "/api/v2/dossiers/{dossier_id}/merges"): THING,
    # Bodies without what is asked; a form comes back with what is wrong.
    ("POST", "/api/v2/dossiers/{dossier_id}/merge/preview"): (422, 422, 422, 401, 403),
    ("POST", "/api/v2/dossiers/{dossier_id}/merge"): (422, 422, 422, 401, 403),
    ("POST", "/api/v2/dossiers/{dossier_id}/split/preview"): (422, 422, 422, 401, 403),
    ("POST", "/api/v2/dossiers/{dossier_id}/split"): (422, 422, 422, 401, 403),
    ("GET", "/dossiers/{dossier_id}/merge"): THING,
    ("GET", "/dossiers/{dossier_id}/split"): THING,
    ("POST", "/dossiers/{dossier_id}/merge"): (422, 422, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/split"): (400, 400, 404, 401, 403),
    ("GET", "/dossiers/new"): LISTS,
    ("POST", "/dossiers/new"): (400, 400, 400, 401, 403),
    ("GET", "/dossiers/{dossier_id}/parties"): THING,
    ("POST", "/dossiers/{dossier_id}/parties"): (422, 422, 422, 401, 403),
    ("POST", "/dossiers/{dossier_id}/parties/{reference}"): (422, 422, 422, 401, 403),
    ("POST", "/dossiers/{dossier_id}/parties/{reference}/drop"): (422, 422, 422, 401, 403),
    ("POST", "/dossiers/{dossier_id}/standing"): (422, 422, 422, 401, 403),
    ("POST", "/dossiers/{dossier_id}/lead-source"): (422, 422, 422, 401, 403),
    ("GET", "/dossiers/{dossier_id}/involved"): THING,
    # Assigning nobody to a part that nobody has is done already; without a key it is refused.
    ("POST", "/api/v2/dossiers/{dossier_id}/involvements/{part}"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/sub-agents"): WRITE,
    ("POST", "/api/v2/dossiers/{dossier_id}/sub-agents/{organisation_id}/unlink"): WRITE,
    ("POST", "/dossiers/{dossier_id}/involved/{part}"): (303, 303, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/sub-agents"): (404, 404, 404, 401, 403),
    ("POST", "/dossiers/{dossier_id}/sub-agents/{organisation_id}/unlink"): (303, 303, 404, 401, 403),
    ("GET", "/api/v2/people"): LISTS,
    ("GET", "/api/v2/people/{person_id}"): THING,
    ("GET", "/api/v2/people/{person_id}/dossiers"): THING,
    ("GET", "/api/v2/organisations"): LISTS,
    ("GET", "/api/v2/substitutions"): LISTS,
    ("GET", "/api/v2/rights"): LISTS,
    ("GET", "/api/v2/office/reach"): LISTS,
    ("GET", "/people"): LISTS,
    ("GET", "/people/rights"): LISTS,
    ("GET", "/people/{person_id}"): THING,
    # Forms and bodies without what is asked.
    ("POST", "/api/v2/people"): (422, 422, 422, 401, 403),
    ("POST", "/api/v2/people/{person_id}"): (422, 422, 422, 401, 403),
    ("POST", "/api/v2/people/{person_id}/invite"): (422, 422, 404, 401, 403),
    ("POST", "/api/v2/people/{person_id}/reset"): (422, 422, 404, 401, 403),
    ("POST", "/api/v2/people/{person_id}/sign-out"): THING,
    ("POST", "/api/v2/people/{person_id}/disable"): THING,
    ("POST", "/api/v2/people/{person_id}/enable"): THING,
    ("POST", "/api/v2/people/{person_id}/dossiers/move"): (422, 422, 422, 401, 403),
    ("POST", "/api/v2/organisations"): (422, 422, 422, 401, 403),
    ("POST", "/api/v2/organisations/{organisation_id}/close"): (404, 404, 404, 401, 403),
    ("POST", "/api/v2/organisations/{organisation_id}/open"): (404, 404, 404, 401, 403),
    ("POST", "/api/v2/substitutions"): (422, 422, 422, 401, 403),
    ("POST", "/api/v2/substitutions/{substitution_id}/end"): (404, 404, 404, 401, 403),
    ("POST", "/api/v2/office/reach"): (422, 422, 422, 401, 403),
    ("POST", "/people"): (422, 422, 422, 401, 403),
    ("POST", "/people/{person_id}"): (422, 422, 404, 401, 403),
    ("POST", "/people/{person_id}/act"): (422, 422, 422, 401, 403),
    ("POST", "/people/{person_id}/move"): (422, 422, 404, 401, 403),
    ("POST", "/people/sub-agents"): (404, 422, 422, 401, 403),
    ("POST", "/people/sub-agents/{organisation_id}"): (404, 404, 404, 401, 403),
    ("POST", "/people/substitutes"): (422, 422, 422, 401, 403),
    ("POST", "/people/substitutes/{substitution_id}/end"): (404, 404, 404, 401, 403),
    ("POST", "/people/reach"): (422, 422, 422, 401, 403),
    ("GET", "/traffic"): LISTS,
    ("GET", "/api/v2/notifications"): LISTS,
    ("GET", "/api/v2/notifications/bounces"): LISTS,
    ("POST", "/api/v2/notifications/bounces/{bounce_id}/confirm"): WRITE,
    ("GET", "/api/v2/notifications/{notification_id}"): THING,
    # Texts, hours and preferences are of whoever asks: chris keeps his own office's, an operator those of the hub.
    ("GET", "/api/v2/office/notification-templates"): LISTS,
    ("POST", "/api/v2/office/notification-templates/{template}"): (400, 400, 400, 401, 403),
    ("POST", "/api/v2/office/notification-templates/{template}/preview"): LISTS,
    ("POST", "/api/v2/office/notification-templates/{template}/test"): (400, 400, 400, 401, 403),
    ("POST", "/api/v2/office/notification-templates/{template}/remove"): (400, 400, 400, 401, 403),
    ("GET", "/api/v2/office/quiet-hours"): LISTS,
    ("POST", "/api/v2/office/quiet-hours"): (400, 400, 400, 401, 403),
    ("GET", "/api/v2/office/notification-preferences"): (422, 422, 422, 401, 403),
    ("POST", "/api/v2/office/notification-preferences"): (400, 400, 400, 401, 403),
    # How an office looks is of whoever asks, and an operator has no office.
    ("GET", "/api/v2/office/station"): (404, 200, 200, 401, 403),
    ("POST", "/api/v2/office/station/profile"): (404, 400, 400, 401, 403),
    ("POST", "/api/v2/office/station/numbers"): (404, 400, 400, 401, 403),
    ("GET", "/office/station"): (404, 200, 200, 401, 403),
    ("POST", "/office/station/profile"): (404, 400, 400, 401, 403),
    ("POST", "/office/station/numbers"): (404, 400, 400, 401, 403),
    ("GET", "/api/v2/office/brand"): (404, 200, 200, 401, 403),
    ("POST", "/api/v2/office/brand/colour"): (404, 400, 400, 401, 403),
    ("POST", "/api/v2/office/brand/logo"): (404, 415, 415, 401, 403),
    ("POST", "/api/v2/office/brand/logo/remove"): (404, 400, 400, 401, 403),
    ("GET", "/api/v2/office/details"): (404, 200, 200, 401, 403),
    ("POST", "/api/v2/office/details"): (404, 200, 200, 401, 403),
    ("GET", "/office/details"): (404, 200, 200, 401, 403),
    ("POST", "/office/details"): (422, 422, 422, 401, 403),
    ("GET", "/office/brand"): (404, 200, 200, 401, 403),
    ("POST", "/office/brand/colour"): (422, 422, 422, 401, 403),
    ("POST", "/office/brand/logo"): (422, 422, 422, 401, 403),
    ("POST", "/office/brand/logo/remove"): (422, 422, 422, 401, 403),
    ("GET", "/brand/colours/{name}"): (404, 404, 404, 404, 404),
    ("GET", "/brand/logos/{name}"): (404, 404, 404, 401, 404),
    ("GET", "/post"): LISTS,
    ("GET", "/api/v2/guidance/documents"): (200, 200, 200, 401, 200),
    ("GET", "/api/v2/guidance/documents/{document}"): (200, 200, 200, 401, 200),
    ("GET", "/api/v2/office/plain-words"): (404, 200, 200, 401, 403),
    ("GET", "/api/v2/office/plain-words/{document}"): (404, 200, 200, 401, 403),
    ("POST", "/api/v2/office/plain-words/{document}"): (404, 400, 400, 401, 403),
    ("POST", "/api/v2/office/plain-words/{document}/preview"): LISTS,
    ("GET", "/api/v2/office/form-of-address"): (404, 200, 200, 401, 403),
    ("POST", "/api/v2/office/form-of-address"): (404, 400, 400, 401, 403),
    ("GET", "/api/v2/own/form-of-address"): (403, 403, 403, 401, 403),
    ("POST", "/api/v2/own/form-of-address"): (403, 403, 403, 401, 403),
    ("GET", "/office/plain-words"): (404, 200, 200, 401, 403),
    ("GET", "/office/plain-words/{document}"): (404, 200, 200, 401, 403),
    ("POST", "/office/plain-words/{document}"): (404, 303, 303, 401, 403),
    ("POST", "/office/plain-words/{document}/preview"): (404, 200, 200, 401, 403),
    ("POST", "/office/form-of-address"): (422, 422, 422, 401, 403),
    ("POST", "/account/form-of-address"): (403, 403, 403, 401, 403),
    ("GET", "/post/texts"): LISTS,
    ("GET", "/post/texts/{template}"): LISTS,
    ("POST", "/post/texts/{template}"): (422, 422, 422, 401, 403),
    ("POST", "/post/texts/{template}/preview"): (422, 422, 422, 401, 403),
    ("POST", "/post/texts/{template}/preview/html"): (422, 422, 422, 401, 403),
    ("POST", "/post/texts/{template}/test"): (422, 422, 422, 401, 403),
    ("POST", "/post/texts/{template}/remove"): (422, 422, 422, 401, 403),
    ("GET", "/post/{notification_id}"): THING,
    ("GET", "/post/{notification_id}/html"): THING,
    # A signature lets a provider in and a signed link the reader of a message; neither is a viewer.
    ("POST", "/hooks/post/{provider}"): (401, 401, 401, 401, 401),
    ("GET", "/unsubscribe/{token}"): (404, 404, 404, 404, 404),
    ("POST", "/unsubscribe/{token}"): (404, 404, 404, 404, 404),
    ("GET", "/api/v2/openapi.json"): (200, 200, 200, 401, 200),
    ("GET", "/api/v2/docs"): (200, 200, 200, 401, 200),
    # Anybody may try; the service of the office decides, and kantoor-1 has none here.
    ("GET", "/oidc/return"): (400, 400, 400, 400, 400),
    ("GET", "/oidc/signed-out"): (200, 200, 200, 200, 200),
    ("GET", "/oidc/{office_id}"): (404, 404, 404, 404, 404),
    ("POST", "/oauth/token"): (400, 400, 400, 400, 400),
    ("GET", "/"): LISTS,
    ("GET", "/dossiers"): LISTS,
    ("GET", "/api/v2/start"): LISTS,
    ("GET", "/api/v2/search"): LISTS,
    ("POST", "/api/v2/exports/{which}"): (422, 422, 422, 401, 403),
    ("POST", "/dossiers/export"): (422, 422, 422, 401, 403),
    ("POST", "/tasks/export"): (422, 422, 422, 401, 403),
    ("GET", "/dossiers/{dossier_id}"): THING,
    ("GET", "/messages/{message_id}"): THING,
    ("GET", "/dossiers/{dossier_id}/applications/{application_id}/status"): THING,
    ("GET", "/dossiers/{dossier_id}/stukken/{stuk_id}"): THING,
    # A form without the state that it was made from, or without a file.
    ("POST", "/dossiers/{dossier_id}/applications/{application_id}/status"): (422, 422, 422, 401, 403),
    ("POST", "/dossiers/{dossier_id}/stukken/{stuk_id}/deliverer"): (422, 422, 422, 401, 403),
    ("POST", "/dossiers/{dossier_id}/stukken/{stuk_id}/files/{attachment_id}"): (422, 422, 422, 401, 403),
    ("POST", "/dossiers/{dossier_id}/stukken/{stuk_id}/pages"): (422, 422, 422, 401, 403),
    ("POST", "/dossiers/{dossier_id}/stukken/{stuk_id}/send"): (422, 422, 422, 401, 403),
    ("POST", "/uploads/{dossier_id}/{stuk_id}"): (422, 422, 422, 401, 403),
    ("GET", "/events"): LISTS,
    ("GET", "/palette"): (200, 200, 200, 401, 200),
    ("POST", "/views"): (422, 422, 422, 401, 422),
    ("POST", "/views/{view_id}/remove"): (404, 404, 404, 401, 404),
    ("GET", "/help"): (200, 403, 403, 401, 403),
    ("GET", "/help/{name}"): (404, 404, 404, 401, 404),
    ("POST", "/help/{name}"): (404, 404, 404, 401, 404),
    # In production these are for operators.
    ("GET", "/components"): (200, 404, 404, 401, 404),
    ("GET", "/components/question"): (200, 404, 404, 401, 404),
    ("GET", "/operations"): (200, 403, 403, 401, 403),
    ("GET", "/operations/messages"): (200, 403, 403, 401, 403),
    ("GET", "/operations/parked"): (200, 403, 403, 401, 403),
    ("GET", "/operations/parked/{message_id}"): (200, 403, 403, 401, 403),
    ("GET", "/operations/partners"): (200, 403, 403, 401, 403),
    ("GET", "/operations/partners/{node}"): (200, 403, 403, 401, 403),
    ("GET", "/operations/outgoing"): (200, 403, 403, 401, 403),
    ("GET", "/operations/outgoing/{outgoing_id}"): (200, 403, 403, 401, 403),
    ("GET", "/operations/ledger"): (200, 403, 403, 401, 403),
    ("GET", "/operations/doctor"): (200, 403, 403, 401, 403),
    ("GET", "/operations/acts/{act}"): (404, 403, 403, 401, 403),
    ("POST", "/operations/messages"): (200, 403, 403, 401, 403),
    # A form without what it is about, or without its key.
    ("POST", "/operations/parked/advise"): (422, 403, 403, 401, 403),
    ("POST", "/operations/acts/{act}"): (422, 403, 403, 401, 403),
    # One click is for the people of the demo, and this hub is none.
    ("GET", "/demo"): (404, 404, 404, 404, 404),
    ("GET", "/demo/clock"): (404, 404, 404, 401, 404),
    ("POST", "/demo/clock"): (422, 422, 422, 401, 422),
    ("POST", "/demo/{person}"): (404, 404, 404, 404, 404),
    ("POST", "/demo/answers/{dossier_id}/{application_id}"): (404, 404, 404, 401, 403),
    ("GET", "/login"): OPEN,
    ("POST", "/login"): (422, 422, 422, 422, 422),
    ("POST", "/login/passkey"): OPEN,
    ("POST", "/login/passkey/answer"): (422, 422, 422, 422, 422),
    ("GET", "/login/second"): (303, 303, 303, 303, 303),
    ("POST", "/login/second"): (303, 303, 303, 303, 303),
    ("GET", "/forgot"): OPEN,
    ("POST", "/forgot"): OPEN,
    # An account is of whoever has its session in a browser; a machine has none.
    **{("GET", f"/account{page}"): (401, 401, 401, 401, 401) for page in ACCOUNT if page != "/sessions"},
    **{("POST", f"/account{page}"): (401, 401, 401, 401, 401) for page in (*ACCOUNT[1:], "/passkeys/answer")},
    ("GET", "/login/{token}"): OPEN,
    ("POST", "/login/{token}"): (410, 410, 410, 410, 410),
    ("POST", "/login/{token}/again"): OPEN,
    ("POST", "/logout"): OPEN,
    ("GET", "/idle"): OPEN,
    ("POST", "/account/here"): (401, 401, 401, 401, 401),
    ("GET", "/static/{name}"): OPEN,
    ("GET", "/health/live"): OPEN,
    ("GET", "/health/ready"): OPEN,
}
BODIES = {
    "/api/v2/office/advice-files": {"kind": "mortgage", "blocks": True},
    "/api/v2/office/plain-words/{document}": {"where": "Bel ons."},
    "/api/v2/office/plain-words/{document}/preview": {"where": "Bel ons."},
    "/office/plain-words/{document}": {},
    "/office/plain-words/{document}/preview": {},
    "form-of-address": {"form": "u"},
    "/api/v2/dossiers/{dossier_id}/customers/{person_id}/reset": {"check": "id-seen", "reason": "a reason"},
    "letter": {"reason": "a reason"},
    "/api/v2/dossiers/assign": {"dossiers": ["{dossier_id}"], "part": "adviser", "person_id": "nobodys"},
    "/api/v2/tasks/assign": {"tasks": ["{task_id}"], "person_id": "nobodys"},
    "dossiers": {"parties": [{"birth_name": "Wit", "email": "w@x.example"}]},
    "alike": {"parties": [{"birth_name": "Wit"}]},
    "parties": {"birth_name": "Wit"},
    "{reference}": {"birth_name": "Wit"},
    "drop": {},
    "profile": {"company": "De Brug"},
    "numbers": {"number": "700123"},
    "products": {"kind": "mortgage", "card": {}, "parts": []},
    "{product_id}": {"card": {}},
    "parts": {"part": {}},
    "{number}": {"part": {}},
    "reopen": {"reason": "a reason"},
    "tie": {},
    "relations": {"rows": [{"birth_name": "Wit", "email": "w@x.example"}]},
    "checklist": {"profile": "buyer"},
    "agreements": {"terms": {}},
    "{agreement_id}": {"terms": {}},
    "sign": {"how": "paper", "on": "2026-11-21", "who": "A. de Wit"},
    "decline": {},
    "workflow": {"step": "withdraw", "reason": "a reason"},
    "adopt": {},
    "advice-file": {"item": "inventory", "standing": "present", "said": "IB-2026-04"},
    "additions": {"place": "OfferteAanvraag/Lening/CodeLeningMij", "value": "AE01"},
    "tasks": {"subject": "Bellen", "due": "2026-11-27"},
    "appointments": {
        "starts": "2026-11-24T10:00:00+01:00",
        "ends": "2026-11-24T11:00:00+01:00",
        "terms": {"place": "phone", "subject": "x"},
    },
    "reschedule": {"starts": "2026-11-24T10:00:00+01:00", "ends": "2026-11-24T11:00:00+01:00"},
    "hold": {},
    "by-hand": {"subject": "x"},
    "change": {"subject": "x"},
    "take-back": {},
    "assess": {"verdict": "done"},
    "conversation": {"text": "x"},
    "publications": {"category": "advice", "title": "x", "source": "report:none"},
    "replace": {"source": "report:none"},
    "{category}": {"nl": "Advies", "en": "Advice", "position": 10},
    "read": {"sayings": ["0199f3d2"]},
    "meeting-reports": {"about": "contact:0199f3d2", "subject": "x", "text": "x", "recipients": ["dossier/P1"]},
    "draft": {"about": "contact:0199f3d2", "subject": "x", "text": "x", "recipients": ["dossier/P1"]},
    "cancel": {"reason": "x"},
    "{task_id}": {"subject": "Bellen", "due": "2026-11-27"},
    "end": {"ending": "done"},
    "contacts": {"means": "phone", "at": "2026-11-20T14:05:00+01:00", "summary": "x", "no_follow_up": "x"},
    "standing": {"standing": "former", "reason": "a reason"},
    "lead-source": {"lead_source": "website"},
    "link": {"dossier_id": "{dossier_id}"},
    "move": {"dossier_id": "{dossier_id}"},
    "status": {"code": "12"},
    "deliverer": {"deliverer": "third"},
    "judgement": {"approved": True},
    "{part}": {},
    "{kind}": {"terms": {"ov_date": "2026-12-28"}},
    "deed": {"day": "2027-02-01"},
    "maximum-mortgage": {"incomes": ["50000"], "rate_pct": "4.25", "fixed_years": 10},
    "monthly-costs": {"parts": [{"repayment": "annuity", "principal": "200000", "rate_pct": "3", "months": 360}]},
    "extend": {"day": "2027-03-01", "reason": "a reason"},
    "sub-agents": {"organisation_id": "nobodys"},
    "unlink": {},
    "customers": {"party": "0199f3d2/NA01", "email": "anna@klant.example", "name": "Anna"},
    "dismiss": {"reason": "a reason"},
    "release": {"action_points": ["0199f3d2"]},
    "{document}": {"deliverer": "third"},
    "action-points": {"at_once": True},
    "withdraw": {"reason": "a reason"},
    "again": {"reason": "a reason"},
    "pause": {"direction": "out", "reason": "a reason"},
    "resume": {"direction": "out", "reason": "a reason"},
    "confirm": {"reason": "a reason"},
    "{template}": {"channel": "sms", "text": "{{{{ address }}}}"},
    "preview": {"channel": "sms", "text": "{{{{ address }}}}"},
    "test": {"channel": "email"},
    "remove": {"channel": "sms"},
    "colour": {"colour": "#ff6200"},
    "quiet-hours": {"quiet_from": "22:00", "quiet_until": "07:00"},
    "notification-preferences": {"addressee": "user:anna", "wants": "sms"},
    "advise": {"units": ["{message_id}"]},
    "retry": {"units": ["{message_id}"], "reason": "a reason"},
    "discard": {"units": ["{message_id}"], "reason": "a reason"},
}


def plain(value, names):
    """The body with the names filled in."""
    if isinstance(value, dict):
        return {key: plain(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each, names) for each in value]
    return value.format(**names) if isinstance(value, str) else value


def tus(desk, names):
    """What a program sends about an upload."""
    return {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": "10",
        "Upload-Offset": "0",
        "Upload-Metadata": metadata(filename="a.pdf", dossier_id=names["dossier_id"], stuk_id=names["stuk_id"]),
        "Content-Type": "application/offset+octet-stream",
    }


def routes_of(app):
    """Every (method, path) that the application answers, whatever router brought it."""
    for included in app.routes:
        prefix = included.include_context.prefix
        for route in included.original_router.routes:
            for method in route.methods - {"HEAD"}:
                yield method, f"{prefix}{route.path}"


def test_every_route_stands_in_the_table(desk):
    assert set(routes_of(create_app(desk.server.counter))) == set(TABLE)


def names_in(desk):
    """What the addresses name, asked once."""
    if "names" not in vars(desk):
        desk.names = {
            "message_id": desk.message(),
            "reference": "P1",
            "which": "dossiers",
            "task_id": "0199f3d2",
            "appointment_id": "0199f3d2",
            "action_point_id": "0199f3d2",
            "saying_id": "0199f3d2",
            "publication_id": "0199f3d2",
            "category": "advice",
            "product_id": desk.product(),
            "agreement_id": desk.agreement(),
            "export_id": "0199f3d2",
            "lane_id": desk.lane(),
            "dossier_id": desk.dossier,
            "application_id": desk.application_id(),
            "file_id": desk.file().rpartition("/")[2],
            "stuk_id": desk.stuk("4")["id"],
            "attachment_id": desk.attachment("4"),
            "document": "009",
            "outgoing_id": desk.outgoing(),
            "node": "600001",
            "office_id": "kantoor-1",
            "person_id": desk.cast.adviser_user,
            "part": "adviser",
            "kind": "nhg",
            "number": "1",
            "date_id": desk.watched(),
            "organisation_id": "nobodys",
            "substitution_id": "nobodys",
            "act": "retry",
            "notification_id": desk.notification(),
            "bounce_id": desk.bounce(),
            "template": "action-points",
            "provider": "sms",
            "index": "0",
            "token": "unknown",
            "name": "style.css",
            "view_id": "nobodys",
            "person": "demo-otto",
        }
    return dict(desk.names)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize(("method", "path"), TABLE, ids=lambda value: value)
def test_a_route_answers_each_viewer_as_the_table_says(desk, method, path, viewer):
    names = names_in(desk)
    is_upload = path.startswith("/api/v2/uploads")
    names["upload_id"] = desk.upload("4") if "{upload_id}" in path else ""
    body = plain(BODIES.get(path, BODIES.get(path.rpartition("/")[2], {})), names)
    keys = {"operator": desk.cast.operator_key, "bram": desk.cast.bram_key}
    keys |= {"chris": desk.cast.chris_key, "blind": desk.cast.blind_key}
    headers = {"Idempotency-Key": f"link-{viewer}"} if path.endswith("/link") else {}
    headers |= tus(desk, names) if is_upload else {}
    client = desk.client(keys.get(viewer))
    sent = {"json": body} if method == "POST" and not is_upload else {}
    # A stream has no end: only its beginning is looked at.
    with client.stream(method, path.format(**names), headers=headers, **sent) as answer:
        told = "" if path == "/events" else answer.read()
    assert answer.status_code == TABLE[method, path][VIEWERS.index(viewer)], told


def test_another_office_sees_nothing_in_lists_and_counts(desk):
    chris = desk.client(desk.cast.chris_key)
    assert chris.get("/api/v2/messages").json() == {"items": [], "next": None}
    assert chris.get("/api/v2/dossiers").json() == {"items": [], "count": 0, "next": None}
    assert chris.get("/api/v2/dossiers", params={"q": "AE-2026-000123"}).json()["count"] == 0
    assert chris.get("/api/v2/exchanges/unlinked").json() == {"items": [], "next": None}
    page = desk.browser(desk.cast.chris_user).get("/dossiers")
    assert "de Wit" not in page.text
    assert "Nog geen dossiers" in page.text


def test_what_is_elsewhere_and_what_is_nowhere_are_told_apart_by_nobody(desk):
    chris = desk.client(desk.cast.chris_key)
    elsewhere = chris.get(f"/api/v2/dossiers/{desk.dossier}").json()
    nowhere = chris.get("/api/v2/dossiers/0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11").json()
    told = {"title", "status", "detail", "slug", "nl", "en", "path", "expected"}
    assert {name: elsewhere[name] for name in told} == {name: nowhere[name] for name in told}


def test_a_dossier_of_another_office_cannot_be_linked_to(desk):
    bram = desk.client(desk.cast.bram_key)
    body = {"dossier_id": "0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11"}
    answer = bram.post(f"/api/v2/exchanges/{desk.unlinked}/link", json=body, headers={"Idempotency-Key": "elsewhere"})
    assert answer.status_code == 404


def test_a_person_who_only_views_may_not_write(desk):
    answer = desk.browser().post(
        f"/api/v2/exchanges/{desk.lane()}/unlink", json={}, headers={"Idempotency-Key": "viewer"}
    )
    assert (answer.status_code, answer.json()["slug"]) == (403, "not-allowed")


def test_a_wrong_key_is_not_excused_by_a_session(desk):
    client = desk.browser()
    answer = client.get("/api/v2/dossiers", headers={"Authorization": "Bearer hub_wrong"})
    assert answer.status_code == 401


def test_without_a_session_an_unknown_page_says_nothing(desk):
    assert desk.client().get("/no/such/page").status_code == 404
