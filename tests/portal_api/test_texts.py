"""Every text exists in every language, every text that a page asks for exists, and none is left over."""

import re
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from hub.outcomes import IN_FLIGHT, STATES
from portal_api import formats
from portal_api.texts import FALLBACK, LANGUAGES, NAMES, catalogue, written

ROOM = Path(str(files("portal_api")))
ASKED = re.compile(r"""\bt\('([a-z_]+\.[A-Za-z_]+)'[,)]""")


def test_dutch_and_english_have_the_same_texts():
    assert set(written("nl")) == set(written("en"))


@pytest.mark.parametrize("language", FALLBACK)
def test_a_language_with_a_fallback_has_whole_sections_and_nothing_of_its_own(language):
    sections = {key.partition(".")[0] for key in written(language)}
    assert set(written(language)) == {key for key in written("nl") if key.partition(".")[0] in sections}
    assert len(sections) > 15


def test_every_language_says_what_it_is_called():
    assert set(NAMES) == set(LANGUAGES)


@pytest.mark.parametrize("key", sorted(catalogue("nl")))
def test_a_text_is_filled_in_with_the_same_facts_in_every_language(key):
    facts = [set(re.findall(r"{(\w+)}", catalogue(language)[key])) for language in LANGUAGES]
    assert facts == [facts[0]] * len(LANGUAGES)


@pytest.mark.parametrize("template", sorted(ROOM.glob("templates/**/*.html")), ids=lambda path: path.name)
def test_every_text_of_a_template_exists(template):
    asked = set(ASKED.findall(template.read_text()))
    assert asked <= set(catalogue("nl"))


@pytest.mark.parametrize("state", [IN_FLIGHT, *STATES])
def test_every_state_is_named_and_explained(state):
    word = state.replace("-", "_")
    assert {f"state.{word}", f"state.{word}_means"} <= set(catalogue("nl"))


def test_no_template_brings_anything_from_elsewhere():
    for template in ROOM.glob("templates/**/*.html"):
        text = template.read_text()
        assert re.findall(r"<script(?! src=\"{{ asset\('[a-z]+\.js'\) }}\" defer></script>)", text) == []
        assert "style=" not in text
        assert "http" not in re.sub(r'method="post"|http-equiv', "", text)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (formats.as_euros(Decimal(350000), "nl"), "€\xa0350.000"),
        (formats.as_euros("1234.50", "en"), "€\xa01,234.50"),
        (formats.as_percent("3.85", "nl"), "3,85\xa0%"),
        (formats.as_date("2026-11-21", "nl"), "21 nov 2026"),
        (formats.as_date(None, "nl"), "–"),
        (formats.as_moment("2026-11-21T09:05:00", "nl"), "21 nov 2026 09:05"),
        (formats.as_euros("veel", "nl"), "veel"),
        (formats.as_size(2_400_000, "nl"), "2,4 MB"),
        (formats.as_euros("1234567.50", "pl"), "€\xa01\xa0234\xa0567,50"),
        (formats.as_date("2026-11-21", "pl"), "21 lis 2026"),
        (formats.as_percent("3.85", "pl"), "3,85\xa0%"),
    ],
)
def test_numbers_and_dates_are_written_as_people_write_them(made, expected):
    assert made == expected
