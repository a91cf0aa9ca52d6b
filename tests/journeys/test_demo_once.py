"""`hub demo --once`: the chain from application to a named ending, as an operator runs it, on both stacks."""

import json
import os
import re
import subprocess
import sys

import pytest

from hub.cli.once.cast import OFFICES, ROLES, stories
from tests.builders.plays import services


def run(*arguments, folder):
    """The command in a process of its own, in a folder of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    command = [sys.executable, "-m", "hub.cli", "demo", "--once", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=500
    )


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("once")
    return run("--json", "--keep", str(folder / "kept"), folder=folder), folder


def test_the_whole_chain_keeps_every_promise(embedded):
    done, _ = embedded
    assert done.returncode == 0, done.stdout + done.stderr
    summary = json.loads(done.stdout)
    assert (summary["applications"], summary["stack"], summary["kept"]) == (25, "embedded", True)
    assert {each["name"]: each["broken"] for each in summary["promises"] if not each["kept"]} == {}
    assert summary["ledger"]["balanced"]


def test_every_lender_reaches_its_endings(embedded):
    done, _ = embedded
    endings = json.loads(done.stdout)["endings"]
    assert {name: sum(count.values()) for name, count in endings.items()} == {
        "AEGON Verzekeringen": 7,
        "ING Bank": 6,
        "Rabobank": 6,
        "Obvion": 6,
    }
    assert {ending for counts in endings.values() for ending in counts} == {
        "lening in beheer",
        "afgewezen",
        "beëindigd",
        "niet te verwerken",
        "technisch niet te verwerken",
    }


def test_nothing_that_went_out_is_left_and_no_office_broke_an_agreement(embedded):
    done, _ = embedded
    summary = json.loads(done.stdout)
    assert set(summary["states"]) == {"acknowledged", "refused"}
    assert {office.node for office in OFFICES} & set(summary["breaches"]) == set()
    assert summary["in"]["AX"] == summary["out"]["AX"] == 29


def test_what_is_kept_can_be_looked_at_and_is_not_played_upon_again(embedded):
    _, folder = embedded
    assert (folder / "kept" / "hub.db").exists()
    again = run("--keep", str(folder / "kept"), folder=folder)
    assert again.returncode == 1
    assert again.stderr.startswith("target-not-empty: ")
    assert "Traceback" not in again.stderr


def test_the_summary_reads_as_one_page(tmp_path):
    done = run("--applications", "1", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.match(r"1 applications in [0-9.]+ s \(embedded\)\.\n\nIn +[0-9]+ ", done.stdout)
    assert done.stdout.count("kept    ") == 6
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_both_stacks_come_to_the_same_endings(postgres_url, rabbit_server, tmp_path):
    stack = services(postgres_url, rabbit_server)
    urls = ("--database-url", stack.database_url, "--broker-url", stack.broker_url, "--partner-url", stack.partner_url)
    done = run("--json", "--applications", "6", *urls, folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    summary = json.loads(done.stdout)
    assert (summary["stack"], summary["ledger"]["balanced"], summary["kept"]) == ("services", True, True)


def test_the_stories_are_told_to_every_lender_and_office_and_by_both_ways():
    told = stories(25)
    assert {each.lender for each in told} == set(ROLES)
    assert {each.office for each in told} == set(OFFICES)
    assert {(each.way, each.lender.lender.code) for each in told if each.way == "by hand"} == {
        ("by hand", code) for code in ("AE", "IN", "RB", "OV")
    }
    assert len({each.number for each in told}) == 25
