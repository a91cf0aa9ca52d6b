"""The route matrix, generated from the application: every route and operation × every role × where somebody stands.

Who lacks the right that a route asks is refused. Who has it and stands outside (another office, another sub-agent, an
adviser with own scope, another customer, another lender's node) hears nothing of the dossier and changes nothing.
A new route is walked without being named here.
"""

from datetime import date

import pytest

from handlers.accounts.people import add_user
from handlers.accounts.roles import table
from handlers.accounts.rules import Place
from handlers.offices.directory import add_partner, set_advisers_see
from handlers.offices.organisations import add_sub_agent
from portal_api.app import create_app
from portal_api.who import RIGHT
from schemas.involvements import AdmitCustomer, AssignDossier, LinkSubAgent
from tests.builders.counters import fill
from tests.builders.desks import close_desk, open_desk
from tests.portal_api.test_access import names_in

INSIDE = {
    "bram": "viewer",
    "els": "adviser",
    "hans": "handler",
    "ingrid": "intermediary",
    "olga": "administrator",
    "alex": "auditor",
    "sara": "sub-agent",
    "anna": "customer",
    "linda": "lender",
    "otto": "operator",
}
"""Who has a part in the dossier, or sees its office, its node or all."""
OUTSIDE = {
    "chris": "adviser",
    "petra": "administrator",
    "arno": "auditor",
    "karin": "adviser",
    "daan": "sub-agent",
    "piet": "customer",
    "lars": "lender",
}
"""Of another office (chris, petra, arno), without a part (karin, daan, piet), of another node (lars)."""
OTHERS_OFFICE = {"chris", "petra", "arno"}
PUBLIC = {401, 403}
OWN_SESSION = (
    "/login",
    "/logout",
    "/account",
    "/forgot",
    "/code",
    "/email",
    "/idle",
    "/oidc",
    "/unsubscribe",
    "/hooks",
    "/oauth",
    "/demo",
    "/viewing",
    "/health",
)
"""What is about somebody's own session or is for anybody; `test_access` holds each of them."""
UNTOUCHED = ("/events",)
NUMBER, KENMERK = "QX-2026-7731", "QK-2026-7731"
"""Of the dossier that everybody walks by; no example in a page or description has them."""


def everything(app):
    """(method, path, rights that it asks) of every route, whatever router brought it."""
    for included in app.routes:
        prefix = included.include_context.prefix
        for route in included.original_router.routes:
            for method in sorted(route.methods - {"HEAD", "OPTIONS"}):
                yield method, f"{prefix}{route.path}", frozenset(rights_of(route.dependant))


def rights_of(dependant):
    for each in dependant.dependencies:
        right = getattr(each.call, RIGHT, None)
        if right:
            yield right
        yield from rights_of(each)


@pytest.fixture(scope="module")
def cast(tmp_path_factory):
    """A desk with everybody in a browser of his own."""
    desk = open_desk(tmp_path_factory.mktemp("matrix"))
    desk.dossier = fill(desk.hub, number=NUMBER, kenmerk=KENMERK)
    at = desk.hub.clock.now()
    sender = desk.hub.sql("SELECT sender FROM messages WHERE message_type LIKE 'SX%'")[0][0]
    with desk.hub.database.transaction() as connection:
        add_partner(connection, node="699999", kind="lender", code="ZZ", name="Andere geldverstrekker")
        agents = [
            add_sub_agent(connection, office_id="kantoor-1", code=code, name=code, email=f"{code}@x.example", at=at)
            for code in ("sara", "daan")
        ]
        set_advisers_see(connection, office="kantoor-1", sees="own")
        places = {
            "alex": Place(ends_on=date(2030, 1, 1)),
            "arno": Place(ends_on=date(2030, 1, 1)),
            "sara": Place(organisation_id=agents[0].id),
            "daan": Place(organisation_id=agents[1].id),
            "linda": Place(node=sender),
            "lars": Place(node="699999"),
        }
        people = {
            name: add_user(
                connection,
                office_id=office_of(name, role),
                name=name.title(),
                role=role,
                at=at,
                place=places.get(name, Place()),
            )
            for name, role in (INSIDE | OUTSIDE).items()
        }
    execute, dossier = desk.hub.runtime.execute, desk.dossier
    party = "/".join(desk.hub.sql("SELECT application_id, reference FROM parties WHERE dossier_id = ?", dossier)[0])
    execute(AssignDossier(dossier_id=dossier, part="adviser", person_id=people["els"].id), actor="user:olga")
    execute(LinkSubAgent(dossier_id=dossier, organisation_id=agents[0].id), actor="user:olga")
    execute(AdmitCustomer(dossier_id=dossier, person_id=people["anna"].id, party=party), actor="user:olga")
    desk.names = names_in(desk) | {"upload_id": desk.upload("4")}
    desk.browsers = {name: desk.browser(user.id) for name, user in people.items()}
    yield desk
    close_desk(desk)


def office_of(name, role):
    if table().roles[role].of in {"hub", "lender"}:
        return None
    return "kantoor-2" if name in OTHERS_OFFICE else "kantoor-1"


def asked(desk):
    found = list(everything(create_app(desk.server.counter)))
    return [each for each in found if not each[1].startswith((*OWN_SESSION, *UNTOUCHED, "/static"))]


def answer_to(desk, name, method, path):
    accept = "application/json" if path.startswith("/api/") else "text/html"
    sent = {} if method == "GET" else {"json": {}} if path.startswith("/api/") else {"data": {}}
    browser = desk.browsers[name]
    return browser.request(method, path.format(**desk.names), headers={"Accept": accept}, **sent)


def version(desk):
    return desk.hub.sql("SELECT seq FROM heads WHERE key = ?", desk.dossier)[0][0]


def test_every_route_but_the_public_ones_asks_a_right_or_somebody(cast):
    nobody = cast.client()
    for method, path, _ in asked(cast):
        accept = {"Accept": "application/json"}
        got = nobody.request(
            method, path.format(**cast.names), headers=accept, **({"json": {}} if method != "GET" else {})
        )
        assert got.status_code in PUBLIC or path.startswith("/brand/colours/"), (method, path, got.status_code)


@pytest.mark.parametrize("name", INSIDE | OUTSIDE)
def test_who_lacks_the_right_is_refused_and_nothing_breaks(cast, name):
    role = table().roles[(INSIDE | OUTSIDE)[name]]
    walked = 0
    for method, path, rights in asked(cast):
        got = answer_to(cast, name, method, path)
        assert got.status_code < 500, (method, path, got.text[:300])
        if rights - role.rights:
            walked += 1
            assert got.status_code == 403, (name, method, path, got.status_code)
    assert walked or name == "otto"


@pytest.mark.parametrize("name", OUTSIDE)
def test_who_stands_outside_hears_nothing_and_changes_nothing(cast, name):
    """Lists, searches, events and files tell no name, number or reference of the dossier; no post moves it."""
    before = version(cast)
    for method, path, _ in asked(cast):
        got = answer_to(cast, name, method, path)
        secrets = (NUMBER, KENMERK) if "{" in path else (NUMBER, KENMERK, cast.dossier)
        told = [each for each in secrets if each in got.text]
        assert not told, (name, method, path, told)
        if "{dossier_id}" in path:
            assert got.status_code in {403, 404, 422}, (name, method, path, got.status_code)
    assert version(cast) == before


@pytest.mark.parametrize("words", [NUMBER, KENMERK])
@pytest.mark.parametrize("name", OUTSIDE)
def test_searching_finds_nothing_outside(cast, name, words):
    for place in ("/", "/palette", "/api/v2/dossiers"):
        got = cast.browsers[name].get(place, params={"q": words}, headers={"Accept": "text/html"})
        assert cast.dossier not in got.text, (name, place)


@pytest.mark.parametrize("name", ["bram", "els", "hans", "ingrid", "olga", "alex", "sara", "otto"])
def test_who_stands_inside_sees_the_dossier(cast, name):
    assert cast.browsers[name].get(f"/dossiers/{cast.dossier}").status_code == 200
    assert cast.dossier in cast.browsers[name].get("/dossiers").text


@pytest.mark.parametrize("name", ["anna", "linda"])
def test_a_customer_and_a_lender_never_see_the_offices_page_of_it(cast, name):
    got = cast.browsers[name].get(f"/dossiers/{cast.dossier}")
    assert got.status_code == 403
    assert NUMBER not in got.text
