"""The weight of each page, held to portal_api/budget.toml: bytes of its text, and statements it asks."""

import tomllib
from importlib.resources import files

import pytest
from sqlalchemy import event

from handlers.accounts.people import add_user
from portal_api.pages.assets import loaded

BUDGET = tomllib.loads(files("portal_api").joinpath("budget.toml").read_text(encoding="utf-8"))
PAGES = {path: row for path, row in BUDGET.items() if path != "assets"}


@pytest.mark.parametrize("name", BUDGET["assets"])
def test_an_asset_keeps_within_its_budget(name):
    assert len(loaded(name).zipped) <= BUDGET["assets"][name]


@pytest.fixture
def statements(desk):
    """The statements that were asked since the list was last cleared."""
    asked = []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    engine = desk.hub.database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def somebody(desk, role):
    """Somebody of the office with this role; without one whoever sees dossiers."""
    if not role:
        return desk.cast.bram_user
    with desk.hub.database.transaction() as connection:
        at = desk.hub.clock.now()
        return add_user(connection, office_id="kantoor-1", name=f"A {role}", role=role, at=at).id


@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_within_its_budget(desk, statements, path):
    browser = desk.browser(somebody(desk, PAGES[path].get("role", "")))
    stuk = desk.stuk("4")
    named = {"stuk_id": stuk["id"], "application_id": stuk["application_id"]}
    address = path.format(dossier_id=desk.dossier, message_id=desk.message(), **named)
    browser.get(address)
    statements.clear()
    page = browser.get(address)
    assert page.status_code == 200
    assert len(page.content) <= PAGES[path]["html"]
    assert 0 < len(statements) <= PAGES[path]["statements"], "\n".join(statements)
