"""The private servers themselves: they come back on the disk they left, and take their folder with them."""

import contextlib
import os
import subprocess
import threading
import time

import pytest

from hub.bench.servers import PrivatePostgres, ServerMissingError


@pytest.fixture
def own_postgres():
    try:
        server = PrivatePostgres().start()
    except ServerMissingError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))
    yield server
    server.remove()


def _ask_until_cut_off(server):
    with contextlib.suppress(subprocess.CalledProcessError):
        server.query("SELECT sum(n) FROM generate_series(1, 2000000000) n")


def test_every_test_gets_an_empty_database(postgres_server):
    first, second = postgres_server.new_database(), postgres_server.new_database()
    assert first != second
    assert first.startswith("postgresql+psycopg://hub@127.0.0.1:")


def test_a_database_can_be_copied_from_a_template(postgres_server):
    template = postgres_server.new_database().rsplit("/", 1)[1]
    postgres_server.query("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)", template)
    copy = postgres_server.new_database(template).rsplit("/", 1)[1]
    assert postgres_server.query("SELECT n FROM kept", copy) == "7\n"


def test_what_was_committed_before_a_kill_is_there_after_the_restart(own_postgres):
    own_postgres.query("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    busy = threading.Thread(target=_ask_until_cut_off, args=(own_postgres,))
    busy.start()
    time.sleep(0.3)
    own_postgres.kill()
    busy.join(5)
    assert not own_postgres.is_running()
    own_postgres.start()
    assert own_postgres.query("SELECT n FROM kept") == "7\n"


def test_a_stopped_server_starts_again_on_its_data(own_postgres):
    own_postgres.query("CREATE TABLE kept (n int)")
    own_postgres.stop()
    own_postgres.start()
    assert own_postgres.query("SELECT count(*) FROM kept") == "0\n"


def test_a_removed_server_leaves_nothing_behind(own_postgres):
    own_postgres.remove()
    assert not own_postgres.folder.exists()


def test_a_private_postgres_is_durable_unless_asked_otherwise(own_postgres, postgres_server):
    assert (own_postgres.query("SHOW fsync"), postgres_server.query("SHOW fsync")) == ("on\n", "off\n")


def test_every_test_gets_an_empty_virtual_host(rabbit_server):
    names = {rabbit_server.new_vhost() for _ in range(20)}
    assert len(names) == 20
    listed = rabbit_server.control("list_vhosts").split()
    assert names <= set(listed)
