"""A person's own account: password, app with codes, passkeys, recovery codes, sessions. Each act asks the password.

Somebody on his way in after an invitation meets the same pages, one after the other.
"""

from typing import Annotated, Any, Literal

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hub.ids import new_id
from portal_api.brands import office_of
from portal_api.counter import OWN_READ
from portal_api.pages.rendering import page
from portal_api.pages.staff import Key
from portal_api.pages.steps import (
    Typed,
    account_for,
    accounts_of,
    again,
    device_of,
    follow,
    page_of,
    token_of,
)
from portal_api.routes.plain_words import own_address as own_address_of
from portal_api.who import Anyone, OwnReader
from portal_api.writes import write
from schemas.errors import Refused
from schemas.notifications import Form as FormOfAddress
from schemas.plain_words import SetFormOfAddress

_HERE = "/account"
_WIDTH = 4
"""Pixels of one square of a QR code."""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/account")(overview)
    router.post("/account/sessions")(end_session)
    router.post("/account/form-of-address")(set_address)
    for name, shown, done in (
        ("password", password_form, set_password),
        ("app", app_form, set_app),
        ("passkeys", passkeys_form, change_passkeys),
        ("codes", codes_form, renew_codes),
    ):
        router.get(f"/account/{name}")(shown)
        router.post(f"/account/{name}")(done)
    router.post("/account/passkeys/answer")(add_passkey)
    return router


def overview(asking: Anyone, request: Request) -> Response:
    """Everything about signing in on one page."""
    account, own_address = account_for(request, "open"), None
    if OWN_READ in asking.who.scopes:
        own_address = {**own_address_of(asking).model_dump(), "key": new_id()}
    return page(asking, request, "account/overview.html", account=account, own_address=own_address)


def set_address(
    asking: OwnReader, form: Annotated[FormOfAddress | Literal[""], Form()] = "", key: Key = ""
) -> Response:
    """How a customer wants to be addressed; empty follows his office."""
    made = SetFormOfAddress(office_id=office_of(asking), person=asking.viewer.actor, form=form)
    given = {"command": "SetFormOfAddress", **made.model_dump(mode="json")}
    write(asking, key or new_id(), given, lambda: made)
    return RedirectResponse(_HERE, 303)


def end_session(request: Request, session: Typed = "") -> Response:
    """One session is over, or every other one."""
    account_for(request, "open")
    accounts_of(request).end_session(token_of(request), session)
    return RedirectResponse(_HERE, 303)


def password_form(request: Request) -> Response:
    return page_of(request, "account/password.html", **_empty(request, "password", "open"))


def set_password(request: Request, old: Typed = "", password: Typed = "", repeated: Typed = "") -> Response:
    """The first one after a link, or another one."""
    account = account_for(request, "password", "open")
    accounts, token, device = accounts_of(request), token_of(request), device_of(request)
    try:
        if account.stage == "password":
            return follow(request, accounts.choose_password(token, password, repeated, device))
        return follow(request, accounts.change_password(token, old, password, repeated, device))
    except Refused as refused:
        return again(request, "account/password.html", refused, typed={}, account=account)


def app_form(request: Request) -> Response:
    """The QR code, the same as text, and the field for the first code."""
    return page_of(request, "account/app.html", **_empty(request, "factor", "open"), **_qr(request))


def set_app(request: Request, code: Typed = "", password: Typed = "", act: Typed = "") -> Response:
    account = account_for(request, "factor", "open")
    try:
        if act == "remove":
            accounts_of(request).remove_totp(token_of(request), password)
            return RedirectResponse(_HERE, 303)
        entered = accounts_of(request).confirm_totp(token_of(request), code, password, device_of(request))
    except Refused as refused:
        typed = {"code": code[:20]}
        return again(request, "account/app.html", refused, typed=typed, account=account, **_qr(request))
    return follow(request, entered, "" if account.stage == "factor" else _HERE)


def passkeys_form(request: Request) -> Response:
    return page_of(request, "account/passkeys.html", **_empty(request, "password", "factor", "open"))


def change_passkeys(request: Request, password: Typed = "", remove: Typed = "") -> Response:
    """Removes one, or goes on to the page that asks the device for a new one."""
    account = account_for(request, "password", "factor", "open")
    try:
        if remove:
            accounts_of(request).remove_passkey(token_of(request), remove, password)
            return RedirectResponse(_HERE, 303)
        options = accounts_of(request).ask_for_passkey(token_of(request), password)
    except Refused as refused:
        return again(request, "account/passkeys.html", refused, typed={}, account=account)
    return page_of(request, "account/passkey_made.html", options=options)


def add_passkey(request: Request, answer: Typed = "", name: Typed = "") -> Response:
    """Keeps what the device made."""
    account = account_for(request, "password", "factor", "open")
    try:
        entered = accounts_of(request).add_passkey(token_of(request), answer, name, device_of(request))
    except Refused as refused:
        return again(request, "account/passkeys.html", refused, typed={}, account=account)
    return follow(request, entered, _HERE if account.stage == "open" else "")


def codes_form(request: Request) -> Response:
    return page_of(request, "account/codes.html", **_empty(request, "open"))


def renew_codes(request: Request, password: Typed = "") -> Response:
    account = account_for(request, "open")
    try:
        codes = accounts_of(request).new_codes(token_of(request), password)
    except Refused as refused:
        return again(request, "account/codes.html", refused, typed={}, account=account)
    return page_of(request, "account/codes_shown.html", codes=codes)


def _empty(request: Request, *stages: str) -> dict[str, Any]:
    return {"typed": {}, "mistakes": {}, "account": account_for(request, *stages)}


def _qr(request: Request) -> dict[str, Any]:
    """The code as a drawing in the page, and its key as text in groups of four."""
    address = accounts_of(request).begin_totp(token_of(request))
    key = address.partition("secret=")[2].partition("&")[0]
    drawing = segno.make(address, error="m", micro=False).svg_inline(scale=_WIDTH, light="#fff", border=4)
    return {"drawing": drawing, "key": " ".join(key[at : at + 4] for at in range(0, len(key), 4))}
