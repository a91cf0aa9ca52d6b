"""Els merges two dossiers in a real browser, by keyboard and on each screen, and takes it back."""

import pytest

from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for


@pytest.fixture
def open_page(desk, windows):
    return lambda *how, **more: windows.sign_in(link_for(desk.hub, desk.cast.adviser_user), *how, **more)


def opened(desk, name):
    body = {"parties": [{"birth_name": name, "email": f"{name.lower()}@klant.example"}], "confirmed": True}
    program = desk.client(desk.cast.bram_key)
    return program.post("/api/v2/dossiers", json=body, headers={"Idempotency-Key": name}).json()


@pytest.mark.parametrize("screen", SCREENS)
def test_two_dossiers_are_merged_and_parted_again(desk, open_page, screen):
    here, there = opened(desk, f"Hier{screen}"), opened(desk, f"Daar{screen}")
    page = open_page(screen)
    page.goto(f"/dossiers/{here['dossier_id']}")
    page.get_by_role("link", name="Samenvoegen…").click()
    page.locator("#f-q").fill(there["number"])
    page.keyboard.press("Enter")
    page.get_by_role("link", name=f"Daar{screen}").click()
    page.get_by_role("heading", name="Voorbeeld").wait_for()
    check(page, refused=422)
    page.locator("#f-reason").focus()
    page.keyboard.press("Enter")
    page.locator("#mistakes").wait_for()
    check(page, refused=422)
    page.locator("#f-reason").fill("één huishouden")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=f"Dossier {there['number']} is samengevoegd met dit dossier").wait_for()
    check(page, refused=422)
    page.goto(f"/dossiers/{there['dossier_id']}/parties")
    page.wait_for_url(f"**/{here['dossier_id']}/parties?from=*")
    page.goto(f"/dossiers/{here['dossier_id']}")
    page.get_by_role("link", name="Samenvoegen ongedaan maken").click()
    page.get_by_role("heading", name="Samenvoegen ongedaan maken").wait_for()
    page.locator("#f-reason").fill("toch twee huishoudens")
    page.get_by_role("button", name="Voorbeeld bekijken").click()
    page.get_by_role("heading", name="Voorbeeld").wait_for()
    check(page, refused=422)
    page.get_by_role("button", name="Ongedaan maken").click()
    page.wait_for_url(f"**/dossiers/{there['dossier_id']}")
    page.get_by_role("heading", name=f"Daar{screen}").wait_for()
