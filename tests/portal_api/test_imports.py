"""Relations from a file: read, mapped, tried, imported once, each row with its own outcome."""

import html
import io
import json
import re
import zipfile

import pytest
from openpyxl import Workbook

from portal_api.importing import guessed
from portal_api.sheets import read_sheet
from schemas.errors import Refused

API = "/api/v2"
HEAD = "Nummer;Achternaam;Tussenvoegsel;Voorletters;Geboortedatum;E-mailadres;Telefoon;Product;Doel;Bedrag;Aflosvorm"


@pytest.fixture
def program(own_desk):
    return own_desk.client(own_desk.cast.bram_key)


@pytest.fixture
def els(own_desk):
    made = own_desk.browser(own_desk.cast.adviser_user)
    made.follow_redirects = True
    return made


def row(number, **more):
    name = f"Inlees{'abcdefghij'[number]}"
    return {"source_id": str(number), "birth_name": name, "email": f"{name.lower()}@klant.example"} | more


def imported(program, rows, **more):
    return program.post(f"{API}/imports/relations", json={"rows": rows} | more)


def states(answer):
    return [each["state"] for each in answer.json()["items"]]


def test_ten_rows_of_which_one_is_wrong_become_nine_dossiers_once(program):
    rows = [row(number) for number in range(10)]
    rows[4] = row(4, birth_date="31-02-1988")
    tried = imported(program, rows)
    assert (states(tried).count("new"), states(tried)[4]) == (9, "refused")
    assert "een datum als 14-03-1988" in tried.json()["items"][4]["nl"]
    before = program.get(f"{API}/dossiers?q=Inlees").json()["items"]
    kept = imported(program, rows, keep=True)
    assert kept.json()["counts"] == {"new": 9, "there": 0, "alike": 0, "refused": 1}
    found = program.get(f"{API}/dossiers?q=Inlees&limit=50").json()["items"]
    assert (len(before), len(found)) == (0, 9)
    again = imported(program, rows, keep=True)
    assert again.json()["counts"] == {"new": 0, "there": 9, "alike": 0, "refused": 1}
    assert [each["dossier_id"] for each in again.json()["items"]] == [
        each["dossier_id"] for each in kept.json()["items"]
    ]


def test_somebody_who_may_be_there_gets_a_dossier_only_when_that_is_confirmed(program):
    imported(program, [row(0)], keep=True)
    other = row(1, email="inleesa@klant.example")
    assert states(imported(program, [other], keep=True)) == ["alike"]
    assert states(imported(program, [other], keep=True, confirmed=True)) == ["new"]


def test_a_row_with_a_product_has_it_with_its_first_part(program):
    loan = {"product_kind": "mortgage", "goal": "purchase", "amount": "350.000", "repayment": "annuity"}
    (made,) = imported(program, [row(0, **loan)], keep=True).json()["items"]
    (product,) = program.get(f"{API}/dossiers/{made['dossier_id']}/products").json()["items"]
    assert (product["card"]["amount"], product["parts"][0]["facts"]["repayment"]) == ("350000.00", "annuity")


@pytest.mark.parametrize(
    "more",
    [
        *({"product_kind": "boat"}, {"product_kind": "mortgage", "goal": "purchase"}, {"email": "", "phone": ""}),
        *({"gender": "x"}, {"birth_date": "1700-01-01"}, {"product_kind": "service", "amount": "1"}),
        {"birth_name": ""},
    ],
    ids=["kind", "part", "unreachable", "gender", "age", "field", "nameless"],
)
def test_a_row_that_cannot_be_says_why_and_opens_nothing(program, more):
    given = {name: value for name, value in row(0, **more).items() if value}
    (made,) = imported(program, [given], keep=True).json()["items"]
    assert (made["state"], made["dossier_id"]) == ("refused", "")
    assert made["en"]
    assert "parties.0" not in made["nl"]
    assert program.get(f"{API}/dossiers?q=Inlees").json()["items"] == []


def test_a_field_that_is_none_and_too_many_rows_are_refused_whole(program):
    assert imported(program, [{"shoe_size": "43"}]).json()["path"] == "shoe_size"
    assert imported(program, [row(0)] * 301).status_code == 422


def book(*lines):
    made = Workbook()
    for line in lines:
        made.active.append(list(line))
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()


def test_csv_and_excel_are_read_alike():
    text = f"{HEAD}\r\n1;Wit;de;A.;14-03-1988;anna@klant.example;0612345678;;;;\r\n;;;;;;;;;;\r\n2;Smit\r\n"
    from_text = read_sheet(text.encode("cp1252"))
    lines = [line.split(";") for line in text.splitlines()]
    from_book = read_sheet(book(*lines))
    assert from_text == from_book
    assert (from_text.numbers, from_text.rows[1][:3]) == ((2, 4), ("2", "Smit", ""))


def test_columns_are_guessed_by_their_names():
    found = guessed(HEAD.split(";"))
    assert (found["source_id"], found["birth_name"], found["birth_date"], found["email"]) == (0, 1, 4, 5)
    assert (found["product_kind"], found["amount"], "city" in found) == (7, 9, False)


def a_bomb():
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return body.getvalue()


@pytest.mark.parametrize(
    "body",
    [b"", b"\n\n", b"a;b\n", b"PK\x03\x04broken", b"a\x00b\n1", b"a\n" + b"1\n" * 301, a_bomb()],
    ids=["empty", "blank", "no-rows", "broken", "bytes", "too-many", "bomb"],
)
def test_what_is_no_sheet_is_refused(body):
    with pytest.raises(Refused) as caught:
        read_sheet(body)
    assert caught.value.slug == "sheet-unreadable"


def with_part(name, body):
    """A workbook of which one part says something else."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book(["a", "b"], ["1", "2"]))) as whole,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for each in whole.namelist():
            packed.writestr(each, body if each == name else whole.read(each))
    return made.getvalue()


def outcome_of(body):
    try:
        return "read" if read_sheet(body).columns else "empty"
    except Refused as refused:
        return refused.slug


@pytest.mark.filterwarnings("ignore:Workbook contains no")
@pytest.mark.parametrize(
    "part",
    [*("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml", "xl/sharedStrings.xml")],
)
@pytest.mark.parametrize("body", [b"", b"<a>", b"<a/>", b"\x00\xff"], ids=["empty", "open", "other", "bytes"])
def test_a_workbook_with_a_broken_part_is_refused_or_read(part, body):
    assert outcome_of(with_part(part, body)) in {"read", "sheet-unreadable"}


@pytest.mark.filterwarnings("ignore:Workbook contains no")
def test_a_workbook_with_flipped_bytes_is_refused_or_read():
    whole = book(["a", "b"], ["1", "2"])
    flipped = (whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :] for at in range(0, len(whole), 41))
    assert {outcome_of(each) for each in flipped} == {"read", "sheet-unreadable"}


def test_an_import_that_was_cut_off_before_its_product_gets_it_with_the_next(program, monkeypatch):
    loan = {"product_kind": "mortgage", "goal": "purchase", "amount": "350.000", "repayment": "annuity"}
    with monkeypatch.context() as cut:
        cut.setattr("portal_api.importing.make", lambda *_: None)
        (made,) = imported(program, [row(0, **loan)], keep=True).json()["items"]
    of = f"{API}/dossiers/{made['dossier_id']}/products"
    assert program.get(of).json()["items"] == []
    assert states(imported(program, [row(0, **loan)])) == ["there"]
    assert program.get(of).json()["items"] == []
    for _ in range(2):
        assert states(imported(program, [row(0, **loan)], keep=True)) == ["there"]
    assert [each["kind"] for each in program.get(of).json()["items"]] == ["mortgage"]


def hidden(page):
    return html.unescape(re.search(r'name="sheet" hidden>(.*?)</textarea>', page, re.DOTALL)[1])


def test_the_page_reads_tries_imports_and_keeps_the_mapping(els):
    text = f"{HEAD}\n7;Inleespagina;;A.;14-03-1988;pagina@klant.example;;;;;\n"
    read = els.post("/import/file", files={"file": ("relaties.csv", text.encode(), "text/csv")})
    assert "Welke kolom is wat" in read.text
    sheet = hidden(read.text)
    assert json.loads(sheet)[0] == HEAD.split(";")
    mapping = {"source_id": "0", "birth_name": "1", "email": "5", "initials": "3"}
    parts = {name: (None, value) for name, value in ({"sheet": sheet, "act": "try"} | mapping).items()}
    tried = els.post("/import", files=parts)
    assert ("Er is nog niets bewaard" in tried.text, "nieuw 1" in tried.text) == (True, True)
    kept = els.post("/import", files=parts | {"act": (None, "keep")})
    assert "1 dossiers geopend." in kept.text
    again = els.post("/import/file", files={"file": ("relaties.csv", text.encode(), "text/csv")}).text
    chosen = re.findall(r'<select id="m-birth_date".*?</select>', again, re.DOTALL)[0]
    assert "selected" not in chosen


def test_a_form_that_no_page_made_is_refused(els):
    many = json.dumps([["birth_name"], [["Wit"]] * 301, list(range(301))])
    for sheet in ("", "{}", "[[1],[[1,2]],[1]]", '[["a"],[],[]]', '[["a"],[["b"]],[Infinity]]', "[" * 100_000, many):
        refused = els.post("/import", files={"sheet": (None, sheet), "act": (None, "keep")})
        assert refused.status_code == 422
