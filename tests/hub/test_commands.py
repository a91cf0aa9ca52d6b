"""The operator's command line: text for people, JSON for machines, exit code 1 when something is wrong."""

import json
from contextlib import nullcontext

import pytest
import typer
from typer.testing import CliRunner

from hub import cli
from hub.commands import app
from hub.console import Console
from schemas.errors import NotFound, Refused
from tests.builders.engine import OpenPage, ToyHub, WriteLine, entry
from tests.builders.runtimes import runtime_of


@pytest.fixture
def hub(tmp_path, monkeypatch):
    monkeypatch.setenv("HUB_DATABASE_URL", f"sqlite:///{tmp_path}/hub.db")
    monkeypatch.setenv("HUB_SECRET_KEY", "k" * 32)
    made = ToyHub(f"sqlite:///{tmp_path}/hub.db")
    made.folder = tmp_path
    yield made
    made.close()


@pytest.fixture
def run(hub):
    mounted = typer.Typer()

    @mounted.callback()
    def _start(context: typer.Context):
        context.obj = Console(lambda settings: runtime_of(hub, hub.folder), lambda hub: nullcontext())

    mounted.add_typer(app)
    return lambda *words: CliRunner().invoke(mounted, words)


@pytest.fixture
def poisoned(hub):
    hub.hand_in(
        entry("D1", OpenPage(text="a")), entry("D1", WriteLine(text="poison")), entry("D1", WriteLine(text="b"))
    )
    hub.work_through_pauses()
    return hub.sql("SELECT unit_id FROM outcomes WHERE state = 'parked'")[0][0]


def test_a_fresh_database_is_upgraded_once(tmp_path, hub, run, monkeypatch):
    hub.database = type(hub.database)(f"sqlite:///{tmp_path}/fresh.db")
    assert run("db", "status").exit_code == 1
    assert json.loads(run("db", "upgrade", "--json").stdout)["ran"]
    assert json.loads(run("db", "upgrade", "--json").stdout)["ran"] == []
    status = run("db", "status")
    assert (status.exit_code, status.stdout) == (0, "Every migration has run.\n")
    hub.database.close()


def test_what_was_not_found_is_named(capsys, monkeypatch):
    def missing():
        raise NotFound("not-found", path="message", came="zzz", expected="the id of one message")

    monkeypatch.setattr(cli, "build", lambda _console: lambda **_: missing())
    with pytest.raises(SystemExit):
        cli.main()
    assert "Came: zzz. Expected: the id of one message." in capsys.readouterr().err


def test_messages_are_listed_as_columns_and_as_json(hub, run, poisoned):
    text = run("messages", "--state", "parked").stdout.splitlines()
    assert text[0].split() == ["message", "received", "type", "sender", "state", "why"]
    assert text[1].startswith(poisoned)
    (found,) = json.loads(run("messages", "--state", "parked", "--json").stdout)["messages"]
    assert (found["id"], found["slug"]) == (poisoned, "RuntimeError in engine.write_line")


def test_what_is_parked_is_listed_in_groups(run, poisoned):
    (group,) = json.loads(run("parked", "list", "--json").stdout)
    assert (group["slug"], group["count"], group["followers"]) == ("RuntimeError in engine.write_line", 1, 1)
    assert run("parked", "list").stdout.splitlines()[1].startswith("RuntimeError in engine.write_line  1")


def test_one_parked_message_is_shown(run, poisoned):
    assert json.loads(run("parked", "show", poisoned, "--json").stdout)["commands"] == ["WriteLine"]
    assert "engine.py" in run("parked", "show", poisoned).stdout


def test_advice_about_everything_needs_no_names(run, poisoned):
    assert json.loads(run("parked", "advise", "--json").stdout)[0]["result"] == "still-fails"


def test_a_message_is_discarded_once_and_what_waited_behind_it_goes_on(hub, run, poisoned):
    assert run("parked", "discard", poisoned, "--reason", "wrong number").exit_code == 0
    again = run("parked", "discard", poisoned, "--reason", "wrong number", "--json")
    assert (again.exit_code, json.loads(again.stdout)[0]["result"]) == (1, "not-parked")
    hub.work()
    assert hub.lines() == ["a", "b"]


def test_a_group_is_retried(hub, run, poisoned):
    answer = run("parked", "retry", "--group", "RuntimeError in engine.write_line", "--reason", "mended", "--json")
    assert (answer.exit_code, json.loads(answer.stdout)[0]["unit_id"]) == (0, poisoned)
    assert hub.states() == {"applied": 2}


def test_a_decision_needs_a_reason_and_a_name(run, poisoned):
    assert run("parked", "retry", poisoned).exit_code == 2
    assert run("parked", "retry", "--reason", "mended").exit_code == 2


def test_a_balanced_ledger_ends_well_and_one_that_is_not_names_the_id(hub, run, poisoned):
    balanced = run("ledger", "--json")
    assert (balanced.exit_code, json.loads(balanced.stdout)["accounts"]) == (
        0,
        {"applied": 1, "in-flight": 1, "parked": 1},
    )
    with hub.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM receipts WHERE message_id = ?", (poisoned,))
    broken = run("ledger")
    assert broken.exit_code == 1
    assert poisoned in broken.stdout


def test_replay_refuses_a_database_that_is_not_empty(hub, run):
    answer = run("replay", "--into", hub.database.url)
    assert isinstance(answer.exception, Refused)


def test_the_doctor_names_the_command_that_mends(run):
    text = run("doctor")
    assert text.exit_code == 1
    assert "WRONG    schema:" in text.stdout
    assert "mend: hub db upgrade" in text.stdout
    assert {finding["part"] for finding in json.loads(run("doctor", "--json").stdout)} >= {
        "settings",
        "database",
        "broker",
    }


def test_the_doctor_reads_settings_that_do_not_fit(run, monkeypatch):
    monkeypatch.setenv("HUB_BATCH_SIZE", "none")
    answer = run("doctor", "--json")
    assert answer.exit_code == 1
    assert [finding["part"] for finding in json.loads(answer.stdout)] == ["settings"]
