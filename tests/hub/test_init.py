"""`hub init` and `hub users`, as an operator types them on an empty hub."""

import json
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from hub.cli import build, main
from schemas.errors import NotFound, Refused

OFFICIAL = Path(__file__).parents[1] / "data" / "hdn" / "ax-24.0-official.xml"
OLGA = ("--office", "Kantoor De Linde", "--node", "500001", "--name", "Olga", "--email", "olga@kantoor.example")


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A command line on a database that is not there yet."""
    monkeypatch.setenv("HUB_DATABASE_URL", f"sqlite:///{tmp_path}/hub.db")
    monkeypatch.setenv("HUB_BLOB_URL", (tmp_path / "blobs").as_uri())

    def run(*arguments):
        done = CliRunner().invoke(build(), list(arguments))
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output

    return run


def test_an_empty_hub_is_set_up_once(hub):
    said = json.loads(hub("init", *OLGA, "--json"))
    assert said["url"].startswith("http://localhost:8000/login/")
    with pytest.raises(Refused) as refused:
        hub("init", *OLGA)
    assert (refused.value.slug, refused.value.came) == ("already-set-up", "Kantoor De Linde")
    (olga,) = json.loads(hub("users", "list", "--json"))
    assert (olga["name"], olga["role"], olga["office"]) == ("Olga", "administrator", said["office"])


def test_every_role_is_added_with_what_it_asks(hub):
    hub("init", *OLGA)
    hub("partners", "add", "--node", "600001", "--code", "AE", "--name", "AEGON")
    agent = json.loads(
        hub(
            "offices",
            "sub-agent",
            *("--office", "500001"),
            *("--code", "S1"),
            *("--name", "Sara"),
            *("--email", "s@x.example"),
            "--json",
        )
    )
    asked = {
        "operator": (),
        "auditor": ("--office", "500001", "--ends-on", "2027-01-31"),
        "sub-agent": ("--office", "500001", "--organisation", agent["id"]),
        "lender": ("--node", "600001"),
    }
    for role, more in asked.items():
        hub("users", "add", "--email", f"{role}@x.example", "--name", role, "--role", role, *more)
    with pytest.raises(Refused):
        hub("users", "add", "--email", "a@x.example", "--name", "A", "--role", "auditor", "--office", "500001")
    assert "their own dossiers" in hub("offices", "reach", "--office", "500001", "--advisers-see", "own")
    with pytest.raises(Refused):
        hub("offices", "reach", "--office", "500001", "--advisers-see", "alles")


@pytest.mark.parametrize("command", [["ingest", str(OFFICIAL)], ["show", "01a202f4"], ["users", "list"]])
def test_a_command_before_the_migrations_says_what_to_run(hub, monkeypatch, capsys, command):
    monkeypatch.setattr("sys.argv", ["hub", *command])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("The database lacks migrations: ")
    assert "`hub db upgrade` runs them. Nothing was changed." in line


def test_a_mistake_of_our_own_is_not_taken_for_a_missing_migration(hub, monkeypatch):
    hub("db", "upgrade")
    monkeypatch.setattr("hub.ledger.balance", lambda connection: connection.exec_driver_sql("SELECT * FROM nowhere"))
    monkeypatch.setattr("sys.argv", ["hub", "ledger"])
    with pytest.raises(OperationalError, match="no such table: nowhere"):
        main()


def test_people_are_added_invited_reset_shut_out_and_let_in(hub):
    hub("init", *OLGA)
    added = json.loads(
        hub(
            "users",
            "add",
            "--email",
            "b@x.example",
            "--name",
            "Bram",
            "--office",
            "500001",
            "--role",
            "adviser",
            "--json",
        )
    )
    for act in (("invite",), ("reset",), ("reset", "--factors")):
        again = json.loads(hub("users", act[0], "b@x.example", *act[1:], "--json"))
        assert again["id"] == added["id"]
        assert again["url"] != added["url"]
    assert "shut out" in hub("users", "disable", "b@x.example")
    assert "disabled" in hub("users", "list")
    assert "can sign in again" in hub("users", "enable", added["id"])
    assert "signed in nowhere" in hub("users", "sessions", "b@x.example", "--end")
    with pytest.raises(NotFound):
        hub("users", "reset", "nobody@x.example")
