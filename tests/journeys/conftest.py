import pytest

from adapters.simulator.chains import LENDERS
from handlers.accounts.keys import create_api_key
from tests.builders.browser import Windows, check, running_chromium
from tests.builders.demo import Demo
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


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The filled demo, one for all journeys of a file."""
    made = Demo(tmp_path_factory.mktemp("demo"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def chromium():
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def windows(demo, chromium):
    made = Windows(chromium, demo.server.url)
    yield made
    made.close()


@pytest.fixture
def shot(request):
    """Looks at a page as it stands, and keeps a picture of it."""
    folder = request.config.rootpath / "var" / "screens"

    def take(page, name, refused=0):
        check(page, refused)
        page.screenshot(path=folder / f"case-{name}.png", full_page=True)

    return take


@pytest.fixture(scope="module")
def lender(demo):
    """ING, Anna's lender, which hands in its messages over HTTP with a key of its own."""
    ing = LENDERS[1]
    with demo.hub.database.transaction() as connection:
        given = {"name": ing.name, "scopes": ("messages:write",), "node": ing.node, "office_id": None}
        _, key = create_api_key(connection, at=demo.hub.clock.now(), **given)
    client = demo.client("application/json")
    client.headers["Authorization"] = f"Bearer {key}"
    return client
