from datetime import date

from handlers.dossiers.views import dossier_for
from handlers.stock_lists.tables import LIST_VERSIONS, STOCK_LINES
from tests.builders.commands import ax, coded, da, line, ox


def stock_list(hub, dossier, viewer):
    return hub.read(dossier_for, viewer, ..., dossier).applications[0].stock_list


def lines(hub, dossier):
    return {row.number: row for row in hub.rows(STOCK_LINES, dossier)}


def test_a_request_ahead_of_its_application_waits(hub, lane):
    assert hub.message(lane, da(line())).state == "waiting"
    hub.message(lane, ax())
    assert hub.waiting_in(lane) == []


def test_an_application_without_a_request_has_no_list(hub, dossier, bram):
    assert stock_list(hub, dossier, bram) is None


def test_a_request_becomes_the_list_with_what_is_open(hub, linked, dossier, bram):
    hub.message(linked, da(line("D1"), line("D2", "07 Afgekeurd", status_note="Onleesbaar"), line("D3", "04 Akkoord")))
    found = stock_list(hub, dossier, bram)
    assert found.open_actions == 2
    assert [(each.number, each.status, each.is_open) for each in found.lines] == [
        ("D1", "01", True),
        ("D2", "07", True),
        ("D3", "04", False),
    ]


def test_a_line_that_comes_from_a_source_is_not_asked_for(hub, linked, dossier, bram):
    hub.message(linked, da(line("D1", from_source=True)))
    assert stock_list(hub, dossier, bram).open_actions == 0


def test_a_later_request_replaces_the_list(hub, linked, dossier):
    hub.message(linked, da(line("D1", day=5), line("D2", day=5)))
    hub.message(linked, da(line("D1", "03 Ontvangen", day=6)))
    assert [(n, row.status, row.on_list) for n, row in lines(hub, dossier).items()] == [
        ("D1", "03", True),
        ("D2", "01", False),
    ]


def test_a_request_that_comes_late_does_not_replace_it(hub, linked, dossier):
    hub.message(linked, da(line("D1", "03 Ontvangen", day=6)))
    assert hub.message(linked, da(line("D1", day=5), line("D2", day=5))).state == "superseded"
    assert [(n, row.status, row.on_list) for n, row in lines(hub, dossier).items()] == [
        ("D1", "03", True),
        ("D2", "01", False),
    ]
    assert len(hub.rows(LIST_VERSIONS, dossier)) == 2


def test_the_status_of_the_chain_never_overwrites_the_lenders(hub, linked, dossier):
    hub.message(linked, da(line(chain_status=coded("03 Ontvangen"), chain_status_note="bij de serviceprovider")))
    row = lines(hub, dossier)["D1"]
    assert (row.status, row.chain_status, row.chain_note) == ("01", "03", "bij de serviceprovider")


def test_an_approved_document_is_valid_for_its_term(hub, linked, dossier):
    hub.message(linked, da(line("D1", "04 Akkoord", day=5), line("D2", day=5)))
    assert {n: row.valid_until for n, row in lines(hub, dossier).items()} == {"D1": date(2027, 2, 5), "D2": None}


def test_an_approval_is_defended_and_the_line_says_so(hub, linked, dossier):
    hub.message(linked, da(line("D1", "04 Akkoord", day=5)))
    hub.message(linked, da(line("D1", "01 Aan te leveren", day=6)))
    row = lines(hub, dossier)["D1"]
    assert (row.status, row.flags) == ("04", ["approved-stays-approved"])


def test_an_offer_that_comes_late_may_open_the_line_again(hub, linked, dossier):
    hub.message(linked, da(line("D1", "04 Akkoord", day=5)))
    hub.message(linked, ox("binding", day=6))
    hub.message(linked, da(line("D1", "01 Aan te leveren", day=9)))
    assert lines(hub, dossier)["D1"].status == "04"
    hub.message(linked, ox("indicative", day=7))
    assert (lines(hub, dossier)["D1"].status, lines(hub, dossier)["D1"].flags) == ("01", [])
    assert [each.kind for each in hub.timeline(dossier)][-2:] == ["offer-registered", "stock-list-weighed-again"]


def test_only_lines_that_changed_are_told(hub, linked, dossier):
    hub.message(linked, da(line("D1", day=5), line("D2", day=5)))
    hub.message(linked, da(line("D1", day=5), line("D2", "07 Afgekeurd", day=6, status_note="Onleesbaar")))
    assert hub.timeline(dossier)[-1].changes == [
        {
            "field": "line.D2.status",
            "old": "01 Aan te leveren",
            "new": "07 Afgekeurd",
            "path": "DocumentAanvraagBericht/DocumentKenmerk[D2]/DocumentStatus",
        },
        {"field": "line.D2.note", "old": "", "new": "Onleesbaar", "path": ""},
    ]
