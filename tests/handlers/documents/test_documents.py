from handlers.documents.tables import DOCUMENTS
from handlers.dossiers.views import dossier_for
from schemas.offers import OfferFile
from tests.builders.commands import coded, da, dx, line, moment, sx


def delivered(hub, dossier, viewer):
    (first, *_) = hub.read(dossier_for, viewer, ..., dossier).applications[0].stock_list.lines
    return [(document.blob, document.answer) for document in first.documents]


def refusal(day):
    return sx("04 Bestandsformaat te groot", day=day, domain="DX", document_number="D1", lines=("Maak het kleiner.",))


def test_a_document_ahead_of_its_application_waits(hub, lane):
    assert hub.message(lane, dx()).state == "waiting"


def test_a_document_stands_under_its_line(hub, linked, dossier, bram):
    hub.message(linked, da(line("D1")))
    hub.message(linked, dx("D1"))
    assert delivered(hub, dossier, bram) == [("sha256:cd", "")]


def test_the_same_file_again_is_on_file_once(hub, linked, dossier):
    hub.message(linked, dx(day=6))
    assert hub.message(linked, dx(day=5)).state == "superseded"
    assert [row.moment[:10] for row in hub.rows(DOCUMENTS, dossier)] == ["2026-11-06"]


def test_the_lenders_refusal_marks_the_delivery_before_it(hub, linked, dossier, bram):
    hub.message(linked, da(line("D1")))
    hub.message(linked, dx("D1", day=6))
    hub.message(linked, refusal(day=7))
    hub.message(linked, dx("D1", day=8, blob="sha256:ef"))
    assert delivered(hub, dossier, bram) == [("sha256:cd", "04 Bestandsformaat te groot"), ("sha256:ef", "")]
    assert hub.timeline(dossier)[-2].facts["reason"] == "Maak het kleiner."


def test_a_refusal_may_come_before_its_document(hub, linked, dossier, bram):
    hub.message(linked, da(line("D1")))
    hub.message(linked, refusal(day=7))
    hub.message(linked, dx("D1", day=6))
    assert delivered(hub, dossier, bram) == [("sha256:cd", "04 Bestandsformaat te groot")]


def test_a_document_without_a_moment_stands_where_it_was_sent(hub, linked, dossier):
    hub.message(linked, dx("D1", moment=None, sent_at=moment(9)))
    assert [row.moment for row in hub.rows(DOCUMENTS, dossier)] == ["2026-11-09T10:00:00"]


def test_a_document_for_a_line_that_nobody_asked_for_is_of_the_application(hub, linked, dossier, bram):
    hub.message(linked, dx("D7"))
    (application,) = hub.read(dossier_for, bram, ..., dossier).applications
    assert application.stock_list is None
    assert [document.line_number for document in application.documents] == ["D7"]


def test_the_timeline_names_the_element_that_held_the_file(hub, linked, dossier):
    file = OfferFile(blob="sha256:cd", size=4, kind=coded("99 overig"), source="DocumentBericht/PrintDoc")
    hub.message(linked, dx("D1", file=file))
    (change,) = hub.timeline(dossier)[-1].changes
    assert change["path"] == "DocumentBericht/PrintDoc"
