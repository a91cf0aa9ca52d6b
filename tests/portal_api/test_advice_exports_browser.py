"""Els with a real browser: a dossier goes to adviser software and its advice comes back, on each screen."""

import pytest

from adapters.simulator.cast import ANNA
from adapters.simulator.messages import ax
from handlers.offices.directory import set_agent_number, set_profile
from tests.builders.browser import SCREENS, check
from tests.builders.counters import hand_in, link_for
from tests.handlers.service_agreements.test_service_agreements import PROFILE
from tests.portal_api.test_advice_exports import WHOLE
from tests.portal_api.test_keeping import opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_dossier_is_exported_and_comes_back_with_its_differences(desk, windows, screen, scheme, request):
    with desk.hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", **PROFILE, phone="0301234567")
        set_agent_number(connection, office="kantoor-1", number="700123")
    name = f"Export{screen}{scheme}"
    program = desk.client(desk.cast.bram_key)
    party = WHOLE | {"birth_name": name, "email": f"{name}@klant.example"}
    dossier = opened(program, f"b-{name}", party).json()["dossier_id"]
    page = windows.sign_in(link_for(desk.hub, desk.cast.adviser_user), screen, scheme)
    page.goto(f"/dossiers/{dossier}")
    page.get_by_role("link", name="Adviessoftware").click()
    page.get_by_role("heading", name="Wat is geëxporteerd").wait_for()
    check(page)
    page.get_by_role("button", name="Exporteren").click()
    page.locator("#mistakes").wait_for()
    check(page, refused=422)
    for label, value in (("liable", "J"), ("divorced", "N"), ("tax_resident", "J"), ("taxed_abroad", "N")):
        page.locator(f"select[name={label}]").select_option(value)
    page.locator("select[name=study_loan]").select_option("02")
    page.get_by_role("button", name="Exporteren").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**done=exported")
    number = program.get(f"/api/v2/dossiers/{dossier}/exports").json()["items"][0]["correlation"]
    desk.hub.clock.forward(minutes=5)
    hand_in(desk.hub, ax(at=desk.hub.clock.now(), number=number, people=(ANNA,)))
    page.goto(f"/dossiers/{dossier}/exports")
    page.get_by_text("Leningdeel 1.1").first.wait_for()
    check(page, refused=422)
    screens = request.config.rootpath / "var" / "screens"
    page.screenshot(path=screens / f"exports-{screen}-{scheme}.png", full_page=True)
