"""The clearing of a partner's folder: what is older than it is kept goes, and nothing else does."""

import os
import time

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from adapters.channels import clearing
from adapters.channels.clearing import Clearing
from schemas.errors import Busy
from tests.builders.hub import LENDER

DAY = 86_400


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    for name in ("done", "refused"):
        (made / name).mkdir(parents=True)
    return made


def lay(folder, *names):
    for name in names:
        (folder / name).write_text("<x/>")


def clearing_of(folder, *, days=30, after=0):
    """As it is so many days from now."""
    return Clearing(folder, LENDER, days, now=lambda: time.time() + after * DAY)


def left(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def counted(place):
    return REGISTRY.get_sample_value("hub_folder_files_cleared_total", {"place": place}) or 0


def test_what_is_older_than_it_is_kept_goes_and_is_logged_and_counted(folder):
    lay(folder, "done/a.xml", "done/a.json", "refused/b.XML")
    before = counted("done"), counted("refused")
    with capture_logs() as lines:
        assert clearing_of(folder, after=31).look() == 3
    assert left(folder) == []
    assert (counted("done") - before[0], counted("refused") - before[1]) == (2, 1)
    assert [(line["event"], line["node"], line["path"], line["count"]) for line in lines] == [
        ("folder-cleared", LENDER, "done", 2),
        ("folder-cleared", LENDER, "refused", 1),
    ]


def test_what_came_later_stays(folder):
    lay(folder, "done/a.xml", "refused/b.xml")
    assert clearing_of(folder, after=29).look() == 0
    assert left(folder) == ["done/a.xml", "refused/b.xml"]


def test_a_message_counts_from_when_it_was_moved_aside_and_not_from_when_it_was_written(folder):
    lay(folder, "late.xml")
    os.utime(folder / "late.xml", (time.time() - 400 * DAY,) * 2)
    (folder / "late.xml").replace(folder / "done" / "late.xml")
    assert clearing_of(folder).look() == 0


def test_nothing_is_kept_for_zero_days_but_for_ever(folder):
    lay(folder, "done/a.xml")
    assert clearing_of(folder, days=0, after=10_000).look() == 0
    assert left(folder) == ["done/a.xml"]


def test_receipts_new_messages_other_files_folders_and_links_are_left_alone(folder, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    lay(outside, "theirs.xml")
    lay(folder, "new.xml", "new.json", "old.receipt.json", "done/notes.txt")
    (folder / "done" / "sub.xml").mkdir()
    (folder / "done" / "link.xml").symlink_to(outside / "theirs.xml")
    (folder / "refused").rmdir()
    (folder / "refused").symlink_to(outside)
    assert clearing_of(folder, after=400).look() == 0
    assert left(outside) == ["theirs.xml"]
    assert {"new.xml", "new.json", "old.receipt.json", "done/notes.txt"} <= set(left(folder))


def test_it_looks_once_an_hour(folder):
    moment = [time.time() + 31 * DAY]
    clears = Clearing(folder, LENDER, 30, now=lambda: moment[0])
    assert clears.look() == 0
    lay(folder, "done/a.xml")
    moment[0] += 3_000
    assert clears.look() == 0
    moment[0] += 601
    assert clears.look() == 1


def test_much_at_once_is_cleared_in_parts_without_waiting(folder, monkeypatch):
    monkeypatch.setattr(clearing, "_MOST", 2)
    lay(folder, *(f"done/{n}.xml" for n in range(5)))
    clears = clearing_of(folder, after=31)
    assert [clears.look() for _ in range(4)] == [2, 2, 1, 0]


def test_a_folder_where_nothing_came_yet_is_left_as_it_is(tmp_path):
    assert clearing_of(tmp_path, after=31).look() == 0


def test_a_folder_that_is_away_is_busy(folder, monkeypatch):
    def away(_place):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(clearing.os, "scandir", away)
    with pytest.raises(Busy):
        clearing_of(folder, after=31).look()
