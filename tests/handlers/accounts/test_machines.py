"""Clients, their secrets and tokens, and keys whose secrets are replaced while the old ones still work."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import SQLModel
from typer.testing import CliRunner

from handlers.accounts import keys
from handlers.accounts.machines import clients, rules
from handlers.accounts.machines.tables import CLIENTS, SECRETS, TOKENS
from handlers.accounts.machines.views import clients_for
from handlers.accounts.views import api_keys_for, signed_in_by_key, signed_in_by_token
from handlers.offices import directory
from hub.cli import build
from hub.database import Database
from schemas.errors import NotFound, Refused
from schemas.viewer import Viewer

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OPERATOR = Viewer(None, is_operator=True, actor="user:otto", environment="production")


@pytest.fixture
def connection(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'hub.db'}")
    SQLModel.metadata.create_all(database.engine)
    with database.transaction() as opened:
        yield opened
    database.close()


@pytest.fixture
def office(connection):
    return directory.add_office(connection, name="Kantoor Een", node="100001", at=NOW)


@pytest.fixture
def client(connection, office):
    return clients.add_client(
        connection, office=office.id, name="pakket", scopes=["messages:read", "dossiers:read"], at=NOW, node="100001"
    )


def token_for(connection, client, scope="", certificate="", at=NOW):
    made, secret = client
    return clients.issue_token(connection, made.id, secret, scope, certificate, at)[0]


@pytest.mark.parametrize("rows", [CLIENTS, SECRETS, TOKENS], ids=lambda rows: rows.table.name)
def test_a_value_has_the_columns_of_its_table_in_their_order(rows):
    assert list(rows.value.__slots__) == list(rows.columns)


def test_a_token_is_the_client_with_its_office_and_node(connection, client, office):
    found = signed_in_by_token(connection, token_for(connection, client), "", "stage", NOW)
    assert found.viewer == Viewer(office.id, is_operator=False, actor=f"client:{client[0].id}", environment="stage")
    assert (found.scopes, found.node, found.office) == ({"messages:read", "dossiers:read"}, "100001", "Kantoor Een")


def test_a_token_may_have_fewer_scopes_and_never_more(connection, client):
    found = signed_in_by_token(connection, token_for(connection, client, "dossiers:read"), "", "stage", NOW)
    assert found.scopes == {"dossiers:read"}
    with pytest.raises(Refused) as refused:
        token_for(connection, client, "dossiers:read operate")
    assert refused.value.slug == "scope-not-granted"


def test_a_token_works_for_ten_minutes(connection, client):
    token = token_for(connection, client)
    assert signed_in_by_token(connection, token, "", "stage", NOW + 9 * MINUTE)
    assert signed_in_by_token(connection, token, "", "stage", NOW + 10 * MINUTE) is None


def test_an_expired_token_is_removed_when_the_next_is_issued(connection, client):
    token_for(connection, client)
    token_for(connection, client, at=NOW + 11 * MINUTE)
    assert len(connection.execute(TOKENS.table.select()).fetchall()) == 1


def test_a_revoked_client_is_out_at_once(connection, client):
    token = token_for(connection, client)
    clients.revoke_client(connection, client[0].id, NOW)
    assert signed_in_by_token(connection, token, "", "stage", NOW) is None
    with pytest.raises(Refused) as refused:
        token_for(connection, client)
    assert refused.value.slug == "client-unknown"
    with pytest.raises(NotFound):
        clients.rotate_client(connection, client[0].id, NOW, NOW + DAY)


def test_the_old_secret_of_a_client_works_until_its_date(connection, client):
    made, old = client
    _, new = clients.rotate_client(connection, made.id, NOW, NOW + DAY)
    assert token_for(connection, (made, new))
    assert token_for(connection, (made, old), at=NOW + DAY - MINUTE)
    with pytest.raises(Refused):
        token_for(connection, (made, old), at=NOW + DAY)
    assert token_for(connection, (made, new), at=NOW + DAY)


def test_a_second_rotation_gives_the_oldest_secret_no_more_time(connection, client):
    made, old = client
    clients.rotate_client(connection, made.id, NOW, NOW + DAY)
    clients.rotate_client(connection, made.id, NOW, NOW + 7 * DAY)
    with pytest.raises(Refused):
        token_for(connection, (made, old), at=NOW + 2 * DAY)


def test_the_secret_of_another_client_opens_nothing(connection, client):
    other, secret = clients.add_client(connection, office=None, name="ander", scopes=["operate"], at=NOW)
    with pytest.raises(Refused):
        clients.issue_token(connection, client[0].id, secret, "", "", NOW)
    with pytest.raises(Refused):
        clients.issue_token(connection, other.id, client[1], "", "", NOW)


def test_the_secret_of_a_client_is_no_api_key_and_its_key_no_secret(connection, client, office):
    key, plain = keys.create_api_key(connection, office_id=office.id, name="p", scopes=[], at=NOW)
    assert signed_in_by_key(connection, client[1], "stage", NOW) is None
    with pytest.raises(Refused):
        clients.issue_token(connection, key.id, plain, "", "", NOW)


def test_a_client_bound_to_a_certificate_shows_it_at_every_step(connection):
    header, wrong = ":AQID:", ":AQIE:"
    shown = rules.fingerprint(header)
    bound = clients.add_client(connection, office=None, name="b", scopes=["operate"], at=NOW, certificate=shown.upper())
    token = token_for(connection, bound, certificate=header)
    assert signed_in_by_token(connection, token, header, "stage", NOW)
    for other in ("", wrong, "x"):
        assert signed_in_by_token(connection, token, other, "stage", NOW) is None
        with pytest.raises(Refused):
            token_for(connection, bound, certificate=other)


def test_a_certificate_is_read_as_either_proxy_writes_it():
    digest = "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"
    pem = "-----BEGIN%20CERTIFICATE-----%0AAQID%0A-----END%20CERTIFICATE-----%0A"
    assert [rules.fingerprint(header) for header in (":AQID:", pem, "", "%%%", "::")] == [digest, digest, "", "", ""]
    assert rules.check_fingerprint("sha256 Fingerprint=" + ":".join(["AB"] * 32)) == "ab" * 32
    with pytest.raises(Refused):
        rules.check_fingerprint("AB:CD")


def test_a_key_is_replaced_with_an_overlap_and_stays_the_same_key(connection, office):
    key, old = keys.create_api_key(connection, office_id=office.id, name="p", scopes=["dossiers:read"], at=NOW)
    _, new = keys.rotate_api_key(connection, key.id, NOW, NOW + DAY)
    actors = {signed_in_by_key(connection, plain, "stage", NOW).viewer.actor for plain in (old, new)}
    assert actors == {f"key:{key.id}"}
    assert signed_in_by_key(connection, old, "stage", NOW + DAY) is None
    assert signed_in_by_key(connection, new, "stage", NOW + DAY)


def test_a_key_expires_on_its_day(connection):
    _, plain = keys.create_api_key(connection, office_id=None, name="p", scopes=[], at=NOW, expires_at=NOW + DAY)
    assert signed_in_by_key(connection, plain, "stage", NOW + DAY - MINUTE)
    assert signed_in_by_key(connection, plain, "stage", NOW + DAY) is None


def test_the_last_use_is_due_every_five_minutes(connection):
    _, plain = keys.create_api_key(connection, office_id=None, name="p", scopes=[], at=NOW)
    assert signed_in_by_key(connection, plain, "stage", NOW).is_due
    clients.touch_secret(connection, plain, NOW)
    assert not signed_in_by_key(connection, plain, "stage", NOW + 4 * MINUTE).is_due
    assert signed_in_by_key(connection, plain, "stage", NOW + 5 * MINUTE).is_due
    assert [secret.used_at for key in api_keys_for(OPERATOR, connection) for secret in key.secrets] == [NOW]


def test_an_office_sees_its_own_clients_and_never_a_secret(connection, client, office):
    token_for(connection, client)
    mine = Viewer(office.id, is_operator=False, actor="user:bram", environment="production")
    other = Viewer("elders", is_operator=False, actor="user:chris", environment="production")
    (view,) = clients_for(mine, connection)
    assert clients_for(other, connection) == ()
    assert clients_for(OPERATOR, connection) == (view,)
    assert view.secrets[0].used_at == NOW
    assert client[1] not in str(connection.execute(SECRETS.table.select()).fetchall()) + str(view)


@pytest.fixture
def shell(tmp_path, monkeypatch):
    """The command line on an empty hub; gives what a command says as JSON."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUB_SECRET_KEY", "a secret of the tests, long enough for it")
    monkeypatch.setenv("HUB_DATABASE_URL", f"sqlite:///{tmp_path}/hub.db")
    app = build()

    def run(*words):
        answer = CliRunner().invoke(app, [*words, "--json"])
        assert answer.exit_code == 0, answer.output
        return json.loads(answer.stdout)

    CliRunner().invoke(app, ["db", "upgrade"])
    return run


def test_the_shell_makes_replaces_and_lists_the_secrets_of_machines(shell):
    made = shell("clients", "add", "--name", "pakket", "--scope", "dossiers:read")
    turned = shell("clients", "rotate", made["client_id"], "--until", "2099-01-01")
    assert turned["client_secret"] != made["client_secret"]
    (listed,) = shell("clients", "list")
    assert [each["expires_at"] for each in listed["secrets"]] == ["2098-12-31T23:00:00+00:00", None]
    key = shell("keys", "add", "--name", "oud", "--expires", "2099-01-01")
    assert shell("keys", "rotate", key["id"])["key"] != key["key"]
    assert len(shell("keys", "list")[0]["secrets"]) == 2


def test_the_shell_names_a_day_that_it_cannot_read(shell):
    answer = CliRunner().invoke(build(), ["keys", "add", "--name", "oud", "--expires", "morgen"])
    assert (answer.exception.slug, answer.exception.came) == ("request-invalid", "morgen")
    assert shell("keys", "list") == []
