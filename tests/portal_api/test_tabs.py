"""The tabs of a dossier: what somebody may open, and which is open."""

from portal_api.pages.tabs import tabs_at

ADVISER = ("dossiers:read", "dossiers:write", "people:read", "customers:write", "dossiers:assign")


def test_an_address_that_is_about_no_dossier_has_no_tabs():
    for path in ("/", "/dossiers", "/dossiers/", "/dossiers/new", "/tasks"):
        assert tabs_at(path, ADVISER) == ()


def test_who_only_reads_gets_the_places_that_ask_no_more():
    assert [each.href for each in tabs_at("/dossiers/d-1", ["dossiers:read"])] == [
        "/dossiers/d-1",
        "/dossiers/d-1/products",
        "/dossiers/d-1/agreements",
        "/dossiers/d-1/exports",
        "/dossiers/d-1/dates",
        "/dossiers/d-1/looks",
    ]


def test_what_hangs_below_a_tab_keeps_it_open_and_what_hangs_below_none_is_of_the_dossier():
    def opened(path):
        return [each.href for each in tabs_at(path, ADVISER) if each.is_open]

    assert opened("/dossiers/d-1/dates/d-2/extend") == ["/dossiers/d-1/dates"]
    assert opened("/dossiers/d-1/stukken/a.1") == ["/dossiers/d-1"]


def test_a_page_of_a_dossier_names_its_tabs_and_marks_where_it_is(desk):
    browser = desk.browser(desk.cast.adviser_user)
    browser.follow_redirects = True
    page = browser.get(f"/dossiers/{desk.dossier}/tasks").text
    assert f'href="/dossiers/{desk.dossier}/tasks" aria-current="page"' in page
    assert "Termijnen" in page
