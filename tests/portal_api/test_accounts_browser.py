"""A person with a real browser and a device that keeps passkeys: from the invitation to signing in twice."""

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.builders.people import KEY, PASSWORD, invite
from tests.portal_api.test_browser import CHROMIUM, SCREENS, SWITCHES
from tests.portal_api.test_browser import pytestmark as needs_chromium

pytestmark = needs_chromium
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(params=SCREENS)
def page(request, desk, chromium):
    """A page of somebody with a device that keeps passkeys."""
    width, height = SCREENS[request.param]
    viewport = {"width": width, "height": height}
    context = chromium.new_context(viewport=viewport, locale="nl-NL", base_url=desk.server.url)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text))
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()


def check(page):
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen, page.url
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


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
    check(page)
    assert page.get_by_label("E-mailadres").input_value() == "vera@kantoor.example"
    assert page.get_by_label("Wachtwoord").input_value() == ""
    page.goto("/forgot")
    check(page)
