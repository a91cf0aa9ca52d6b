import pytest

from handlers.documents.views.stukken import deliverers_for
from schemas.documents import SetOfficeDeliverer
from schemas.errors import Refused
from tests.builders.commands import da, line


def table(office):
    return {each.document: each for each in office.rounds.read(deliverers_for, office.viewer, ...)}


def says(office, document, deliverer, office_id="kantoor-1"):
    office.do(SetOfficeDeliverer(office_id=office_id, document=document, deliverer=deliverer))


def test_a_line_has_the_deliverer_of_the_shipped_table(hub, office):
    hub.message(office.lane, da(line("D1"), line("D2", document="003 Taxatierapport"), line("D3", document="508 Rest")))
    assert [office.stuk(n).deliverer for n in ("D1", "D2", "D3")] == ["customer", "third", "adviser"]


def test_an_office_has_its_own_word_for_lines_that_come_after_it(hub, office):
    hub.message(office.lane, da(line("D1", day=5)))
    says(office, "009", "adviser")
    hub.message(office.lane, da(line("D1", day=5), line("D2", day=6)))
    assert [office.stuk(n).deliverer for n in ("D1", "D2")] == ["customer", "adviser"]
    assert (table(office)["009"].deliverer, table(office)["009"].default, table(office)["009"].is_own) == (
        "adviser",
        "customer",
        True,
    )
    says(office, "009", None)
    assert (table(office)["009"].deliverer, table(office)["009"].is_own) == ("customer", False)


def test_the_word_of_another_office_counts_there_only(hub, office):
    says(office, "009", "third", "kantoor-2")
    hub.message(office.lane, da(line("D1")))
    assert office.stuk("D1").deliverer == "customer"
    assert table(office)["009"].deliverer == "customer"


def test_a_person_has_the_last_word_about_a_line(hub, office):
    hub.message(office.lane, da(line("D1", day=5)))
    office.set_deliverer("D1", "third")
    hub.message(office.lane, da(line("D1", day=5, document="011 Laatste loonafrekening"), moment=None))
    stuk = office.stuk("D1")
    assert (stuk.deliverer, stuk.is_default_deliverer) == ("third", False)
    assert hub.timeline(office.dossier)[-2].changes == [
        {"field": "line.D1.deliverer", "old": "customer", "new": "third", "path": ""}
    ]


def test_a_line_that_becomes_another_document_gets_the_deliverer_of_that_one(hub, office):
    hub.message(office.lane, da(line("D1", day=5)))
    hub.message(office.lane, da(line("D1", day=6, document="003 Taxatierapport van de woning")))
    assert office.stuk("D1").deliverer == "third"


def test_a_code_that_is_in_no_list_has_no_word_of_the_office(office):
    with pytest.raises(Refused) as refused:
        says(office, "999", "third")
    assert (refused.value.slug, refused.value.path) == ("request-invalid", "document")
