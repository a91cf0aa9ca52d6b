import pytest

from tests.builders.hub import WholeHub, fresh_memory


@pytest.fixture(params=["embedded", "services"])
def hub(request, tmp_path):
    """The whole hub on each stack: SQLite with a bus in memory, PostgreSQL with RabbitMQ."""
    if request.param == "embedded":
        made = WholeHub(f"sqlite:///{tmp_path}/hub.db", fresh_memory(), tmp_path)
    else:
        urls = request.getfixturevalue("migrated_postgres_url"), request.getfixturevalue("rabbit_url")
        made = WholeHub(*urls, tmp_path)
    yield made
    made.close()


@pytest.fixture
def embedded(tmp_path):
    made = WholeHub(f"sqlite:///{tmp_path}/hub.db", fresh_memory(), tmp_path)
    yield made
    made.close()
