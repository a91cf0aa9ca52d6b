"""Where a stuk stands, from gevraagd to the lender's last word, and the document that is made of its pages."""

import pytest

from handlers.documents.tables import STUKKEN
from schemas.errors import Conflict, Refused
from tests.builders.commands import da, dx, line, moment, ox, sx
from tests.builders.stukken import TOO_LARGE, blob


def state(office, number="D1"):
    return office.stuk(number).state


def says(hub, office, status, day, **more):
    hub.message(office.lane, da(line("D1", status, day=day, **more)))


def wanted(office, number="D1"):
    (row,) = [each for each in office.rounds.rows(STUKKEN, office.dossier) if each.line_number == number]
    return row.wanted


def test_a_stuk_goes_from_asked_to_sent(asked):
    assert state(asked) == "requested"
    file = asked.attach("D1")
    assert state(asked) == "handed_in"
    asked.scan(file)
    assert state(asked) == "handed_in"
    asked.judge(file)
    assert state(asked) == "approved"
    asked.prepare("D1")
    asked.send("D1")
    assert state(asked) == "sent"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("02 In behandeling", "in_treatment"),
        ("03 Ontvangen", "received"),
        ("06 Voorlopig akkoord", "provisional"),
        ("04 Akkoord", "accepted"),
        ("08 Vervallen", "withdrawn"),
        ("05 Onbekend", "in_treatment"),
    ],
)
def test_the_lender_says_where_a_sent_stuk_stands(hub, asked, status, expected):
    asked.deliver("D1")
    says(hub, asked, status, 6, status_note="Toelichting")
    assert (state(asked), asked.stuk("D1").reason) == (expected, "Toelichting")


def test_a_rejection_of_the_lender_asks_for_it_again_with_the_reason(hub, asked):
    asked.deliver("D1")
    says(hub, asked, "07 Afgekeurd", 6, status_note="Handtekening ontbreekt")
    assert (state(asked), asked.stuk("D1").reason) == ("returned", "Handtekening ontbreekt")


def test_what_was_handed_in_before_a_rejection_of_the_lender_does_not_answer_it(hub, asked):
    asked.deliver("D1")
    asked.attach("D1", "nakomer.pdf")
    says(hub, asked, "07 Afgekeurd", 6, status_note="Handtekening ontbreekt")
    assert state(asked) == "returned"
    asked.attach("D1", "opnieuw.pdf")
    assert state(asked) == "handed_in"


def test_a_rejection_under_an_unchanged_moment_is_a_rejection_too(hub, asked):
    asked.deliver("D1")
    hub.message(asked.lane, da(line("D1", "07 Afgekeurd", day=5, status_note="Onleesbaar"), moment=moment(6)))
    assert state(asked) == "returned"


def test_a_list_that_repeats_its_request_does_not_ask_again_for_what_was_sent(hub, asked):
    asked.deliver("D1")
    says(hub, asked, "01 Aan te leveren", 6)
    assert state(asked) == "sent"


def test_a_list_that_repeats_its_rejection_does_not_reject_what_was_sent_since(hub, asked):
    asked.deliver("D1", "een")
    says(hub, asked, "07 Afgekeurd", 6, status_note="Onleesbaar")
    asked.deliver("D1", "twee")
    hub.message(asked.lane, da(line("D1", "07 Afgekeurd", day=6, status_note="Onleesbaar"), line("D2", day=7)))
    assert state(asked) == "sent"
    says(hub, asked, "07 Afgekeurd", 8, status_note="Nog steeds onleesbaar")
    assert (state(asked), asked.stuk("D1").reason) == ("returned", "Nog steeds onleesbaar")


def test_a_stuk_that_a_new_offer_opens_again_is_asked_anew(hub, asked):
    asked.deliver("D1")
    says(hub, asked, "04 Akkoord", 6)
    hub.message(asked.lane, ox("binding", day=7))
    hub.message(asked.lane, ox("indicative", day=8))
    says(hub, asked, "01 Aan te leveren", 9)
    assert state(asked) == "requested"
    assert [each.is_asked for each in asked.stuk("D1").attachments] == [False]


def test_what_a_package_delivered_was_sent(hub, asked):
    hub.message(asked.lane, dx("D1", day=6))
    assert state(asked) == "sent"
    says(hub, asked, "07 Afgekeurd", 7, status_note="Onleesbaar")
    assert state(asked) == "returned"


def test_a_rejection_by_the_office_is_answered_by_a_file_that_comes_after_it(asked):
    one, two = asked.attach("D1", "een.pdf"), asked.attach("D1", "twee.pdf")
    for each in (one, two):
        asked.scan(each)
    asked.judge(one, "Pagina 2 ontbreekt")
    asked.judge(two)
    assert (state(asked), asked.stuk("D1").reason) == ("rejected", "Pagina 2 ontbreekt")
    three = asked.attach("D1", "drie.pdf")
    assert state(asked) == "handed_in"
    asked.scan(three)
    asked.judge(three)
    assert state(asked) == "approved"
    assert [page.attachment for page in asked.stuk("D1").pages] == [two, three]


def test_removing_a_rejected_file_takes_its_rejection_along(asked):
    one, two = asked.attach("D1", "een.pdf"), asked.attach("D1", "twee.pdf")
    for each in (one, two):
        asked.scan(each)
    asked.judge(one, "Dubbel")
    asked.judge(two)
    asked.remove(one)
    assert state(asked) == "approved"


def test_a_line_that_comes_from_a_source_is_nobodys_to_deliver(hub, office):
    hub.message(office.lane, da(line("D1", from_source=True)))
    assert (state(office), office.stuk("D1").deliverer) == ("from_source", "source")


# The document of the pages


def test_a_document_is_made_when_every_file_is_approved(asked):
    one, two = asked.attach("D1", "een.pdf"), asked.attach("D1", "twee.pdf")
    for each in (one, two):
        asked.scan(each)
    asked.judge(one)
    assert wanted(asked) == ""
    asked.judge(two)
    assert wanted(asked) != ""
    assert asked.stuk("D1").is_being_made


def test_the_document_has_the_pages_in_the_order_that_the_office_chose(asked):
    one, two = asked.approve("D1", "een.pdf", "twee.pdf", pages=2)
    assert [(p.attachment, p.index, p.turn) for p in asked.stuk("D1").pages] == [
        (one, 0, 0),
        (one, 1, 0),
        (two, 0, 0),
        (two, 1, 0),
    ]
    asked.arrange("D1", (two, 1, 90), (one, 0))
    assert [(p.attachment, p.index, p.turn) for p in asked.stuk("D1").pages] == [(two, 1, 90), (one, 0, 0)]


def test_another_order_is_another_document(asked):
    one, two = asked.approve("D1", "een.pdf", "twee.pdf")
    before = wanted(asked)
    asked.prepare("D1")
    assert asked.stuk("D1").prepared.blob == blob("document")
    asked.arrange("D1", (two, 0), (one, 0))
    assert wanted(asked) != before
    assert asked.stuk("D1").prepared is None
    asked.arrange("D1", (one, 0), (two, 0))
    assert wanted(asked) == before


def test_a_file_that_comes_after_an_arrangement_stands_behind_it(asked):
    one, two = asked.approve("D1", "een.pdf", "twee.pdf")
    asked.arrange("D1", (two, 0), (one, 0))
    (three,) = asked.approve("D1", "drie.pdf")
    assert [page.attachment for page in asked.stuk("D1").pages] == [two, one, three]


def test_no_pages_means_all_as_they_were_handed_in(asked):
    one, two = asked.approve("D1", "een.pdf", "twee.pdf")
    asked.arrange("D1", (two, 0))
    asked.arrange("D1")
    assert [page.attachment for page in asked.stuk("D1").pages] == [one, two]


@pytest.mark.parametrize("pages", [[("unknown", 0)], [("one", 5)], [("one", 0), ("one", 0)]])
def test_a_page_that_is_not_there_or_twice_is_refused(asked, pages):
    (one,) = asked.approve("D1", "een.pdf")
    with pytest.raises(Refused) as refused:
        asked.arrange("D1", *[(one if name == "one" else name, index) for name, index in pages])
    assert refused.value.slug == "page-unknown"


def test_nobody_merges_what_is_not_clean(asked):
    file = asked.attach("D1")
    with pytest.raises(Conflict) as refused:
        asked.arrange("D1", (file, 0))
    assert refused.value.slug == "file-not-scanned"


def test_a_document_that_is_no_longer_wanted_is_not_taken(asked):
    _one, two = asked.approve("D1", "een.pdf", "twee.pdf")
    late = wanted(asked)
    asked.arrange("D1", (two, 0))
    assert asked.prepare("D1", made_of=late).state == "superseded"
    assert asked.stuk("D1").prepared is None


def test_the_first_document_of_the_same_pages_counts(asked):
    asked.approve("D1")
    asked.prepare("D1", "first")
    assert asked.prepare("D1", "second").state == "superseded"
    assert asked.stuk("D1").prepared.blob == blob("first")


def test_a_document_that_cannot_be_made_says_why_and_is_not_tried_for_ever(asked):
    asked.approve("D1")
    asked.prepare("D1", blob="", trouble=TOO_LARGE)
    stuk = asked.stuk("D1")
    assert (stuk.trouble.slug, stuk.trouble.nl) == ("document-too-large", "Te groot: 9,0 MB van 5,0 MB.")
    assert not stuk.is_being_made
    assert stuk.obstacle.slug == "document-too-large"


def test_arranging_the_same_pages_tries_again(asked):
    (one,) = asked.approve("D1")
    asked.arrange("D1", (one, 0))
    asked.prepare("D1", blob="", trouble=TOO_LARGE)
    asked.arrange("D1", (one, 0))
    assert asked.stuk("D1").is_being_made
    asked.prepare("D1", "smaller")
    assert asked.stuk("D1").prepared.blob == blob("smaller")


def test_the_answer_to_a_delivery_stands_with_what_to_do_about_it(hub, asked):
    asked.deliver("D1")
    hub.message(asked.lane, sx("04 Bestandsformaat te groot", day=7, domain="DX", document_number="D1"))
    stuk = asked.stuk("D1")
    assert (stuk.state, stuk.answer.code) == ("refused", "04")
    assert stuk.answer.nl.startswith("Het document is te groot voor de geldverstrekker. Laat pagina's weg")
