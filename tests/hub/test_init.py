"""`hub init` and `hub users`, as an operator types them on an empty hub."""

import json

import pytest
from typer.testing import CliRunner

from hub.cli import build
from schemas.errors import NotFound, Refused

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
    assert [each["name"] for each in json.loads(hub("users", "list", "--json"))] == ["Olga"]


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
