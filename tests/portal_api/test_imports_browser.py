"""Els with a real browser: a file with relations is read, tried and imported, on each screen."""

import pytest

from tests.builders.browser import SCREENS, check, press
from tests.builders.counters import link_for


@pytest.mark.parametrize("screen", SCREENS)
def test_a_file_is_read_tried_and_imported(desk, windows, screen, request):
    page = windows.sign_in(link_for(desk.hub, desk.cast.adviser_user), screen)
    page.goto("/import")
    check(page)
    text = f"Achternaam;E-mail;Geboortedatum\nLijst{screen};lijst{screen}@klant.example;14-03-1988\nFout;;\n"
    page.locator("#f-file").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": text.encode()})
    press(page, "Bestand lezen")
    page.get_by_role("heading", name="Welke kolom is wat").wait_for()
    check(page)
    press(page, "Proberen")
    page.get_by_role("heading", name="Wat er van elke rij wordt").wait_for()
    check(page)
    page.screenshot(path=request.config.rootpath / "var" / "screens" / f"import-{screen}.png", full_page=True)
    press(page, "2 rijen inlezen")
    page.get_by_role("heading", name="Wat er van elke rij werd").wait_for()
    check(page)
