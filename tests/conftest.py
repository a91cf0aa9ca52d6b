"""Fixtures that every room may ask for; a test that needs a real server says so by asking for it."""

import os
import sqlite3
from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import event
from sqlalchemy.pool import Pool

from hub.bench.servers import PrivatePostgres, PrivateRabbit, ServerMissingError
from hub.logs import log
from tests.builders.clamd import PrivateClamd
from tests.builders.features import ROOT, Touched, stands_for
from tests.builders.migrated import migrated_url

HERE = Path(__file__).parent
LONGEST_FIRST = (
    "journeys/test_any_order.py",
    "journeys/test_mortgage_case.py",
    "journeys/test_killed_roles.py",
    "journeys/test_demo_once.py",
    "adapters/papers/test_preparing.py",
    "adapters/channels/out/test_failpoints.py",
    "journeys/test_versions_on_their_way.py",
    "journeys/test_partners_that_misbehave.py",
    "portal_api/test_components_browser.py",
    "portal_api/test_operations_browser.py",
    "portal_api/test_uploads.py",
    "portal_api/test_access.py",
)
"""Two workers share the files in this order, so that no long one is left for the end while the other has nothing."""


def pytest_collection_modifyitems(items):
    place = {HERE / name: n for n, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


def _started(make):
    try:
        return make().start()
    except ServerMissingError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))


# Argon2 is slow on purpose; what it costs in earnest is held by tests/handlers/accounts/test_people.py.
PasswordHash.recommended = lambda: PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))


@event.listens_for(Pool, "checkout")
def _without_waiting_for_the_disk(connection, _record, _proxy):
    """No test cuts the machine's power, so a hub inside pytest spares SQLite its fsync; a role of its own does not."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(autouse=True)
def _log_as_it_is_set_up_now():
    """The log forgets the renderer that an earlier test in this process bound to it."""
    log.__dict__.pop("bind", None)


@pytest.fixture(autouse=True)
def _reaches_its_row(request):
    """A test that stands for a row of docs/features.md asks the hub over HTTP; else the row is only said."""
    name = (str(request.path.relative_to(ROOT)), getattr(request.node, "originalname", ""))
    if name not in stands_for():
        yield
        return
    touched = Touched(request.getfixturevalue("monkeypatch"))
    yield
    assert touched.paths, f"{name} reached nothing"


@pytest.fixture(scope="session")
def rabbit_server():
    """A private RabbitMQ node for the whole run; a test that kills or wipes nodes starts its own."""
    server = _started(PrivateRabbit)
    yield server
    server.remove()


@pytest.fixture
def rabbit_url(rabbit_server):
    """The URL of an empty virtual host that no other test sees."""
    return rabbit_server.url(rabbit_server.new_vhost())


@pytest.fixture(scope="session")
def postgres_server():
    """A private PostgreSQL server for the whole run, without fsync."""
    server = _started(lambda: PrivatePostgres(durable=False))
    yield server
    server.remove()


@pytest.fixture
def postgres_url(postgres_server):
    """The SQLAlchemy URL of an empty database that no other test sees."""
    return postgres_server.new_database()


@pytest.fixture
def migrated_postgres_url(postgres_server):
    """The same with every migration, copied from one that was migrated once."""
    return migrated_url(postgres_server)


@pytest.fixture(scope="session")
def _second_rabbit_server():
    server = _started(PrivateRabbit)
    yield server
    server.remove()


@pytest.fixture
def mortal_rabbit(_second_rabbit_server):
    """A running node that the test may kill, stop and wipe; take a fresh virtual host with `new_vhost`."""
    if not _second_rabbit_server.is_running():
        _second_rabbit_server.start()
    return _second_rabbit_server


@pytest.fixture(scope="session")
def clamd():
    """A private clamd for the whole run that knows EICAR only; a test that stops it starts it again."""
    server = _started(PrivateClamd)
    yield server
    server.remove()
