"""From an approved document to the lender and back: what goes out, what stands in the way, what an answer does."""

import pytest

from handlers.documents.rules.answers import MEANINGS, meaning_of
from handlers.documents.tables import ATTACHMENTS, DOCUMENTS
from hub.outgoing import sent_in
from schemas.errors import NotFound, Refused
from schemas.hdn.codes import texts
from tests.builders.commands import ax, coded, da, line, sx
from tests.builders.stukken import RECEIVER, TOO_LARGE, blob


def answered(hub, office, code, day=7, **more):
    text = f"{code} {texts('StatusDXBericht').get(code, 'Onbekend')}"
    hub.message(office.lane, sx(text, day=day, domain="DX", document_number="D1", **more))


def outgoing(office):
    with office.rounds.database.reading() as connection:
        return [(each.code, each.about, each.state) for each in sent_in(connection, office.lane)]


def slug_of(office, number="D1", **more):
    with pytest.raises(Refused) as refused:
        office.send(number, **more)
    return refused.value.slug


def test_the_lender_gets_the_document_as_it_was_composed_under_its_own_number(hub, office):
    asked_for = line("D1", "01 Aan te leveren", day=5, description="Werkgeversverklaring Anna", originals=True)
    hub.message(office.lane, da(asked_for, lender_reference="L-77"))
    office.deliver("D1", "werkgever")
    (letter,) = office.letters.sent
    assert (letter.number, letter.file, letter.size) == ("D1", blob("werkgever"), 4096)
    assert (letter.document.code, letter.description, letter.lender_reference) == (
        "009",
        "Werkgeversverklaring Anna",
        "L-77",
    )
    assert (letter.status.code, letter.moment.isoformat(), letter.originals) == ("01", "2026-11-05T10:00:00", True)
    assert (letter.route.sender, letter.route.receiver, letter.route.number) == ("100001", RECEIVER, "A-1")
    assert letter.file_type.code == "PDF"
    assert outgoing(office) == [("DX", "D1", "queued")]


def test_what_was_sent_is_a_document_of_the_dossier(asked):
    asked.deliver("D1", "werkgever")
    (row,) = asked.rounds.rows(DOCUMENTS, asked.dossier)
    assert (row.line_number, row.blob, row.size) == ("D1", blob("werkgever"), 4096)
    assert row.outgoing_id
    assert [each.outgoing_id for each in asked.rounds.rows(ATTACHMENTS, asked.dossier)] == [row.outgoing_id]
    assert asked.rounds.timeline(asked.dossier)[-1].kind == "stuk-sent"


def test_a_document_answers_the_version_of_its_list(hub, office):
    hub.message(office.lane, ax(2))
    hub.message(office.lane, da(line("D1", day=6), request_version=2))
    office.deliver("D1")
    assert office.letters.sent[0].route.request_version == 2


def test_nothing_goes_out_before_all_is_judged(asked):
    assert slug_of(asked) == "stuk-empty"
    file = asked.attach("D1")
    assert slug_of(asked) == "file-not-scanned"
    asked.scan(file)
    assert slug_of(asked) == "stuk-not-judged"
    asked.judge(file)
    assert slug_of(asked) == "stuk-not-prepared"
    asked.prepare("D1")
    asked.send("D1")
    assert slug_of(asked) == "stuk-sent"
    assert len(asked.letters.sent) == 1


def test_one_file_that_was_rejected_stops_the_stuk(asked):
    one, two = asked.attach("D1", "een.pdf"), asked.attach("D1", "twee.pdf")
    for each in (one, two):
        asked.scan(each)
    asked.judge(one)
    asked.judge(two, "Onleesbaar")
    assert slug_of(asked) == "stuk-not-judged"


def test_a_document_of_other_pages_does_not_go(asked):
    one, two = asked.approve("D1", "een.pdf", "twee.pdf")
    asked.prepare("D1")
    asked.arrange("D1", (two, 0), (one, 0))
    assert slug_of(asked) == "stuk-not-prepared"


def test_a_document_that_is_too_large_is_refused_with_its_size(asked):
    asked.approve("D1")
    asked.prepare("D1", blob="", trouble=TOO_LARGE)
    with pytest.raises(Refused) as refused:
        asked.send("D1")
    assert (refused.value.slug, refused.value.nl) == ("document-too-large", "Te groot: 9,0 MB van 5,0 MB.")


@pytest.mark.parametrize("status", ["02 In behandeling", "03 Ontvangen", "04 Akkoord", "06 Voorlopig", "08 Vervallen"])
def test_what_the_lender_does_not_ask_for_is_not_sent(hub, asked, status):
    asked.approve("D1")
    asked.prepare("D1")
    hub.message(asked.lane, da(line("D1", status, day=6, status_note="Toelichting")))
    assert slug_of(asked) == "document-not-awaited"


def test_what_the_lender_fetches_itself_is_not_sent(hub, office):
    hub.message(office.lane, da(line("D1", from_source=True)))
    office.attach("D1")
    assert slug_of(office) == "document-from-source"


def test_a_document_goes_over_an_exchange_of_its_own_application_only(hub, asked):
    asked.approve("D1")
    asked.prepare("D1")
    stranger = hub.lane()
    hub.message(stranger, ax())
    with pytest.raises(NotFound):
        asked.send("D1", lane_id=stranger)
    assert asked.letters.sent == []


# What the lender answers


def test_every_code_of_the_standard_has_a_meaning():
    assert set(MEANINGS) == set(texts("StatusDXBericht"))
    assert {code: row.again for code, row in MEANINGS.items()} == {
        "01": "changed",
        "02": "never",
        "03": "as-it-is",
        "04": "changed",
        "05": "as-it-is",
        "06": "as-it-is",
        "80": "as-it-is",
        "81": "as-it-is",
        "82": "never",
    }


@pytest.mark.parametrize("code", ["01", "03", "04", "05", "06", "80", "81", "99"])
def test_a_delivery_that_the_lender_could_not_take_is_open_again_with_its_reason(hub, asked, code):
    asked.deliver("D1")
    answered(hub, asked, code, lines=("Zie bijlage.",))
    stuk = asked.stuk("D1")
    assert stuk.state == "refused"
    assert stuk.reason == f"{meaning_of(code).nl} Zie bijlage."
    assert outgoing(asked) == [("DX", "D1", "refused")]


@pytest.mark.parametrize("code", ["02", "82"])
def test_an_answer_that_the_lender_has_it_asks_nothing(hub, asked, code):
    asked.deliver("D1")
    answered(hub, asked, code)
    assert asked.stuk("D1").state == "sent"
    assert "U hoeft niets te doen." in asked.stuk("D1").answer.nl
    assert outgoing(asked) == [("DX", "D1", "acknowledged")]
    assert asked.points() == [("Werkgeversverklaring Anna", "done", "")]


@pytest.mark.parametrize("code", ["01", "04"])
def test_a_document_with_a_defect_of_its_own_goes_again_only_when_it_is_changed(hub, asked, code):
    _one, two = asked.approve("D1", "een.pdf", "twee.pdf")
    asked.prepare("D1", "both")
    asked.send("D1")
    answered(hub, asked, code)
    assert slug_of(asked) == "stuk-unchanged"
    asked.arrange("D1", (two, 0))
    asked.prepare("D1", "only the second")
    asked.send("D1")
    assert (asked.stuk("D1").state, asked.letters.sent[-1].file) == ("sent", blob("only the second"))


def test_a_document_that_the_lender_misjudged_goes_again_as_it_is(hub, asked):
    asked.deliver("D1", "werkgever")
    answered(hub, asked, "03")
    asked.send("D1")
    assert asked.stuk("D1").state == "sent"
    assert [letter.file for letter in asked.letters.sent] == [blob("werkgever")] * 2
    answered(hub, asked, "03", day=9)
    assert asked.stuk("D1").state == "refused"


def test_a_rejection_is_answered_under_the_same_number(hub, asked):
    asked.deliver("D1", "een")
    hub.message(asked.lane, da(line("D1", "07 Afgekeurd", day=6, status_note="Onleesbaar")))
    assert slug_of(asked) == "stuk-empty"
    asked.deliver("D1", "twee")
    assert [(letter.number, letter.file) for letter in asked.letters.sent] == [
        ("D1", blob("een")),
        ("D1", blob("twee")),
    ]
    assert asked.letters.sent[-1].status.code == "07"
    assert asked.stuk("D1").state == "sent"


def test_what_the_lender_rejected_does_not_go_again_as_it_was(hub, asked):
    (one,) = asked.approve("D1", "een.pdf", pages=2)
    asked.prepare("D1", "whole")
    asked.send("D1")
    hub.message(asked.lane, da(line("D1", "07 Afgekeurd", day=6, status_note="Alleen pagina 2 graag")))
    asked.arrange("D1", (one, 0), (one, 1))
    asked.prepare("D1", "whole")
    assert slug_of(asked) == "stuk-unchanged"
    asked.arrange("D1", (one, 1))
    asked.prepare("D1", "page two")
    asked.send("D1")
    assert asked.letters.sent[-1].file == blob("page two")


@pytest.mark.parametrize("status", ["02 In behandeling", "03 Ontvangen", "04 Akkoord", "06 Voorlopig", "07 Afgekeurd"])
def test_a_list_that_speaks_of_the_document_says_that_it_arrived(hub, asked, status):
    asked.deliver("D1")
    hub.message(asked.lane, da(line("D1", status, day=6, status_note="Toelichting")))
    assert outgoing(asked) == [("DX", "D1", "acknowledged")]


def test_a_list_that_still_asks_says_nothing_about_the_document(hub, asked):
    asked.deliver("D1")
    hub.message(asked.lane, da(line("D1", "01 Aan te leveren", day=6)))
    assert outgoing(asked) == [("DX", "D1", "queued")]


def test_what_a_person_took_back_before_it_went_can_be_sent_again(asked):
    asked.deliver("D1")
    with asked.rounds.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE outgoing SET state = 'withdrawn'")
    assert asked.stuk("D1").state == "approved"
    asked.send("D1")
    assert asked.stuk("D1").state == "sent"


def test_the_letter_of_a_line_with_a_moment_of_delivery_carries_it(hub, office):
    hub.message(office.lane, da(line("D1", delivery_moment=coded("02 Voor bindende offerte"))))
    office.deliver("D1")
    assert office.letters.sent[0].delivery_moment == coded("02 Voor bindende offerte")
