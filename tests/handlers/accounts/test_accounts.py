from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import SQLModel

from handlers.accounts import keys, people, rules, sessions
from handlers.accounts.links import make_link, use_link
from handlers.accounts.tables import ACCESS_LINKS, API_KEYS, SESSIONS, USERS
from handlers.accounts.viewing import viewer_of
from handlers.accounts.views import api_keys_for, users_for
from handlers.offices import directory
from hub.database import Database
from schemas.errors import Refused
from schemas.viewer import Viewer

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def opened_by(connection, token, at=NOW):
    """The token of the session that a link opens, and whose it is."""
    user = people.user_of(connection, use_link(connection, token, at).user_id)
    return sessions.start_session(connection, user, at), user


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
def bram(connection, office):
    return people.add_user(connection, office_id=office.id, name="Bram", role="adviser", at=NOW)


@pytest.mark.parametrize("rows", [USERS, ACCESS_LINKS, SESSIONS, API_KEYS], ids=lambda rows: rows.table.name)
def test_a_value_has_the_columns_of_its_table_in_their_order(rows):
    assert list(rows.value.__slots__) == list(rows.columns)


@pytest.mark.parametrize(("role", "in_office"), [("operator", True), ("adviser", False), ("baas", True)])
def test_a_role_fits_its_office(connection, office, role, in_office):
    with pytest.raises(Refused) as refused:
        people.add_user(connection, office_id=office.id if in_office else None, name="X", role=role, at=NOW)
    assert refused.value.slug == "request-invalid"


def test_a_link_opens_one_session_once(connection, bram):
    token = make_link(connection, bram.id, NOW)
    session, user = opened_by(connection, token)
    assert user == bram
    assert sessions.session_of(connection, session, NOW)[1] == bram
    with pytest.raises(Refused) as refused:
        opened_by(connection, token)
    assert refused.value.slug == "link-expired"


@pytest.mark.parametrize("token", ["", "geraden"])
def test_a_guessed_link_opens_nothing(connection, bram, token):
    with pytest.raises(Refused):
        opened_by(connection, token)


def test_a_link_expires_after_a_day(connection, bram):
    token = make_link(connection, bram.id, NOW)
    with pytest.raises(Refused):
        opened_by(connection, token, NOW + timedelta(hours=24))


def test_a_session_ends_after_twelve_idle_hours(connection, bram):
    session = sessions.start_session(connection, bram, NOW, lasts=timedelta(hours=24))
    later = NOW + timedelta(hours=11)
    opened, _ = sessions.session_of(connection, session, later)
    assert rules.is_due(opened, later)
    sessions.keep_session(connection, opened, later)
    assert sessions.session_of(connection, session, NOW + timedelta(hours=22)) is not None
    assert sessions.session_of(connection, session, NOW + timedelta(hours=23)) is None


def test_a_session_has_an_end_however_it_is_used(connection, bram):
    session = sessions.start_session(connection, bram, NOW, lasts=timedelta(hours=14))
    for hours in (6, 13):
        opened, _ = sessions.session_of(connection, session, NOW + timedelta(hours=hours))
        sessions.keep_session(connection, opened, NOW + timedelta(hours=hours))
    assert sessions.session_of(connection, session, NOW + timedelta(hours=14)) is None
    assert sessions.sessions_of(connection, bram, NOW + timedelta(hours=14)) == []


def test_a_closed_session_is_closed(connection, bram):
    session, _ = opened_by(connection, make_link(connection, bram.id, NOW))
    sessions.close_session(connection, session, NOW)
    assert sessions.session_of(connection, session, NOW) is None


def test_no_secret_is_kept(connection, bram, office):
    link = make_link(connection, bram.id, NOW)
    session, _ = opened_by(connection, link)
    _, key = keys.create_api_key(connection, office_id=office.id, name="pakket", scopes=["dossiers:read"], at=NOW)
    kept = [connection.execute(rows.table.select()).fetchall() for rows in (ACCESS_LINKS, SESSIONS, API_KEYS)]
    assert [secret for secret in (link, session, key) if secret in str(kept)] == []


def test_a_key_works_until_it_is_revoked(connection, office):
    key, plain = keys.create_api_key(
        connection, office_id=office.id, name="pakket", scopes=["messages:write"], at=NOW, node="100001"
    )
    assert keys.api_key_of(connection, plain, NOW)[0] == key
    keys.revoke_api_key(connection, key.id, NOW)
    assert keys.api_key_of(connection, plain, NOW) is None
    assert keys.api_key_of(connection, "hub_geraden", NOW) is None


def test_a_key_may_do_what_its_scopes_say(connection, office):
    key, _ = keys.create_api_key(connection, office_id=office.id, name="p", scopes=["dossiers:read"], at=NOW)
    key.check_scope("dossiers:read")
    with pytest.raises(Refused) as refused:
        key.check_scope("dossiers:write")
    assert refused.value.slug == "not-allowed"


def test_an_unknown_scope_is_refused(connection, office):
    with pytest.raises(Refused):
        keys.create_api_key(connection, office_id=office.id, name="p", scopes=["alles"], at=NOW)


def test_viewers_of_people_and_keys_carry_their_office(connection, bram, office):
    key, _ = keys.create_api_key(connection, office_id=None, name="beheer", scopes=["operate"], at=NOW)
    assert viewer_of(bram, "stage") == Viewer(office.id, False, f"user:{bram.id}", "stage")
    assert key.viewer("stage") == Viewer(None, True, f"key:{key.id}", "stage")


def test_an_office_sees_its_people_and_keys_and_an_operator_sees_all(connection, bram, office):
    other = directory.add_office(connection, name="Kantoor Twee", node="100002", at=NOW)
    keys.create_api_key(connection, office_id=other.id, name="pakket", scopes=[], at=NOW)
    operator = Viewer(None, is_operator=True, actor="user:otto", environment="production")
    mine = viewer_of(bram, "production")
    assert [user.name for user in users_for(mine, connection)] == ["Bram"]
    assert api_keys_for(mine, connection) == ()
    assert [key.name for key in api_keys_for(operator, connection)] == ["pakket"]
