"""A person with a real browser: windows of each size and ground, signed in or not, and what holds for every page."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]
SCREENS = {"desk": (1280, 900), "phone": (390, 844)}
_WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
_BEYOND = (
    "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
    ".map(e => e.outerHTML.slice(0, 90))"
)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Chromium; the test is skipped where it is missing, except in CI."""
    if not CHROMIUM.exists() and os.environ.get("CI") != "true":
        pytest.skip("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        yield browser
        browser.close()


class Windows:
    """The windows of one test at one hub; each has a session of its own and is closed with the test."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url
        self._contexts: list[Any] = []

    def open(
        self, screen: str = "desk", scheme: str = "light", *, scripts: bool = True, language: str = "nl-NL", **more: Any
    ) -> Any:
        """An empty page; `complaints` is what the browser says about what it shows.

        Nothing moves unless it is asked for: what fades in has the contrast of fog for a moment.
        """
        width, height = SCREENS[screen]
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale=language,
            base_url=self._url,
            java_script_enabled=scripts,
            **{"reduced_motion": "reduce", **more},
        )
        self._contexts.append(context)
        page: Any = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(f"{said.text} {said.location['url']}"))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    def sign_in(self, link: str, screen: str = "desk", scheme: str = "light", **more: Any) -> Any:
        """The page a person comes to by his link."""
        page = self.open(screen, scheme, **more)
        page.goto(f"/login/{link}")
        page.locator("button.primary").click()
        page.wait_for_url("**/")
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()


def check(page: Page, refused: int = 0) -> None:
    """No sideways scrolling, nothing axe objects to, and no complaint of the browser but that it was refused so."""
    wide, seen, found = _looked_at(page)
    assert wide <= seen, (page.url, page.evaluate(_BEYOND))
    assert found.violations_count == 0, found.generate_report()
    said = page.complaints  # type: ignore[attr-defined]
    unexpected = [each for each in said if f"status of {refused} " not in each]
    assert unexpected == [], (page.url, unexpected)


def _looked_at(page: Page) -> tuple[int, int, Any]:
    """Looks again when a press of a button still leads elsewhere: a click does not wait for the page it leads to."""
    for _ in range(5):
        page.wait_for_load_state()
        try:
            wide, seen = page.evaluate(_WIDTHS)
            return wide, seen, Axe().run(page)
        except Error as error:
            if "navigation" not in error.message and "context" not in error.message:
                raise
    raise AssertionError(f"{page.url} does not come to rest")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
