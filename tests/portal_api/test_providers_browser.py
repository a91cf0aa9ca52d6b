"""Signing in through the service of the office and out of both, in a real browser under the page's own policy."""

import re
from datetime import UTC, datetime

import pytest

from tests.builders.browser import Windows, check
from tests.portal_api import test_providers

service = test_providers.service
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(request, desk, service, chromium):
    test_providers.connect(desk, "kantoor-1", service, ["hub-adviseurs=adviser"])
    desk.hub.clock.at = datetime.now(UTC)
    windows = Windows(chromium, desk.hub.runtime.settings.public_url)
    made = windows.open("phone", scripts=request.param)
    made.has_scripts = request.param
    yield made
    windows.close()


def test_signing_out_leads_to_the_service_and_back(page, service):
    page.goto("/oidc/kantoor-1")
    page.locator("button[name=sub][value=els]").click()
    page.wait_for_url("**/")
    page.get_by_role("button", name="Afmelden").click()
    if not page.has_scripts:
        page.get_by_role("button", name="Ook daar afmelden").click()
    page.wait_for_url(f"{service}/oauth2/end_session")
    assert page.get_by_text("id_token_hint", exact=True).count() == 1
    page.get_by_role("button", name="End session").click()
    page.wait_for_url(re.compile("/oidc/signed-out$"))
    assert page.get_by_role("heading", name="U bent afgemeld").is_visible()
    page.complaints.clear()  # the pages of the service are its own
    if page.has_scripts:
        check(page)
