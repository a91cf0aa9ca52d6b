"""A child has limits, no secret and no way to take the hub with it."""

import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from hub import confinement
from hub.confinement import Limits, PerishedError, confined
from schemas.errors import Busy, Refused

ROOT = Path(__file__).parents[2]
SMALL = Limits(seconds=10, memory=512 * 1024**2, written=8 * 1024**2)


@pytest.fixture(autouse=True)
def toys(monkeypatch):
    """The isolated child does not see tests/; here it does."""
    lines = (
        "import sys",
        f"sys.path.insert(0, {str(ROOT)!r})",
        "import hub.confined as c",
        "sys.exit(c.main(c.Path(sys.argv[1])))",
    )
    code = "\n".join(lines)
    monkeypatch.setattr(confinement, "_COMMAND", (sys.executable, "-I", "-c", code))


def run(name, arguments=None, bodies=(), limits=SMALL):
    return confined(f"tests.builders.confined:{name}", arguments or {}, bodies, limits)


def test_bytes_go_in_and_out_and_facts_come_back():
    answer = run("echo", {"page": 3}, [b"one", b"two"])
    assert answer.body == b"onetwo"
    assert answer.facts["arguments"] == {"page": 3}


def test_no_secret_of_the_hub_reaches_the_child(monkeypatch):
    monkeypatch.setenv("HUB_SECRET_KEY", "k" * 32)
    assert set(run("echo").facts["environment"]) <= {"LANG", "LC_CTYPE"}


def test_a_refusal_of_the_child_is_a_refusal_here():
    with pytest.raises(Refused) as refused:
        run("refuse", {"came": "docx"})
    assert (refused.value.slug, refused.value.came, refused.value.expected) == ("file-kind", "docx", "PDF")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("crash", "exit -6"),
        ("eat_memory", "memory"),
        ("fill_the_disk", "OSError"),
        ("break_down", "KeyError confined.py:"),
    ],
)
def test_what_breaks_in_the_child_is_told_in_a_word_without_its_text(name, why):
    with pytest.raises(PerishedError) as perished:
        run(name)
    assert perished.value.why.startswith(why)
    assert "nobody may read" not in perished.value.why


def test_a_child_that_hangs_is_gone_when_its_time_is_over():
    began = time.monotonic()
    with pytest.raises(PerishedError, match="time"):
        run("hang", limits=Limits(seconds=0.7))
    assert time.monotonic() - began < 10


def test_an_answer_that_is_not_ours_counts_as_none():
    with pytest.raises(PerishedError):
        run("lie")


def test_a_child_that_cannot_begin_is_busy_and_no_fault_of_the_file(monkeypatch):
    monkeypatch.setattr(confinement, "_COMMAND", (sys.executable, "-c", "import sys; sys.exit(3)"))
    with pytest.raises(Busy, match="child"):
        run("echo")


def test_nothing_is_left_behind(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name in ("echo", "crash"):
        with suppress(PerishedError):
            run(name, bodies=[b"body"])
    assert list(tmp_path.iterdir()) == []


def test_children_take_turns(monkeypatch):
    monkeypatch.setattr(confinement, "_places", confinement.threading.BoundedSemaphore(1))
    monkeypatch.setattr(confinement, "_LONGEST_WAIT_S", 0.05)
    with confinement._places, pytest.raises(Busy, match="no place came free"):
        run("echo")
