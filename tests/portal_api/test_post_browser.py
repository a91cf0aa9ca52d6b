"""The Post page and the texts of an office in a real browser: on a desk and on a phone, by keyboard, axe on each."""

import pytest

from handlers.accounts.people import add_user
from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for


@pytest.fixture(params=SCREENS)
def page(request, desk, windows):
    """A page of Nora, an administrator with an address of her own."""
    if "nora" not in vars(desk):
        with desk.hub.database.transaction() as connection:
            made = add_user(
                connection,
                office_id="kantoor-1",
                name="Nora",
                role="administrator",
                at=desk.hub.clock.now(),
                email="nora@x.example",
            )
        desk.nora = made.id
        desk.told = desk.notification()
        desk.bounce()
    return windows.sign_in(link_for(desk.hub, desk.nora), request.param)


def reach(page, target, most=120):
    """Moves with Tab until this has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("(each) => each === document.activeElement"):
            return
    raise AssertionError(f"{target} cannot be reached with Tab")


def test_post_is_read_by_keyboard(page, desk):
    page.goto("/post")
    check(page)
    first = page.locator("tbody a.title").first
    reach(page, first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/post/*")
    check(page)
    page.goto("/post?state=delivered")
    assert page.get_by_role("heading", name="Nog geen post").is_visible()
    check(page)


def test_a_text_is_written_tried_and_taken_back_by_keyboard(page):
    page.goto("/post/texts")
    check(page)
    page.goto("/post/texts/action-points?channel=email&language=nl&form=je")
    check(page)
    text = page.get_by_role("textbox", name="Tekst")
    reach(page, text)
    page.keyboard.press("Control+A")
    page.keyboard.type("Kijk eens: {{ adres }}")
    reach(page, page.get_by_role("button", name="Bewaren"))
    page.keyboard.press("Enter")
    page.locator("#mistakes").wait_for()
    assert page.get_by_role("textbox", name="Tekst").input_value() == "Kijk eens: {{ adres }}"
    check(page, refused=422)
    page.get_by_role("textbox", name="Tekst").fill("Kijk eens: {{ address }}")
    page.get_by_role("button", name="Voorbeeld", exact=True).click()
    page.get_by_text("Kijk eens: https://hub.example/").wait_for()
    check(page, refused=422)
    page.get_by_role("button", name="Bewaren").click()
    page.get_by_role("heading", name="Bewaard").wait_for()
    check(page, refused=422)
    reach(page, page.get_by_role("button", name="Stuur een test naar mijzelf"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Test verstuurd").wait_for()
    page.get_by_role("button", name="Eigen tekst weghalen").click()
    page.get_by_role("heading", name="Eigen tekst weg").wait_for()
    check(page, refused=422)
