"""Fixtures that every room may ask for; a test that needs a real server says so by asking for it."""

import os

import pytest

from hub.bench.servers import PrivatePostgres, PrivateRabbit, ServerMissingError
from tests.builders.clamd import PrivateClamd


def _started(make):
    try:
        return make().start()
    except ServerMissingError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))


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
