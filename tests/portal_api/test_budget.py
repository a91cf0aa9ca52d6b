"""The weight of each page, held to portal_api/budget.toml: bytes of its text, and statements it asks."""

import tomllib
from importlib.resources import files

import pytest
from sqlalchemy import event

from handlers.accounts.people import add_user
from portal_api.app import create_app
from portal_api.pages.assets import loaded
from tests.portal_api.test_access import routes_of

BUDGET = tomllib.loads(files("portal_api").joinpath("budget.toml").read_text(encoding="utf-8"))
PAGES = {path: row for path, row in BUDGET.items() if path != "assets"}
ONE_OF_MANY = {
    # Forms and pages of one thing, like those that have a row: they show a part of it.
    *("/dossiers/{dossier_id}/dates/{date_id}/extend", "/dossiers/{dossier_id}/dates/{date_id}/end"),
    "/dossiers/{dossier_id}/applications/{application_id}/products/{number}/monthly-costs",
    "/outgoing/{outgoing_id}",
    *("/dossiers/{dossier_id}/agreements/{agreement_id}", "/dossiers/{dossier_id}/agreements/{agreement_id}/edit"),
    *("/post/{notification_id}", "/post/{notification_id}/html", "/components/question", "/help/{name}"),
    *("/operations/parked/{message_id}", "/operations/partners/{node}", "/operations/outgoing/{outgoing_id}"),
    *("/operations/acts/{act}", "/account/app", "/account/passkeys", "/account/codes"),
    # Of a customer and of the demo, which have browsers of their own.
    *(
        "/mine",
        "/mine/data",
        "/mine/{dossier_id}/export",
        "/idle",
        "/code",
        "/account/email",
        "/email/{token}",
        "/email/{token}/undo",
        "/demo",
        "/demo/clock",
    ),
    *("/mine", "/idle", "/demo", "/demo/clock"),
    *("/mine", "/mine/{dossier_id}/conversation", "/demo", "/demo/clock"),
}
NO_PAGES = ("/api/", "/static/", "/health/", "/hooks/", "/brand/", "/oidc/", "/oauth/", "/events", "/login", "/forgot")
NO_PAGES += ("/unsubscribe/", "/uploads/")


def test_every_page_has_a_budget(desk):
    """So that a new page is not forgotten."""
    asked = {path for method, path in routes_of(create_app(desk.server.counter)) if method == "GET"}
    pages = {path for path in asked if not path.startswith(NO_PAGES)}
    named = {path if not path.startswith("/help/") else "/help/{name}" for path in PAGES}
    assert pages - named - ONE_OF_MANY == set()
    assert (named | ONE_OF_MANY) - pages == set()


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
        office = None if role == "operator" else "kantoor-1"
        return add_user(connection, office_id=office, name=f"A {role}", role=role, at=at).id


@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_within_its_budget(desk, statements, path):
    browser = desk.browser(somebody(desk, PAGES[path].get("role", "")))
    stuk = desk.stuk("4")
    named = {"stuk_id": stuk["id"], "application_id": stuk["application_id"]}
    named |= {
        "lane_id": desk.unlinked,
        "person_id": desk.cast.adviser_user,
        "template": "customer-invitation",
        "document": "009",
    }
    named |= {"product_id": desk.product(), "kind": "mortgage"}
    address = path.format(dossier_id=desk.dossier, message_id=desk.message(), **named)
    browser.get(address)
    statements.clear()
    page = browser.get(address)
    assert page.status_code == 200
    assert len(page.content) <= PAGES[path]["html"]
    assert 0 < len(statements) <= PAGES[path]["statements"], "\n".join(statements)
