"""The texts that ship: whole, short, in words that everybody uses, and never in two forms of address at once."""

import re
from pathlib import Path

import pytest

from handlers.action_points.checklists import checklists
from handlers.plain_words.rules import FIELD_MOST, FIELDS, NAME_MOST, told, written
from handlers.plain_words.shipped import LANGUAGES, shipped
from handlers.stock_lists.validity import VALIDITIES
from schemas.hdn.deliverers import default_deliverers

MOST_WORDS = 20
HARD = [
    line
    for line in Path(__file__).with_name("hard_words.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
OF_CUSTOMERS = {each.document for each in default_deliverers().values() if each.deliverer == "customer"}
ASKED_BY_PROFILE = {item.document for each in checklists() for item in each.items}
EITHER = [(language, form) for language in LANGUAGES for form in ("u", "je")]
OTHER_FORM = {"u": r"\b(je|jij|jou|jouw|jullie)\b", "je": r"\b(u|uw)\b"}
INVERTED = re.compile(
    r"\b(\w+t|heb|ben|kun|wil|zul|mag|zal|van|voor|aan|bij|door|naar|tegen|over) \{u\}", re.IGNORECASE
)
"""A verb before its subject, or a word that asks for `jou`: the place has to hold both texts."""
NO_VERBS = {"dat", "wat", "moet"}


def texts(language, form):
    """Every field as somebody reads it."""
    for code, words in shipped(language).items():
        for field in FIELDS:
            yield code, field, getattr(told(words, form), field)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_document_that_a_customer_may_deliver_has_every_field(language):
    known = shipped(language)
    assert (OF_CUSTOMERS | ASKED_BY_PROFILE) - set(known) == set()
    assert set(known) <= set(default_deliverers())
    assert [(code, field) for code, field, text in texts(language, "u") if not text.strip()] == []


@pytest.mark.parametrize(("language", "form"), EITHER)
def test_a_name_a_field_and_a_sentence_are_short(language, form):
    most = {field: NAME_MOST if field == "name" else FIELD_MOST for field in FIELDS}
    assert [(code, field) for code, field, text in texts(language, form) if len(text) > most[field]] == []
    sentences = [(code, each) for code, _, text in texts(language, form) for each in re.split(r"(?<=[.!?:]) ", text)]
    assert [(code, each) for code, each in sentences if len(each.split()) > MOST_WORDS] == []


@pytest.mark.parametrize(("language", "form"), EITHER)
def test_no_word_is_above_b1(language, form):
    hard = re.compile(rf"\b({'|'.join(map(re.escape, HARD))})\b", re.IGNORECASE)
    found = [(code, field, hard.search(text)) for code, field, text in texts(language, form)]
    assert [(code, field, each[0]) for code, field, each in found if each] == []


@pytest.mark.parametrize("form", ["u", "je"])
def test_a_dutch_text_addresses_in_one_form_and_leaves_no_braces(form):
    wrong = re.compile(OTHER_FORM[form] + r"|[{}|]", re.IGNORECASE)
    assert [(code, field, text) for code, field, text in texts("nl", form) if wrong.search(text)] == []


def test_where_a_verb_stands_before_its_subject_both_texts_are_written():
    found = [
        (code, match[0])
        for code, words in shipped("nl").items()
        for field in FIELDS
        for match in INVERTED.finditer(getattr(words, field))
        if match[1].lower() not in NO_VERBS
    ]
    assert found == []


def test_english_has_one_text_for_both_forms():
    assert list(texts("en", "u")) == list(texts("en", "je"))
    assert not any("{" in text for _, _, text in texts("en", "u"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_text_may_be_kept_as_an_own_one(language):
    for code, words in shipped(language).items():
        assert written(words, language, None) == words, code


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "Niet ouder dan {} maanden."), ("en", "Not older than {} months.")]
)
def test_the_age_of_what_ages_is_that_of_the_agreement(language, said):
    for row in VALIDITIES:
        assert shipped(language)[row.document].age.startswith(said.format(row.months)), row.document
    others = [
        words.age for code, words in shipped(language).items() if code not in {row.document for row in VALIDITIES}
    ]
    assert [age for age in others if re.search(r"\d", age)] == []


def test_the_two_forms_read_as_people_say_them():
    of_work = shipped("nl")["009"]
    assert told(of_work, "u").what == (
        "Een formulier waarop uw werkgever invult wat u verdient en hoe lang uw contract duurt."
    )
    assert told(of_work, "je").where == "Vraag het aan je werkgever, vaak bij de salarisadministratie."
    assert told(shipped("nl")["029"], "je").where.endswith("Krijg je al pensioen? Vraag het dan aan het pensioenfonds.")
