"""The table of features says what is there: a test that stands, is not skipped, and is not asked too much."""

import re

from tests.builders.features import MOST_ROWS, ROOT, rows, stands_for


def test_the_table_is_read_whole():
    lines = [
        line for line in (ROOT / "docs" / "features.md").read_text().splitlines() if line.startswith(("| 1", "| 2"))
    ]
    assert len(lines) == len(rows()) > 10


def test_every_row_has_a_number_of_its_own():
    numbers = [row for row, _, _ in rows()]
    assert sorted(set(numbers)) == sorted(numbers)


def test_every_named_test_is_there_and_is_not_skipped():
    for _, file, name in rows():
        text = (ROOT / file).read_text(encoding="utf-8")
        found = re.search(rf"((?:^@[^\n]*\n)*)^def {name}\(", text, re.MULTILINE)
        assert found, f"{file}::{name}"
        assert "skip" not in found.group(1)
        assert "xfail" not in found.group(1)


def test_no_test_stands_for_more_than_three_rows():
    assert [name for name, count in stands_for().items() if count > MOST_ROWS] == []
