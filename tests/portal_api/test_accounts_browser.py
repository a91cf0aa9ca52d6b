"""A person with a real browser and a device that keeps passkeys: from the invitation to signing in twice."""

import pyotp
import pytest

from tests.builders.browser import SCREENS, check, press
from tests.builders.people import KEY, PASSWORD, invite

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(params=SCREENS)
def page(request, windows):
    """A page of somebody with a device that keeps passkeys."""
    page = windows.open(request.param)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def test_from_the_invitation_to_signing_in_with_a_code_and_with_a_passkey(desk, page):
    email = f"vera{page.viewport_size['width']}@kantoor.example"
    page.goto(invite(desk.hub, email, name="Vera")[1])
    press(page, "Aanmelden")
    check(page)
    page.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    page.get_by_label("Nog een keer").fill(PASSWORD)
    press(page, "Bewaren")
    check(page)
    app = pyotp.TOTP(KEY.search(page.content()).group(1).replace(" ", ""))
    page.get_by_label("Code van zes cijfers").fill(app.at(desk.hub.clock.now()))
    press(page, "App gebruiken")
    check(page)
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Mijn account").click()
    check(page)
    page.get_by_role("link", name="Wijzigen Passkeys").click()
    check(page)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    press(page, "Passkey toevoegen")
    page.get_by_label("Naam").fill("laptop op kantoor")
    check(page)
    press(page, "Passkey maken")
    page.wait_for_url("**/account")
    press(page, "Afmelden")
    desk.hub.clock.forward(seconds=30)
    page.goto("/login")
    check(page)
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    press(page, "Aanmelden")
    check(page)
    page.get_by_label("Code").fill(app.at(desk.hub.clock.now()))
    press(page, "Verder")
    page.wait_for_url("**/")
    press(page, "Afmelden")
    page.goto("/login")
    press(page, "Aanmelden met een passkey")
    page.wait_for_url(f"{desk.server.url}/")
    press(page, "Afmelden")
    assert page.complaints == []


def test_a_wrong_password_keeps_the_address_and_a_device_without_a_passkey_says_so(desk, page):
    page.goto("/login")
    page.get_by_label("E-mailadres").fill("vera@kantoor.example")
    page.get_by_label("Wachtwoord").fill("verkeerd")
    press(page, "Aanmelden")
    check(page, refused=422)
    assert page.get_by_label("E-mailadres").input_value() == "vera@kantoor.example"
    assert page.get_by_label("Wachtwoord").input_value() == ""
    page.goto("/forgot")
    check(page, refused=422)
