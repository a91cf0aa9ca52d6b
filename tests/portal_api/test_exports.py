"""A list as a file: what it shows, no formula in it, with a reason that is kept, for the office's own people."""

import csv
import io

import pytest
from openpyxl import load_workbook

from portal_api.exporting import as_csv, as_xlsx
from tests.portal_api.test_keeping import opened

API = "/api/v2"
WHY = "Maandoverzicht"


@pytest.fixture
def program(desk):
    return desk.client(desk.cast.bram_key)


@pytest.fixture(scope="module")
def sly(desk):
    """A dossier whose name begins as a formula does."""
    party = {"birth_name": "=HYPERLINK(1)", "email": "sly@klant.example"}
    return opened(desk.client(desk.cast.bram_key), "sly", party).json()["dossier_id"]


def export(client, which, **body):
    return client.post(f"{API}/exports/{which}", json={"reason": WHY} | body)


def read_csv(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_list_of_dossiers_becomes_a_sheet_of_text(program, desk, sly):
    answer = export(program, "dossiers")
    assert answer.status_code == 200, answer.text
    assert 'filename="Dossiers 2026-11-21.xlsx"' in answer.headers["content-disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    heads, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert heads == ["Nummer", "Dossier", "Stand", "Geopend", "Laatste status", "Open stukken"]
    assert "A.M. de Wit en T. Jansen" in {row[1] for row in rows}
    (cell,) = [each for row in sheet.iter_rows() for each in row if each.value == "=HYPERLINK(1)"]
    assert cell.data_type == "s", "text, not a formula"


def test_a_cell_of_a_csv_is_never_a_formula(program, sly):
    _, *rows = read_csv(export(program, "dossiers", format="csv", query="q=hyperlink"))
    assert [row[1] for row in rows] == ["'=HYPERLINK(1)"]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_each_beginning_of_a_formula_is_made_harmless(begin):
    (_, row) = csv.reader(io.StringIO(as_csv(["x"], [[f"{begin}1"]]).decode("utf-8-sig")), delimiter=";")
    assert row[0].startswith("'")


def test_a_sheet_keeps_numbers_and_addresses_as_text():
    sheet = load_workbook(io.BytesIO(as_xlsx(["x"], [["0612345678"], ["https://x.example"]]))).active
    assert [cell.value for cell in sheet["A"]] == ["x", "0612345678", "https://x.example"]


def test_the_list_of_tasks_is_narrowed_as_its_page_is(program, desk, sly):
    for key, due in (("1", "2026-11-24"), ("2", "2026-12-24")):
        where = f"{API}/dossiers/{sly}/tasks"
        body = {"subject": f"Export {key}", "due": due}
        program.post(where, json=body, headers={"Idempotency-Key": f"x{key}"}).raise_for_status()
    rows = read_csv(export(program, "tasks", format="csv", query="until=2026-11-30"))
    assert [row[0] for row in rows] == ["Taak", "Export 1"]


def test_who_took_it_along_and_why_is_kept(program, desk):
    export(program, "dossiers", query="q=jansen")
    kept = desk.hub.sql("SELECT what, reason, said FROM looks WHERE kind = 'export' ORDER BY id DESC LIMIT 1")
    assert kept[0][:2] == ("dossiers", WHY)
    assert "jansen" in str(kept[0][2])


@pytest.mark.parametrize(
    ("body", "path"),
    [({"reason": "  "}, "reason"), ({"query": "opened_from=x"}, "query"), ({"query": "status=ZZ"}, "status")],
)
def test_without_a_reason_or_with_an_unknown_filter_nothing_is_given(program, body, path):
    answer = export(program, "dossiers", **body)
    assert (answer.status_code, answer.json()["path"]) == (422, path)


def test_another_office_takes_along_its_own_only(desk):
    assert len(read_csv(export(desk.client(desk.cast.chris_key), "dossiers", format="csv"))) == 1


def test_the_page_offers_it_with_the_filters_in_force(desk):
    els = desk.browser(desk.cast.adviser_user)
    page = els.get("/dossiers", params={"q": "Jansen"}).text
    assert 'name="query" value="q=Jansen"' in page
    made = els.post("/dossiers/export", data={"query": "q=Jansen", "reason": WHY, "format": "csv"})
    assert (made.status_code, len(read_csv(made))) == (200, 2)
    assert els.post("/dossiers/export", data={"format": "csv"}).status_code == 422
