"""An office's own words and its forms of address: versions, what is refused, and whose words count for whom."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.plain_words.rules import FIELDS, PlainWords
from handlers.plain_words.views import (
    book_for,
    form_for,
    office_form_for,
    preview_of,
    says_more,
    wordless_for,
    words_for,
    words_of_for,
)
from schemas.action_points import MakeActionPoint, PointTerms
from schemas.errors import NotFound, Refused
from schemas.plain_words import SetFormOfAddress, SetPlainWords
from schemas.viewer import Viewer

ANNA = Viewer("kantoor-1", is_operator=False, actor="user:anna", environment="production", involved_as=("user:anna",))
OFFICES = iter(range(1000))


@pytest.fixture
def nora(hub):
    """The administrator of an office of its own, so that no test reads what another decided."""
    return Viewer(f"kantoor-w{next(OFFICES)}", is_operator=False, actor="user:nora", environment="production")


def keep(hub, viewer, document="009", language="nl", **more):
    command = SetPlainWords(office_id=viewer.office_id, document=document, language=language, **more)
    return hub.command(command, actor=viewer.actor)


def read(hub, view, viewer, *more):
    with hub.database.reading() as connection:
        return view(viewer, connection, *more)


def of(hub, viewer, document, language="nl", form="u"):
    return read(hub, book_for, viewer, language, form).of(document)


def test_an_own_text_goes_before_the_hubs_field_by_field_and_each_version_says_by_whom(hub, nora, chris):
    keep(hub, nora, where="Mail {uw} adviseur: {hij helpt u|hij helpt je}.")
    assert of(hub, nora, "009").where == "Mail uw adviseur: hij helpt u."
    assert of(hub, nora, "009", form="je").where == "Mail je adviseur: hij helpt je."
    assert of(hub, nora, "009").name == "Werkgeversverklaring"
    assert of(hub, nora, "009", "en").where == "Ask your employer, often the payroll department."
    assert of(hub, chris, "009").where.startswith("Vraag het aan uw werkgever")
    hub.now += timedelta(minutes=5)
    keep(hub, replace(nora, actor="user:otto"), where="Bel ons.", seen=1)
    found = read(hub, words_of_for, nora, "009", "nl")
    assert [(each.version, each.words.where, each.set_by) for each in found.versions] == [
        (2, "Bel ons.", "user:otto"),
        (1, "Mail {uw} adviseur: {hij helpt u|hij helpt je}.", "user:nora"),
    ]
    assert found.versions[0].set_at - found.versions[1].set_at == timedelta(minutes=5)
    keep(hub, nora, seen=2)
    assert of(hub, nora, "009").where.startswith("Vraag het aan uw werkgever")
    assert read(hub, words_of_for, nora, "009", "nl").version == 3


def test_the_same_words_again_are_no_version_and_what_moved_is_not_overwritten(hub, nora):
    keep(hub, nora, where="Bel ons.", seen=0)
    keep(hub, nora, where="Bel  ons.\n", seen=0)
    assert read(hub, words_of_for, nora, "009", "nl").version == 1
    with pytest.raises(Refused) as refused:
        keep(hub, nora, where="Mail ons.", seen=0)
    assert refused.value.slug == "stale"
    assert of(hub, nora, "009").where == "Bel ons."


@pytest.mark.parametrize(
    ("more", "slug", "path"),
    [
        ({"where": "Bel {hem}."}, "words-braces", "where"),
        ({"what": "Een {u|je|jij}."}, "words-braces", "what"),
        ({"what": "Een {}."}, "words-braces", "what"),
        ({"what": "Een { open."}, "words-braces", "what"),
        ({"what": "Dicht }."}, "words-braces", "what"),
        ({"age": "Vraag het aan uw bank."}, "words-addressed", "age"),
        ({"often_wrong": "Dan moet je opnieuw."}, "words-addressed", "often_wrong"),
        ({"name": "n" * 41}, "request-invalid", "name"),
        ({"what": "w" * 301}, "request-invalid", "what"),
        ({"document": "999", "name": "Iets"}, "request-invalid", "document"),
        ({"document": "252", "what": "Zonder naam."}, "request-invalid", "name"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_what_cannot_be_read_in_both_forms_is_refused_and_changes_nothing(hub, nora, more, slug, path):
    with pytest.raises(Refused) as refused:
        keep(hub, nora, **more)
    assert (refused.value.slug, refused.value.path) == (slug, path)
    assert of(hub, nora, "009").where.startswith("Vraag het aan uw werkgever")


def test_an_english_text_says_you_and_may_hold_words_that_are_dutch_elsewhere(hub, nora):
    keep(hub, nora, language="en", what="Je ne sais quoi.")
    assert of(hub, nora, "009", "en").what == "Je ne sais quoi."
    assert of(hub, nora, "009", "pl").what == "Je ne sais quoi."


def test_a_document_of_which_the_hub_says_nothing_gets_words_and_another_language_is_better_than_none(hub, nora):
    assert of(hub, nora, "252") is None
    keep(hub, nora, document="252", name="Ons formulier", what="Het formulier van {uw} adviseur.")
    assert of(hub, nora, "252", form="je").what == "Het formulier van je adviseur."
    assert of(hub, nora, "252", "en").name == "Ons formulier"
    with pytest.raises(NotFound):
        read(hub, words_of_for, nora, "999", "nl")


def test_a_preview_reads_both_forms_and_refuses_as_keeping_does():
    empty = dict.fromkeys(FIELDS, "")
    u, je = preview_of("009", "nl", PlainWords(**empty | {"where": "{Krijgt u|Krijg je} niets? Bel."}))
    assert (u.where, je.where) == ("Krijgt u niets? Bel.", "Krijg je niets? Bel.")
    assert je.what.startswith("Een formulier waarop je werkgever")
    with pytest.raises(Refused):
        preview_of("009", "nl", PlainWords(**empty | {"where": "Bel uw bank."}))


def test_the_office_chooses_a_form_of_address_and_a_customer_his_own(hub, nora):
    anna = replace(ANNA, office_id=nora.office_id)
    assert (read(hub, office_form_for, nora), read(hub, form_for, anna)) == ("u", "u")
    hub.command(SetFormOfAddress(office_id=nora.office_id, form="je"), actor=nora.actor)
    assert (read(hub, office_form_for, nora), read(hub, form_for, anna)) == ("je", "je")
    hub.command(SetFormOfAddress(office_id=nora.office_id, person="user:anna", form="u"), actor="user:anna")
    assert (read(hub, office_form_for, nora), read(hub, form_for, anna)) == ("je", "u")
    looking = replace(anna, actor="user:els", only_in="0199f3d2")
    assert read(hub, form_for, looking) == "u"
    for _ in range(2):
        hub.command(SetFormOfAddress(office_id=nora.office_id, person="user:anna"), actor="user:anna")
    assert read(hub, form_for, anna) == "je"


def test_what_customers_were_asked_without_plain_words_is_listed_for_ninety_days(hub, dossier, bram, chris):
    def ask(document):
        terms = PointTerms(subject="Iets", document=document)
        hub.command(MakeActionPoint(dossier_id=dossier, terms=terms), actor="user:bram")

    for document in ("252", "252", "009", ""):
        ask(document)
    (found,) = read(hub, wordless_for, bram, hub.now)
    assert (found.document, found.text, found.asked) == ("252", "Intern document", 2)
    assert read(hub, wordless_for, chris, hub.now) == ()
    first = read(hub, words_for, bram, hub.now)[0]
    assert (first.document, first.name, first.asked) == ("252", "", 2)
    # What is still open counts, whenever it was asked.
    assert len(read(hub, wordless_for, bram, hub.now + timedelta(days=91))) == 1
    keep(hub, bram, document="252", name="Ons formulier")
    assert read(hub, wordless_for, bram, hub.now) == ()
    keep(hub, bram, document="252")


@pytest.mark.parametrize(
    ("document", "subject", "more"),
    [
        ("009", "Werkgeversverklaring(en)", False),
        ("009", "werkgeversverklaring", False),
        ("011", "Uw laatste loonstrook", False),
        ("009", "Werkgeversverklaring van Anna, De Bakker BV", True),
    ],
)
def test_the_words_of_an_action_point_are_shown_when_they_say_more_than_the_name(hub, bram, document, subject, more):
    assert says_more(document, subject, of(hub, bram, document)) is more
